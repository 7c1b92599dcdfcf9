"""A listed party: who a list names, under which names, and what it said of them from which day until which day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Kind = Literal["organization", "vessel", "site", "goods", "person", "not_told"]
"""`goods`: an order on all goods of a place; it names nobody, so no name meets it."""
Status = Literal["in_force", "modified", "lifted"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One dated statement of a list about a party.

    `what` is the list's own word for it (withhold-release order, section (ii), exclusion). `since` is the first day on
    which it holds, None where the list does not tell; `until` is the first day on which it no longer holds, None while
    it stands; where both are one day it held on no day and tells of a removal only. `known_from` is the day of the
    edition that shows it, where `since` is not told. `about` are the goods or the ground in the list's words, `row` is
    the record of the source, counted from 1.
    """

    what: str
    status: Status
    since: date | None
    until: date | None
    known_from: date
    about: str = ""
    remark: str = ""
    row: int = 0

    def held_on(self, on: date) -> bool | None:
        """Whether it held on this day; None where the list does not tell since when, or until when."""
        if self.until is not None and on >= self.until:
            return False
        if self.since is not None and on < self.since:
            return False
        if self.status == "lifted" and self.until is None:  # the edition shows that it is over, not since when
            return False if on >= self.known_from else None
        return True if self.since is not None or on >= self.known_from else None


@dataclass(frozen=True, slots=True)
class ListedParty:
    """One party on one edition of one list; several rows of the list about the same party are its statements.

    `key` stays the same from edition to edition. `name` is spelled as the list spells it, `aliases` are the other names
    that the list itself gives, `known_as` names that it does not give, each with where it is known from. `part_of` is the
    name of the listed party through which it is named ("and its eight subsidiaries, which include ...").
    `with_subsidiaries`: the list means subsidiaries that it does not name, too. Countries are ISO alpha-3. Identifiers
    are pairs of scheme (uei, cage, duns, lei, imo, cnpj, ...) and value.
    """

    list_id: str
    edition: str
    key: str
    name: str
    statements: tuple[Statement, ...]
    aliases: tuple[str, ...] = ()
    kind: Kind = "organization"
    countries: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    with_subsidiaries: bool = False
    part_of: str = ""
    known_as: tuple[tuple[str, str], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Its name, then the other names that the list gives."""
        return (self.name, *self.aliases)

    def listed_on(self, on: date) -> bool | None:
        """Whether any statement held on this day; None where that is not told."""
        answers = [s.held_on(on) for s in self.statements]
        if any(answers):
            return True
        return None if None in answers else False


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a list: how its statements are called, the ground in short as they carry it, and its whole heading."""

    what: str
    about: str
    heading: str


@dataclass(frozen=True, slots=True)
class PartyCard:
    """What a list of parties is: publisher, law, what a hit means in law and what it does not, licence, bounds.

    `about_labor`: a list about labor is screened by default; any other only where a user asks for it by name. `bundled`:
    its rows come with Buyfair; otherwise a user brings the official file (`lists refresh`). `rows` bounds an edition:
    one with fewer or more parties is refused as broken. `means_how` says which of these facts were read, inferred or
    recalled, and where. `behind` says what an edition published before `behind_since` is known to lack; use `behind_of`.
    """

    id: str
    title: str
    issuer: str
    law: str
    means: str
    means_not: str
    licence: str
    address: str
    read: date
    about_labor: bool
    bundled: bool
    bounds: tuple[int, int]
    means_how: str = ""
    behind: str = ""
    behind_since: date | None = None
    sections: tuple[Section, ...] = ()

    def behind_of(self, published: date) -> str:
        """What an edition of this day is known to lack, as a sentence; empty where nothing is known to lack."""
        return "" if self.behind_since is None or published >= self.behind_since else self.behind


@dataclass(frozen=True, slots=True)
class PartyEdition:
    """One edition of a list of parties: its name, its day, the hash of the file it was read from, and its parties.

    `partial`: it does not show everything that its list holds, so who is not on it was not removed.
    """

    list_id: str
    name: str
    published: date
    sha256: str
    parties: tuple[ListedParty, ...] = field(repr=False)
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of one file: its parties, and how many records it passed over for which reason.

    Records about persons are passed over on purpose: Buyfair looks at organizations, vessels and sites only. `doubts`
    are sentences about what was read in one of two ways that are possible. `partial`: the file shows a part of the list.
    """

    parties: tuple[ListedParty, ...] = field(repr=False)
    passed_over: tuple[tuple[str, int], ...] = ()
    doubts: tuple[str, ...] = ()
    partial: bool = False
