"""A list of a page as a file: its address with `as` behind it, in each format that tables are written in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse

from buyfair.records.table import Kind
from buyfair.web.core.clock import today
from buyfair.web.core.sheets.formats import FORMATS, download
from buyfair.web.core.sheets.sheet import Sheet, spelled


def file_asked(request: HttpRequest) -> str | None:
    """The format that the address asks for; None where it asks for the page. What names no format is the page."""
    form = request.GET.get("as", "")
    return form if form in FORMATS else None


Kinds = Mapping[str, Kind]
DOLLARS: Kinds = {"dollars": "money"}
"""A list with one column of dollars."""


def table(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], form: str, name: str,
          about: Mapping[str, str] | None = None, kinds: Kinds | None = None) -> StreamingHttpResponse:  # fmt: skip
    """The rows by their columns, what is not told empty; the file is called by its name and the day.

    Each cell is a text, but in the columns of `kinds`: dollars and counts are numbers there, also below zero.
    """
    held = {column: (kinds or {}).get(column, "text") for column in columns}
    cells = (tuple(_cell(row[c], kind) for c, kind in held.items()) for row in rows)
    day = today().isoformat()
    told = {"table": name, "day": day, **(about or {})}
    return download(Sheet(name, tuple(held.items()), cells, told), form, f"{name}-{day}")


def listed(things: Iterable[Any], cells: Mapping[str, Callable[[Any], Any]], form: str, name: str,
           kinds: Kinds | None = None) -> StreamingHttpResponse:  # fmt: skip
    """The things of a list as a file: each column with what is read of a thing for it."""
    rows = ({column: told(thing) for column, told in cells.items()} for thing in things)
    return table(rows, tuple(cells), form, name, None, kinds)


def _cell(value: Any, kind: Kind) -> Any:
    if value is None or (value == "" and kind != "text"):
        return None
    if kind == "money":
        return Decimal(value).quantize(Decimal("0.01"))
    return int(value) if kind == "count" else _said(value)


def _said(value: Any) -> str:
    return "; ".join(map(spelled, value)) if isinstance(value, list | tuple) else spelled(value)
