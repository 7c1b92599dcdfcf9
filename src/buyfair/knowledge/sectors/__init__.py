"""The four sectors of the mission and manual services performed abroad, with their boundaries in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from buyfair.terms import bundled


@dataclass(frozen=True, slots=True)
class Sector:
    """One sector. `manual_work`: codes of manual work that count when performed abroad, each with its reason.

    `apart`: codes whose dollars reports also show by themselves, each with its name.
    """

    id: str
    title: str
    means: str
    outside: tuple[str, ...]
    manual_work: tuple[tuple[str, str], ...]
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
            tuple((w["psc"], w["reason"]) for w in c.get("psc", ())),
            tuple((a["psc"], a["what"]) for a in c.get("apart", ())),
        )
        for c in cards
    }
