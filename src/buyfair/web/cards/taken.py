"""The table of a page of cards as a file: the rows that the page prints, whole, with the day for which they were asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.http import HttpRequest, StreamingHttpResponse

from buyfair import __version__
from buyfair.cards.page import Grid, Section
from buyfair.web.cards.days import Asked
from buyfair.web.cards.shelf import known
from buyfair.web.core.sheets.take import file_asked, table

Row = tuple[str, ...]


def file_of(request: HttpRequest, name: str, head: Sequence[str], rows: Sequence[Row], last: str,
            asked: Asked | None = None) -> StreamingHttpResponse | None:  # fmt: skip
    """The rows under their head as the file that the address asks for; None where it asks for the page, or for no day.

    `last` is the sentence that ends the page: it goes with the file.
    """
    form = file_asked(request)
    if form is None or (asked is not None and asked.wrong):
        return None
    told = {"knowledge": known().split()[0], "code": __version__, "note": last}
    if asked is not None:
        told["for the day"] = asked.day.isoformat()
    columns = [column.replace(" ", "_").replace(",", "") for column in head]
    cells = (dict(zip(columns, (cell.replace("`", "") for cell in row), strict=True)) for row in rows)
    return table(cells, columns, form, name, {key: says for key, says in told.items() if says})


def gathered(sections: Sequence[Section]) -> tuple[Row, list[Row]]:
    """The tables of these sections that have the head of the first one, below each other: `part` is the section of a row."""
    found = list(_grids(sections))
    head = found[0][1].head
    return ("part", *head), [(title, *row) for title, grid in found if grid.head == head for row in grid.rows]


def _grids(sections: Sequence[Section]) -> Iterator[tuple[str, Grid]]:
    for section in sections:
        yield from ((section.title, block) for block in section.blocks if isinstance(block, Grid))


def without_page(request: HttpRequest) -> str:
    """What the address of a page asks for, whichever page of it is read: the files are of the whole."""
    asked = request.GET.copy()
    for name in ("page", "as"):
        asked.pop(name, None)
    return asked.urlencode()
