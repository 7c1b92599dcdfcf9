"""A listing: an official list says that this good from this country is made with this harm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date


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
class Due:
    """The days by which a law wants an edition: the first, and after how many years again. `how` the law was learned."""

    first: date
    every_years: int
    law: str
    how: str

    def next(self, day: date) -> date | None:
        """The first such day that is not before `day`; None where the calendar ends before it."""
        return next((due for due in self._days() if due >= day), None)

    def last(self, day: date) -> tuple[date, date] | None:
        """The last such day before `day`, and the day that many years earlier: an edition between the two answers it."""
        last = max((due for due in self._days() if due < day), default=None)
        return None if last is None else (last, last.replace(year=last.year - self.every_years))

    def _days(self) -> Iterator[date]:
        return (self.first.replace(year=year) for year in range(self.first.year, MAXYEAR + 1, self.every_years))


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
    due: Due | None = None
