"""Weighs conditions for many awards at once: each part of a condition once for every different thing that it can be told.

A part looks at a few facts, and at what its own parts came to; of these there are few different combinations, however many
awards there are. Each combination is weighed by the very words that weigh one purchase.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from buyfair.judge.coding import Coding
from buyfair.judge.conditions import amounts_of, facts_of, groups_of
from buyfair.judge.facts import COUNT, LINE, MONEY, Fact, Purchase
from buyfair.judge.groups import OfGroup
from buyfair.judge.seen import Condition, Seen, Setting
from buyfair.judge.told import Vocabulary

Numbers = NDArray[np.int32]
Places = NDArray[np.int64]
T = TypeVar("T")
LARGEST = 2**31
FEW = 1 << 16
"""So many combinations at least are counted in a table of all of them; more are sorted."""


@dataclass(frozen=True, slots=True)
class Column:
    """Per award the number of its value; the values by number, and an award of each.

    Awards here are distinct sets of told facts.
    """

    of: Numbers
    values: Sequence[Any]
    one: Places

    def at(self, award: int) -> Any:
        """The value of one award."""
        return self.values[self.of[award]]


@dataclass(frozen=True, slots=True)
class Scale:
    """The amounts between which a rule tells numbers apart: sums of money, and counts."""

    money: tuple[Any, ...]
    counts: tuple[Any, ...]

    def own(self, fact: Fact) -> Coding:
        """The coding of a number by these amounts alone."""
        return Coding(fact, self.money if fact.kind == MONEY else self.counts)


def kinds(columns: Iterable[Column], awards: int) -> tuple[Places, Numbers]:
    """One award of each kind, alike in all columns, and the kind of every award."""
    kind, count, one = np.zeros(awards, dtype=np.int32), min(awards, 1), np.zeros(min(awards, 1), dtype=np.int64)
    for column in columns:
        size = len(column.values)
        if count > 1 and size > 1:
            wide = kind if count * size < LARGEST else kind.astype(np.int64)
            kind, one = renumbered(wide * size + column.of, count * size)
            count = len(one)
        elif size > 1:  # the first that tells awards apart: its numbers are those of the kinds
            kind, one, count = column.of, column.one, size
    return one, kind


def renumbered(keys: NDArray[Any], size: int) -> tuple[Numbers, Places]:
    """The keys, each below `size`, as numbers without gaps in their order, and an award of each."""
    if size > max(FEW, 2 * len(keys)):
        _, one, kind = np.unique(keys, return_index=True, return_inverse=True)
        return kind.astype(np.int32), one
    place = np.full(size, -1, dtype=np.int64)
    place[keys] = np.arange(len(keys))
    used = np.flatnonzero(place >= 0)
    number = np.empty(size, dtype=np.int32)
    number[used] = np.arange(len(used), dtype=np.int32)
    return number[keys], place[used]


def recoded(column: Column, to: Callable[[Any], Any], value: Callable[[Any], Any]) -> Column:
    """The column with each value as what `to` makes of it; `value` stands for all that are one to it."""
    numbers: dict[Hashable, int] = {}
    of = np.array([numbers.setdefault(to(v), len(numbers)) for v in column.values], dtype=np.int32)
    if len(numbers) == len(column.values):
        return Column(column.of, [value(key) for key in numbers], column.one)
    one = np.zeros(len(numbers), dtype=np.int64)
    one[of] = column.one
    return Column(of[column.of], [value(key) for key in numbers], one)


def alone(seen: Seen) -> Seen:
    """Only the answer."""
    return Seen(seen.answer)


def with_missing(seen: Seen) -> Seen:
    """The answer with what is missing and the versions used, each once; reasons are told of single purchases.

    What is missing stands as it came, since days are told apart by it.
    """
    return Seen(seen.answer, (), seen.missing, _once(seen.amounts), _once(seen.groups))


def _once(found: tuple[T, ...]) -> tuple[T, ...]:
    return found if len(found) < 2 else tuple(dict.fromkeys(found))


@dataclass
class Weighing:
    """What conditions come to for many awards, each part weighed once. An award is one line.

    `codes` holds per coding its number for every award; `keeps` says what of a part's answer the parts above look at.
    """

    codings: Sequence[Coding]
    codes: Sequence[NDArray[np.int64]]
    vocabulary: Vocabulary
    keeps: Callable[[Seen], Seen]
    _known: dict[Hashable, Column] = field(default_factory=dict)
    _looks: dict[int, tuple[Any, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.awards = len(self.codes[0])
        told = {c.fact: self._decoded(c, of) for c, of in zip(self.codings, self.codes, strict=True)}
        self.told = {**told, **{fact: self._derived(fact, told) for fact in self._filled(told)}}

    def _decoded(self, coding: Coding, codes: NDArray[np.int64]) -> Column:
        """Values that stand for the numbers that occur."""
        of, first = renumbered(codes, coding.size)
        return Column(of, [coding.decode(code) for code in codes[first].tolist()], first)

    def _filled(self, told: Mapping[Fact, Column]) -> list[Fact]:
        """The facts that others which are told may fill."""
        by = self.vocabulary.told_by
        return [f for f in self.vocabulary.facts if any(source in told for source in by.get(f.key, ()))]

    def _derived(self, fact: Fact, told: Mapping[Fact, Column]) -> Column:
        """The fact with what others tell of it."""
        used = [f for f in dict.fromkeys((fact, *self.vocabulary.told_by[fact.key])) if f in told]
        first, kind = kinds((told[f] for f in used), self.awards)
        full = [self.vocabulary.derive(self.purchase({f: told[f] for f in used}, row)) for row in first.tolist()]
        found = [purchase.value(fact, 0 if fact.of == LINE else None) for purchase in full]
        return recoded(Column(kind, found, first), lambda value: value, lambda value: value)

    def purchase(self, columns: Mapping[Fact, Column], award: int) -> Purchase:
        """A purchase of one line that is told these facts as the award is."""
        told: dict[str, Any] = {}
        line: dict[str, Any] = {}
        for fact, column in columns.items():
            value = column.at(award)
            if value is not None:
                (line if fact.of == LINE else told)[fact.key] = value
        return Purchase(told, (line,))

    def facts(self, asked: Iterable[Fact], scale: Scale) -> dict[Fact, Column]:
        """Those of the facts that awards tell, numbers as coarse as the scale."""
        return {fact: self._scaled(fact, scale) for fact in asked if fact in self.told}

    def _scaled(self, fact: Fact, scale: Scale) -> Column:
        if fact.kind not in (MONEY, COUNT):
            return self.told[fact]
        own = scale.own(fact)
        return self.once((fact.of, fact.key, own.cuts), partial(self._coarse, fact, own))

    def _coarse(self, fact: Fact, own: Coding) -> Column:
        return recoded(self.told[fact], own.code, own.decode)

    def once(self, key: Hashable, make: Callable[[], Column]) -> Column:
        """What was made before under this key, else what is made now."""
        if key not in self._known:
            self._known[key] = make()
        return self._known[key]

    def seen(self, condition: Condition, at: Setting, scale: Scale) -> Column:
        """What the condition comes to under the versions of the setting."""
        amounts, groups, numbered = self._turns_on(condition)
        versions = (*((n, at.amounts[n]) for n in amounts), *((n, at.groups[n]) for n in groups))
        under = tuple((n, None if v is None else v.first) for n, v in versions)
        key = (id(condition), under, scale if numbered else None)
        return self.once(key, partial(self._weighed, condition, at, scale))

    def _turns_on(self, condition: Condition) -> tuple[Any, ...]:
        """The names of its amounts and groups, and whether it looks at any number."""
        if id(condition) not in self._looks:
            numbered = any(f.kind in (MONEY, COUNT) and f in self.told for f in facts_of(condition))
            self._looks[id(condition)] = (amounts_of(condition), groups_of(condition), numbered)
        return self._looks[id(condition)]

    def _weighed(self, condition: Condition, at: Setting, scale: Scale) -> Column:
        parts = list(condition.parts())
        facts = self.facts((p for p in parts if isinstance(p, Fact)), scale)
        seen = {id(p): self.seen(p, at, scale) for p in parts if not isinstance(p, Fact | str | OfGroup)}
        return self.combined(condition.weigh, facts, seen, at)

    def combined(
        self, weigh: Callable[[Setting], Seen], facts: Mapping[Fact, Column], seen: Mapping[int, Column], at: Setting
    ) -> Column:
        """Weighs every different combination of these facts and of what these parts came to."""
        first, kind = kinds((*facts.values(), *seen.values()), self.awards)
        found = []
        for award in first.tolist():
            known = {part: column.at(award) for part, column in seen.items()}
            here = Setting(self.purchase(facts, award), at.amounts, at.groups, 0, known)
            found.append(self.keeps(weigh(here)))
        return recoded(Column(kind, found, first), lambda s: s, lambda s: s)
