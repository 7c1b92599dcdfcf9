"""Whole tables to take along, with the filters in force: they stream, whatever their length, and say what they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from buyfair import browse_export
from buyfair.records.table import Kind
from buyfair.snapshots import Snapshot
from buyfair.terms.errors import InputRefusedError
from buyfair.web.core.sheets.formats import FORMATS, download
from buyfair.web.core.sheets.sheet import Sheet
from buyfair.web.portfolio import address, reading
from buyfair.web.portfolio.address import Asked
from buyfair.web.portfolio.framed import chips

TABLES = {"awards": "Awards", "lines": "Lines of these awards", "exposures": "Exposures of these lines",
          "duties": "Duties of these awards", "suppliers": "Suppliers of these awards", "sectors": "Sectors",
          "goods": "Goods", "pairs": "Goods by country", "countries": "Countries", "harms": "Harms", "agencies": "Agencies",
          "vehicles": "Parent vehicles", "calendar": "Decisions ahead", "flows": "Flows from country through good to agency",
          "indicators": "Indicators", "reach": "Reach of the law, by sector, good, country and agency",
          "reach-rules": "Reach of the law, by rule", "reach-missing": "Facts that are missing",
          "not-told": "What could not be told, by reason", "not-told-codes": "What could not be told, by code"}  # fmt: skip
"""What can be taken along, as a page says it."""
_ALWAYS = ("awards", "lines", "exposures", "duties", "suppliers")
_OF_PAGE = {"": ("sectors", "harms"), "calendar": ("calendar",), "map": ("countries", "pairs"), "goods": ("goods", "pairs"),
            "flows": ("flows",), "reach": ("reach", "reach-rules", "reach-missing"), "vehicles": ("vehicles",),
            "agencies": ("agencies",), "indicators": ("indicators",), "not-told": ("not-told", "not-told-codes")}  # fmt: skip
"""The tables that a page prints, by its place in the address: they stand first on it."""


def ways(asked: Asked, slug: str) -> list[dict[str, Any]]:
    """The links below a page: its own tables, then the rows beneath, in each format, with the filters that are set."""
    return [
        {"says": TABLES[what], "forms": [
            {"words": FORMATS[form][0], "address": reverse("portfolio_export", args=(what, form)) + asked.query}
            for form in FORMATS]}
        for what in (*_OF_PAGE.get(slug, ()), *_ALWAYS)
    ]  # fmt: skip


def export(request: HttpRequest, what: str, form: str) -> HttpResponseBase:
    """One table as a file, from the snapshot that is shown."""
    read = address.read(request.GET)
    held = reading.held()
    if held is None:
        return redirect("portfolio")
    refused = list(read.refused)
    if what not in TABLES or form not in FORMATS:
        refused.append(f"There is no such file; expected is one of {', '.join(TABLES)}, as one of {', '.join(FORMATS)}.")
    if not refused:
        try:
            return download(_sheet(held, read.asked, what), form, f"buyfair-{what}-{held.id}")
        except InputRefusedError as problem:
            refused.append(str(problem))
    return _refused(request, refused)


def _sheet(held: Snapshot, asked: Asked, what: str) -> Sheet:
    """The table with its columns as the first rows tell them; no row is read before it is written."""
    return sheet_of(what, browse_export.rows(held, asked.filters, what), about(held, asked, what))


def sheet_of(name: str, batches: Iterator[Any], about: Mapping[str, str]) -> Sheet:
    """A table that comes in batches, as a file takes it."""
    first = next(batches, None)
    columns: tuple[tuple[str, Kind], ...] = (
        () if first is None else tuple((each.name, _kind(str(each.type))) for each in first.schema)
    )
    return Sheet(name, columns, _rows(first, batches), about)


def _rows(first: Any, batches: Iterator[Any]) -> Iterator[tuple[Any, ...]]:
    batch = first
    while batch is not None:
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
        batch = next(batches, None)


def _kind(of: str) -> Kind:
    """What a column of a batch holds, in the words of our tables."""
    if of.startswith("decimal"):
        return "money"
    if of.startswith("date"):
        return "day"
    if of.startswith("timestamp"):
        return "stamp"
    return "flag" if of == "bool" else "count" if "int" in of else "text"


def about(held: Snapshot, asked: Asked, what: str) -> dict[str, str]:
    """What the file says of itself: table, snapshot, versions, filters, and what a match is not."""
    versions = reading.figures(held, Asked()).get("versions") or {}
    filters = "; ".join(f"{chip['label']}: {chip['says']}" for chip in chips(asked)) or "none"
    return {
        "table": what, "snapshot": held.id, "judged as of": held.day or "not told",
        "code": str(versions.get("code")), "knowledge": str(versions.get("knowledge")), "filters": filters,
        "not": "A match is about a good and a place, not about any supplier. It is an alert, not a finding.",
    }  # fmt: skip


def _refused(request: HttpRequest, refused: list[str]) -> HttpResponse:
    return render(request, "portfolio/no_file.html", {"refused": refused}, status=400)
