"""Days as official lists write them: each way of writing is asked for by name, since 3/4/2021 is two days."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

Way = Literal["iso", "month_first", "day_first", "words"]
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_SHAPES = {
    "iso": re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"),
    "month_first": re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})"),
    "day_first": re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})"),
    "words": re.compile(rf"(?P<name>{'|'.join(MONTHS)}) (?P<day>\d{{1,2}}), (?P<year>\d{{4}})"),
}


def day(words: str, *ways: Way) -> date:
    """The day that these words write in one of these ways.

    Raises: ValueError where they write none.
    """
    for way in ways:
        told = _SHAPES[way].fullmatch(words.strip())
        if told is not None:
            month = MONTHS.index(told["name"]) + 1 if way == "words" else int(told["month"])
            try:
                return date(int(told["year"]), month, int(told["day"]))
            except ValueError:
                break
    raise ValueError(f"The day {words[:40]!r} cannot be read.")


def day_or_none(words: str, *ways: Way) -> date | None:
    """The day; None where nothing is written."""
    return day(words, *ways) if words.strip() else None
