"""The pages of the portfolio, each drawn from the same picture under the same filters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from buyfair.cards import report, words
from buyfair.cards.first import awards
from buyfair.web.portfolio import address, reading
from buyfair.web.portfolio.address import FILTERS, Asked
from buyfair.web.portfolio.linked import linked
from buyfair.web.portfolio.pages import ANSWER, ASK, CALENDAR, FIRST, GROUPS, Page

View = Callable[[HttpRequest], HttpResponseBase]
_LOOKS = 5
_ROWS = 200
"""How many rows a table on a page prints before it folds the others into one."""


def view_of(page: Page) -> View:
    """The view behind the address of a page."""

    def shown(request: HttpRequest) -> HttpResponseBase:
        read = address.read(request.GET)
        if not read.shortest and not read.refused:
            return redirect(request.path + read.asked.query(shown=True))
        held = reading.held()
        if held is None:
            return render(request, "portfolio/none.html", {"page": page})
        if read.refused:
            return _refused(request, page, held, read)
        figures = linked(reading.figures(held, read.asked), read.asked)
        told = frame(page, held, read.asked, figures) | _also(page, read.asked, figures)
        told["parts"] = [part(name, figures) for name in page.parts]
        return render(request, page.template, told)

    shown.__doc__ = page.title
    return shown


def part(name: str, figures: reading.Figures) -> SafeString:
    """One part of the report for a page; its template has escaped whatever award data say."""
    return mark_safe(report.part(name, figures, _ROWS))


def frame(page: Page, held: reading.Held, asked: Asked, figures: reading.Figures) -> dict[str, Any]:
    """What stands around every page: which snapshot, the answer with both bounds, the filters that are set, the ways on."""
    return {
        "page": page,
        "held": held,
        "patterns": part("patterns", figures),
        "sample": words.SAMPLE_BANNER if words.is_sample(figures) else "",
        "versions": figures.get("versions"),
        "answer": list(_answer(figures)),
        "chips": [
            {"label": FILTERS[name], "says": value, "without": asked.query({name: None})} for name, value in asked.told
        ],
        "tabs": tabs(page, asked),
    }


def _also(page: Page, asked: Asked, figures: reading.Figures) -> dict[str, Any]:
    """What the first page says beside its parts: the ways on, and the awards to look at first in few words."""
    if page is not ANSWER:
        return {}
    ways = {"#first": FIRST, "#calendar": CALENDAR, "#ask": ASK}
    looks = cast(list[Any], (awards(figures) or {"awards": []})["awards"])
    return {
        "steps": [{"address": reverse(ways[href].name) + asked.query(), "strong": strong, "says": says}
                  for href, strong, says in report.next_steps(figures)],
        "looks": looks[:_LOOKS],
        "all_looks": reverse(FIRST.name) + asked.query(),
        "not_about": words.NOT_ABOUT_SUPPLIER,
    }  # fmt: skip


def _answer(figures: reading.Figures) -> Iterator[tuple[str, str | None]]:
    """The answer in pieces: each amount with the address of its awards."""
    opens = figures["exposure"]["opens"]
    ways = iter((opens["dollars"], opens["matched"], opens["possible"], opens["unknown"]))
    for n, piece in enumerate(report.in_pieces(words.headline(figures))):
        yield piece, next(ways, None) if n % 2 else None


def tabs(page: Page, asked: Asked) -> list[dict[str, Any]]:
    """The pages of the portfolio, each with the filters that are set."""
    return [
        {"words": name, "pages": [{"words": each.tab, "address": reverse(each.name) + asked.query(), "here": each is page}
                                  for each in group]}
        for name, group in GROUPS
    ]  # fmt: skip


def _refused(request: HttpRequest, page: Page, held: reading.Held, read: address.Read) -> HttpResponse:
    """The page with what of its address could not be read; no figure is shown under filters that were not understood."""
    told = {"page": page, "held": held, "refused": read.refused, "tabs": tabs(page, Asked()), "again": reverse(page.name)}
    return render(request, "portfolio/refused.html", told, status=400)
