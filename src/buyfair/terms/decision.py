"""A person's decision about a lead: a record with who, when and why, never an edit of the result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

Said = Literal["same_party", "not_the_same", "cannot_tell"]
ANSWERS: tuple[Said, ...] = ("same_party", "not_the_same", "cannot_tell")


class Pair(NamedTuple):
    """Which lead is meant: the name asked about, the list, and the party's key on it, whatever the edition."""

    asked: str
    list_id: str
    party: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided what, on which day and why; `saw` has a short hash of each part of what could be seen then."""

    pair: Pair
    said: Said
    by: str
    day: date
    why: str
    saw: Mapping[str, str]


Decisions = Mapping[Pair, tuple[Decision, ...]]
"""Every decision about a pair, the oldest first: one name may stand for several firms, told apart by country or number."""
