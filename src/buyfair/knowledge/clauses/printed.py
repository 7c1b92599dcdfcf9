"""The date that a contract prints beside a clause, read from the many ways in which people write it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from buyfair.terms.written_days import MONTHS

_NAMES = "|".join(sorted((*(m for m in MONTHS), *(m[:3] for m in MONTHS), "Sept"), key=len, reverse=True))
_MONTH = re.compile(rf"\b({_NAMES})[.,]?\s*((?:19|20)\d\d)\b", re.IGNORECASE)
_DEVIATION = re.compile(r"\bdev(?:iation)?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """The month that stands beside a clause, as its first day, and whether it is called a deviation."""

    month: date | None
    deviation: bool

    @property
    def told(self) -> bool:
        """Whether anything was printed from which an edition can be told."""
        return self.month is not None or self.deviation


def printed_date(words: str | None) -> PrintedDate:
    """What `NOV 2021`, `Nov. 2021) (DEVIATION FEB 2026` or `DEVIATION 2020-O0019` say; of two months the later."""
    found = [_first_of(name, year) for name, year in _MONTH.findall(words or "")]
    return PrintedDate(max(found, default=None), _DEVIATION.search(words or "") is not None)


def month_of(words: str) -> date | None:
    """The first day of the month that an edition's printed date names; None where the agency puts its own."""
    return printed_date(words).month


def _first_of(name: str, year: str) -> date:
    month = next(at for at, full in enumerate(MONTHS, 1) if full[:3].lower() == name[:3].lower())
    return date(int(year), month, 1)
