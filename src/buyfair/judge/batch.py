"""Judges a whole table of awards: once per distinct set of facts, as far as the law tells facts apart, and joined back.

One evaluator for one purchase and for millions: what this table answers is what `judging` answers, missing facts included.
The column engine, and arrays, are loaded by whoever brings a table, never by judging one purchase.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from buyfair.judge.coding import NAMES, Coding, codings, packed
from buyfair.judge.judging import Judged, Law
from buyfair.judge.many import Many
from buyfair.judge.told import Vocabulary
from buyfair.judge.weighing import Weighing, alone, with_missing
from buyfair.terms.answer import Answer
from buyfair.terms.money import as_text

if TYPE_CHECKING:
    from buyfair.columns.engine import Engine, Expression, TableExpression

ODD = np.uint64(0x9E37_79B9_7F4A_7C15)
"""Spreads numbers over 64 bits."""
JUDGED_COLUMNS = {
    "award_id": "text", "rule_id": "text", "rule": "text", "answer": "text", "missing": "text", "amounts_version": "text",
}  # fmt: skip
"""One row per award and rule whose answer is yes or unknown; what is not listed is no."""
ORDER = (Answer.NO, Answer.UNKNOWN, Answer.YES)
"""What the numbers of an answers-alone table stand for: 0, 1 and 2."""


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


@dataclass(frozen=True)
class AnswersAlone:
    """The bare answers: `of_awards` names for each award its `pattern`; `numbers` has a row per pattern, a column per rule.

    A number is the place of the answer in ORDER.
    """

    of_awards: TableExpression
    numbers: NDArray[np.int8]

    def told(self, engine: Engine) -> NDArray[np.int8]:
        """A row for every award, in the order of the table, and a column for every rule."""
        of: NDArray[np.int64] = engine.numbers(self.of_awards.select("pattern"))["pattern"]
        return self.numbers[of - 1]


def answered(engine: Engine, law: Law, vocabulary: Vocabulary, awards: TableExpression, asked: date) -> Answers:
    """Judges every rule for every award of the table.

    One row of `awards`: an award as one line, `award_id` and one column per fact (two for a number), null for not told.
    """
    sets = _Sets(engine, law, vocabulary, awards)
    many = Many(law, Weighing(sets.codings, sets.codes, vocabulary, with_missing), asked)
    known: dict[tuple[str, ...], int] = {}
    answers: list[Judged] = []
    numbers = np.zeros((len(sets.codes[0]), len(law.rules)), dtype=np.int64)
    for nth, rule in enumerate(law.rules):
        column = many.judged(rule)
        numbers[:, nth] = np.array([_number(j, known, answers) for j in column.values], dtype=np.int64)[column.of]
    patterns, of_awards = sets.joined(numbers)
    return Answers(of_awards, tuple(tuple(n for n in row if n) for row in patterns.tolist()), tuple(answers))


def _number(judged: Judged, known: dict[tuple[str, ...], int], answers: list[Judged]) -> int:
    """The number of an answer from 1, a new one for what was not said before; 0 for no."""
    if judged.answer is Answer.NO:
        return 0
    said = (*as_columns(judged), str(judged.in_force))
    if said not in known:
        answers.append(judged)
        known[said] = len(answers)
    return known[said]


def answered_alone(
    engine: Engine, law: Law, vocabulary: Vocabulary, awards: TableExpression, asked: date
) -> AnswersAlone:
    """Judges every rule for every award of a table as `answered` does, and tells only the answers."""
    sets = _Sets(engine, law, vocabulary, awards)
    many = Many(law, Weighing(sets.codings, sets.codes, vocabulary, alone), asked)
    numbers = np.zeros((len(sets.codes[0]), len(law.rules)), dtype=np.int8)
    for nth, rule in enumerate(law.rules):
        column = many.judged(rule)
        numbers[:, nth] = np.array([ORDER.index(j.answer) for j in column.values], dtype=np.int8)[column.of]
    patterns, of_awards = sets.joined(numbers)
    return AnswersAlone(of_awards, patterns)


class _Sets:
    """The distinct sets of told facts of a table of awards: `codes` holds per coding the number of every set."""

    def __init__(self, engine: Engine, law: Law, vocabulary: Vocabulary, awards: TableExpression) -> None:
        self.codings = codings(law, vocabulary, awards.columns)
        groups, awards = packed(self.codings), _classed(engine, self.codings, awards)
        self._engine, self._names = engine, [f"facts_key_{n}" for n in range(len(groups))]
        keys = dict(zip(self._names, (_key(group, awards) for group in groups), strict=True))
        self._keyed = engine.keep("awards_keyed", awards.select("award_id", **keys))
        self._keys = engine.numbers(self._keyed.select(*self._names).distinct().order_by(self._names))
        by_group = [_unpacked(self._keys[name], group) for name, group in zip(self._names, groups, strict=True)]
        self.codes = [codes for unpacked in by_group for codes in unpacked]

    def joined(self, numbers: NDArray[Any]) -> tuple[NDArray[Any], TableExpression]:
        """The different rows of numbers, and every award with the `pattern` that is its own, counted from 1."""
        patterns, of = _different(numbers)
        told = self._engine.arrays("patterns_of_facts", {**self._keys, "pattern": of + 1})
        joined = self._keyed.join(told, self._names).select("award_id", "pattern")
        return patterns, self._engine.keep("awards_answered", joined)


def _unpacked(keys: NDArray[np.int64], group: tuple[Coding, ...]) -> list[NDArray[np.int64]]:
    """Per fact of a group the number of every set."""
    found = []
    for coding in reversed(group):
        found.append(keys % coding.size)
        keys = keys // coding.size
    return found[::-1]


def _different(numbers: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """The different rows, and which of them each row is: told apart by one number each, which a second look confirms."""
    told = np.zeros(len(numbers), dtype=np.uint64)
    for nth in range(numbers.shape[1]):
        told = told * ODD + numbers[:, nth].astype(np.uint64)
    _, first, of = np.unique(told, return_index=True, return_inverse=True)
    if not np.array_equal(numbers[first][of], numbers):
        patterns, of = np.unique(numbers, axis=0, return_inverse=True)
        return patterns, of.reshape(-1).astype(np.int64)
    return numbers[first], of.astype(np.int64)


def _classed(engine: Engine, used: Iterable[Coding], awards: TableExpression) -> TableExpression:
    """The awards with the class of each name beside it; only names that occur are looked up."""
    for coding in used:
        if coding.fact.kind in NAMES:
            key, to = coding.fact.key, f"name_of_{coding.fact.key}"
            said = sorted(row[key] for row in engine.rows(awards.select(key).distinct()) if row[key] is not None)
            classes = engine.values(
                f"classes_of_{key}",
                {to: "text", coding.class_column: "count"},
                [(name, coding.code(name)) for name in said],
            )
            awards = awards.left_join(classes, awards[key] == classes[to]).drop(to)
    return awards


def judge_awards(
    engine: Engine, law: Law, vocabulary: Vocabulary, awards: TableExpression, asked: date
) -> TableExpression:
    """The answers of every rule for every award of the table: JUDGED_COLUMNS, one row per yes or unknown."""
    found = answered(engine, law, vocabulary, awards, asked)
    return found.rows(engine, found.of_awards)


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
