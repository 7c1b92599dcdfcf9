"""Sectors that the Xinjiang act's task force looks at first, as goods of ours: context for a region, never an exposure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from buyfair.knowledge.goods import goods, reach
from buyfair.terms import bundled
from buyfair.terms.exposure import DEPTHS


@dataclass(frozen=True, slots=True)
class PrioritySector:
    """One sector by the task force's name, our goods that it names, and the day from which it is one."""

    name: str
    goods: tuple[str, ...]
    tariff: tuple[str, ...]
    since: date
    source: str


@dataclass(frozen=True, slots=True)
class Belonging:
    """A sector that a good belongs to: itself or a kind of it (depth good), or through what it is mainly made of."""

    sector: PrioritySector
    through: str
    depth: str


def card() -> dict[str, Any]:
    """What a priority sector means and does not mean, with law, region and source."""
    return bundled.card(__name__, "sectors.toml")


@cache
def sectors() -> tuple[PrioritySector, ...]:
    """The sectors, oldest first."""
    return tuple(
        PrioritySector(s["name"], tuple(s["goods"]), tuple(s["tariff"]), s["from"], s["source"])
        for s in card()["sector"]
    )


def sectors_of(good: str, on: date) -> tuple[Belonging, ...] | None:
    """The priority sectors that a good belonged to on a day, main material at most.

    None where the good is wider than a sector: a kind of it belongs, the good itself may not. Empty: none.
    """
    named = [s for s in sectors() if s.since <= on]
    found = tuple(b for sector in named if (b := _belongs(good, sector)) is not None)
    kinds = (r.listed_good for r in reach() if r.good == good and r.relation == "kind")
    if not found and any(_belongs(kind, sector) for kind in kinds for sector in named):
        return None
    return found


def _belongs(good: str, sector: PrioritySector) -> Belonging | None:
    """How a good belongs to a sector, the nearest way."""
    for name in sector.goods:
        if good == name or good in goods()[name].kinds:
            return Belonging(sector, name, DEPTHS[0])
    return next((Belonging(sector, name, DEPTHS[1]) for name in _materials(good) if name in sector.goods), None)


@cache
def _materials(good: str) -> tuple[str, ...]:
    """The main materials of a good, theirs and so on, nearest first; kinds of it are left aside."""
    found: dict[str, None] = {}
    ahead = [good]
    for at in ahead:
        below = [i.name for i in goods()[at].made_from if i.depth == DEPTHS[1] and i.name not in found]
        found |= dict.fromkeys(below)
        ahead += below
    return tuple(found)
