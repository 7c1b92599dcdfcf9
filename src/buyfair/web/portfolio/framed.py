"""What stands around every page of the portfolio: which snapshot, the answer with both bounds, the filters, the ways on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateformat import format as formatted
from django.utils.safestring import mark_safe

from buyfair.browse_filters import FIELDS
from buyfair.cards import report, words
from buyfair.snapshots import Snapshot
from buyfair.web.core.clock import here
from buyfair.web.portfolio import address, form, reading
from buyfair.web.portfolio.address import Asked
from buyfair.web.portfolio.pages import GROUPS, SNAPSHOTS, Page
from buyfair.web.portfolio.spelling import said

Pieces = list[tuple[str, str | None]]


def framed(page: Page, held: Snapshot, asked: Asked, figures: reading.Figures) -> dict[str, Any]:
    """What every page is told; `figures` are those of the page with their addresses."""
    opens = figures["exposure"]["opens"]
    return {
        **_around(page, held, asked, figures),
        "answer": _pieces(words.headline(figures), (opens.get(n) for n in ("all", "matched", "possible", "unknown"))),
        "bounds": _pieces(words.bounds(figures["exposure"]), (opens.get(n) for n in ("matched", "ceiling", "unknown"))),
        "chips": chips(asked),
        "boxes": form.boxes(asked, reading.choices(held, asked)),
        "carried": form.carried(asked),
    }


def _around(page: Page, held: Snapshot, asked: Asked, figures: reading.Figures) -> dict[str, Any]:
    return {
        "page": page,
        "page_address": reverse(page.name),
        "here": reverse(page.name) + asked.query,
        "snapshot": snapshot_line(held, figures),
        "patterns": mark_safe(report.part("patterns", figures)),
        "tabs": tabs(page, asked),
        "snapshots": reverse(SNAPSHOTS.name),
    }


def snapshot_line(held: Snapshot, figures: reading.Figures) -> dict[str, Any]:
    """Which snapshot is shown, in words."""
    return {
        "id": held.id,
        "label": held.label,
        "day": words.long_day(figures["day"]) if figures.get("day") else None,
        "taken": None if held.taken is None else taken(held.taken),
        "versions": figures.get("versions"),
        "sample": words.SAMPLE_BANNER if words.is_sample(figures) else "",
    }


def taken(stamp: str) -> str:
    """A moment in the zone of the installation, as a page says it."""
    return str(formatted(here(datetime.fromisoformat(stamp)), "F j, Y, H:i"))


def _pieces(sentence: str, ways: Iterable[str | None]) -> Pieces:
    """A sentence in pieces: each amount with the address of its awards."""
    left = iter(ways)
    return [(piece, next(left, None) if n % 2 else None) for n, piece in enumerate(report.in_pieces(sentence))]


def chips(asked: Asked) -> list[dict[str, Any]]:
    """The filters that are set, each in words with the query that leaves it out."""
    return [
        {"name": name, "label": FIELDS[name].title, "without": asked.without(name),
         "says": words.clean(" or ".join(said(name, value) for value in values))}
        for name, values in asked.filters.asked().items()
    ]  # fmt: skip


def tabs(page: Page, asked: Asked) -> list[dict[str, Any]]:
    """The pages of the portfolio, each with the filters that are set."""
    return [{"words": name, "pages": list(_tabs(group, page, asked))} for name, group in GROUPS]


def _tabs(group: Iterable[Page], page: Page, asked: Asked) -> Iterator[dict[str, Any]]:
    for each in group:
        yield {"words": each.tab, "address": reverse(each.name) + asked.query, "here": each is page}


def refused(request: HttpRequest, page: Page, held: Snapshot, read: address.Read) -> HttpResponse:
    """The page with what of its address could not be read; no figure is shown under filters that were not understood."""
    told = {
        **_around(page, held, read.asked, reading.figures(held, Asked())),
        "refused": read.refused, "chips": chips(read.asked), "open_filter": True, "carried": form.carried(read.asked),
        "boxes": form.boxes(read.asked, reading.choices(held, Asked())),
    }  # fmt: skip
    return render(request, "portfolio/refused.html", told, status=400)
