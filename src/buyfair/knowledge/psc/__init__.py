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


@cache
def codes_by_title() -> dict[str, str]:
    """The code of each title, in upper case; a title that two codes in use share names none of them."""
    found: dict[str, list[Code]] = {}
    for code in codes().values():
        found.setdefault(" ".join(code.title.upper().split()), []).append(code)
    out = {}
    for name, held in found.items():
        in_use = [code for code in held if not code.last_day] or held
        if name and len(in_use) == 1:
            out[name] = in_use[0].psc
    return out
