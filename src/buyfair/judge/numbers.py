"""Numbers that a condition compares: told, summed over lines, or bounded by both; and the comparing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from buyfair.judge.facts import NOT_TOLD, Fact, Interval
from buyfair.judge.seen import LINES, NO, UNKNOWN, YES, Ask, Condition, Measured, Number, Reason, Seen, Setting


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
            return Measured(NOT_TOLD, (), (at.ask(self.fact, None),))
        missing = () if told.exact else (at.ask(self.fact, told.high),)
        return Measured(told, (at.reason(self.fact, told),), missing)

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
            seen = here.weigh(self.member)
            reasons += seen.because
            if seen.answer is NO:
                continue
            told: Interval | None = here.told(self.fact)
            size = NOT_TOLD if told is None else told
            missing += [Ask(m.path, m.order, size.high) for m in seen.missing]
            if size.exact:
                reasons.append(here.reason(self.fact, size))
            else:
                missing.append(here.ask(self.fact, size.high))
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

    `worth_asking`: the fact itself stands among the missing ones, beside those of the lines. `part`, `other_part` and
    `whole` are told numbers that it can neither fall below nor pass.
    """

    fact: Fact
    otherwise: Total
    worth_asking: bool
    part: Fact | None = None
    whole: Fact | None = None
    other_part: Fact | None = None

    @property
    def phrase(self) -> str:
        return self.fact.phrase

    def measure(self, at: Setting) -> Measured:
        told = Told(self.fact).measure(at)
        if at.told(self.fact) is not None:
            return told
        found = self.otherwise.measure(at)
        own = (at.ask(self.fact, None),) if self.worth_asking else ()
        low, high, because = found.interval.low, found.interval.high, found.because
        whole: Interval | None = None if self.whole is None else at.told(self.whole)
        for fact in (self.part, self.other_part):
            part: Interval | None = None if fact is None else at.told(fact)
            if fact is not None and part is not None and part.low > low:
                low, because = part.low, (*because, at.reason(fact, part))
        cap = None if whole is None else whole.high
        if self.whole is not None and cap is not None and low <= cap and (high is None or cap < high):
            high, because = cap, (*because, at.reason(self.whole, whole))
        return Measured(Interval(low, high), because, (*own, *found.missing))

    def parts(self) -> Iterable[Condition | Fact | str]:
        bounds = tuple(fact for fact in (self.part, self.other_part, self.whole) if fact is not None)
        return (self.fact, *bounds, *self.otherwise.parts())


@dataclass(frozen=True)
class SomeTold:
    """A number is told and above zero. Not told is no: the facts beside it decide, and telling it only confirms them."""

    fact: Fact

    def weigh(self, at: Setting) -> Seen:
        told: Interval | None = at.told(self.fact)
        if told is None or told.low <= 0:
            return Seen(NO)
        return Seen(YES, (at.reason(self.fact, told),))

    def says(self, but: bool = False) -> str:
        return f"{self.fact.phrase} is {'not ' if but else ''}told as more than nothing"

    def parts(self) -> Iterable[Condition | Fact | str]:
        return (self.fact,)
