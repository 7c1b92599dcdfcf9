"""The pages to read: indicators, the code of conduct, the method, what serves which proposal, and the search over all."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from buyfair.cards import conduct as code
from buyfair.cards import indicators as cards
from buyfair.cards.page import Item, Items, Section
from buyfair.knowledge.conduct import clauses
from buyfair.web.cards.fresh import fresh
from buyfair.web.cards.search import LONGEST, hits
from buyfair.web.cards.shelf import known
from buyfair.web.cards.shipped import Page, page_named, pages
from buyfair.web.cards.shipped import coverage as covered
from buyfair.web.cards.shown import Way, settled, shown, views
from buyfair.web.cards.taken import file_of, gathered, without_page
from buyfair.web.cards.written import as_html, contents
from buyfair.web.core.actor import actor_of

COLUMNS = 100
SHOWN = 40
DECISION = "decision-"


@fresh
def indicators(request: HttpRequest) -> HttpResponseBase:
    """Every indicator with what its yes adds."""
    card = cards.list_of_all()
    if file := file_of(request, "indicators", *gathered(card.sections), cards.LAST):
        return file
    return shown(request, card, last=cards.LAST, here=reverse("indicators"), takes=without_page(request))


@fresh
def indicator(request: HttpRequest, given: str) -> HttpResponse:
    """One indicator."""
    name = settled(request, "indicator", given)
    if isinstance(name, HttpResponse):
        return name
    card = cards.card_of(cards.found_indicator(name))
    return shown(request, card, [Way("Indicators", reverse("indicators"))], cards.LAST, own=name)


@fresh
def conduct(request: HttpRequest) -> HttpResponse:
    """The code of conduct with its sources and the texts to paste."""
    each = Section("Each clause on a page of its own", (Items(tuple(Item(f"`{c.id}`: {c.title}") for c in clauses())),))
    return shown(request, code.whole_card(), last=code.NOT_LAW, more=[each], download=reverse("conduct-text"))


@fresh
def conduct_clause(request: HttpRequest, given: str) -> HttpResponse:
    """One clause with its sources, its times and what the law asks today."""
    name = settled(request, "conduct-clause", given)
    if isinstance(name, HttpResponse):
        return name
    card = code.clause_card(code.found_clause(name))
    return shown(request, card, [Way("Conduct", reverse("conduct"))], code.NOT_LAW, own=name)


@fresh
def conduct_text(request: HttpRequest) -> HttpResponse:
    """The code as plain text, as the command prints it."""
    answer = HttpResponse(code.code_text(COLUMNS), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="code-of-conduct.txt"'
    return answer


@fresh
def method(request: HttpRequest) -> HttpResponse:
    """The pages of the method, then the decisions behind them."""
    decided = [Way(p.title, reverse("method-page", args=[p.name])) for p in pages().values() if p.name.startswith(DECISION)]
    return _written(request, page_named("overview"), [], decided=decided)


@fresh
def method_page(request: HttpRequest, given: str) -> HttpResponse:
    """One page of the method."""
    name = settled(request, "method-page", given)
    if isinstance(name, HttpResponse):
        return name
    return _written(request, page_named(name), [Way("Method", reverse("method"))])


@fresh
def coverage(request: HttpRequest) -> HttpResponse:
    """Which capability serves which published proposal, and how far it is there."""
    return _written(request, covered(), [])


def _written(request: HttpRequest, page: Page, trail: list[Way], **more: Any) -> HttpResponse:
    first, rest = as_html(page)
    told = {
        "title": page.title.replace("`", ""), "heading": page.title.replace("`", ""), "opening": first, "sections": rest,
        "trail": trail, "written": True,
        "contents": contents(page), "knowledge": known().split()[0], "last": "", "views": [] if trail else views(),
    }  # fmt: skip
    return render(request, "cards/card.html", told | more)


def found(request: HttpRequest) -> HttpResponse:
    """The cards that meet the words of a search."""
    typed = request.GET.get("q", "")
    words = " ".join(typed.split())[:LONGEST]
    told = hits(actor_of(request), words, SHOWN) if words else []
    return render(request, "cards/found.html", {"words": words, "hits": told, "most": SHOWN})
