"""Conditions as declared values: the words that rules are built from, each with its exact three-valued meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from buyfair.judge.amounts import AmountVersion
from buyfair.judge.facts import LINE, NOT_TOLD, Fact, Interval, Purchase, Several
from buyfair.terms.answer import Answer

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
LINES = "lines"
"""The path that is missing where no line is told."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A fact that decided: its path and what was told, or what a sum came to."""

    path: str
    value: Any
    order: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Ask:
    """A fact that is missing. `weight` is the most dollars that hang on it; None where nothing bounds them."""

    path: str
    order: tuple[int, int]
    weight: Decimal | None = Decimal(0)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a condition comes to: the answer, the facts that decided, those still missing, the amounts used."""

    answer: Answer
    because: tuple[Reason, ...] = ()
    missing: tuple[Ask, ...] = ()
    amounts: tuple[AmountVersion, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """One purchase under one version of the law. An amount that is None is not known on that day."""

    purchase: Purchase
    amounts: Mapping[str, AmountVersion | None]
    line: int | None = None

    def within(self, line: int) -> Setting:
        """The same setting inside one line."""
        return Setting(self.purchase, self.amounts, line)

    def told(self, fact: Fact) -> Any:
        """What is told of a fact here; None where nothing is."""
        return self.purchase.value(fact, self.line if fact.of == LINE else None)

    def path(self, fact: Fact) -> str:
        """The fact's path here."""
        return fact.path(self.line if fact.of == LINE else None)

    def order(self, fact: Fact) -> tuple[int, int]:
        """Where the fact stands in a list of questions: the purchase first, then line by line."""
        return (-1 if fact.of != LINE or self.line is None else self.line, fact.order)


class Condition(Protocol):
    """Anything that a rule may turn on."""

    def weigh(self, at: Setting) -> Seen:
        """The answer here, with its reasons."""

    def says(self, but: bool = False) -> str:
        """The condition as an English clause; `but` for its opposite."""

    def parts(self) -> Iterable[Condition | Fact | str]:
        """The conditions, facts and names of amounts that it is built from."""


class Number(Protocol):
    """A number that a condition compares."""

    @property
    def phrase(self) -> str:
        """How a sentence names it."""

    def measure(self, at: Setting) -> Measured:
        """Its interval here, with what it rests on."""

    def parts(self) -> Iterable[Condition | Fact | str]:
        """What it is built from."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A number here: its interval, the facts that it rests on, and the facts that would narrow it."""

    interval: Interval
    because: tuple[Reason, ...]
    missing: tuple[Ask, ...]


def _both(seen: Iterable[Seen], answer: Answer, deciding: Answer) -> Seen:
    """The parts that gave the deciding answer give the reasons; where the whole is unknown, the open ones are missing."""
    held = [s for s in seen if s.answer is (UNKNOWN if answer is UNKNOWN else deciding)]
    return Seen(
        answer,
        () if answer is UNKNOWN else tuple(r for s in held for r in s.because),
        tuple(m for s in held for m in s.missing),
        tuple(a for s in held for a in s.amounts),
    )


def least(seen: list[Seen]) -> Seen:
    """All of them: no if any is no, unknown if any other is unknown, else yes."""
    answers = {s.answer for s in seen}
    answer = NO if NO in answers else UNKNOWN if UNKNOWN in answers else YES
    return _both(seen, answer, answer)


def most(seen: list[Seen]) -> Seen:
    """Any of them: yes if any is yes, unknown if any other is unknown, else no."""
    answers = {s.answer for s in seen}
    answer = YES if YES in answers else UNKNOWN if UNKNOWN in answers else NO
    return _both(seen, answer, answer)


@dataclass(frozen=True)
class AllOf:
    """Every one of the conditions; with none it always holds."""

    conditions: tuple[Condition, ...]

    def weigh(self, at: Setting) -> Seen:
        return least([c.weigh(at) for c in self.conditions])

    def says(self, but: bool = False) -> str:
        return _joined(self.conditions, "or" if but else "and", but)

    def parts(self) -> Iterable[Condition | Fact | str]:
        return self.conditions


@dataclass(frozen=True)
class AnyOf:
    """At least one of the conditions."""

    conditions: tuple[Condition, ...]

    def weigh(self, at: Setting) -> Seen:
        return most([c.weigh(at) for c in self.conditions])

    def says(self, but: bool = False) -> str:
        return _joined(self.conditions, "and" if but else "or", but)

    def parts(self) -> Iterable[Condition | Fact | str]:
        return self.conditions


@dataclass(frozen=True)
class Opposite:
    """The opposite of a condition; unknown stays unknown."""

    condition: Condition

    def weigh(self, at: Setting) -> Seen:
        seen = self.condition.weigh(at)
        answer = {YES: NO, NO: YES}.get(seen.answer, UNKNOWN)
        return Seen(answer, seen.because, seen.missing, seen.amounts)

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
            return Seen(UNKNOWN, missing=(Ask(at.path(self.fact), at.order(self.fact)),))
        return Seen(YES if found else NO, (Reason(at.path(self.fact), told, at.order(self.fact)),))

    def says(self, but: bool = False) -> str:
        return self.opposite if but else self.words

    def parts(self) -> Iterable[Condition | Fact | str]:
        return (self.fact,)


@dataclass(frozen=True)
class Named:
    """A condition that has a word of its own in sentences."""

    condition: Condition
    words: str
    opposite: str

    def weigh(self, at: Setting) -> Seen:
        return self.condition.weigh(at)

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
            seen = next(condition for values, condition in self.branches if told in values).weigh(at)
            reason = Reason(at.path(self.fact), told, at.order(self.fact))
            return Seen(seen.answer, (reason, *seen.because) if seen.answer is not UNKNOWN else (), seen.missing, seen.amounts)
        every = [condition.weigh(at) for _, condition in self.branches]
        amounts = tuple(a for s in every for a in s.amounts)
        if len({s.answer for s in every}) == 1 and every[0].answer is not UNKNOWN:
            return Seen(every[0].answer, tuple(r for s in every for r in s.because), (), amounts)
        own = Ask(at.path(self.fact), at.order(self.fact))
        return Seen(UNKNOWN, (), (own, *(m for s in every for m in s.missing)), amounts)

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
        seen = [self.condition.weigh(at.within(n)) for n in range(len(at.purchase.lines))]
        return least(seen) if self.every else most(seen)

    def says(self, but: bool = False) -> str:
        return f"{'every' if self.every is not but else 'at least one'} line {self.condition.says(but)}"

    def parts(self) -> Iterable[Condition | Fact | str]:
        return (self.condition,)


@dataclass(frozen=True)
class Against:
    """A number against an amount of the law: above it, or at least it."""

    number: Number
    amount: str
    strict: bool

    def weigh(self, at: Setting) -> Seen:
        version = at.amounts[self.amount]
        measured = self.number.measure(at)
        if version is None:
            return Seen(UNKNOWN)
        low, high = measured.interval.low, measured.interval.high
        if (low > version.value) if self.strict else (low >= version.value):
            return Seen(YES, measured.because, (), (version,))
        if high is not None and ((high <= version.value) if self.strict else (high < version.value)):
            return Seen(NO, measured.because, (), (version,))
        return Seen(UNKNOWN, (), measured.missing, (version,))

    def says(self, but: bool = False) -> str:
        word = "above" if self.strict else "at least"
        return f"{self.number.phrase} is {'not ' if but else ''}{word} {{{self.amount}}}"

    def parts(self) -> Iterable[Condition | Fact | str]:
        return (self.amount, *self.number.parts())


@dataclass(frozen=True)
class Told:
    """A number told as one fact."""

    fact: Fact

    @property
    def phrase(self) -> str:
        return self.fact.phrase

    def measure(self, at: Setting) -> Measured:
        told = at.told(self.fact)
        if told is None:
            return Measured(NOT_TOLD, (), (Ask(at.path(self.fact), at.order(self.fact), None),))
        missing = () if told.exact else (Ask(at.path(self.fact), at.order(self.fact), told.high),)
        return Measured(told, (Reason(at.path(self.fact), told, at.order(self.fact)),), missing)

    def parts(self) -> Iterable[Condition | Fact | str]:
        return (self.fact,)


@dataclass(frozen=True)
class Total:
    """The sum of a fact over the lines that belong: certain members give the lower end, possible ones the upper."""

    name: str
    member: Condition
    fact: Fact
    phrase: str
    order: int = 0

    def measure(self, at: Setting) -> Measured:
        if not at.purchase.lines:
            return Measured(NOT_TOLD, (), (Ask(LINES, (-1, 0), None),))
        low, high = Decimal(0), Decimal(0)
        bounded = True
        reasons: list[Reason] = []
        missing: list[Ask] = []
        for n in range(len(at.purchase.lines)):
            here = at.within(n)
            seen = self.member.weigh(here)
            reasons += seen.because
            if seen.answer is NO:
                continue
            told: Interval | None = here.told(self.fact)
            size = NOT_TOLD if told is None else told
            missing += [Ask(m.path, m.order, size.high) for m in seen.missing]
            if size.exact:
                reasons.append(Reason(here.path(self.fact), size, here.order(self.fact)))
            else:
                missing.append(Ask(here.path(self.fact), here.order(self.fact), size.high))
            if size.high is None:
                bounded = False
            else:
                high += size.high
            if seen.answer is YES:
                low += size.low
        came_to = Interval(low, high if bounded else None)
        return Measured(came_to, (Reason(self.name, came_to, (-1, self.order)), *reasons), tuple(missing))

    def parts(self) -> Iterable[Condition | Fact | str]:
        return (self.fact, self.member)


@dataclass(frozen=True)
class ToldOr:
    """A number that may be told as a fact of its own; where it is not, what the lines say bounds it.

    `worth_asking`: the fact itself stands among the missing ones, beside those of the lines. `part` and `whole` are told
    numbers that it can neither fall below nor pass.
    """

    fact: Fact
    otherwise: Total
    worth_asking: bool
    part: Fact | None = None
    whole: Fact | None = None

    @property
    def phrase(self) -> str:
        return self.fact.phrase

    def measure(self, at: Setting) -> Measured:
        told = Told(self.fact).measure(at)
        if at.told(self.fact) is not None:
            return told
        found = self.otherwise.measure(at)
        own = (Ask(at.path(self.fact), at.order(self.fact), None),) if self.worth_asking else ()
        low, high, because = found.interval.low, found.interval.high, found.because
        part: Interval | None = None if self.part is None else at.told(self.part)
        whole: Interval | None = None if self.whole is None else at.told(self.whole)
        if self.part is not None and part is not None and part.low > low:
            low, because = part.low, (*because, Reason(at.path(self.part), part, at.order(self.part)))
        cap = None if whole is None else whole.high
        if self.whole is not None and cap is not None and low <= cap and (high is None or cap < high):
            high, because = cap, (*because, Reason(at.path(self.whole), whole, at.order(self.whole)))
        return Measured(Interval(low, high), because, (*own, *found.missing))

    def parts(self) -> Iterable[Condition | Fact | str]:
        bounds = tuple(fact for fact in (self.part, self.whole) if fact is not None)
        return (self.fact, *bounds, *self.otherwise.parts())


@dataclass(frozen=True)
class SomeTold:
    """A number is told and above zero. Not told is no: the facts beside it decide, and telling it only confirms them."""

    fact: Fact

    def weigh(self, at: Setting) -> Seen:
        told: Interval | None = at.told(self.fact)
        if told is None or told.low <= 0:
            return Seen(NO)
        return Seen(YES, (Reason(at.path(self.fact), told, at.order(self.fact)),))

    def says(self, but: bool = False) -> str:
        return f"{self.fact.phrase} is {'not ' if but else ''}told as more than nothing"

    def parts(self) -> Iterable[Condition | Fact | str]:
        return (self.fact,)


class Among:
    """What is told of a list against a set: any element in it, or all of them."""

    def __init__(self, fact: Fact, members: frozenset[str], every: bool, words: str) -> None:
        self.fact, self.members, self.every, self.words = fact, members, every, words

    def weigh(self, at: Setting) -> Seen:
        """An open list settles only what its told elements settle."""
        told: Several | None = at.told(self.fact)
        ask = (Ask(at.path(self.fact), at.order(self.fact)),)
        if told is None:
            return Seen(UNKNOWN, missing=ask)
        inside = [item in self.members for item in told.items]
        reason = (Reason(at.path(self.fact), told, at.order(self.fact)),)
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
    return Leaf(fact, bool, words or fact.phrase, opposite or f"not: {fact.phrase}")


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


def all_in(fact: Fact, members: Iterable[str], words: str) -> Among:
    """Every element of a told list is in the set."""
    return Among(fact, frozenset(members), True, words)


ALWAYS = AllOf(())


def _walk(condition: Condition | Fact | str) -> Iterable[Fact | str]:
    if isinstance(condition, Fact | str):
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
