"""What weighing a condition gives: the answer with its reasons, and the setting in which it is weighed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from buyfair.judge.amounts import AmountVersion
from buyfair.judge.facts import LINE, Fact, Interval, Purchase
from buyfair.terms.answer import Answer

if TYPE_CHECKING:  # groups are conditions and read this file
    from buyfair.judge.groups import GroupVersion, OfGroup

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
    """What a condition comes to: the answer, the facts that decided, those still missing, the amounts and groups used."""

    answer: Answer
    because: tuple[Reason, ...] = ()
    missing: tuple[Ask, ...] = ()
    amounts: tuple[AmountVersion, ...] = ()
    groups: tuple[GroupVersion, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """One purchase under one version of the law. An amount or a group that is None is not known on that day.

    `known`: what the parts of a condition came to, by their identity, where they were weighed before it. `recall`: who
    gives what a part comes to, where somebody remembers.
    """

    purchase: Purchase
    amounts: Mapping[str, AmountVersion | None]
    groups: Mapping[str, GroupVersion | None] = field(default_factory=dict)
    line: int | None = None
    known: Mapping[int, Seen] | None = None
    recall: Callable[[Condition, Setting], Seen] | None = None

    def within(self, line: int) -> Setting:
        """The same setting inside one line."""
        return Setting(self.purchase, self.amounts, self.groups, line, self.known, self.recall)

    def weigh(self, part: Condition) -> Seen:
        """What a part of a condition comes to here."""
        if self.known is not None:
            return self.known[id(part)]
        return part.weigh(self) if self.recall is None else self.recall(part, self)

    def told(self, fact: Fact) -> Any:
        """What is told of a fact here; None where nothing is."""
        return self.purchase.value(fact, self.line if fact.of == LINE else None)

    def path(self, fact: Fact) -> str:
        """The fact's path here."""
        return fact.path(self.line if fact.of == LINE else None)

    def order(self, fact: Fact) -> tuple[int, int]:
        """Where the fact stands in a list of questions: the purchase first, then line by line."""
        return (-1 if fact.of != LINE or self.line is None else self.line, fact.order)

    def reason(self, fact: Fact, told: Any) -> Reason:
        """A fact that decided here."""
        return Reason(self.path(fact), told, self.order(fact))

    def ask(self, fact: Fact, weight: Decimal | None = Decimal(0)) -> Ask:
        """A fact that is missing here, with the most dollars that hang on it."""
        return Ask(self.path(fact), self.order(fact), weight)


class Condition(Protocol):
    """Anything that a rule may turn on."""

    def weigh(self, at: Setting) -> Seen:
        """The answer here, with its reasons."""

    def says(self, but: bool = False) -> str:
        """The condition as an English clause; `but` for its opposite."""

    def parts(self) -> Iterable[Condition | Fact | str | OfGroup]:
        """The conditions, facts, and names of amounts and groups that it is built from."""


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
    if len(held) == 1 and held[0].answer is answer and (answer is not UNKNOWN or not held[0].because):
        return held[0]  # it alone decides: nothing is to be put together
    return Seen(
        answer,
        () if answer is UNKNOWN else tuple(r for s in held for r in s.because),
        tuple(m for s in held for m in s.missing),
        tuple(a for s in held for a in s.amounts),
        tuple(g for s in held for g in s.groups),
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
