"""From an address of the lab to what it asks for, or to the page that says why it cannot be had now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from buyfair.reform.answer import Given
from buyfair.reform.trying import given_text
from buyfair.terms.errors import InputRefusedError, refuse
from buyfair.web.core.held import assessed
from buyfair.web.lab.asked import MOVED, OWN, Asked, Told, named, ready_names
from buyfair.web.lab.waiting import LINE, Busy, Refused, Waiting

PATIENCE = 2.0
"""Seconds that a page waits for an answer before it says that one is being computed."""
LOOK_AGAIN, BUSY = 3, 60
"""Seconds until a page that waits looks again, and until a busy lab may be asked again."""
WHY_BUSY = "The lab is busy; try again in a minute."


@dataclass(frozen=True, slots=True)
class Opened:
    """The reform of an address, the one beside it, and how the address goes on to its files."""

    reform: Told
    given: Given
    against: Told | None

    def link(self, route: str, **keys: str) -> str:
        """The address of a file or page of this reform."""
        return _with_query(reverse(route, kwargs={"name": self.reform.name, **keys}), self.query)

    def whole(self, group: str) -> str:
        """The address of its page with every row of one group."""
        path = reverse("reform", kwargs={"name": self.reform.name})
        return f"{_with_query(path, {**self.query, 'by': group})}#by-{group}"

    @property
    def query(self) -> dict[str, str]:
        """What stands behind the question mark: a reform of one's own, and another beside."""
        told = {"reform": self.reform.packed} if self.reform.packed else {}
        if self.against is None:
            return told
        return {**told, "against": self.against.name, **({"other": self.against.packed} if self.against.packed else {})}

    @property
    def edit(self) -> str:
        """The address of the form with this reform in it."""
        asked = {"reform": self.reform.packed} if self.reform.packed else {"from": self.reform.name}
        return _with_query(reverse("reform-own"), asked)


def _with_query(path: str, query: dict[str, str]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def of_address(request: HttpRequest, name: str) -> Opened:
    """What the address names. Raises: Http404; InputRefusedError for a reform or a comparison that is none."""
    told = named(name, request.GET.get("reform", ""))
    if told is None and name == OWN:
        raise refuse("This address holds no reform", "the whole address as it was shared",
                     "ask for the address again, or write a reform of your own")  # fmt: skip
    if told is None:
        raise Http404
    given = given_text(told.name, told.text)
    return Opened(told, given, _other(request.GET.get("against", ""), request.GET.get("other", "")))


def _other(name: str, letters: str) -> Told | None:
    """The reform beside it. Raises: InputRefusedError where there is none of the name."""
    if not name:
        return None
    if (told := named(name, letters)) is not None:
        given_text(told.name, told.text)
        return told
    short = "".join(c for c in name[:40] if c.isprintable())
    near = get_close_matches(name[:100], sorted(ready_names()), n=3, cutoff=0.4) or sorted(ready_names())[:3]
    raise refuse(f'"{short}" is no ready reform', "the name of one of them, as the page of the lab lists them",
                 f"the nearest are {', '.join(near)}")  # fmt: skip


Shows = Callable[[HttpRequest, Opened, Path], HttpResponseBase]


def opened(request: HttpRequest, name: str, form: str, show: Shows, **more: Any) -> HttpResponseBase:
    """Shows what is made; else says that it is being computed, that the lab is busy, or why it cannot be."""
    try:
        of = of_address(request, name)
    except InputRefusedError as wrong:
        return said(request, "This reform cannot be tried", str(wrong), 400)
    folder = assessed()
    if folder is None:
        return render(request, "lab/no_portfolio.html", {"of": of, "title": of.given.reform.title})
    asked = Asked(str(folder), form, of.reform, None if form == MOVED else of.against, **more)
    found = LINE.found(Path(settings.HOME), asked, PATIENCE)
    try:
        if isinstance(found, Path):
            return show(request, of, found)
    except FileNotFoundError:  # let go between the look and the reading
        found = Waiting()
    return _not_yet(request, of, found)


def _not_yet(request: HttpRequest, of: Opened, found: object) -> HttpResponse:
    if isinstance(found, Refused):
        answer = said(request, "This could not be computed", found.sentence, found.status, of)
        if found.status == 503:
            answer["Retry-After"] = str(BUSY)
        return answer
    if isinstance(found, Busy):
        answer = said(request, "The lab is busy", WHY_BUSY, 503, of)
        answer["Retry-After"] = answer["Refresh"] = str(BUSY)
        return answer
    answer = render(request, "lab/waiting.html", {"of": of, "title": of.given.reform.title, "again": request.get_full_path(),
                                                  "seconds": LOOK_AGAIN}, status=202)  # fmt: skip
    answer["Refresh"] = str(LOOK_AGAIN)
    answer["Cache-Control"] = "no-store"
    return answer


def said(request: HttpRequest, title: str, sentence: str, status: int, of: Opened | None = None) -> HttpResponse:
    """A page that says one sentence, and what to do next."""
    answer = render(request, "lab/said.html", {"title": title, "sentence": sentence, "of": of}, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
