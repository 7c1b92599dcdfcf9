"""The day that a page is asked about: typed by whoever reads it, else today; what is no day is said and kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from buyfair.cards.words import clean
from buyfair.web.core.clock import today

SHOWN = 40
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Asked:
    """The day to answer for, what was typed for it, and the sentence where that is no day."""

    name: str
    day: date
    typed: str
    wrong: str

    @property
    def told(self) -> bool:
        """Whether somebody asked about a day of their own."""
        return bool(self.typed) and not self.wrong

    @property
    def status(self) -> int:
        """The status of the answer."""
        return 400 if self.wrong else 200


def asked_day(request: HttpRequest, name: str = "day", default: date | None = None) -> Asked:
    """The day of a request; `default` where none was typed, else today."""
    typed = clean(request.GET.get(name, ""))
    standing = default or today()
    if not typed:
        return Asked(name, standing, "", "")
    try:
        if not _DAY.fullmatch(typed):
            raise ValueError(typed)
        return Asked(name, date.fromisoformat(typed), typed, "")
    except ValueError:
        short = typed if len(typed) <= SHOWN else f"{typed[: SHOWN - 3]}..."
        wrong = (
            f'"{short}" is no day; expected a day of the calendar as year-month-day, such as 2026-02-20; '
            f"what stands below is for {standing}."
        )
        return Asked(name, standing, typed, wrong)
