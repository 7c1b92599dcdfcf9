"""The page of the lab with its ready reforms, and the page of one reform."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from buyfair import catalogue
from buyfair.cards.reform_words import INSTRUMENTS
from buyfair.knowledge.reforms.reading import Reform
from buyfair.reform.said import changes
from buyfair.web.core.held import assessed
from buyfair.web.core.navigation import open_to
from buyfair.web.core.sheets.take import file_asked
from buyfair.web.lab.asked import ANSWER, OWN
from buyfair.web.lab.opening import Opened, opened
from buyfair.web.lab.shown import GROUPS, MOVERS, shown
from buyfair.web.lab.taking import taken


def lab(request: HttpRequest) -> HttpResponseBase:
    """What the lab is, the ready reforms, and the way to one's own."""
    told = {"cards": [_card(reform) for reform in catalogue.reforms()], "portfolio": assessed() is not None}
    return render(request, "lab/lab.html", told)


def _card(reform: Reform) -> dict[str, Any]:
    asks = [duty.owed_by for duty in reform.duties]
    return {"name": reform.name, "title": reform.title, "summary": reform.summary, "changes": list(changes(reform)),
            "instrument": INSTRUMENTS[reform.instrument], "source": reform.source, "owed_by": list(dict.fromkeys(asks)),
            "check": bool(reform.expects)}  # fmt: skip


def reform(request: HttpRequest, name: str) -> HttpResponseBase:
    """What a reform would change on the portfolio that the site shows."""
    return opened(request, name, ANSWER, _page)


def _page(request: HttpRequest, of: Opened, path: Path) -> HttpResponseBase:
    answer = json.loads(path.read_bytes())
    if form := file_asked(request):
        return taken(request, of, answer, form)
    whole = request.GET.get("by", "")
    told = shown(answer, whole if whole in (*GROUPS, MOVERS) else "", open_to(request.actor, "/awards/"))
    others = [(r.name, r.title) for r in catalogue.reforms() if r.name != of.reform.name]
    links = {form: of.link(f"reform-{form}") for form in ("brief", "answer", "moved", "manifest", "file")}
    groups = [(group, of.whole(group.key)) for group in told["groups"]]
    districts = [(code, of.link("reform-district", code=code)) for code in told["districts"]]
    page = {**told, "groups": groups, "of": of, "links": links, "all_movers": of.whole(MOVERS), "districts": districts,
            "others": others, "own": of.reform.name == OWN, "take": f"{urlencode(of.query)}&" if of.query else ""}  # fmt: skip
    return render(request, "lab/reform.html", page)
