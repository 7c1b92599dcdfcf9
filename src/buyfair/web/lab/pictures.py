"""Rows of figures as bars: what is certain, and up to what is possible at most, on one axis from nothing to the largest."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from django.utils.html import format_html
from django.utils.safestring import SafeString

from buyfair.cards import reform_burden as burden
from buyfair.cards import reform_words as said
from buyfair.cards import words
from buyfair.cards.reform_words import Document, part
from buyfair.records.table import Kind

Cell: TypeAlias = str | SafeString


class Figure(SafeString):
    """A figure as a reader sees it, which bears the exact value that it stands for and what it counts."""

    value: object
    kind: Kind


WIDE = Decimal(1000)
"""Parts of a bar's whole width."""
LEAST = 4
"""So many of them are seen on a telephone."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: where it starts, how far it is certain, how far it may go. Unit: thousandths of the axis."""

    name: str
    says: str
    start: int
    sure: int
    most: int

    @property
    def length(self) -> int:
        """From its start to how far it may go."""
        return self.most - self.start


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture with its table: the bars, then every row in figures.

    `texts` are columns of words, from 1; `more` rows are not shown unless it is asked for `whole`.
    """

    key: str
    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    bars: Sequence[Bar] = ()
    how: str = ""
    texts: Sequence[int] = ()
    more: int = 0
    whole: bool = False

    @property
    def lines(self) -> list[tuple[Cell, list[tuple[Cell, str]]]]:
        """Each row: what it is about, and its cells, each a figure or words."""
        return [(first, [(cell, "words" if n in self.texts else "number") for n, cell in enumerate(cells, 1)])
                for first, *cells in self.rows]  # fmt: skip


def figure(text: str, value: object, kind: Kind = "money") -> Cell:
    """A figure as a reader sees it, with the exact value that it stands for."""
    if value is None:
        return text
    found = Figure(format_html('<data value="{}">{}</data>', value, text))
    found.value, found.kind = value, kind
    return found


def counted(row: Document, name: str) -> Cell:
    """A count, or dollars, of one row."""
    money = name == "dollars"
    return figure((said.dollars if money else said.count)(row.get(name)), row.get(name), "money" if money else "count")


def ends(b: Document, name: str) -> list[Cell]:
    """The two bounds of one figure, each by itself."""
    return [counted(part(b, end), name) for end in ("certain", "possible")]


def bars(rows: Iterable[tuple[str, Document]]) -> list[Bar]:
    """Bars of dollars between bounds; none where there is nothing to draw."""
    told = [(name, b, _money(b, "certain"), _money(b, "possible")) for name, b in rows]
    top = max((most for *_, most in told), default=Decimal(0))
    if not top:
        return []
    return [Bar(name, said.between(b, "dollars"), 0, _part(sure, top), _part(most, top)) for name, b, sure, most in told]


def year_bars(years: Iterable[said.Year]) -> list[Bar]:
    """The years of the curve."""
    return [Bar(y.name, y.dollars, 0, _part(y.certain, Decimal(1)), _part(y.possible, Decimal(1))) for y in years]


def swing_bars(swings: Sequence[burden.Swing]) -> list[Bar]:
    """The tornado: from the lower to the higher cost of each assumption."""
    top = max((s.most for s in swings), default=Decimal(0)) or Decimal(1)
    return [Bar(s.name, f"{said.dollars(s.low)} to {said.dollars(s.high)}", _part(s.least, top), 0, _part(s.most, top))
            for s in swings]  # fmt: skip


def count_bars(rows: Iterable[tuple[str, object]]) -> list[Bar]:
    """Bars of a count of what is possible at most."""
    told = [(name, int(str(value))) for name, value in rows]
    top = max((value for _, value in told), default=0)
    parts = [(name, value, _part(Decimal(value), Decimal(top))) for name, value in told if top]
    return [Bar(name, f"{value:,}", 0, 0, size) for name, value, size in parts]


def _money(b: Document, end: str) -> Decimal:
    return max(Decimal(0), words.money(part(b, end).get("dollars") or 0))


def _part(amount: Decimal, top: Decimal) -> int:
    """Rounded up, and never too narrow for the eye, so that what is not nothing is seen."""
    return min(int(WIDE), max(LEAST if amount else 0, math.ceil(amount * WIDE / top)))
