"""The four sectors of the mission and manual services performed abroad, with their boundaries in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from buyfair.terms import bundled


@dataclass(frozen=True, slots=True)
class ManualWork:
    """A code whose lines are manual work when performed abroad, or a group of codes: their beginning and a star (R4*).

    With words that `sharpen`, only lines that say them are; words that `contradict` take a line out. Only the rows of
    the narrowest code or group that names a line's code count.
    """

    psc: str
    sharpen: str
    contradict: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sector:
    """One sector. `manual_work`: what counts as manual work when it is performed abroad, each with its reason.

    `apart`: codes whose dollars reports also show by themselves, each with its name.
    """

    id: str
    title: str
    means: str
    outside: tuple[str, ...]
    manual_work: tuple[ManualWork, ...]
    apart: tuple[tuple[str, str], ...]


@cache
def sectors() -> dict[str, Sector]:
    """The sectors in the order in which reports print them."""
    cards = sorted((bundled.card(__name__, f) for f in bundled.names(__name__, ".toml")), key=lambda c: int(c["order"]))
    return {
        c["id"]: Sector(
            c["id"],
            c["title"],
            c["means"],
            tuple(c["not_"]),
            tuple(
                _work(w, c.get("words", {})) for w in c.get("psc", ())
            ),
            tuple((a["psc"], a["what"]) for a in c.get("apart", ())),
        )
        for c in cards
    }


def _work(row: Mapping[str, str], words: Mapping[str, str]) -> ManualWork:
    """One row of manual work; names in braces are spelled out with the words of its card."""
    def spelled(cell: str) -> str:
        return re.sub(r"\{([a-z_]+)\}", lambda named: words[named[1]], cell)

    return ManualWork(row["psc"], spelled(row.get("sharpen", "")), spelled(row.get("contradict", "")), row["reason"])
