"""What one more told fact would settle: answers alone, and only what looks at that fact is weighed once more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from buyfair.judge.conditions import facts_of
from buyfair.judge.facts import LINE, Purchase
from buyfair.judge.judging import Judge, Law, Step, weighed
from buyfair.judge.rule import Rule
from buyfair.judge.seen import NO, UNKNOWN, Condition, Seen, Setting
from buyfair.terms.answer import Answer

Key = tuple[int, int | None, int]
"""A part of a condition, the line in which it stands, and the versions of the law under which it is weighed."""


@dataclass(slots=True)
class Foreseeing:
    """Tries out values of untold facts of one purchase; what does not look at the value tried is weighed once for all.

    Conditions live as long as the law, so that a part is known by its identity.
    """

    law: Law
    purchase: Purchase
    asked: date
    came_to: dict[Key, Seen] = field(default_factory=dict)
    _looks: dict[int, tuple[frozenset[str], frozenset[str]]] = field(default_factory=dict)
    _versions: dict[Any, int] = field(default_factory=dict)

    def told(self, purchase: Purchase) -> Foreseen:
        """The purchase with more told than before, ready to be asked."""
        return Foreseen(self, Judge(self.law, purchase, self.asked), *self._changed(purchase))

    def _changed(self, then: Purchase) -> tuple[frozenset[str], tuple[frozenset[str], ...]] | tuple[None, tuple[()]]:
        """The facts of the purchase and of each line that are told otherwise; None where all may be.

        Determinations are looked at without being named, and lines that came or went change every sum.
        """
        own = _otherwise(self.purchase.told, then.told)
        before, after = self.purchase.lines or (), then.lines or ()
        if len(before) != len(after) or self.law.dated.determinations.key in own:
            return None, ()
        return own, tuple(_otherwise(b, a) for b, a in zip(before, after, strict=True))

    def looks(self, part: Condition) -> tuple[frozenset[str], frozenset[str]]:
        """The facts of the purchase, and those of lines, that a part of a condition may look at."""
        if id(part) not in self._looks:
            facts = facts_of(part)
            own, of_line = (frozenset(f.key for f in facts if (f.of == LINE) is inside) for inside in (False, True))
            self._looks[id(part)] = own, of_line
        return self._looks[id(part)]

    def under(self, step: Step) -> int:
        """A short name of the versions under which a step is weighed."""
        return self._versions.setdefault(step.key[1], len(self._versions))


def _otherwise(before: Mapping[str, Any], after: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))


@dataclass(slots=True)
class Foreseen:
    """One value tried: what each rule would then be answered, as `Judge` answers it."""

    of: Foreseeing
    judge: Judge
    changed: frozenset[str] | None
    changed_in: tuple[frozenset[str], ...]
    _answers: dict[int, Answer] = field(default_factory=dict)
    _here: dict[Key, Seen] = field(default_factory=dict)

    def answer(self, rule: Rule) -> Answer:
        """The answer without what it rests on: equal answers of all steps stand, the first that differs leaves it open."""
        if id(rule) not in self._answers:
            self._answers[id(rule)] = self._answer(rule)
        return self._answers[id(rule)]

    def _answer(self, rule: Rule) -> Answer:
        steps = self.judge.steps(rule, self.judge.window(rule))
        if self.judge.lifted(rule) is not None or all(step.force is NO for step in steps):
            return NO
        return _one(self._of_steps(rule, steps))

    def _of_steps(self, rule: Rule, steps: Iterable[Step]) -> Iterable[Answer]:
        weighed_under: dict[Any, Answer] = {}
        for step in steps:
            if step.force is NO:
                yield NO
                continue
            if step.key not in weighed_under:
                weighed_under[step.key] = self._weigh(rule, step)
            answer = weighed_under[step.key]
            yield UNKNOWN if step.force is UNKNOWN and answer is not NO else answer

    def _weigh(self, rule: Rule, step: Step) -> Answer:
        recall = partial(self._recalled, self.of.under(step))
        at = Setting(self.judge.purchase, step.amounts, step.groups, recall=recall)
        answer = weighed(rule, step.also, at, self.judge.law.dated).answer
        if rule.follows is None or answer is NO:
            return answer
        before = self.answer(rule.follows)
        return NO if before is NO else UNKNOWN if UNKNOWN in (before, answer) else answer

    def _recalled(self, under: int, part: Condition, at: Setting) -> Seen:
        """What the part came to before, in this trial or, where the trial does not touch it, in any."""
        key = (id(part), at.line, under)
        seen = self._here.get(key)
        if seen is None:
            kept = self._here if self._touches(part, at.line) else self.of.came_to
            seen = kept.get(key)
            if seen is None:
                seen = kept[key] = part.weigh(at)
            self._here[key] = seen
        return seen

    def _touches(self, part: Condition, line: int | None) -> bool:
        if self.changed is None:
            return True
        own, of_line = self.of.looks(part)
        inside = self.changed_in if line is None else self.changed_in[line : line + 1]
        return not own.isdisjoint(self.changed) or any(not of_line.isdisjoint(changed) for changed in inside)


def _one(answers: Iterable[Answer]) -> Answer:
    """The answer that all have in common; else unknown."""
    found: Answer | None = None
    for answer in answers:
        if answer is UNKNOWN or (found is not None and answer is not found):
            return UNKNOWN
        found = answer
    assert found is not None, "a rule has at least one step"
    return found
