"""The search box: what is typed is put to every subject that has something to find, and each says why it met."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from buyfair.cards.words import clean
from buyfair.terms.errors import TooSlowError
from buyfair.web.core.actor import Actor, actor_of
from buyfair.web.subjects import told_by_each

MOST = 20
"""Hits of one subject on one page."""
LONGEST = 200
"""Characters that may be typed."""


@dataclass(frozen=True)
class Hit:
    """One thing that was found: its title, where it opens, what it is (award, supplier, rule ...), and why it met."""

    title: str
    url: str
    kind: str
    why: str


def found(actor: Actor, words: str, limit: int = MOST) -> tuple[list[tuple[str, list[Hit]]], list[str]]:
    """The hits by kind, and a sentence for each subject that did not answer in time.

    A subject with something to find has a `search.py` with `hits(actor, words, limit)`.
    """
    every: list[Hit] = []
    late = []
    for subject in _subjects():
        try:
            every += subject.hits(actor, words, limit)
        except TooSlowError as problem:
            late.append(str(problem))
    order = list(dict.fromkeys(hit.kind for hit in every))
    every.sort(key=lambda hit: order.index(hit.kind))
    return [(kind, list(hits)) for kind, hits in groupby(every, key=lambda hit: hit.kind)], late


def _subjects() -> list[Any]:
    return [module for module in told_by_each("search") if module.__name__ != __name__]


def search(request: HttpRequest) -> HttpResponse:
    """The page of hits; what was typed stays in the box."""
    typed = request.GET.get("q", "")
    words = clean(typed)[:LONGEST]
    told: dict[str, Any] = {"typed": words, "refused": _refused(typed, words), "most": MOST}
    if words and not told["refused"]:
        told["found"], told["late"] = found(actor_of(request), words)
    status = 400 if told["refused"] else 503 if told.get("late") else 200
    return render(request, "core/search.html", told, status=status)


def _refused(typed: str, words: str) -> str:
    if len(typed) > LONGEST:
        return f"{len(typed):,} characters were typed; at most {LONGEST} are expected: shorten it."
    if typed.strip() and not words:
        return "What was typed holds no letter or digit; expected is a name, a number or a word: type one."
    return ""
