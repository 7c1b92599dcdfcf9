"""Which text of the FAR an agency uses for a part, and since when; and where a topic stands in each text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from buyfair.judge.judging import Regimes
from buyfair.terms import bundled


@dataclass(frozen=True, slots=True)
class Adoption:
    """An agency adopts the overhaul text of one FAR part on a day."""

    agency: str
    part: str
    day: date
    cites: str


@dataclass(frozen=True, slots=True)
class Renumbered:
    """A topic, where the codified FAR has it and where the overhaul text has it."""

    topic: str
    codified: str
    overhaul: str
    mark: str


@cache
def adoptions() -> tuple[Adoption, ...]:
    """Every adoption day that is held; an agency or part that is absent is unknown, not codified."""
    card = bundled.card(__name__, "adoptions.toml")
    return tuple(Adoption(a["agency"], a["part"], a["from"], a["cites"]) for a in card["adoption"])


@cache
def regimes() -> Regimes:
    """The adoption days as the engine asks them."""
    card = bundled.card(__name__, "adoptions.toml")
    possible = {p["part"]: p["from"] for p in card["possible"]}
    return Regimes(card["earliest"], possible, {(a.agency, a.part): a.day for a in adoptions()})


@cache
def crosswalk() -> tuple[Renumbered, ...]:
    """Each renumbered topic."""
    card = bundled.card(__name__, "crosswalk.toml")
    return tuple(Renumbered(r["topic"], r["codified"], r["overhaul"], r["mark"]) for r in card["row"])
