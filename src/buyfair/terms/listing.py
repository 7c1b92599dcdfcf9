"""A listing: an official list says that this good from this country is made with this harm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Listing:
    """One good, country and harm on one edition of one list.

    `listed_from` is the first day on which an edition that we hold shows the pair, `known_from` the day of the first
    edition that we hold: before it nobody here knows. `listed_until` is the day of removal; from `silent_from` on the
    editions held do not tell this harm any more, neither kept nor removed.
    """

    list_id: str
    edition: str
    good: str
    country: str
    harm: str
    through_inputs: bool
    listed_from: date
    listed_until: date | None
    known_from: date
    silent_from: date | None = None

    @property
    def stands(self) -> bool:
        """Whether the newest text held shows it."""
        return self.listed_until is None and self.silent_from is None

    def shown(self, on: date) -> bool:
        """Whether the editions held show it on this day."""
        return self.listed_from <= on and all(end is None or on < end for end in (self.listed_until, self.silent_from))


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a list that is held: its day, whether it is held whole, and how many of its pairs are."""

    name: str
    published: date
    whole: bool
    pairs: int
    how_dated: str


@dataclass(frozen=True, slots=True)
class ListCard:
    """What a list is: its publisher and law, what a hit means and is not, editions, licence."""

    id: str
    title: str
    issuer: str
    law: str
    means: str
    means_not: str
    edition: str
    published: date
    read: date
    rows: int
    licence: str
    address: str
