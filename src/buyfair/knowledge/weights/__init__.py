"""How much each reason counts in the order of priority: whole points, each with its reason and owner."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from buyfair.terms import bundled


@dataclass(frozen=True, slots=True)
class Weight:
    """What an indicator adds where it says yes. Unit: points."""

    indicator: str
    points: int
    reason: str


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of priority, with the most that all its reasons may add. Unit: points.

    `sizes`: (net obligations at least, points), the highest step reached counts. `states`: points of each state of reach,
    which count where one of the indicators `exposed_by` says yes; where only one of `maybe_exposed_by` does, they may.
    """

    id: str
    title: str
    cap: int
    reason: str
    owner: str
    weights: tuple[Weight, ...]
    sizes: tuple[tuple[int, int], ...]
    states: tuple[tuple[str, int], ...]
    exposed_by: tuple[str, ...] = ()
    maybe_exposed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Severity:
    """How grave a harm is: scale, scope and how far it can be made good, one to six each. Unit: points."""

    harm: str
    title: str
    scale: int
    scope: int
    irremediability: int
    reasons: tuple[str, str, str]
    source: str
    owner: str

    @property
    def points(self) -> int:
        """Their sum."""
        return self.scale + self.scope + self.irremediability


@cache
def factors() -> tuple[Factor, ...]:
    """The factors that are weighed, by name of their file; severity has one file per harm."""
    found = []
    for file in bundled.names(__name__, ".toml"):
        card = bundled.card(__name__, file)
        found.append(
            Factor(
                card["factor"], card["title"], card["cap"], card["reason"], card["owner"],
                tuple(Weight(w["indicator"], w["points"], w["reason"]) for w in card.get("weight", ())),
                tuple((s["at_least"], s["points"]) for s in card.get("size", ())),
                tuple((s["state"], s["points"]) for s in card.get("reach", ())),
                tuple(card.get("exposed_by", ())), tuple(card.get("maybe_exposed_by", ())),
            )
        )  # fmt: skip
    return tuple(found)


@cache
def severities() -> dict[str, Severity]:
    """Every harm with its severity."""
    place = f"{__name__}.harms"
    cards = [bundled.card(place, file) for file in bundled.names(place, ".toml")]
    return {
        c["harm"]: Severity(
            c["harm"], c["title"], c["scale"], c["scope"], c["irremediability"],
            (c["scale_reason"], c["scope_reason"], c["irremediability_reason"]), c["source"], c["owner"],
        )
        for c in cards
    }  # fmt: skip


SEVERITY_CAP = 20
"""The most that the gravest harm can add. Unit: points."""
