"""States and congressional districts as award files write them, and the one way in which we write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from buyfair.terms import bundled

_DISTRICT = re.compile(r"(?:[A-Z]{2})?[- ]?(\d{1,3})")
HIGHEST = 53
"""The highest number that a congressional district has had (California, 1993 to 2023)."""
AT_LARGE, SEVERAL, DELEGATE = 0, 90, 98


@dataclass(frozen=True, slots=True)
class State:
    """One state, the District of Columbia, or a territory, by its postal code. `kind`: state, district or territory."""

    code: str
    name: str
    kind: str


@cache
def states() -> dict[str, State]:
    """Every state by its postal code."""
    return {row["code"]: State(**row) for row in bundled.rows(__name__, "states.csv")}


@cache
def _spellings() -> dict[str, str]:
    return {spelled: s.code for s in states().values() for spelled in (s.code, s.name.upper())}


def state(spelling: str | None) -> str | None:
    """The postal code of a state by its code or name; None where it names none."""
    return None if spelling is None else _spellings().get(" ".join(spelling.upper().split()))


def district(spelling: str | None, of_state: str | None) -> str | None:
    """A congressional district such as CA-12; CO-90 is several districts, VT-00 the one of its state.

    None where the state or the number is not recorded, or is none that has been.
    """
    code = state(of_state)
    found = None if spelling is None else _DISTRICT.fullmatch(spelling.strip().upper())
    if code is None or found is None:
        return None
    number = int(found[1])
    if not (AT_LARGE <= number <= HIGHEST or number in (SEVERAL, DELEGATE)):
        return None
    written = re.match(r"[A-Z]{2}", spelling.strip().upper()) if spelling else None
    return None if written is not None and written[0] != code else f"{code}-{number:02d}"
