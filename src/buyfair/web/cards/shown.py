"""One card as a page: its title, its answer first, its sections with a list of them, and where a reader can go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from buyfair.cards import html
from buyfair.cards.page import Card, Section
from buyfair.cards.rules import NOT_ADVICE
from buyfair.cards.words import clean
from buyfair.web.cards.addresses import address
from buyfair.web.cards.names import kind
from buyfair.web.cards.shelf import known

CONTENTS_FROM = 4
"""A page of fewer sections needs no list of them."""


VIEWS = {"rules": "Rules", "amounts": "Amounts", "changes": "What changed", "lists": "Lists", "goods": "Goods",
         "countries": "Countries", "indicators": "Indicators", "conduct": "Conduct", "method": "Method",
         "coverage": "Coverage"}  # fmt: skip


@dataclass(frozen=True)
class Way:
    """A link to another page."""

    words: str
    address: str


def shown(request: HttpRequest, card: Card, trail: Sequence[Way] = (), last: str = NOT_ADVICE, *,
          more: Sequence[Section] = (), later: str = "", between: Sequence[tuple[str, str]] = (), status: int = 200,
          template: str = "cards/card.html", **context: Any) -> HttpResponse:  # fmt: skip
    """The page of a card; `more` are sections beside it, `last` the sentence that ends it.

    What a template puts between the sections stands before the one titled `later`, and is in the list of sections by
    `between`: an anchor with its title.
    """
    sections = (*card.sections, *more)
    contents = [(html.anchor(s), s.title.replace("`", "")) for s in sections]
    at = next((n for n, s in enumerate(sections) if s.title == later), len(sections))
    own = context.get("own")
    told = {
        "title": card.title.replace("`", ""),
        "heading": safe(html.inline(card.title)),
        "opening": safe(html.opening(card, _but(own))),
        "sections": safe(html.sections(sections[:at], _but(own))),
        "later": safe(html.sections(sections[at:], _but(own))),
        "contents": [*contents[:at], *between, *contents[at:]] if len(contents) >= CONTENTS_FROM else [],
        "views": [] if trail else views(),
        "trail": trail,
        "last": last,
        "knowledge": known().split()[0],
    }
    return render(request, template, told | context, status=status)


def views() -> list[Way]:
    """The kinds of cards, each with its index."""
    return [Way(words, reverse(name)) for name, words in VIEWS.items()]


def _but(own: str | None) -> html.Address:
    """The addresses that a page links to: every one but its own."""
    return lambda word: None if word == own else address(word)


def safe(written: str) -> SafeString:
    """What the writer of cards wrote: every text in it is escaped there."""
    return mark_safe(written)  # noqa: S308


def settled(request: HttpRequest, of: str, given: str) -> str | HttpResponse:
    """The name that is meant; or where another spelling was typed the way to it, or a page with the nearest."""
    found = kind(of)
    name = found.named(given)
    if name == given:
        return name
    if name is not None:
        asked = request.META.get("QUERY_STRING", "")
        return redirect(reverse(of, args=[name]) + (f"?{asked}" if asked else ""), permanent=True)
    near = [Way(title, reverse(of, args=[key])) for key, title in found.nearest(given)]
    said = clean(given)
    told = {"given": said if len(said) <= 60 else f"{said[:57]}...", "what": found.what, "near": near}
    return render(request, "cards/nearest.html", told, status=404)
