"""Reads the months printed beside a clause and its Alternates; an Alternate told to be out is passed over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from buyfair.spot.days import FAR_MONTH, month_named

ALTERNATE = re.compile(r"\balt(?:ernate|\.)?\s*(?P<name>[IVX]{1,4})\b(?!\w)", re.I)
DEVIATION = re.compile(r"[\s)(,;-]*(?P<words>deviation(?:\s+(?:\w{3,9}\.?\s+)?\d{4}|\s+\d{4}-O\d+)?)", re.I)
"""What an agency prints behind the date of a text of its own."""
LEFT_OUT = re.compile(r"\b(?:without|no|not|does not apply|n/a|deleted|omitted|except)\b|\[\s*\]|☐", re.I)
NEAR = 14
"""So many letters at most stand between an Alternate and its own month."""


@dataclass(frozen=True, slots=True)
class Dates:
    """What is printed behind a clause: its own month, and each Alternate with its month."""

    month: date | None
    printed: str
    alternates: tuple[tuple[str, date | None], ...]


def dates_in(tail: str) -> Dates:
    """The clause's own month, and those of its Alternates: a month belongs to the Alternate right before it."""
    alternates: dict[str, date | None] = {}
    taken: set[int] = set()
    for told in ALTERNATE.finditer(tail):
        name = f"Alternate {told['name'].upper()}"
        near = FAR_MONTH.search(tail, told.end())
        month = None
        if near is not None and near.start() - told.end() <= NEAR:
            month = month_of(near)
            taken.add(near.start())
        if LEFT_OUT.search(tail[max(0, told.start() - 30) : told.end() + 45]):
            continue  # told to be out
        alternates.setdefault(name, month)
    own = next((m for m in FAR_MONTH.finditer(tail) if m.start() not in taken), None)
    if own is None:
        return Dates(None, "", tuple(alternates.items()))
    return Dates(month_of(own), _printed(own, tail), tuple(alternates.items()))


def month_of(told: re.Match[str]) -> date:
    """The first day of a printed month."""
    return date(int(told["year"]), month_named(told["name"]), 1)


def _printed(own: re.Match[str], tail: str) -> str:
    """The month as clauses print it, with the word of a deviation."""
    printed = f"{own['name'][:3].upper()} {own['year']}"
    if re.search(r"\bdeviation\W*$", tail[: own.start()], re.I):
        return f"DEVIATION {printed}"
    deviation = DEVIATION.match(tail, own.end())
    return printed if deviation is None else f"{printed} ({' '.join(deviation['words'].split()).upper()})"
