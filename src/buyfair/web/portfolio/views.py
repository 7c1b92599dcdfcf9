"""The pages of the portfolio, each drawn from the same picture under the same filters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from buyfair.browse_opening import Remembered
from buyfair.cards import report, words
from buyfair.cards.first import awards
from buyfair.snapshots import Snapshot
from buyfair.terms.errors import InputRefusedError
from buyfair.web.core.actor import Actor, actor_of
from buyfair.web.core.answered import answered
from buyfair.web.core.navigation import open_to
from buyfair.web.portfolio import address, reading
from buyfair.web.portfolio.address import Asked
from buyfair.web.portfolio.exports import ways
from buyfair.web.portfolio.framed import chips, framed, refused
from buyfair.web.portfolio.linked import linked
from buyfair.web.portfolio.listing import WAYS, awards_listed
from buyfair.web.portfolio.pages import ANSWER, ASK, AWARDS, CALENDAR, FIRST, SOURCES, Page

View = Callable[[HttpRequest], HttpResponseBase]
_LOOKS = 5
_NEW_RISK = "/risks/new/"
_ROWS = 200
"""How many rows a table on a page prints before it folds the others into one."""
_parts = Remembered(64)
"""Parts as they were written, of 100 to 300 kB at most each: writing one takes up to 0.15 s."""


def view_of(page: Page) -> View:
    """The view behind the address of a page."""

    def shown(request: HttpRequest) -> HttpResponseBase:
        read = address.read(request.GET, WAYS if page is AWARDS else ())
        if not read.shortest and not read.refused:
            return redirect(request.path + read.asked.whole_query)
        held = reading.held()
        if held is None:
            return render(request, "portfolio/none.html", {"page": page, "tabs": ()})
        if read.refused:
            return refused(request, page, held, read)
        try:
            return _drawn(request, page, held, read.asked)
        except InputRefusedError as problem:
            return refused(request, page, held, address.Read(read.asked, (str(problem),), True))

    shown.__doc__ = page.title
    return shown


def _drawn(request: HttpRequest, page: Page, held: Snapshot, asked: Asked) -> HttpResponse:
    figures = reading.figures(held, asked)
    told = framed(page, held, asked, linked(figures, asked.filters))
    if not figures.get("awards"):
        return render(request, "portfolio/nothing.html", told | {"loosened": _loosened(held, asked)})
    # What was read, and from where, is of the whole snapshot whatever is filtered by.
    under = Asked() if page is SOURCES else asked
    of = linked(reading.figures(held, under), under.filters)
    told |= {"exports": ways(asked, page.slug), "of_the_whole": page.of_the_whole}
    told["parts"] = [remembered_part(held, under, name, of) for name in page.parts]
    told |= _also(page, held, asked, of)
    return render(request, page.template, told | _risks(actor_of(request), asked, of, told.get("looks", [])))


def remembered_part(held: Snapshot, asked: Asked, name: str, figures: reading.Figures) -> SafeString:
    """The part of this snapshot under these filters: it is the same for everybody, and most ask for what others asked."""
    return _parts.of((held.id, asked.filters, name), lambda: part(name, figures))


def part(name: str, figures: reading.Figures) -> SafeString:
    """One part of the report for a page; its template has escaped whatever award data say."""
    return mark_safe(report.part(name, figures, _ROWS))


def _loosened(held: Snapshot, asked: Asked) -> list[dict[str, Any]]:
    """For each filter that is set, how many awards there are without it: the most first."""
    found = [
        {"chip": chip, "awards": reading.many(held, Asked(asked.filters.having(**{name: ()})))}
        for name, chip in ((each["name"], each) for each in chips(asked))
    ]
    return sorted(found, key=lambda each: -each["awards"])


def _also(page: Page, held: Snapshot, asked: Asked, figures: reading.Figures) -> dict[str, Any]:
    """What the list of awards and the first page say beside the parts: the rows; the ways on, and what to look at first."""
    if page is AWARDS:
        return {"listed": awards_listed(held, asked)}
    if page is not ANSWER:
        return {}
    on = {"#first": FIRST, "#calendar": CALENDAR, "#ask": ASK}
    looks = cast(list[Any], (awards(figures) or {"awards": []})["awards"])
    return {
        "steps": [{"address": reverse(on[href].name) + asked.query, "strong": strong, "says": says}
                  for href, strong, says in report.next_steps(figures)],
        "looks": looks[:_LOOKS],
        "all_looks": reverse(FIRST.name) + asked.query,
        "not_about": words.NOT_ABOUT_SUPPLIER,
    }  # fmt: skip


def _risks(actor: Actor, asked: Asked, figures: reading.Figures, looks: list[Any]) -> dict[str, Any]:
    """What somebody does about each of the awards to look at first, and the way to a risk about what is filtered by."""
    ids = [row["award_id"] for row in figures["first"][: len(looks)]] if looks else []
    found = answered(actor, ids) if ids else {}
    return {
        "looks": [{**look, "answered": found.get(award_id)} for look, award_id in zip(looks, ids, strict=True)],
        "risk_about": _NEW_RISK + asked.query if asked.filters and open_to(actor, _NEW_RISK) else "",
    }
