"""The contract clauses and solicitation provisions that the rules name, each with every edition that was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from buyfair.judge.amounts import last_day_of
from buyfair.judge.rule import CODIFIED, OVERHAUL
from buyfair.knowledge.clauses.printed import printed_date
from buyfair.terms import bundled

CLAUSE, PROVISION = "clause", "provision"
KINDS = {CLAUSE: "stands in the solicitation and in the contract", PROVISION: "stands in the solicitation alone"}
KEPT, RESERVED, UNREAD, OUTSIDE = "kept", "reserved", "not read", "outside"
OVERHAULED = {
    KEPT: "the overhaul text of the FAR has it",
    RESERVED: "the overhaul text of the FAR has its number as reserved: it is not used there",
    UNREAD: "what the overhaul text of the FAR does with it was not read",
    OUTSIDE: "a clause of the defense supplement, which has an overhaul of its own",
}
REFERENCE, FILLED = "reference", "reference, filled in"
INCORPORATED = {
    REFERENCE: "its number, title and date are enough",
    FILLED: "it may be incorporated by reference, but somebody has to fill in what it leaves open",
}
"""None of them must stand in full where its text can be had electronically (FAR 52.102(a)-(c))."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One dated text of a clause: the date printed beside its title and the first day on which a solicitation needs it.

    `month` is the first day of the printed month; None where each agency puts its own date, as in the overhaul text.
    `changes_on`: a day on which something is known to change that was not read.
    """

    printed: str
    month: date | None
    first: date
    regimes: tuple[str, ...]
    cites: str
    mark: str
    read_on: date
    source: str
    changes_on: date | None

    @property
    def holds_until(self) -> date:
        """The last day for which the text read answers, unless a later edition stands behind it."""
        return last_day_of(self.read_on, self.changes_on)


@dataclass(frozen=True, slots=True)
class Due:
    """The edition that a solicitation of a day needs; None where none stands. `known`: whether nothing newer may be missing."""

    edition: Edition | None
    known: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """What has editions: a clause, or an alternate of it.

    `complete_from`: from this day on no edition of the codified text is missing; None where the history has gaps.
    `begins`: the first edition is the first there was. `ended`: the first day on which it was no longer used.
    """

    editions: tuple[Edition, ...]
    overhaul: str
    complete_from: date | None = None
    begins: bool = False
    ended: date | None = None

    @property
    def complete(self) -> bool:
        """Whether the history of the codified text is whole from some day on."""
        return self.complete_from is not None

    def edition_on(self, day: date, regime: str = CODIFIED) -> Due:
        """The edition that a solicitation of this day needs under this text of the FAR, and whether that is known."""
        if self.ended is not None and day >= self.ended:
            return Due(None, True, f"it is not used since {self.ended}")
        if regime == OVERHAUL and self.overhaul != KEPT:
            return Due(None, self.overhaul == RESERVED, OVERHAULED[self.overhaul])
        held = [e for e in self.editions if regime in e.regimes]
        found = next((e for e in reversed(held) if e.first <= day), None)
        if found is None:
            before = self.begins and regime == CODIFIED
            return Due(None, before, "it did not exist yet" if before else "no edition of that day was read")
        if found is held[-1] and day > found.holds_until:
            return Due(found, False, "newer editions may have come since, and none was read")
        if regime == CODIFIED and (self.complete_from is None or day < self.complete_from):
            return Due(found, False, "not every edition was read")
        return Due(found, True, "")

    def boundaries(self, regime: str = CODIFIED) -> tuple[date, ...]:
        """Every day on which the answer to `edition_on` may change."""
        held = [e for e in self.editions if regime in e.regimes]
        told = (self.complete_from, self.ended, held[-1].holds_until + timedelta(days=1) if held else None)
        return tuple(sorted({e.first for e in held} | {day for day in told if day is not None}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate(Dated):
    """A variation of a clause that some contracts need, with editions of its own."""

    name: str
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause(Dated):
    """A clause or provision by its number, with the rule rows that prescribe it or live in it.

    `part`: the FAR part whose day of adoption decides which text of the FAR applies; None where the day is none of the FAR's.
    """

    number: str
    title: str
    kind: str
    part: str | None
    rows: tuple[str, ...]
    alternates: tuple[Alternate, ...]
    incorporated: str
    former_titles: tuple[str, ...]
    notes: tuple[str, ...]

    def alternate(self, name: str) -> Alternate | None:
        """The alternate of this name, however its letters are cased."""
        return next((a for a in self.alternates if a.name.lower() == name.strip().lower()), None)


@cache
def clauses() -> Mapping[str, Clause]:
    """Every clause by its number, family by family, editions from the oldest."""
    return MappingProxyType({c.number: c for held in families().values() for c in held})


@cache
def families() -> Mapping[str, tuple[Clause, ...]]:
    """The clauses of each file by its subject, files in sorted order."""
    found = {}
    for file in bundled.names(__name__, ".toml"):
        found[file.removesuffix(".toml")] = tuple(_clause(c) for c in bundled.card(__name__, file)["clause"])
    return MappingProxyType(found)


def family_title(subject: str) -> str:
    """What the clauses of a file have in common."""
    title: str = bundled.card(__name__, f"{subject}.toml")["title"]
    return title


def _clause(card: dict[str, Any]) -> Clause:
    return Clause(
        number=card["number"], title=card["title"], kind=card["kind"], part=card.get("part"), rows=tuple(card["rows"]),
        alternates=tuple(_alternate(a, card) for a in card.get("alternate", ())), incorporated=card["incorporated"],
        former_titles=tuple(card.get("former_titles", ())), notes=tuple(card.get("notes", ())), **_dated(card, card),
    )  # fmt: skip


def _alternate(card: dict[str, Any], of: dict[str, Any]) -> Alternate:
    return Alternate(name=card["name"], rows=tuple(card["rows"]), **_dated(card, of))


def _dated(card: dict[str, Any], of: dict[str, Any]) -> dict[str, Any]:
    """The fields that a clause and an alternate share; the fate in the overhaul is the clause's."""
    return {
        "editions": _editions(card["edition"]), "overhaul": of["overhaul"], "complete_from": card.get("complete_from"),
        "begins": card.get("begins", False), "ended": card.get("ended"),
    }  # fmt: skip


def _editions(rows: list[dict[str, Any]]) -> tuple[Edition, ...]:
    found = tuple(
        Edition(
            e["printed"], printed_date(e["printed"]).month, e["first"], tuple(e.get("regimes", (CODIFIED,))), e["cites"],
            e["mark"], e["read_on"], e["source"], e.get("changes_on"),
        )
        for e in rows
    )  # fmt: skip
    if any(later.first <= earlier.first for earlier, later in pairwise(e for e in found if CODIFIED in e.regimes)):
        raise ValueError(f"The editions {[e.printed for e in found]} do not stand from the oldest to the newest.")
    return found
