"""Days as official lists write them: each way of writing is asked for by name, since 3/4/2021 is two days."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

Way = Literal["iso", "month_first", "day_first", "words", "short_words"]
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_SHAPES = {
    "iso": re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"),
    "month_first": re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})"),
    "day_first": re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})"),
    "words": re.compile(rf"(?P<name>{'|'.join(MONTHS)}) (?P<day>\d{{1,2}}), (?P<year>\d{{4}})"),
    "short_words": re.compile(rf"(?P<name>{'|'.join(m[:3] for m in MONTHS)}) (?P<day>\d{{1,2}}), (?P<year>\d{{4}})"),
}


def day(words: str, *ways: Way) -> date:
    """The day that these words write in one of these ways.

    Raises: ValueError where they write none.
    """
    for way in ways:
        told = _SHAPES[way].fullmatch(words.strip())
        if told is not None:
            month = _month(told["name"]) if way in ("words", "short_words") else int(told["month"])
            try:
                return date(int(told["year"]), month, int(told["day"]))
            except ValueError:
                break
    raise ValueError(f"The day {words[:40]!r} cannot be read.")


def _month(name: str) -> int:
    return next(at for at, month in enumerate(MONTHS, 1) if month.startswith(name))


def day_or_none(words: str, *ways: Way) -> date | None:
    """The day; None where nothing is written."""
    return day(words, *ways) if words.strip() else None


def told_before(since: date | None, until: date | None) -> date | None:
    """The first day of a span; None where the last is not after it: the two contradict, and which one is meant is not told."""
    return None if since is not None and until is not None and until <= since else since
