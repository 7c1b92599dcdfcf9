"""Why a rule binds one purchase or does not, in a sentence: the facts that decided, and what a number came to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TypeVar

from buyfair.cards.clauses import lines_that
from buyfair.judge.amounts import AmountVersion
from buyfair.judge.conditions import AllOf, AnyOf, ByChoice, Leaf, Opposite, OverLines
from buyfair.judge.facts import CHOICE, Fact, Interval, Purchase, place
from buyfair.judge.groups import GroupVersion, OfGroup
from buyfair.judge.judging import Judged
from buyfair.judge.numbers import Against
from buyfair.judge.rule import ADVICE, ALERT, BAR, DUTY, Rule
from buyfair.judge.seen import Condition, Setting
from buyfair.knowledge import facts as f
from buyfair.knowledge.facts.words import chosen
from buyfair.terms.answer import Answer

NUMBERS = {
    f.VALUE_OUTSIDE.key: ("the portion abroad", "COTS items left out"),
    f.POSSIBLE_OUTSIDE.key: ("what could be performed abroad", "COTS items counted"),
}
"""How a reason names the two portions, and what tells them apart."""
LINES_NAMED = 6
OWED = {
    DUTY: ("Owed by", "Due"), BAR: ("Kept by", "When"), ALERT: ("Looked at by", "When"), ADVICE: ("Addressed to", "When"),
}  # fmt: skip
"""Who a rule speaks to and by when, in the words of its kind."""
VALUES = {"dod": "DoD", "civilian": "a civilian agency", "exchange_or_commissary": "an exchange or commissary"}


def why(j: Judged, purchase: Purchase) -> str:
    """The reason for a yes or a no in one clause, from the facts that decided and the amounts used; empty where none did."""
    told = {r.path: r.value for r in j.because}
    if f.DETERMINATIONS.key in told:
        return (
            f"signed and told: {listed(d.says for d in j.rule.lifted_by if d.key in told[f.DETERMINATIONS.key].items)}"
        )
    found = [_tier_clause(told[f.TIER.key])] if f.TIER.key in told else []
    rule: Rule | None = j.rule
    while rule is not None:
        at = Setting(
            purchase,
            {name: _last(j.amounts, name) for name in rule.compares_with},
            {name: _last(j.groups, name) for name in rule.looks_into},
        )
        asked = (rule.condition, *(t.also for t in j.texts if t.also is not None and rule is j.rule))
        for condition in asked:
            if condition.weigh(at).answer is j.answer:
                found += _clauses(condition, at, j.answer, j)
        rule = rule.follows
    return listed(dict.fromkeys(found)) if found else ""


Used = TypeVar("Used", AmountVersion, GroupVersion)


def _last(used: tuple[Used, ...], name: str) -> Used | None:
    """The newest of the values, or of the groups, under which the answer was the same."""
    held = [version for version in used if version.name == name]
    return held[-1] if held else None


def _tier_clause(tier: Interval) -> str:
    if tier.low == 0:
        return "these facts are those of the prime contract (tier 0)"
    return f"these facts are those of a subcontract (tier {tier.low:f})"


def _clauses(condition: Condition, at: Setting, answer: Answer, j: Judged) -> list[str]:
    """The parts of a condition that made its answer, each as an English clause."""
    if isinstance(condition, Opposite):
        opposite = Answer.NO if answer is Answer.YES else Answer.YES
        return _clauses(condition.condition, at, opposite, j)
    if isinstance(condition, AllOf | AnyOf):
        deciding = [c for c in condition.conditions if c.weigh(at).answer is answer]
        return [said for c in deciding for said in _clauses(c, at, answer, j)]
    if isinstance(condition, ByChoice):
        return _by_choice(condition, at, answer, j)
    if isinstance(condition, Against):
        return [_comparison(condition, at, answer, j)]
    if isinstance(condition, Leaf) and condition.fact.kind == CHOICE:
        told = str(at.told(condition.fact))
        return [f"{condition.fact.phrase} is {VALUES.get(told) or chosen(condition.fact.key, told)}"]
    if isinstance(condition, Leaf) and condition.words == condition.fact.phrase and answer is Answer.NO:
        return [condition.fact.opposite or f"it is not so that {condition.words}"]
    lines = _line_numbers(r.path for r in condition.weigh(at).because)
    if isinstance(condition, OverLines):
        return [lines_that(condition, answer is Answer.NO) + (f" ({lines})" if lines else "")]
    return [condition.says(answer is Answer.NO) + (f" ({lines})" if lines else "")]


def _by_choice(condition: ByChoice, at: Setting, answer: Answer, j: Judged) -> list[str]:
    """The branch that was told; where none was every branch gives the answer, and the last one says why."""
    told = at.told(condition.fact)
    branch = next((part for values, part in condition.branches if told in values), condition.branches[-1][1])
    found = _clauses(branch, at, answer, j)
    return found if told is not None or not found else [*found[:-1], f"{found[-1]}, and so whatever {condition.fact.phrase} is"]


def _comparison(against: Against, at: Setting, answer: Answer, j: Judged) -> str:
    """What a number came to, against the amount of the law."""
    number, measured = against.number, against.number.measure(at)
    key = getattr(getattr(number, "fact", None), "key", "")
    name, counted = NUMBERS.get(key, (number.phrase, ""))
    word = "above" if against.strict else "at least"
    relation = word if answer is Answer.YES else f"not {word}" if against.strict else "below"
    relation = relation if measured.interval.exact else f"in any case {relation}"
    values = sorted({a.value for a in j.amounts if a.name == against.amount})
    lines = _line_numbers(r.path for r in measured.because if r.path.endswith(f"].{f.VALUE.key}"))
    beside = ", ".join(part for part in (lines, counted) if part)
    return f"{name} {_came_to(measured.interval)}, {relation} {listed(map(dollars, values))}{f' ({beside})' if beside else ''}"


def _came_to(interval: Interval) -> str:
    if interval.exact:
        return f"is {dollars(interval.low)}"
    if interval.high is None:
        return f"is {dollars(interval.low)} or more"
    return f"lies between {dollars(interval.low)} and {dollars(interval.high)}"


def _line_numbers(paths: Iterable[str]) -> str:
    """The lines that paths lead to: `line 1`, `lines 1 and 3`."""
    found = sorted({line for line, _ in map(place, paths) if line is not None})
    if not found:
        return ""
    if len(found) > LINES_NAMED:
        return f"{len(found)} lines"
    return f"line{'s' if len(found) > 1 else ''} {listed(str(n + 1) for n in found)}"


def by_threshold(j: Judged) -> bool:
    """Whether an amount of the law, or an exception beside one, let this purchase go; not only its tier."""
    told_by_tier = any(r.path == f.TIER.key for r in j.because)
    compared = any(c for condition in j.rule.conditions for c in _comparisons(condition))
    return j.rule.follows is None and not told_by_tier and compared


def _comparisons(condition: Condition) -> Iterator[Against]:
    if isinstance(condition, Against):
        yield condition
        return
    for part in condition.parts():
        if not isinstance(part, Fact | str | OfGroup):
            yield from _comparisons(part)


def dollars(amount: Decimal) -> str:
    """An amount as a person reads it: $701,000.00."""
    return f"${amount:,.2f}"


def ids(rules: Iterable[Judged]) -> str:
    """The rows of rules, as a page names them."""
    return ", ".join(j.rule.row for j in rules)


def listed(words: Iterable[str], word: str = "and") -> str:
    """The words in a row, the last one joined by `word`."""
    *before, last = list(words) or [""]
    return f"{', '.join(before)} {word} {last}" if before else last
