"""Every award of a portfolio judged before and after a reform, by the engine that judges today's law."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from buyfair.columns.engine import Expression, TableExpression
from buyfair.columns.words import first_true, whole
from buyfair.judge.batch import Answers, answered
from buyfair.judge.judging import Judged, Law
from buyfair.reform.law import Changed, any_answer, lab_vocabulary
from buyfair.reform.portfolio import Portfolio
from buyfair.terms.answer import Answer

NUMBERS = {Answer.NO: 0, Answer.UNKNOWN: 1, Answer.YES: 2}
"""How an answer stands in a column: a greater number is more surely covered."""
_NO, _UNKNOWN, _YES = (NUMBERS[a] for a in (Answer.NO, Answer.UNKNOWN, Answer.YES))
BEFORE, AFTER = "before", "after"


@dataclass(frozen=True)
class JudgedAwards:
    """The awards of a portfolio with `before` and `after`: whether any watched rule binds, as numbers of NUMBERS.

    `anew`: how surely the reform covers what was not covered before; `freed`: how surely it no longer covers what was; `open`:
    1 where it may cover an award that can be told neither before nor after. For each rule judged stand `before_0`, `after_0`
    and so on, in their order; `pattern_after` names what `after` rests on.
    """

    portfolio: Portfolio
    changed: Changed
    awards: TableExpression
    answers_after: Answers

    def missing(self, pattern: int) -> tuple[Judged, ...]:
        """The answers of the watched rules in one pattern of the law after."""
        watched = set(self.changed.watched)
        return tuple(j for j in self.answers_after.pattern(pattern) if j.rule.row in watched)

    def state(self, row: str) -> str:
        """The column that holds what one rule answers after."""
        return f"{AFTER}_{self.changed.rows.index(row)}"


def judged_awards(of: Portfolio, changed: Changed, name: str = "lab_judged") -> JudgedAwards:
    """Judges all awards by the watched rules, before and after; the folder's known day is the day asked about.

    `name`: the engine's table of it, so that several may be held beside each other.
    """
    awards, answers_before = of.awards, None
    after, answers = _side(of, changed.after, changed, AFTER)
    awards = awards.join(after, "award_id")
    if changed.before.rules:
        before, answers_before = _side(of, changed.before, changed, BEFORE)
        awards = awards.join(before, "award_id")
    else:
        nothing = [BEFORE, *(f"{BEFORE}_{n}" for n in range(len(changed.rows)))]
        awards = awards.mutate(**{name: whole(0) for name in nothing})
    may_cover, may_free = _open(of, awards, changed, answers, answers_before)
    awards = awards.mutate(open=may_cover, may_free=may_free)
    spans = {"anew": _between(awards, BEFORE, AFTER, awards.open), "freed": _between(awards, AFTER, BEFORE, awards.may_free)}
    return JudgedAwards(of, changed, of.engine.keep(name, awards.mutate(**spans).drop("may_free")), answers)


def _between(a: TableExpression, one: str, other: str, open_: Expression) -> Expression:
    """What comes from the one to the other: for certain from no to yes, never where it surely does not, else unknown."""
    may = (a[one] != _UNKNOWN) | (a[other] != _UNKNOWN) | (open_ == whole(1))
    sure = (a[one] == _NO) & (a[other] == _YES)
    some = (a[one] != _YES) & (a[other] != _NO) & may
    return first_true((sure, whole(_YES)), (some, whole(_UNKNOWN)), otherwise=whole(_NO))


def _open(
    of: Portfolio, awards: TableExpression, changed: Changed, after: Answers, before: Answers | None
) -> tuple[Expression, Expression]:
    """1 for awards that can be told neither time and that the reform may cover all the same, else 0; and may free."""
    if before is None:
        return whole(0), whole(0)
    pairs = awards.filter((awards.before == _UNKNOWN) & (awards.after == _UNKNOWN)).select("pattern_before", "pattern_after")
    found = sorted((row["pattern_before"], row["pattern_after"]) for row in of.engine.rows(pairs.distinct()))
    may = _May(changed, before, after)
    covers, frees = ([pair for pair in found if may.any(*pair, cover)] for cover in (True, False))
    return _among(awards, covers, len(after.patterns) + 1), _among(awards, frees, len(after.patterns) + 1)


@dataclass
class _May:
    """Whether pairs of patterns may hide a change, each pair of answers looked at once."""

    changed: Changed
    before: Answers
    after: Answers
    _known: dict[tuple[int, int, bool], bool] = field(default_factory=dict)

    def any(self, before: int, after: int, cover: bool) -> bool:
        """Of two patterns by their numbers."""
        held = {self.before.answers[n - 1].rule.row: n for n in self.before.patterns[before - 1]}
        still = {self.after.answers[n - 1].rule.row for n in self.after.patterns[after - 1]}
        if not cover and (held.keys() - still) & set(self.changed.watched):
            return True  # what could not be told of a rule is no now
        return any(self._of(held.get(self.after.answers[n - 1].rule.row, 0), n, cover) for n in self.after.patterns[after - 1])

    def _of(self, before: int, after: int, cover: bool) -> bool:
        """Of two answers by their numbers; 0 for no answer."""
        key = (before, after, cover)
        if key not in self._known:
            judged = self.after.answers[after - 1]
            watched = judged.rule.row in self.changed.watched
            self._known[key] = watched and self.changed.may(self.before.answers[before - 1] if before else None, judged, cover)
        return self._known[key]


def _among(awards: TableExpression, pairs: list[tuple[int, int]], size: int) -> Expression:
    if not pairs:
        return whole(0)
    key = awards.pattern_before * whole(size) + awards.pattern_after
    return first_true((key.isin([b * size + a for b, a in pairs]), whole(1)), otherwise=whole(0))


def _side(of: Portfolio, law: Law, changed: Changed, side: str) -> tuple[TableExpression, Answers]:
    """Per award the answers under one law, as numbers."""
    answers = answered(of.engine, law, lab_vocabulary(), of.facts, of.day)
    held = of.engine.keep(f"lab_answers_{side}", answers.of_awards)
    names = [side, *(f"{side}_{n}" for n in range(len(changed.rows)))]
    rows = [(n, *_numbers(answers.pattern(n), changed)) for n in range(1, len(answers.patterns) + 1)]
    told = of.engine.values(f"lab_patterns_{side}", {"pattern": "count", **dict.fromkeys(names, "count")}, rows)
    joined = held.join(told, "pattern").rename(**{f"pattern_{side}": "pattern"})
    return joined.select("award_id", f"pattern_{side}", *names), answers


def _numbers(judged: Sequence[Judged], changed: Changed) -> tuple[int, ...]:
    said: Mapping[str, Answer] = {j.rule.row: j.answer for j in judged}
    answers = [said.get(row, Answer.NO) for row in changed.rows]
    return (NUMBERS[any_answer(answers[: len(changed.watched)])], *(NUMBERS[a] for a in answers))
