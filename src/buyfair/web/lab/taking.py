"""The tables of a reform's page as files: every row, with the exact figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.html import strip_tags

from buyfair.cards import words
from buyfair.cards.reform_words import READ_BOUNDS, Document, made_up
from buyfair.records.table import Kind
from buyfair.terms.errors import refuse
from buyfair.web.core.sheets.take import table
from buyfair.web.lab.opening import Opened, said
from buyfair.web.lab.pictures import Cell, Figure, Shown
from buyfair.web.lab.shown import shown

PLACES = ("bounds", "duties", "waiting", "curve", "burden", "tornado", "offers", "quarters", "movers")
"""The tables of a page that stand by themselves; beside them stand the groups."""


def tables(told: dict[str, Any]) -> dict[str, Shown]:
    """Every table of a page by its key."""
    alone = [told[name] for name in PLACES if told.get(name) is not None]
    return {each.key: each for each in (*alone, *told["groups"])}


def taken(request: HttpRequest, of: Opened, answer: Document, form: str) -> HttpResponseBase:
    """The table that the address names, whole; where it names none of this page, a page that says which there are."""
    asked = request.GET.get("table", "")
    held = tables(shown(answer, asked))
    if asked not in held:
        why = refuse(f'"{words.clean(asked)[:40]}" is no table of this reform', f"one of {', '.join(held)}",
                     "take it from below the table itself")  # fmt: skip
        return said(request, "There is no such table", str(why), 404, of)
    one = held[asked]
    columns = [re.sub(r"[^a-z0-9]+", "_", head.lower()).strip("_") for head in one.head]
    kinds = {column: kind for n, column in enumerate(columns) if (kind := _kind(one, n)) is not None}
    about = {"reform": of.reform.name, "caption": one.caption, "reads": READ_BOUNDS if one.bars else "",
             "sample": made_up(answer)}  # fmt: skip
    return table(_rows(one, columns, kinds), columns, form, f"{of.reform.name}-{asked}",
                 {name: says for name, says in about.items() if says}, kinds)  # fmt: skip


def _kind(one: Shown, n: int) -> Kind | None:
    """What a column counts, where its cells are figures of one kind; what is not told in one is left empty."""
    kinds = {cell.kind for row in one.rows if isinstance(cell := row[n], Figure)}
    return kinds.pop() if len(kinds) == 1 else None


def _rows(one: Shown, columns: list[str], kinds: dict[str, Kind]) -> Iterator[dict[str, Any]]:
    for row in one.rows:
        yield {column: _told(cell, column in kinds) for column, cell in zip(columns, row, strict=True)}


def _told(cell: Cell, counts: bool) -> object:
    if counts:
        return cell.value if isinstance(cell, Figure) else None
    return str(cell.value) if isinstance(cell, Figure) else strip_tags(cell)  # figures of several kinds below one another
