"""Who buys: by which rules each agency of award records buys, from its code or its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from buyfair.terms import bundled

LONGEST_CODE = 4


@dataclass(frozen=True, slots=True)
class Agency:
    """How codes of a buyer begin, by which rules it buys (None: not told, for the reason), and its names in the feeds."""

    code: str
    kind: str | None
    name: str
    names: tuple[str, ...]
    reason: str


@cache
def agencies() -> tuple[Agency, ...]:
    """Every row of the table, in its order."""
    return tuple(
        Agency(
            row["code"], row["kind"] or None, row["name"],
            (_plain(row["name"]), *(_plain(n) for n in row["names"].split("|") if n)), row["reason"],
        )
        for row in bundled.rows(__name__, "agencies.csv")
    )  # fmt: skip


def kind(code: str | None, *names: str | None) -> str | None:
    """The kind of buyer that a code tells, or, where there is no code, the first of the names that the table knows.

    A code that the table does not know tells nothing, and no name stands in for it.
    """
    if code:
        found = [by_code()[code[:n].upper()] for n in range(LONGEST_CODE, 1, -1) if code[:n].upper() in by_code()]
        return found[0].kind if found else None
    return next((by_name()[_plain(n)].kind for n in names if n and _plain(n) in by_name()), None)


@cache
def by_code() -> dict[str, Agency]:
    """Agencies by how their codes begin."""
    return {a.code: a for a in agencies()}


@cache
def by_name() -> dict[str, Agency]:
    """Agencies by each of their names."""
    return {name: a for a in agencies() for name in a.names}


def _plain(name: str) -> str:
    """A name in capitals without what stands in brackets: `DEPARTMENT OF DEFENSE (DOD)` is the Department of Defense."""
    return " ".join(re.sub(r"\([^)]*\)", " ", name).upper().split())
