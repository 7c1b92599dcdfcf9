"""The pages of the law: rules and notes, the amounts that change by date, and what changed between two days."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from buyfair import catalogue
from buyfair.cards import rules as cards
from buyfair.cards.amounts import amount_card, amounts_index
from buyfair.cards.beside import beside
from buyfair.cards.between import between
from buyfair.judge.rule import Rule
from buyfair.web.cards.days import asked_day
from buyfair.web.cards.fresh import fresh
from buyfair.web.cards.shelf import held
from buyfair.web.cards.shown import Way, settled, shown
from buyfair.web.cards.taken import file_of, gathered, without_page

A_YEAR = timedelta(days=365)


@fresh
def rules(request: HttpRequest) -> HttpResponseBase:
    """Every rule: what binds on a day, what does not, and of what that cannot be told."""
    asked = asked_day(request)
    each = [cards.answers_on(asked.day)]
    if file := file_of(request, "rules", *gathered(each), cards.NOT_ADVICE, asked):
        return file
    card = cards.index_of(f"Rules and notes on {asked.day}", asked.day)
    return shown(request, card, more=each, asked=asked, status=asked.status, here=reverse("rules"),
                 takes=without_page(request), taken="Take each rule along with its answer for this day")  # fmt: skip


@fresh
def rule(request: HttpRequest, given: str) -> HttpResponse:
    """One rule or note, as the law stands on a day."""
    name = settled(request, "rule", given)
    if isinstance(name, HttpResponse):
        return name
    asked = asked_day(request)
    one = cards.found_rule(name)
    answer = cards.state(one, asked.day)[0].value if isinstance(one, Rule) else None
    return shown(
        request, cards.card_of(one, asked.day), [Way("Rules", reverse("rules"))], more=beside(one), status=asked.status,
        asked=asked if isinstance(one, Rule) else None, answer=answer, own=one.row, here=reverse("rule", args=[one.row]),
    )  # fmt: skip


@fresh
def amounts(request: HttpRequest) -> HttpResponseBase:
    """Every amount with its value on a day."""
    asked = asked_day(request)
    card = amounts_index(asked.day)
    if file := file_of(request, "amounts", *gathered(card.sections), cards.NOT_ADVICE, asked):
        return file
    return shown(request, card, asked=asked, status=asked.status, here=reverse("amounts"), takes=without_page(request))


@fresh
def amount(request: HttpRequest, given: str) -> HttpResponse:
    """One amount with its history."""
    name = settled(request, "amount", given)
    if isinstance(name, HttpResponse):
        return name
    asked = asked_day(request)
    card = amount_card(catalogue.amounts()[name], asked.day)
    return shown(request, card, [Way("Amounts", reverse("amounts"))], asked=asked, status=asked.status, own=name,
                 here=reverse("amount", args=[name]))  # fmt: skip


@fresh
def changes(request: HttpRequest) -> HttpResponse:
    """Two days compared."""
    until = asked_day(request, "to")
    since = asked_day(request, "from", max(until.day - A_YEAR, until.day.min) if until.day.year > 1 else until.day)
    status = max(since.status, until.status)
    return shown(request, between(since.day, until.day, held), since=since, until=until,
                 status=status, here=reverse("changes"))  # fmt: skip
