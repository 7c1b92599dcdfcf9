"""Codes told facts as small whole numbers: what the law treats alike is one number, so that a table has few kinds of awards.

The column engine is loaded by whoever brings a table, never by judging one purchase.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING, Any

from buyfair.judge.amounts import months_after
from buyfair.judge.conditions import facts_of, sets_of
from buyfair.judge.facts import (
    CHOICE,
    COUNT,
    COUNTRIES,
    DAY,
    FLAG,
    GOOD,
    LINE,
    MONEY,
    PSC,
    WORDS,
    Fact,
    Interval,
    Several,
)
from buyfair.judge.judging import MONTHS_BEFORE_AWARD, Law, open_conditions
from buyfair.judge.rule import Rule
from buyfair.judge.told import FIRST_DAY, LAST_DAY, Vocabulary

if TYPE_CHECKING:
    from buyfair.columns.engine import Expression, TableExpression

NOT_TOLD = 0
LARGEST_KEY = 2**62


class StrangeValueError(ValueError):
    """A table holds a value of a choice that is none of its values."""


@dataclass(frozen=True)
class Coding:
    """One fact as a small whole number: 0 for not told, and one number for all values that the law treats alike.

    `cuts` are the values at which a day or a number changes its meaning; `alike` the names that are one to every rule.
    A column of names tells one element of a list, which stays open: feeds record no whole list.
    """

    fact: Fact
    cuts: tuple[Any, ...] = ()
    alike: tuple[tuple[str, ...], ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table that hold the fact: a number stands as its two ends, `_high` null for no end."""
        return (
            (f"{self.fact.key}_low", f"{self.fact.key}_high") if self.fact.kind in (MONEY, COUNT) else (self.fact.key,)
        )

    @property
    def class_column(self) -> str:
        """The column that bears the class of a name, where the names that occur were looked up."""
        return f"class_of_{self.fact.key}"

    @cached_property
    def size(self) -> int:
        """How many numbers there are."""
        if self.fact.kind == FLAG:
            return 3
        if self.fact.kind == CHOICE:
            return len(self.fact.values) + 2
        if self.fact.kind == DAY:
            return len(self.cuts) + 2
        if self.fact.kind in NAMES:
            return len(self.alike) + 2
        return self._steps * (self._steps + 1) * 2 + 1

    @property
    def _steps(self) -> int:
        return 2 * len(self.cuts) + 1

    def encode(self, table: TableExpression) -> Expression:
        """The number of each row. A choice outside its closed list gets the last one, which `decode` refuses."""
        from buyfair.columns.words import first_true, place_in, whole

        column = table[self.columns[0]]
        if self.fact.kind == FLAG:
            told = first_true((column, whole(2)), otherwise=whole(1))
        elif self.fact.kind == CHOICE:
            told = place_in(self.fact.values, column) + whole(1)
        elif self.fact.kind == DAY:
            told = _steps_up([column >= cut for cut in self.cuts]) + whole(1)
        elif self.fact.kind in NAMES:
            told = table[self.class_column]
        else:
            low, high = column, table[self.columns[1]]
            at_low = _steps_up([t for cut in self.cuts for t in (low >= cut, low > cut)])
            at_high = _steps_up([t for cut in self.cuts for t in (high >= cut, high > cut)])
            at_high = first_true((high.isnull(), whole(self._steps)), otherwise=at_high)
            exact = first_true((low == high, whole(1)), otherwise=whole(0))
            told = (at_low * whole(self._steps + 1) + at_high) * whole(2) + exact + whole(1)
        return first_true((column.isnull(), whole(NOT_TOLD)), otherwise=told)

    def decode(self, code: int) -> Any:
        """A value that stands for all of this number; None for not told."""
        if code == NOT_TOLD:
            return None
        if self.fact.kind == FLAG:
            return code == 2
        if self.fact.kind == CHOICE:
            if code > len(self.fact.values):
                raise StrangeValueError(
                    f"the column {self.fact.key} holds a value that is none of {', '.join(self.fact.values)}"
                )
            return self.fact.values[code - 1]
        if self.fact.kind == DAY:
            return self.cuts[code - 2] if code > 1 else self.cuts[0] - timedelta(days=1)
        if self.fact.kind in NAMES:
            name = self.alike[code - 2][0] if code > 1 else ANOTHER
            return name if self.fact.kind in (GOOD, PSC) else Several((name,), closed=False)
        ends, exact = divmod(code - 1, 2)
        at_low, at_high = divmod(ends, self._steps + 1)
        low = self._stands_for(at_low, 1)
        if exact:
            return Interval(low, low)
        return Interval(low, None if at_high == self._steps else self._stands_for(at_high, 2))

    def code(self, value: Any) -> int:
        """The number of a day, of a name or of an interval, as `encode` gives it; 0 for none."""
        if value is None:
            return NOT_TOLD
        if self.fact.kind == DAY:
            return bisect_right(self.cuts, value) + 1
        if self.fact.kind in NAMES:
            name = value.items[0] if isinstance(value, Several) else value
            return next((n for n, names in enumerate(self.alike, start=2) if name in names), 1)
        at_high = self._steps if value.high is None else self._step(value.high)
        return int((self._step(value.low) * (self._steps + 1) + at_high) * 2 + value.exact + 1)

    def _step(self, number: Decimal) -> int:
        return bisect_left(self.cuts, number) + bisect_right(self.cuts, number)

    def _stands_for(self, step: int, third: int) -> Decimal:
        """A number on this step: the cut itself, or one or two thirds of the way to the next one."""
        if step % 2:
            return Decimal(self.cuts[step // 2])
        below = Decimal(self.cuts[step // 2 - 1]) if step else Decimal(-3)
        above = Decimal(self.cuts[step // 2]) if step // 2 < len(self.cuts) else below + 3
        return below + (above - below) / 3 * third


def _steps_up(tests: list[Expression]) -> Expression:
    from buyfair.columns.words import first_true, whole

    total = whole(0)
    for test in tests:
        total = total + first_true((test, whole(1)), otherwise=whole(0))
    return total


def day_cuts(law: Law, rules: Iterable[Rule]) -> tuple[date, ...]:
    """Every day on which an answer may change, seen from the day itself and from an award up to 24 months later."""
    days: set[date] = set()
    for rule in rules:
        days |= {min(max(day, FIRST_DAY), LAST_DAY) for day in law.days_of(rule)}  # no other day can be told
        if rule.follows is not None:
            days |= set(day_cuts(law, (rule.follows,)))
    return tuple(sorted(days | {_first_award_after(day) for day in days}))


def number_cuts(law: Law, rules: Iterable[Rule], kind: str) -> tuple[Decimal, ...]:
    """Nothing, one, and every value of the amounts of this kind (money or counts) that these rules compare with."""
    found = {Decimal(0), Decimal(1)}
    for rule in rules:
        amounts = [law.amounts[name] for name in rule.compares_with]
        found |= {v.value for amount in amounts if amount.in_dollars is (kind == MONEY) for v in amount.versions}
        if rule.follows is not None:
            found |= set(number_cuts(law, (rule.follows,), kind))
    return tuple(sorted(found))


def _first_award_after(solicited: date) -> date:
    """The first award day whose solicitation lies, at the earliest, on this day."""
    day = months_after(solicited, MONTHS_BEFORE_AWARD) - timedelta(days=4)
    while months_after(day, -MONTHS_BEFORE_AWARD) < solicited:
        day += timedelta(days=1)
    return day


def codings(law: Law, vocabulary: Vocabulary, held: Iterable[str]) -> tuple[Coding, ...]:
    """How each fact that some rule may ask is coded, as far as the table has its columns.

    Names (goods, codes, countries and other lists) are told apart as far as some rule, or deriving, does.
    A column that names a fact of the line and one of the purchase (`value`) is the line's: an award is one line.
    """
    columns = set(held)
    days = day_cuts(law, law.rules)
    money, counts = (number_cuts(law, law.rules, kind) for kind in (MONEY, COUNT))
    cuts: dict[str, tuple[Any, ...]] = {DAY: days, MONEY: money, COUNT: counts}
    asked = {fact for rule in law.rules for fact in relevant(rule, law, vocabulary)}
    of_line = {f.key for f in asked if f.of == LINE}
    used = [f for f in asked if f.kind in _CODED and f is not law.dated.determinations]
    used = [f for f in used if f.of == LINE or f.key not in of_line]
    found = [Coding(f, cuts.get(f.kind, ())) for f in sorted(used, key=lambda f: f.order)]
    held_here = [c for c in found if set(c.columns) <= columns]
    return tuple(replace(c, alike=_alike(c.fact, law, vocabulary)) if c.fact.kind in NAMES else c for c in held_here)


def _alike(fact: Fact, law: Law, vocabulary: Vocabulary) -> tuple[tuple[str, ...], ...]:
    """The names of a fact that are one to every rule and to deriving, each class sorted; all others are one more class."""
    sets: dict[frozenset[str], None] = {}
    for found in (s for rule in law.rules for condition in open_conditions(rule) for s in sets_of(condition, fact)):
        versions = () if isinstance(found, frozenset) else law.groups[found].versions
        members = [found] if isinstance(found, frozenset) else [m for v in versions for m in (v.members, v.perhaps)]
        sets |= dict.fromkeys(members)
    seen = vocabulary.seen_in().get(fact.key, {})
    classes: dict[tuple[object, ...], list[str]] = {}
    for name in sorted({*seen, *(name for members in sets for name in members)}):
        classes.setdefault((seen.get(name), *(name in members for members in sets)), []).append(name)
    return tuple(tuple(names) for names in classes.values())


NAMES = (GOOD, PSC, COUNTRIES, WORDS)
_CODED = (FLAG, CHOICE, DAY, MONEY, COUNT, *NAMES)
ANOTHER = "(another)"
"""Stands for every name that no rule tells apart."""


def relevant(rule: Rule, law: Law, vocabulary: Vocabulary) -> frozenset[Fact]:
    """Every fact that may change this rule's answer, those that tell of its facts included."""
    dated = law.dated
    found = {
        dated.solicited,
        dated.awarded,
        dated.awarded_by,
        dated.sub_awarded,
        dated.tier,
        dated.determinations,
        *(fact for condition in rule.conditions for fact in facts_of(condition)),
    }
    if rule.part is not None:
        found |= {dated.agency, dated.regime}
    if rule.follows is not None:
        found |= relevant(rule.follows, law, vocabulary)
    return frozenset(found | {source for fact in found for source in vocabulary.told_by.get(fact.key, ())})


def packed(used: tuple[Coding, ...]) -> tuple[tuple[Coding, ...], ...]:
    """The codings in groups of which each fits one whole number of 64 bits; at least one group."""
    groups: list[list[Coding]] = [[]]
    for coding in used:
        if prod(c.size for c in (*groups[-1], coding)) >= LARGEST_KEY:
            groups.append([])
        groups[-1].append(coding)
    return tuple(tuple(group) for group in groups)
