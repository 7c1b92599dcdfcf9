"""Groups that the law or a list names: goods, product codes or countries, each with the day from which it reads so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from buyfair.judge.amounts import Reading, Versions
from buyfair.judge.facts import Fact, Several
from buyfair.judge.seen import NO, UNKNOWN, YES, Condition, Seen, Setting


@dataclass(frozen=True, slots=True)
class GroupVersion(Reading):
    """Who belongs to a group from its first day on. `perhaps`: names too wide to tell, of which some may belong."""

    name: str
    members: frozenset[str]
    perhaps: frozenset[str]
    first: date
    cites: str
    quote: str
    mark: str
    read_on: date
    source: str
    changes_on: date | None = None


@dataclass(frozen=True, slots=True)
class Group(Versions[GroupVersion]):
    """A group and all its versions, the oldest first. `of` says what its members are."""

    name: str
    title: str
    of: str
    versions: tuple[GroupVersion, ...]


@dataclass(frozen=True, slots=True)
class OfGroup:
    """The name of a group, where a condition names what it is built from."""

    name: str


@dataclass(frozen=True)
class Belongs:
    """A told name, or any element of a told list, is in a group of the day.

    `ask`: the fact to ask where the told one is too wide to tell; by default the same.
    """

    fact: Fact
    group: str
    words: str
    opposite: str
    ask: Fact | None = None

    def weigh(self, at: Setting) -> Seen:
        """Yes for a member, unknown for a name that may be one, no for any other; a list only as far as it is closed.

        A group without members is no for everybody, told or not.
        """
        version, told = at.groups[self.group], at.told(self.fact)
        asked = (at.ask(self.ask or self.fact),)
        if version is not None and not version.members and not version.perhaps:
            return Seen(NO, (), (), (), (version,))  # whatever is told: nothing belongs
        if told is None:
            return Seen(UNKNOWN, missing=asked)
        if version is None:
            return Seen(UNKNOWN)
        items, closed = (told.items, told.closed) if isinstance(told, Several) else ((told,), True)
        reason = (at.reason(self.fact, told),)
        if any(item in version.members for item in items):
            return Seen(YES, reason, (), (), (version,))
        if not closed or any(item in version.perhaps for item in items):
            return Seen(UNKNOWN, (), asked, (), (version,))
        return Seen(NO, reason, (), (), (version,))

    def says(self, but: bool = False) -> str:
        """The clause with its group named in words."""
        return self.opposite if but else self.words

    def parts(self) -> Iterable[Condition | Fact | str | OfGroup]:
        """The facts, and the group by its name."""
        return (self.fact, *((self.ask,) if self.ask is not None else ()), OfGroup(self.group))


class Way(Condition, Protocol):
    """A condition on one fact."""

    @property
    def fact(self) -> Fact:
        """The fact that it looks at."""


@dataclass(frozen=True)
class FirstTold:
    """The first of several told facts that decides speaks.

    `ask`: what to ask where none is told, by default what the first way asks.
    """

    ways: tuple[Way, ...]
    ask: Fact | None = None

    def weigh(self, at: Setting) -> Seen:
        """What the first way that decides comes to; else what the first told one leaves open."""
        told = [at.weigh(way) for way in self.ways if at.told(way.fact) is not None]
        if not told:
            untold = at.weigh(self.ways[0])  # a group without members is no all the same
            if untold.answer is not UNKNOWN or self.ask is None:
                return untold
            return Seen(UNKNOWN, missing=(at.ask(self.ask),))
        return next((seen for seen in told if seen.answer is not UNKNOWN), told[0])

    def says(self, but: bool = False) -> str:
        """The clause of the first way: all say the same of different facts."""
        return self.ways[0].says(but)

    def parts(self) -> Iterable[Condition | Fact | str | OfGroup]:
        """All ways with the facts that they look at, and what is asked."""
        return (*self.ways, *(way.fact for way in self.ways), *((self.ask,) if self.ask is not None else ()))


def belongs(fact: Fact, group: str, words: str, opposite: str, ask: Fact | None = None) -> Belongs:
    """A told name, or an element of a told list, is in the group of the day."""
    return Belongs(fact, group, words, opposite, ask)


def first_told(*ways: Way, ask: Fact | None = None) -> FirstTold:
    """The first of these that is told and decides; `ask` where none is told, by default what the first way asks."""
    return FirstTold(ways, ask)
