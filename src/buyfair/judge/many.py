"""Judges many awards by all rules: each rule once for every different combination of law days and weighed conditions."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

import numpy as np

from buyfair.judge.coding import Coding, day_cuts, number_cuts
from buyfair.judge.facts import COUNT, DAY, MONEY, Fact, Purchase
from buyfair.judge.judging import Judge, Judged, Law, Step, StepKey, Window, following, weighed
from buyfair.judge.rule import Rule
from buyfair.judge.seen import NO, Seen, Setting
from buyfair.judge.weighing import Column, Scale, Weighing, kinds, recoded, renumbered


@dataclass(frozen=True, slots=True)
class Side:
    """What the days, the agency and the tier of an award choose for a rule: its steps, and the versions that they weigh by."""

    judge: Judge
    own: Window
    steps: tuple[Step, ...]

    @property
    def weighs(self) -> dict[StepKey, Step]:
        """One step for each wording and each set of versions that count."""
        return {step.key: step for step in self.steps if step.force is not NO}

    @property
    def alike(self) -> Hashable:
        """Sides of a rule that have this in common answer the same."""
        by_day: dict[date, list[Hashable]] = {}
        for s in self.steps:
            by_day.setdefault(s.day, []).append((s.regime, s.force, None if s.force is NO else s.key))
        dated = self.judge.law.dated
        told = dated.agency.key in self.judge.purchase.told
        return frozenset(tuple(found) for found in by_day.values()), self.own.fact, told


@dataclass
class Many:
    """Judges awards that are told as weighed facts; `asked` is the day that is asked about."""

    law: Law
    weighing: Weighing
    asked: date
    _judged: dict[Hashable, Column] = field(default_factory=dict)

    def judged(self, rule: Rule, scale: Scale | None = None) -> Column:
        """What every award is answered; a rule that follows another one asks it on its own scale."""
        by = scale or Scale(number_cuts(self.law, (rule,), MONEY), number_cuts(self.law, (rule,), COUNT))
        if (rule.row, by) not in self._judged:
            self._judged[rule.row, by] = self._answers(rule, by)
        return self._judged[rule.row, by]

    def _answers(self, rule: Rule, scale: Scale) -> Column:
        sides = self._sides(rule)
        weighs: dict[StepKey, Step] = {}
        for side in sides.values:
            weighs |= side.weighs
        seen = {key: self._seen(rule, step, scale) for key, step in weighs.items()}
        used = [_where(column, sides, [key in side.weighs for side in sides.values]) for key, column in seen.items()]
        first, kind = kinds((sides, *used), self.weighing.awards)
        found = [self._together(rule, sides, seen, award) for award in first.tolist()]
        told = {self._alike(judged): judged for judged in found}
        return recoded(Column(kind, found, first), self._alike, told.__getitem__)

    def _alike(self, judged: Judged) -> Hashable:
        """Answers of a rule that have this in common are one."""
        seen = Seen(judged.answer, (), judged.missing, judged.amounts, judged.groups)
        return judged.in_force, self.weighing.keeps(seen)

    def _together(self, rule: Rule, sides: Column, seen: dict[StepKey, Column], award: int) -> Judged:
        side: Side = sides.at(award)
        here = {key: column.at(award) for key, column in seen.items()}
        came_to = [(step, Seen(NO) if step.force is NO else here[step.key]) for step in side.steps]
        return side.judge.together(rule, side.own, came_to)

    def _sides(self, rule: Rule) -> Column:
        """The sides of a rule; days are told apart only by its own boundaries."""
        d, cuts = self.law.dated, day_cuts(self.law, (rule,))
        asked = (d.solicited, d.awarded, d.awarded_by, d.sub_awarded, d.tier, d.agency, d.regime)
        told = {fact: self._on(fact, cuts) for fact in asked if fact in self.weighing.told}
        first, kind = kinds(told.values(), self.weighing.awards)
        found = [self._side(rule, self.weighing.purchase(told, award)) for award in first.tolist()]
        by_alike = {side.alike: side for side in found}
        return recoded(Column(kind, found, first), lambda side: side.alike, lambda alike: by_alike[alike])

    def _on(self, fact: Fact, cuts: tuple[date, ...]) -> Column:
        if fact.kind != DAY:
            return self.weighing.told[fact]
        own = Coding(fact, cuts)
        return self.weighing.once((fact.key, cuts), lambda: recoded(self.weighing.told[fact], own.code, own.decode))

    def _side(self, rule: Rule, purchase: Purchase) -> Side:
        judge = Judge(self.law, purchase, self.asked)
        own = judge.window(rule)
        return Side(judge, own, tuple(judge.steps(rule, own)))

    def _seen(self, rule: Rule, step: Step, scale: Scale) -> Column:
        """What the condition comes to with the versions of a step, and what the rule that it follows is answered."""
        at = Setting(Purchase({}, ({},)), step.amounts, step.groups, 0)
        asked = (rule.condition,) if step.also is None else (rule.condition, step.also)
        seen = {id(condition): self.weighing.seen(condition, at, scale) for condition in asked}
        tier = self.weighing.facts((self.law.dated.tier,), scale)
        weigh = partial(weighed, rule, step.also, dated=self.law.dated)
        own = self.weighing.combined(lambda here: weigh(at=here), tier, seen, at)
        return own if rule.follows is None else self._following(own, self.judged(rule.follows, scale))

    def _following(self, own: Column, before: Column) -> Column:
        first, kind = kinds((own, before), self.weighing.awards)
        pairs = [(own.at(award), before.at(award)) for award in first.tolist()]
        found = [self.weighing.keeps(following(seen, judged)) for seen, judged in pairs]
        return recoded(Column(kind, found, first), lambda s: s, lambda s: s)


def _where(column: Column, sides: Column, counts: Sequence[bool]) -> Column:
    """The column where the side of an award lets it count, else nothing."""
    if all(counts):
        return column
    of, one = renumbered((column.of + 1) * np.array(counts, dtype=np.int32)[sides.of], len(column.values) + 1)
    return Column(of, [column.at(award) for award in one.tolist()], one)
