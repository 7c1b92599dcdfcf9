"""A list of a page as a file: its address with `as` behind it, in each format that tables are written in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse

from buyfair.web.core.clock import today
from buyfair.web.core.sheets.formats import FORMATS, download
from buyfair.web.core.sheets.sheet import Sheet, spelled


def file_asked(request: HttpRequest) -> str | None:
    """The format that the address asks for; None where it asks for the page. What names no format is the page."""
    form = request.GET.get("as", "")
    return form if form in FORMATS else None


def table(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], form: str, name: str,
          about: Mapping[str, str] | None = None) -> StreamingHttpResponse:  # fmt: skip
    """The rows by their columns, each cell as text, what is not told empty; the file is called by its name and the day."""
    cells = (tuple(None if row[c] is None else _said(row[c]) for c in columns) for row in rows)
    day = today().isoformat()
    told = {"table": name, "day": day, **(about or {})}
    return download(Sheet(name, tuple((c, "text") for c in columns), cells, told), form, f"{name}-{day}")


def _said(value: Any) -> str:
    return "; ".join(map(spelled, value)) if isinstance(value, list | tuple) else spelled(value)
