"""Values that the law changes by date: each with its first day, its citation and the sentence that it was read in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Generic, TypeVar

READ, RECALLED, INFERRED = "read", "recalled", "inferred"
MARKS = {
    READ: "read in the text named",
    RECALLED: "recalled, its text not read",
    INFERRED: "inferred from texts that were read",
}
MONTHS_A_TEXT_HOLDS = 24
"""A text read is taken to stand so long after the reading unless the law itself schedules a change."""


@lru_cache(maxsize=4096)
def months_after(day: date, months: int) -> date:
    """The same day of the month, so many months later (or earlier); the last day where the month is shorter."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    year, month = years, month + 1
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day.day - 1), first_of_next - timedelta(days=1))


def last_day_of(read_on: date, changes_on: date | None) -> date:
    """The last day for which a reading answers: the day before a scheduled change, else 24 months on."""
    return months_after(read_on, MONTHS_A_TEXT_HOLDS) if changes_on is None else changes_on - timedelta(days=1)


class Reading:
    """What the law says from a first day on, as it was read on a day."""

    __slots__ = ()
    first: date
    read_on: date
    changes_on: date | None

    @property
    def holds_until(self) -> date:
        """The last day for which the text read answers."""
        return last_day_of(self.read_on, self.changes_on)


V = TypeVar("V", bound=Reading)


class Versions(Generic[V]):
    """All readings of one thing, the oldest first."""

    __slots__ = ()
    versions: tuple[V, ...]

    def on(self, day: date) -> V | None:
        """The version of this day; None before the first one read and after the last one holds."""
        found = None
        for version in self.versions:
            if version.first <= day:
                found = version
        if found is None or (found is self.versions[-1] and day > found.holds_until):
            return None
        return found

    def boundaries(self) -> tuple[date, ...]:
        """Every day on which the answer to `on` may change."""
        return (*(v.first for v in self.versions), self.versions[-1].holds_until + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class AmountVersion(Reading):
    """One value of an amount from its first day on. Unit: as the amount says."""

    name: str
    value: Decimal
    first: date
    cites: str
    quote: str
    mark: str
    read_on: date
    source: str
    changes_on: date | None = None


@dataclass(frozen=True, slots=True)
class Amount(Versions[AmountVersion]):
    """An amount of the law and all its versions, the oldest first."""

    name: str
    title: str
    unit: str
    versions: tuple[AmountVersion, ...]

    @property
    def in_dollars(self) -> bool:
        """Whether it is an amount of money; else a count, of days or of persons."""
        return self.unit.startswith("USD")
