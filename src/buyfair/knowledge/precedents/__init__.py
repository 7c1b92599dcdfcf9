"""What earlier changes of procurement law did, how they reached commercial purchases, and how long they took."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from buyfair.judge.amounts import MARKS
from buyfair.terms import bundled


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One day on the way from statute to clause, with where it stands."""

    day: date
    what: str
    cites: str
    mark: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedent:
    """One earlier change of the law: what it did, how it reached commercial and COTS items, what is to be learned.

    `steps` are dated, the oldest first; the first is the enactment.
    """

    id: str
    title: str
    cites: str
    enacted: date
    did: str
    commercial: str
    learned: str
    source: str
    mark: str
    steps: tuple[Step, ...]

    @property
    def days_to_clause(self) -> int:
        """Days from the enactment to the last step told."""
        return (self.steps[-1].day - self.enacted).days


KEYS = ("title", "cites", "enacted", "did", "commercial", "learned", "source", "mark", "step")


@cache
def precedents() -> tuple[Precedent, ...]:
    """Every precedent, files in sorted order.

    Raises: ValueError where a card is not whole.
    """
    found = bundled.names(__name__, ".toml")
    return tuple(precedent_of(name.removesuffix(".toml"), bundled.card(__name__, name)) for name in found)


def precedent_of(name: str, card: Mapping[str, Any]) -> Precedent:
    """The precedent of one card.

    Raises: ValueError for a key too many or too few, a mark that is none, or days out of order.
    """
    if wrong := sorted(set(KEYS) ^ card.keys()):
        raise ValueError(f"{name}.toml has, or lacks, the key {wrong[0]!r}.")
    steps = tuple(Step(**step) for step in card["step"])
    days = [card["enacted"], *(step.day for step in steps)]
    if days != sorted(days) or not steps:
        raise ValueError(f"{name}.toml has days out of order, or none after the enactment.")
    if {card["mark"], *(step.mark for step in steps)} - set(MARKS):
        raise ValueError(f"{name}.toml has a mark that is none of {', '.join(MARKS)}.")
    return Precedent(id=name, steps=steps, **{key: card[key] for key in KEYS if key != "step"})
