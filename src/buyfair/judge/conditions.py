"""Conditions as declared values: the words that rules are built from, each with its exact three-valued meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from buyfair.judge.facts import LINE, Fact, Several
from buyfair.judge.groups import Belongs, OfGroup
from buyfair.judge.numbers import Against
from buyfair.judge.seen import LINES, NO, UNKNOWN, YES, Ask, Condition, Number, Seen, Setting, least, most


@dataclass(frozen=True)
class AllOf:
    """Every one of the conditions; with none it always holds."""

    conditions: tuple[Condition, ...]

    def weigh(self, at: Setting) -> Seen:
        return least([at.weigh(c) for c in self.conditions])

    def says(self, but: bool = False) -> str:
        return _joined(self.conditions, "or" if but else "and", but)

    def parts(self) -> Iterable[Condition | Fact | str]:
        return self.conditions


@dataclass(frozen=True)
class AnyOf:
    """At least one of the conditions."""

    conditions: tuple[Condition, ...]

    def weigh(self, at: Setting) -> Seen:
        return most([at.weigh(c) for c in self.conditions])

    def says(self, but: bool = False) -> str:
        return _joined(self.conditions, "and" if but else "or", but)

    def parts(self) -> Iterable[Condition | Fact | str]:
        return self.conditions


@dataclass(frozen=True)
class Opposite:
    """The opposite of a condition; unknown stays unknown."""

    condition: Condition

    def weigh(self, at: Setting) -> Seen:
        seen = at.weigh(self.condition)
        answer = {YES: NO, NO: YES}.get(seen.answer, UNKNOWN)
        return Seen(answer, seen.because, seen.missing, seen.amounts, seen.groups)

    def says(self, but: bool = False) -> str:
        return self.condition.says(not but)

    def parts(self) -> Iterable[Condition | Fact | str]:
        return (self.condition,)


def _joined(conditions: tuple[Condition, ...], word: str, but: bool) -> str:
    said = [c.says(but) for c in conditions]
    said = [f"({s})" if isinstance(c, AllOf | AnyOf) and len(conditions) > 1 else s
            for c, s in zip(conditions, said, strict=True)]  # fmt: skip
    return f" {word} ".join(said) or ("always" if (word == "and") is not but else "never")


@dataclass(frozen=True)
class Leaf:
    """A question about one told fact. `test` gives yes, no, or None where what is told leaves it open."""

    fact: Fact
    test: Callable[[Any], bool | None]
    words: str
    opposite: str

    def weigh(self, at: Setting) -> Seen:
        told = at.told(self.fact)
        found = None if told is None else self.test(told)
        if found is None:
            return Seen(UNKNOWN, missing=(at.ask(self.fact),))
        return Seen(YES if found else NO, (at.reason(self.fact, told),))

    def says(self, but: bool = False) -> str:
        return self.opposite if but else self.words

    def parts(self) -> Iterable[Condition | Fact | str]:
        return (self.fact,)


@dataclass(frozen=True)
class UnlessToldNot:
    """A yes-or-no fact that hardly any source tells: taken as yes unless it is told as no. The rule's card says so."""

    fact: Fact

    def weigh(self, at: Setting) -> Seen:
        told = at.told(self.fact)
        if told is None:
            return Seen(YES)
        return Seen(YES if told else NO, (at.reason(self.fact, told),))

    def says(self, but: bool = False) -> str:
        """The clause names the presumption, so that nobody takes it for a told fact."""
        if but:
            return f"it is told that {self.fact.opposite or f'it is not so that {self.fact.phrase}'}"
        return f"{self.fact.phrase} (taken as so unless told otherwise)"

    def parts(self) -> Iterable[Condition | Fact | str]:
        """The one fact."""
        return (self.fact,)


@dataclass(frozen=True)
class Named:
    """A condition that has a word of its own in sentences."""

    condition: Condition
    words: str
    opposite: str

    def weigh(self, at: Setting) -> Seen:
        return at.weigh(self.condition)

    def says(self, but: bool = False) -> str:
        return self.opposite if but else self.words

    def parts(self) -> Iterable[Condition | Fact | str]:
        return (self.condition,)


@dataclass(frozen=True)
class ByChoice:
    """One condition per value of a choice, so that the choice is asked once and not in every branch.

    Not told: what every branch agrees on stands; else the choice is missing, and what its open branches miss.
    """

    fact: Fact
    branches: tuple[tuple[tuple[str, ...], Condition], ...]

    def weigh(self, at: Setting) -> Seen:
        told = at.told(self.fact)
        if told is not None:
            seen = at.weigh(next(condition for values, condition in self.branches if told in values))
            reason = at.reason(self.fact, told)
            because = (reason, *seen.because) if seen.answer is not UNKNOWN else ()
            return Seen(seen.answer, because, seen.missing, seen.amounts, seen.groups)
        every = [at.weigh(condition) for _, condition in self.branches]
        used = tuple(a for s in every for a in s.amounts), tuple(g for s in every for g in s.groups)
        if len({s.answer for s in every}) == 1 and every[0].answer is not UNKNOWN:
            return Seen(every[0].answer, tuple(r for s in every for r in s.because), (), *used)
        own = at.ask(self.fact)
        return Seen(UNKNOWN, (), (own, *(m for s in every for m in s.missing)), *used)

    def says(self, but: bool = False) -> str:
        return "; ".join(f"{' or '.join(values)}: {condition.says(but)}" for values, condition in self.branches)

    def parts(self) -> Iterable[Condition | Fact | str]:
        return (self.fact, *(condition for _, condition in self.branches))


@dataclass(frozen=True)
class OverLines:
    """A condition on the lines: of any one, or of all. A purchase without lines told is unknown."""

    condition: Condition
    every: bool

    def weigh(self, at: Setting) -> Seen:
        if not at.purchase.lines:
            return Seen(UNKNOWN, missing=(Ask(LINES, (-1, 0)),))
        seen = [at.within(n).weigh(self.condition) for n in range(len(at.purchase.lines))]
        return least(seen) if self.every else most(seen)

    def says(self, but: bool = False) -> str:
        return f"{'every' if self.every is not but else 'at least one'} line {self.condition.says(but)}"

    def parts(self) -> Iterable[Condition | Fact | str]:
        return (self.condition,)


class Among:
    """What is told of a list against a set: any element in it, or all of them."""

    def __init__(self, fact: Fact, members: frozenset[str], every: bool, words: str) -> None:
        self.fact, self.members, self.every, self.words = fact, members, every, words

    def weigh(self, at: Setting) -> Seen:
        """An open list settles only what its told elements settle."""
        told: Several | None = at.told(self.fact)
        ask = (at.ask(self.fact),)
        if told is None:
            return Seen(UNKNOWN, missing=ask)
        inside = [item in self.members for item in told.items]
        reason = (at.reason(self.fact, told),)
        early = not all(inside) if self.every else any(inside)
        if early:
            return Seen(NO if self.every else YES, reason)
        if not told.closed:
            return Seen(UNKNOWN, missing=ask)
        return Seen(YES if self.every else NO, reason)

    def says(self, but: bool = False) -> str:
        """The clause with its set named in words."""
        kind = "all" if self.every else "any"
        return f"{'not ' if but else ''}{kind} of {self.fact.phrase} is {self.words}"

    def parts(self) -> Iterable[Condition | Fact | str]:
        """The one fact."""
        return (self.fact,)


@dataclass(frozen=True)
class Signed:
    """One of several determinations is told. Not told is no: what an official must sign does not stand by itself.

    It names no fact to ask: the determinations of a rule stand on its card.
    """

    fact: Fact
    keys: frozenset[str]
    words: str
    opposite: str

    def weigh(self, at: Setting) -> Seen:
        """Yes where one of them is told."""
        told: Several | None = at.told(self.fact)
        if told is None or not self.keys & set(told.items):
            return Seen(NO)
        return Seen(YES, (at.reason(self.fact, told),))

    def says(self, but: bool = False) -> str:
        """The clause in words of its own."""
        return self.opposite if but else self.words

    def parts(self) -> Iterable[Condition | Fact | str]:
        """Nothing that is asked."""
        return ()


# The words


def all_of(*conditions: Condition) -> AllOf:
    """Every one of them must hold."""
    return AllOf(conditions)


def any_of(*conditions: Condition) -> AnyOf:
    """One of them suffices."""
    return AnyOf(conditions)


def not_(condition: Condition) -> Opposite:
    """It must not hold."""
    return Opposite(condition)


def named(condition: Condition, words: str, opposite: str) -> Named:
    """The condition under a word of its own."""
    return Named(condition, words, opposite)


def holds(fact: Fact, words: str = "", opposite: str = "") -> Leaf:
    """A yes-or-no fact is yes."""
    return Leaf(fact, bool, words or fact.phrase, opposite or fact.opposite or f"not: {fact.phrase}")


def unless_told_not(fact: Fact) -> UnlessToldNot:
    """A yes-or-no fact is yes, or is not told."""
    return UnlessToldNot(fact)


def one_of(fact: Fact, *values: str) -> Leaf:
    """A choice is one of these values."""
    wanted = frozenset(values)
    assert wanted <= set(fact.values), f"{fact.key} has no value {sorted(wanted - set(fact.values))}"
    said = " or ".join(v.replace("_", " ") for v in values)
    return Leaf(fact, lambda told: told in wanted, f"{fact.phrase} is {said}", f"{fact.phrase} is not {said}")


def by_choice(fact: Fact, branches: Mapping[tuple[str, ...], Condition]) -> ByChoice:
    """A condition for each value of a choice; together they name every value once."""
    named_values = sorted(value for values in branches for value in values)
    assert named_values == sorted(fact.values), f"{fact.key}: {named_values}"
    return ByChoice(fact, tuple(branches.items()))


def above(number: Number, amount: str) -> Against:
    """The number exceeds the amount."""
    return Against(number, amount, strict=True)


def at_least(number: Number, amount: str) -> Against:
    """The number reaches the amount."""
    return Against(number, amount, strict=False)


def any_line(condition: Condition) -> OverLines:
    """One line suffices."""
    return OverLines(condition, every=False)


def all_lines(condition: Condition) -> OverLines:
    """Every line must."""
    return OverLines(condition, every=True)


def any_in(fact: Fact, members: Iterable[str], words: str) -> Among:
    """At least one element of a told list is in the set."""
    return Among(fact, frozenset(members), False, words)


def signed(fact: Fact, keys: Iterable[str], words: str, opposite: str) -> Signed:
    """One of these determinations is told."""
    return Signed(fact, frozenset(keys), words, opposite)


def all_in(fact: Fact, members: Iterable[str], words: str) -> Among:
    """Every element of a told list is in the set."""
    return Among(fact, frozenset(members), True, words)


ALWAYS = AllOf(())


def _walk(condition: Condition | Fact | str | OfGroup) -> Iterable[Fact | str | OfGroup]:
    if isinstance(condition, Fact | str | OfGroup):
        yield condition
        return
    for part in condition.parts():
        yield from _walk(part)


def facts_of(condition: Condition) -> tuple[Fact, ...]:
    """Every fact that the condition may ask, in the order of questions."""
    found = {part for part in _walk(condition) if isinstance(part, Fact)}
    return tuple(sorted(found, key=lambda fact: (fact.of == LINE, fact.order)))


def amounts_of(condition: Condition) -> tuple[str, ...]:
    """The names of the amounts that the condition compares with."""
    return tuple(sorted({part for part in _walk(condition) if isinstance(part, str)}))


def sets_of(condition: Condition, fact: Fact) -> Iterable[frozenset[str] | str]:
    """The sets that the condition looks for a name of this fact in: told outright, or a group by its name."""
    if isinstance(condition, Among) and condition.fact == fact:
        yield condition.members
    if isinstance(condition, Belongs) and condition.fact == fact:
        yield condition.group
    for part in condition.parts():
        if not isinstance(part, Fact | str | OfGroup):
            yield from sets_of(part, fact)


def groups_of(condition: Condition) -> tuple[str, ...]:
    """The names of the groups that the condition looks into."""
    return tuple(sorted({part.name for part in _walk(condition) if isinstance(part, OfGroup)}))
