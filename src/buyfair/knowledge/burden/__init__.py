"""What a new duty costs those who answer it: the assumptions of a burden table, and the collection that anchors them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from buyfair.knowledge.reforms.entries import Entry
from buyfair.knowledge.reforms.reading import BURDENS, Assumption, read_assumption
from buyfair.terms import bundled

ANCHOR = "anchor.toml"
_CARD = ("what", "low", "mid", "high", "unit", "source", "mark", "title", "reason", "read_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A burden that the Office of Management and Budget has approved: what ours are held against."""

    control: str
    title: str
    publisher: str
    address: str
    edition: str
    read_on: date
    licence: str
    responses: int
    hours: int
    dollars: int
    mark: str
    source: str

    @property
    def hours_per_response(self) -> Decimal:
        """Hours of one response."""
        return Decimal(self.hours) / self.responses

    @property
    def dollars_per_hour(self) -> Decimal:
        """What one hour costs, in dollars of the year in which it was approved."""
        return Decimal(self.dollars) / self.hours


@cache
def defaults() -> tuple[Assumption, ...]:
    """The assumptions that a reform leaves out, in the order in which they multiply."""
    files = [name for name in bundled.names(__name__, ".toml") if name != ANCHOR]
    cards = {file: tomllib.loads(bundled.text(__name__, file), parse_float=Decimal) for file in files}
    found = [read_assumption(Entry(file, "", card).only(_CARD)) for file, card in cards.items()]
    return tuple(sorted(found, key=lambda a: BURDENS.index(a.what)))


@cache
def anchor() -> Anchor:
    """The collection on compliance plans against trafficking."""
    return Anchor(**bundled.card(__name__, ANCHOR))
