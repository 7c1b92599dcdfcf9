"""The pages to read: indicators, the code of conduct, the method, what serves which proposal, and the search over all."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from buyfair.cards import conduct as code
from buyfair.cards import indicators as cards
from buyfair.cards import stood
from buyfair.cards.page import Card, Item, Items, Section
from buyfair.cards.stood import Stood
from buyfair.knowledge.conduct import clauses
from buyfair.terms.answer import Answer
from buyfair.web.cards.days import Asked, asked_day
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
MADE = "Not known from which day: this page is made of what runs, and no release of it is dated yet."


@fresh
def indicators(request: HttpRequest) -> HttpResponseBase:
    """Every indicator with what its yes adds; asked for a day, by what each rests on and whether that was there then."""
    asked = asked_day(request)
    card = stood.indicators_on(asked.day) if asked.told else cards.list_of_all()
    if file := file_of(request, "indicators", *gathered(card.sections), cards.LAST, asked if asked.typed else None):
        return file
    return shown(request, card, last=cards.LAST, here=reverse("indicators"), takes=without_page(request), asked=asked,
                 status=asked.status)  # fmt: skip


@fresh
def indicator(request: HttpRequest, given: str) -> HttpResponse:
    """One indicator, with what it rests on as that stood on a day."""
    name = settled(request, "indicator", given)
    if isinstance(name, HttpResponse):
        return name
    asked, found = asked_day(request), cards.found_indicator(name)
    on = _of_day(asked, stood.indicator_on(found, asked.day))
    return shown(request, _then(cards.card_of(found), on), [Way("Indicators", reverse("indicators"))], cards.LAST, own=name,
                 more=[stood.indicator_grounds(found, asked.day)], asked=asked, stood=on, status=asked.status,
                 here=reverse("indicator", args=[name]))  # fmt: skip


@fresh
def conduct(request: HttpRequest) -> HttpResponse:
    """The code of conduct with its sources and the texts to paste; before its first day only that it was not there."""
    asked = asked_day(request)
    on = _of_day(asked, stood.code_on(asked.day))
    each = Section("Each clause on a page of its own", (Items(tuple(Item(f"`{c.id}`: {c.title}") for c in clauses())),))
    there = on is None or on.answer is not Answer.NO
    return shown(request, _then(code.whole_card(), on), last=code.NOT_LAW, more=[each] if there else [], asked=asked, stood=on,
                 download=reverse("conduct-text") if there else "", here=reverse("conduct"), status=asked.status)  # fmt: skip


@fresh
def conduct_clause(request: HttpRequest, given: str) -> HttpResponse:
    """One clause with its sources and times; what it rests on, and the law beside it, as they stood on a day."""
    name = settled(request, "conduct-clause", given)
    if isinstance(name, HttpResponse):
        return name
    asked, found = asked_day(request), code.found_clause(name)
    on = _of_day(asked, stood.code_on(asked.day))
    return shown(request, _then(code.clause_card(found), on), [Way("Conduct", reverse("conduct"))], code.NOT_LAW, own=name,
                 more=[stood.clause_grounds(found, asked.day)], asked=asked, stood=on, status=asked.status,
                 here=reverse("conduct-clause", args=[name]))  # fmt: skip


def _of_day(asked: Asked, on: Stood) -> Stood | None:
    """What is said of a day that somebody asked about; of no day nothing is, as a page shows what is held now."""
    return on if asked.told else None


def _then(card: Card, on: Stood | None) -> Card:
    """The card; where it was not there on the day that was asked, that sentence and nothing of what it says now."""
    if on is None or on.answer is not Answer.NO:
        return card
    return Card(card.row, card.title, (), on.says, (), ())


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
    return _written(request, page_named("overview"), [], reverse("method"), decided=decided)


@fresh
def method_page(request: HttpRequest, given: str) -> HttpResponse:
    """One page of the method."""
    name = settled(request, "method-page", given)
    if isinstance(name, HttpResponse):
        return name
    return _written(request, page_named(name), [Way("Method", reverse("method"))], reverse("method-page", args=[name]))


@fresh
def coverage(request: HttpRequest) -> HttpResponse:
    """Which capability serves which published proposal, and how far it is there."""
    return _written(request, covered(), [], reverse("coverage"))


def _written(request: HttpRequest, page: Page, trail: list[Way], here: str, **more: Any) -> HttpResponse:
    asked, days = asked_day(request), page.days
    on = _of_day(asked, Stood(Answer.UNKNOWN, MADE) if days is None else stood.edition(days[0], asked.day, days[1]))
    there = on is None or on.answer is not Answer.NO
    first, rest = as_html(page) if there else ("", "")
    told = {
        "title": page.title.replace("`", ""), "heading": page.title.replace("`", ""), "opening": first, "sections": rest,
        "trail": trail, "written": True, "asked": asked, "stood": on, "here": here, "days": days,
        "contents": contents(page) if there else [], "knowledge": known().split()[0], "last": "",
        "views": [] if trail else views(),
    }  # fmt: skip
    return render(request, "cards/card.html", told | (more if there else {}), status=asked.status)


def found(request: HttpRequest) -> HttpResponse:
    """The cards that meet the words of a search."""
    typed = request.GET.get("q", "")
    words = " ".join(typed.split())[:LONGEST]
    told = hits(actor_of(request), words, SHOWN) if words else []
    return render(request, "cards/found.html", {"words": words, "hits": told, "most": SHOWN})
