"""Judges a whole table of awards: once per distinct set of facts, as far as the law tells facts apart, and joined back.

One evaluator for one purchase and for millions: what this table answers is what `judging` answers, missing facts included.
The column engine is loaded by whoever brings a table, never by judging one purchase.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache
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
    Purchase,
    Several,
)
from buyfair.judge.judging import MONTHS_BEFORE_AWARD, Judge, Judged, Law, Weighed, open_conditions
from buyfair.judge.rule import Rule
from buyfair.judge.told import Vocabulary
from buyfair.terms.answer import Answer
from buyfair.terms.money import as_text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from buyfair.columns.engine import Engine, Expression, TableExpression

NOT_TOLD = 0
LARGEST_KEY = 2**62
JUDGED_COLUMNS = {
    "award_id": "text", "rule_id": "text", "rule": "text", "answer": "text", "missing": "text", "amounts_version": "text",
}  # fmt: skip
"""One row per award and rule whose answer is yes or unknown; what is not listed is no."""


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
                raise ValueError(
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

    def is_used(self, code: int) -> bool:
        """Whether any value has this number: no number begins above its own end."""
        if code == NOT_TOLD or self.fact.kind not in (MONEY, COUNT):
            return True
        at_low, at_high = divmod((code - 1) // 2, self._steps + 1)
        return at_low <= at_high

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
        days |= set(law.days_of(rule))
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
    return tuple(replace(c, alike=_alike(c.fact, law.rules, law, vocabulary)) if c.fact.kind in NAMES else c for c in held_here)


def _alike(fact: Fact, rules: Iterable[Rule], law: Law, vocabulary: Vocabulary) -> tuple[tuple[str, ...], ...]:
    """The names of a fact that are one to these rules and to deriving, each class sorted; all others are one more class."""
    sets: dict[frozenset[str], None] = {}
    for found in (s for rule in rules for condition in open_conditions(rule) for s in sets_of(condition, fact)):
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


@dataclass
class Batch:
    """Judges coded facts, each rule once per distinct set of the facts that it looks at."""

    law: Law
    vocabulary: Vocabulary
    groups: tuple[tuple[Coding, ...], ...]
    asked: date

    def __post_init__(self) -> None:
        self.codings = tuple(coding for group in self.groups for coding in group)

    def _alike(self, rule: Rule) -> list[tuple[int, tuple[int, ...]]]:
        """For each fact that the rule looks at its place, and per code the number of what is one to this rule."""
        facts = relevant(rule, self.law, self.vocabulary)
        return [
            (place, _one_to(coding, self._own(coding, rule)))
            for place, coding in enumerate(self.codings)
            if coding.fact in facts
        ]

    def _own(self, coding: Coding, rule: Rule) -> Coding:
        """The same fact with the cuts, and the classes of names, of this rule alone."""
        fact = coding.fact
        if fact.kind == DAY:
            return Coding(fact, day_cuts(self.law, (rule,)))
        if fact.kind in (MONEY, COUNT):
            return Coding(fact, number_cuts(self.law, (rule,), fact.kind))
        if fact.kind in NAMES:
            return replace(coding, alike=_alike(fact, (rule,), self.law, self.vocabulary))
        return coding

    def purchase(self, codes: tuple[int, ...]) -> Purchase:
        """A purchase of one line that stands for every award of these codes."""
        told: dict[str, Any] = {}
        line: dict[str, Any] = {}
        for coding, code in zip(self.codings, codes, strict=True):
            value = coding.decode(code)
            if value is not None:
                (line if coding.fact.of == LINE else told)[coding.fact.key] = value
        return self.vocabulary.derive(Purchase(told, (line,)))

    def judge(self, keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], list[Judged]]:
        """Per set of facts (a row of keys) and rule the number of its answer, from 1; 0 for no. And the answers.

        Rules do not look at all facts, and do not tell all values of them apart: what is one to a rule is judged once.
        """
        import numpy as np

        codes = self._unpacked(keys)
        numbers = np.zeros((len(keys), len(self.law.rules)), dtype=np.int64)
        known: dict[tuple[str, ...], int] = {}
        answers: list[Judged] = []
        judging: dict[int, Judge] = {}
        weighed: dict[tuple[int, ...], Weighed] = {}
        asked = {fact for rule in self.law.rules for fact in facts_of(rule.condition)}
        dated = [c.fact.kind == DAY and c.fact not in asked for c in self.codings]
        for nth, rule in enumerate(self.law.rules):
            first, of = _kinds([np.array(same)[codes[place]] for place, same in self._alike(rule)], len(keys))
            held = np.zeros(len(first), dtype=np.int64)
            for kind, row in enumerate(first.tolist()):
                if row not in judging:
                    own = tuple(int(c[row]) for c in codes)
                    alike = tuple(code for code, is_day in zip(own, dated, strict=True) if not is_day)
                    judging[row] = Judge(self.law, self.purchase(own), self.asked, weighed.setdefault(alike, {}))
                judged = judging[row].judge(rule)
                if judged.answer is not Answer.NO:
                    said = (*as_columns(judged), str(judged.in_force))
                    if said not in known:
                        answers.append(judged)
                        known[said] = len(answers)
                    held[kind] = known[said]
            numbers[:, nth] = held[of]
        return numbers, answers

    def _unpacked(self, keys: NDArray[np.int64]) -> list[NDArray[np.int64]]:
        """Per fact the code of every set."""
        found: list[NDArray[np.int64]] = []
        for column, group in zip(keys.T, self.groups, strict=True):
            own, rest = [], column
            for coding in reversed(group):
                own.append(rest % coding.size)
                rest = rest // coding.size
            found += reversed(own)
        return found


@lru_cache(maxsize=2048)
def _one_to(coding: Coding, own: Coding) -> tuple[int, ...]:
    """Per code the code that it has where fewer cuts are made; many rules make the same ones."""
    if own == coding:
        return tuple(range(coding.size))
    return tuple(own.code(coding.decode(code)) if coding.is_used(code) else NOT_TOLD for code in range(coding.size))


def _kinds(columns: list[NDArray[np.int64]], rows: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first row of each kind of rows, and the kind of every row."""
    import numpy as np

    kind = np.zeros(rows, dtype=np.int64)
    first = np.zeros(min(rows, 1), dtype=np.int64)
    for column in columns:
        _, first, kind = np.unique(kind * (int(column.max(initial=0)) + 1) + column, return_index=True, return_inverse=True)
    return first, kind


@dataclass(frozen=True)
class Answers:
    """What a table of awards is answered: `of_awards` names for each award the `pattern` of its answers.

    `patterns`: per pattern, from 1, the numbers of its answers from 1, in the order of the rules; `answers` by number.
    """

    of_awards: TableExpression
    patterns: tuple[tuple[int, ...], ...]
    answers: tuple[Judged, ...]

    def pattern(self, number: int) -> tuple[Judged, ...]:
        """The answers of one pattern: yes or unknown, in the order of the rules."""
        return tuple(self.answers[n - 1] for n in self.patterns[number - 1])

    def rows(self, engine: Engine, awards: TableExpression) -> TableExpression:
        """One row per award and answer, JUDGED_COLUMNS, awards in the order given, answers in that of the rules."""
        texts = [(n, *as_columns(j)) for n, j in enumerate(self.answers, start=1)]
        kinds = engine.values("answers_said", {"answer_number": "count", **_ANSWER_KINDS}, texts)
        lists = engine.lists("answers_of_patterns", "pattern", "answer_number", self.patterns)
        met = awards.join(lists, "pattern").select("award_id", "answer_number")
        unfolded = met.mutate(answer_number=met.answer_number.unnest())
        return unfolded.join(kinds, "answer_number").select(*JUDGED_COLUMNS)


def answered(
    engine: Engine, law: Law, vocabulary: Vocabulary, awards: TableExpression, asked: date
) -> Answers:
    """Judges every rule for every award of the table.

    One row of `awards`: an award as one line, `award_id` and one column per fact (two for a number), null for not told.
    """
    import numpy as np

    used = codings(law, vocabulary, awards.columns)
    groups, awards = packed(used), _classed(engine, used, awards)
    names = [f"facts_key_{n}" for n in range(len(groups))]
    keys = dict(zip(names, (_key(group, awards) for group in groups), strict=True))
    keyed = engine.keep("awards_keyed", awards.select("award_id", **keys))
    sets = engine.numbers(keyed.select(*names).distinct().order_by(names))
    held = np.stack([sets[name] for name in names], axis=1)
    numbers, answers = Batch(law, vocabulary, groups, asked).judge(held)
    patterns, of = np.unique(numbers, axis=0, return_inverse=True)
    told = engine.arrays("patterns_of_facts", {**sets, "pattern": of.reshape(-1).astype(np.int64) + 1})
    of_awards = engine.keep("awards_answered", keyed.join(told, names).select("award_id", "pattern"))
    return Answers(of_awards, tuple(tuple(n for n in row if n) for row in patterns.tolist()), tuple(answers))


def _classed(engine: Engine, used: Iterable[Coding], awards: TableExpression) -> TableExpression:
    """The awards with the class of each name beside it; only names that occur are looked up."""
    for coding in used:
        if coding.fact.kind in NAMES:
            key, to = coding.fact.key, f"name_of_{coding.fact.key}"
            said = sorted(row[key] for row in engine.rows(awards.select(key).distinct()) if row[key] is not None)
            classes = engine.values(
                f"classes_of_{key}", {to: "text", coding.class_column: "count"}, [(name, coding.code(name)) for name in said]
            )
            awards = awards.left_join(classes, awards[key] == classes[to]).drop(to)
    return awards


def judge_awards(
    engine: Engine, law: Law, vocabulary: Vocabulary, awards: TableExpression, asked: date
) -> TableExpression:
    """The answers of every rule for every award of the table: JUDGED_COLUMNS, one row per yes or unknown."""
    found = answered(engine, law, vocabulary, awards, asked)
    return found.rows(engine, found.of_awards)


def packed(used: tuple[Coding, ...]) -> tuple[tuple[Coding, ...], ...]:
    """The codings in groups of which each fits one whole number of 64 bits; at least one group."""
    groups: list[list[Coding]] = [[]]
    for coding in used:
        if prod(c.size for c in (*groups[-1], coding)) >= LARGEST_KEY:
            groups.append([])
        groups[-1].append(coding)
    return tuple(tuple(group) for group in groups)


def _key(group: tuple[Coding, ...], awards: TableExpression) -> Expression:
    from buyfair.columns.words import long_zero, whole

    key = long_zero()
    for coding in group:
        key = key * whole(coding.size) + coding.encode(awards)
    return key


_ANSWER_KINDS: Mapping[str, Any] = {name: kind for name, kind in JUDGED_COLUMNS.items() if name != "award_id"}


def as_columns(j: Judged) -> tuple[str, ...]:
    """One answer as text: row, rule, answer, missing paths, and the amounts with their first days."""
    return (
        j.rule.row,
        j.rule.id,
        str(j.answer),
        ", ".join(m.path for m in j.missing),
        ", ".join(f"{a.name} {as_text(a.value)} from {a.first.isoformat()}" for a in j.amounts),
    )
