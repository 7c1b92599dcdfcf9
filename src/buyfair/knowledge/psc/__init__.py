"""Product and service codes: the names they have and had, and when they were in use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from buyfair.terms import bundled


@dataclass(frozen=True, slots=True)
class Code:
    """One four-character code with its latest name; days are text (ISO), empty where the manual gives none."""

    psc: str
    title: str
    first_day: str
    last_day: str


@cache
def codes() -> dict[str, Code]:
    """Every code of the manual, retired ones included."""
    return {
        row["psc"]: Code(row["psc"], row["title"], row["from"], row["until"])
        for row in bundled.rows(__name__, "titles.csv")
    }


def title(psc: str) -> str | None:
    """The name of a code; None where the manual does not know it."""
    found = codes().get(psc)
    return None if found is None else found.title
