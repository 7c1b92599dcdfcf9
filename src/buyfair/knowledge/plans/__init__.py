"""The five parts of a compliance plan: what each must say, and how plans say it in plain, legal and broken English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from buyfair.spot.claims import Turns
from buyfair.spot.cues import Cue, compiled, cue
from buyfair.terms import bundled

SPECIFIC, DATED = "specific", "dated"


@dataclass(frozen=True, slots=True)
class Element:
    """One thing that a part must say; a part of which none that `founds` it is said is not there.

    `cues` tell it wherever it stands, `within` only in the section of its part, where fewer words suffice.
    """

    id: str
    name: str
    founds: bool
    cues: tuple[Cue, ...]
    within: tuple[Cue, ...]
    or_else: str | None = None
    """Another element that does for it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the five parts, with its elements, the kinds of details that make it specific, and what must fit it.

    `fixes`: what to write where it is not specific or not dated.
    """

    id: str
    name: str
    cites: str
    asks: str
    heading: re.Pattern[str]
    topic: re.Pattern[str]
    fits: str
    details: tuple[str, ...]
    fixes: Mapping[str, str]
    elements: tuple[Element, ...]

    @property
    def founding(self) -> tuple[Element, ...]:
        """What makes the part be there."""
        return tuple(e for e in self.elements if e.founds)


@cache
def words() -> dict[str, str]:
    """The groups of words that cues name."""
    return dict(card("words.toml")["group"])


def card(name: str) -> dict[str, Any]:
    """One file of this folder."""
    return bundled.card(__name__, name)


def cues(written: Iterable[str]) -> tuple[Cue, ...]:
    """Cues as they are written in the files here. Raises: ValueError where one cannot be read."""
    return tuple(cue(w, words()) for w in written)


@cache
def parts() -> tuple[Part, ...]:
    """The five parts in the order of the clause.

    Raises: ValueError where nothing makes a part be there.
    """
    found = tuple(_part(entry) for entry in card("parts.toml")["part"])
    for part in found:
        if not part.founding:
            raise ValueError(f"The part {part.id} has no element that founds it.")
    return found


def _part(entry: Mapping[str, Any]) -> Part:
    return Part(
        entry["id"], entry["name"], entry["cites"], entry["asks"], compiled(entry["heading"], words()),
        compiled(entry["topic"], words()), entry["fits"],
        tuple(entry["details"]), {SPECIFIC: entry["specific_fix"], DATED: entry["dated_fix"]},
        tuple(
            Element(e["id"], e["name"], e.get("founds", False), cues(e["cues"]), cues(e["within"]), e.get("or_else"))
            for e in entry["element"]
        ),
    )  # fmt: skip


@cache
def turns() -> Turns:
    """The words that ban, except and part."""
    turn = card("words.toml")["turn"]
    return Turns(*(compiled(turn[name], words()) for name in ("bans", "excepts", "parts")))


@cache
def denied() -> tuple[Cue, ...]:
    """How a plan says that a thing is not there, or not yet."""
    return cues(card("words.toml")["denied"]["cues"])


@cache
def no_housing() -> tuple[Cue, ...]:
    """How a plan says that no housing is arranged."""
    return cues(card("words.toml")["no_housing"]["cues"])


@cache
def no_recruiter() -> tuple[Cue, ...]:
    """How a plan says that no recruiter is used."""
    return cues(card("words.toml")["no_recruiter"]["cues"])
