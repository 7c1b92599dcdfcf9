"""What can be taken from the lab: briefs on paper, the answer, the awards that move, the manifest, the reform itself."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from buyfair.terms.errors import InputRefusedError, refuse
from buyfair.web.lab.asked import ANSWER, BRIEF, DISTRICT, MOVED
from buyfair.web.lab.opening import Opened, Shows, of_address, opened, said

KINDS = {"json": "application/json", "pdf": "application/pdf", "csv": "text/csv; charset=utf-8",
         "toml": "application/toml; charset=utf-8"}  # fmt: skip


def brief(request: HttpRequest, name: str) -> HttpResponseBase:
    """Two pages to hand on."""
    return opened(request, name, BRIEF, _file("brief", "pdf"))


def district(request: HttpRequest, name: str, code: str) -> HttpResponseBase:
    """One page about a congressional district."""
    wanted = code.upper()
    if not re.fullmatch(r"[A-Z]{2}-\d{2}", wanted):
        short = "".join(c for c in code[:20] if c.isprintable())
        why = refuse(f'"{short}" is no congressional district', "a state and two digits, such as VA-08",
                     "take one from the page of the reform")  # fmt: skip
        return said(request, "There is no such district", str(why), 404)
    return opened(request, name, DISTRICT, _file(wanted, "pdf"), district=wanted)


def answer(request: HttpRequest, name: str) -> HttpResponseBase:
    """The whole answer, as the command prints it."""
    return opened(request, name, ANSWER, _file("answer", "json"))


def moved(request: HttpRequest, name: str) -> HttpResponseBase:
    """Every award whose answer changes, none left out."""
    return opened(request, name, MOVED, _file("moved", "csv"))


def manifest(request: HttpRequest, name: str) -> HttpResponseBase:
    """What another machine needs to give the same bytes."""

    def show(request: HttpRequest, of: Opened, path: Path) -> HttpResponseBase:
        held = json.loads(path.read_bytes())["manifest"]
        return _taken(json.dumps(held, indent=1, ensure_ascii=False) + "\n", of, "manifest", "json")

    return opened(request, name, ANSWER, show)


def reform(request: HttpRequest, name: str) -> HttpResponseBase:
    """The file of the reform, for the command or another office."""
    try:
        of = of_address(request, name)
    except InputRefusedError as wrong:
        return said(request, "This reform cannot be tried", str(wrong), 400)
    return _taken(of.reform.text, of, "", "toml")


def _file(what: str, ending: str) -> Shows:
    """Streams the kept file: paper opens in the browser, all else is saved."""

    def show(request: HttpRequest, of: Opened, path: Path) -> HttpResponseBase:
        return FileResponse(path.open("rb"), as_attachment=ending != "pdf", content_type=KINDS[ending],
                            filename=_name(of, what, ending))  # fmt: skip

    return show


def _taken(text: str, of: Opened, what: str, ending: str) -> HttpResponse:
    head: dict[str, Any] = {"Content-Disposition": f'attachment; filename="{_name(of, what, ending)}"'}
    return HttpResponse(text, content_type=KINDS[ending], headers=head)


def _name(of: Opened, what: str, ending: str) -> str:
    return f"{'-'.join(filter(None, (of.reform.name, what)))}.{ending}"
