"""The pages of what lists name: the lists with their age, their listings to search, and each good and country."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from buyfair.cards import goods as cards
from buyfair.cards.html import table
from buyfair.cards.list_days import list_on, lists_on
from buyfair.cards.listings import listing_rows, party_rows
from buyfair.cards.lists import NOT_SAFE, found_list
from buyfair.cards.page import Grid
from buyfair.knowledge import goods as goods_folder
from buyfair.knowledge.countries import countries as every_country
from buyfair.terms.party import PartyCard
from buyfair.web.cards.addresses import address
from buyfair.web.cards.days import Asked, asked_day
from buyfair.web.cards.fresh import fresh
from buyfair.web.cards.names import kind
from buyfair.web.cards.shelf import held
from buyfair.web.cards.shown import Way, safe, settled, shown
from buyfair.web.cards.taken import file_of, gathered, without_page

A_PAGE = 50
LONGEST = 100
"""A search is no longer; what is typed beyond is cut."""


@fresh
def lists(request: HttpRequest) -> HttpResponseBase:
    """Every list with the edition that was known on a day."""
    asked = asked_day(request)
    card = lists_on(asked.day, held)
    if file := file_of(request, "lists", *gathered(card.sections), NOT_SAFE, asked):
        return file
    return shown(request, card, last="", asked=asked, status=asked.status, here=reverse("lists"), takes=without_page(request))


@fresh
def one_list(request: HttpRequest, given: str) -> HttpResponseBase:
    """One list: its card, then what it names, to search."""
    name = settled(request, "list", given)
    if isinstance(name, HttpResponse):
        return name
    asked = asked_day(request)
    found = found_list(name)
    named = _named(request, isinstance(found, PartyCard), name, asked)
    if file := file_of(request, f"list-{name}", named["head"], named["kept"], NOT_SAFE, asked):
        return file
    return shown(
        request, list_on(found, asked.day, held), [Way("Lists", reverse("lists"))], NOT_SAFE, asked=asked, own=name,
        status=asked.status, here=reverse("list", args=[name]), template="cards/list.html",
        later="Editions held", between=[("listed", "Search what it names")],
        takes_rows=without_page(request), **named,
    )  # fmt: skip


def _named(request: HttpRequest, of_parties: bool, name: str, asked: Asked) -> dict[str, Any]:
    """What a list names, narrowed by the words typed, one page of it."""
    words = " ".join(request.GET.get("q", "").split())[:LONGEST]
    head, rows = party_rows(held(name), asked.day) if of_parties else listing_rows(name, asked.day)
    wanted = words.casefold().split()
    kept = [row for row in rows if all(word in " ".join(row).casefold() for word in wanted)] if wanted else rows
    told = {"words": words, "count": len(kept), "all": len(rows), "of_parties": of_parties, "head": head, "kept": kept}
    return {**told, **_paged(request, head, kept)}


def _paged(request: HttpRequest, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> dict[str, Any]:
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page", "1")[:9])
    asked = request.GET.copy()
    asked.pop("page", None)
    behind = asked.urlencode()
    grid = Grid(head, tuple(page.object_list), True)
    listed = safe(table(grid, f"Page {page.number} of {page.paginator.num_pages}", address)) if rows else ""
    return {"page": page, "behind": f"&{behind}" if behind else "", "listed": listed}


@fresh
def goods(request: HttpRequest) -> HttpResponseBase:
    """Every good by family."""
    card = cards.goods_index(asked_day(request).day)
    if file := file_of(request, "goods", *gathered(card.sections), NOT_SAFE):
        return file
    return shown(request, card, last="", takes=without_page(request))


@fresh
def good(request: HttpRequest, given: str) -> HttpResponse:
    """One good: its names, what names it, what may be it."""
    name = settled(request, "good", given)
    if isinstance(name, HttpResponse):
        return name
    asked = asked_day(request)
    found = goods_folder.good_named(kind("good").titles[name])
    assert found is not None, "every address of a good was made of its name"
    return shown(
        request, cards.good_card(found, asked.day), [Way("Goods", reverse("goods"))], "", asked=asked, status=asked.status,
        own=kind("good").titles[name], here=reverse("good", args=[name]),
    )  # fmt: skip


@fresh
def countries(request: HttpRequest) -> HttpResponseBase:
    """Every country that a list of goods names."""
    card = cards.countries_index()
    if file := file_of(request, "countries", *gathered(card.sections), NOT_SAFE):
        return file
    return shown(request, card, last="", takes=without_page(request))


@fresh
def country(request: HttpRequest, given: str) -> HttpResponse:
    """One country: the goods that lists name for it."""
    name = settled(request, "country", given)
    if isinstance(name, HttpResponse):
        return name
    asked = asked_day(request)
    found = every_country()[name]
    return shown(request, cards.country_card(found, asked.day), [Way("Countries", reverse("countries"))], "", asked=asked,
                 status=asked.status, own=found.name, here=reverse("country", args=[name]))  # fmt: skip
