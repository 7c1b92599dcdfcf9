"""The date that a contract prints beside a clause, read from the many ways in which people write it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from buyfair.terms.written_days import MONTHS

_NAMES = "|".join(sorted((*MONTHS, *(m[:3] for m in MONTHS), "Sept"), key=len, reverse=True))
_MONTH = re.compile(rf"\b({_NAMES})[.,]?\s*((?:19|20)\d\d)\b", re.IGNORECASE)
_DEVIATION = re.compile(r"\bdev(?:iation)?\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\b(20\d\d)-O\d{4}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """The month that stands beside a clause, as its first day, and what is said of a deviation.

    `deviated`: the month that follows the word deviation; `year`: that of the deviation's number, as in 2020-O0019.
    """

    month: date | None
    deviation: bool
    deviated: date | None
    year: int | None

    @property
    def told(self) -> bool:
        """Whether anything was printed from which an edition can be told."""
        return self.month is not None or self.deviation


def printed_date(words: str | None) -> PrintedDate:
    """What `NOV 2021`, `Nov. 2021 (DEVIATION)`, `DEVIATION FEB 2026` or `DEVIATION 2020-O0019` say; of two months the later.

    The regulation writes the word deviation behind the date of the clause (FAR 52.103(a)); agencies also date the deviation.
    """
    before, called, after = _parted(words or "")
    numbered = _NUMBERED.search(after)
    return PrintedDate(_latest(before), called, _latest(after), None if numbered is None else int(numbered[1]))


def _parted(words: str) -> tuple[str, bool, str]:
    found = _DEVIATION.search(words)
    return (words, False, "") if found is None else (words[: found.start()], True, words[found.end() :])


def _latest(words: str) -> date | None:
    return max((_first_of(name, year) for name, year in _MONTH.findall(words)), default=None)


def _first_of(name: str, year: str) -> date:
    month = next(at for at, full in enumerate(MONTHS, 1) if full[:3].lower() == name[:3].lower())
    return date(int(year), month, 1)
