"""Changes the law on paper: another amount, an exception that no longer releases, a new exception, a new duty.

What comes out is law like any other, judged by the same engine: there is no second evaluator for reforms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from buyfair.judge.amounts import Amount
from buyfair.judge.conditions import (
    ALWAYS,
    AllOf,
    AnyOf,
    ByChoice,
    Leaf,
    Named,
    Opposite,
    OverLines,
    UnlessToldNot,
    facts_of,
    not_,
)
from buyfair.judge.facts import CHOICE, FLAG, LINE, Fact
from buyfair.judge.groups import Belongs, FirstTold, Group, OfGroup
from buyfair.judge.judging import Law
from buyfair.judge.numbers import Against, ToldOr, Total
from buyfair.judge.rule import Rule
from buyfair.judge.seen import Condition, Number

NEVER = AnyOf(())
SUPPOSED = (FLAG, CHOICE)
"""Kinds of facts whose values can be gone through one by one."""


@dataclass(frozen=True, slots=True)
class Supposed:
    """A fact taken to have a value, whatever is told."""

    fact: Fact
    value: Any


# One condition


def supposing(condition: Condition, that: Supposed) -> Condition:
    """The condition as it stands where the fact has this value: it no longer asks for it.

    Raises: TypeError for a kind of condition that this cannot see into.
    """
    if that.fact not in facts_of(condition):
        return condition
    match condition:
        case Leaf() | UnlessToldNot():
            test = condition.test if isinstance(condition, Leaf) else bool
            return ALWAYS if test(that.value) else NEVER
        case AllOf():
            return _all([supposing(c, that) for c in condition.conditions])
        case AnyOf():
            return _any([supposing(c, that) for c in condition.conditions])
        case Opposite():
            return _opposite(supposing(condition.condition, that))
        case Named():  # its words speak of the fact that no longer counts
            return supposing(condition.condition, that)
        case OverLines():
            return _over_lines(condition, supposing(condition.condition, that))
        case ByChoice():
            return _branch(condition, that)
        case FirstTold():
            return _first_told(condition, that)
        case Against():
            return replace(condition, number=_number(condition.number, lambda member: supposing(member, that)))
    raise TypeError(f"{type(condition).__name__} cannot be taken as decided for {that.fact.key}")


def _all(parts: list[Condition]) -> Condition:
    left = [p for p in parts if p != ALWAYS]
    return NEVER if NEVER in left else AllOf(tuple(left))


def _any(parts: list[Condition]) -> Condition:
    left = [p for p in parts if p != NEVER]
    return ALWAYS if ALWAYS in left else AnyOf(tuple(left))


def _opposite(part: Condition) -> Condition:
    return NEVER if part == ALWAYS else ALWAYS if part == NEVER else not_(part)


def _over_lines(over: OverLines, part: Condition) -> Condition:
    """Whether there are lines at all stays a question: an award without lines told is unknown."""
    return replace(over, condition=part)


def _branch(choice: ByChoice, that: Supposed) -> Condition:
    if choice.fact == that.fact:
        held = next(c for values, c in choice.branches if that.value in values)
        return supposing(held, that)
    return replace(choice, branches=tuple((v, supposing(c, that)) for v, c in choice.branches))


def _first_told(first: FirstTold, that: Supposed) -> Condition:
    """Where the fact speaks first it decides; further back it is left out, and the others speak."""
    if first.ways[0].fact == that.fact:
        return supposing(first.ways[0], that)
    return replace(first, ways=tuple(way for way in first.ways if way.fact != that.fact))


def _number(number: Number, change: Callable[[Condition], Condition]) -> Number:
    """A sum whose members change; a total told of the old members then only bounds it from below."""
    if isinstance(number, Total):
        return replace(number, member=change(number.member))
    if isinstance(number, ToldOr):
        inner = number.otherwise
        changed = replace(inner, member=change(inner.member))
        if changed.member == inner.member:
            return number
        untold = replace(number.fact, key=f"{number.fact.key}, as changed")
        return ToldOr(untold, changed, False, number.fact, number.whole, number.part)
    return number


def regardless(condition: Condition, fact: Fact) -> Condition:
    """The condition where the fact no longer releases: what holds for one of its values holds for all.

    A fact of lines is gone through line by line, since one line may be of this kind and the next of that.
    Raises: TypeError for a fact that has no closed list of values.
    """
    if fact not in facts_of(condition):
        return condition
    if fact.kind not in SUPPOSED:
        raise TypeError(f"{fact.key} is neither a question of yes or no nor a choice")
    return _in_lines(condition, fact, True) if fact.of == LINE else _whichever(condition, fact, True)


def _whichever(condition: Condition, fact: Fact, most: bool) -> Condition:
    """What the condition comes to at most, or else at least, whichever value the fact has."""
    if fact not in facts_of(condition):
        return condition
    values = (True, False) if fact.kind == FLAG else fact.values
    parts = list(dict.fromkeys(supposing(condition, Supposed(fact, value)) for value in values))
    return _any(parts) if most else _all(parts)


def _in_lines(condition: Condition, fact: Fact, most: bool) -> Condition:
    """The same within each line: at most where more lines make the whole hold, at least where they free it."""
    if fact not in facts_of(condition):
        return condition
    match condition:
        case OverLines():
            return _over_lines(condition, _whichever(condition.condition, fact, most))
        case Against():
            return replace(condition, number=_number(condition.number, lambda member: _whichever(member, fact, most)))
        case AllOf():
            return _all([_in_lines(c, fact, most) for c in condition.conditions])
        case AnyOf():
            return _any([_in_lines(c, fact, most) for c in condition.conditions])
        case Opposite():
            return _opposite(_in_lines(condition.condition, fact, not most))
        case Named():
            return _in_lines(condition.condition, fact, most)
        case ByChoice():
            return replace(condition, branches=tuple((v, _in_lines(c, fact, most)) for v, c in condition.branches))
    raise TypeError(f"{type(condition).__name__} cannot be gone through line by line for {fact.key}")


def directions(condition: Condition, groups: Mapping[str, Group], less: bool = True) -> Iterator[tuple[str, bool]]:
    """Each amount that the condition compares with, and whether a greater amount makes the condition hold for less.

    What cannot hold on the lists as held (a pair of a group without members) lets no amount beside it count.
    """
    if isinstance(condition, AllOf) and never(condition, groups):
        return
    if isinstance(condition, Against):
        yield condition.amount, less
    inner = not less if isinstance(condition, Opposite) else less
    for part in condition.parts():
        if not isinstance(part, Fact | str | OfGroup):
            yield from directions(part, groups, inner)


def never(condition: Condition, groups: Mapping[str, Group]) -> bool:
    """Whether the condition holds for nothing, since no version held of a group that it looks into has any member."""
    match condition:
        case Belongs():
            return not any(v.members or v.perhaps for v in groups[condition.group].versions)
        case AllOf():
            return any(never(c, groups) for c in condition.conditions)
        case AnyOf():
            return bool(condition.conditions) and all(never(c, groups) for c in condition.conditions)
        case Named() | OverLines():
            return never(condition.condition, groups)
        case FirstTold():
            return all(never(way, groups) for way in condition.ways)
    return False


# One rule


def turns_on(rule: Rule) -> frozenset[Fact]:
    """The facts that the rule's own condition and those of its wordings ask."""
    return frozenset(fact for condition in rule.conditions for fact in facts_of(condition))


def without_exception(rule: Rule, fact: Fact) -> Rule:
    """The rule where the fact no longer releases."""
    texts = tuple(t if t.also is None else replace(t, also=regardless(t.also, fact)) for t in rule.texts)
    return replace(rule, when=regardless(rule.condition, fact), unless=(), texts=texts)


def with_exception(rule: Rule, condition: Condition) -> Rule:
    """The rule with one exception by fact more."""
    return replace(rule, unless=(*rule.unless, condition))


# The law


def with_amount(law: Law, name: str, value: Decimal, first: date | None, cites: str) -> Law:
    """The law with an amount changed from a day on, or as if it had always been so in every text read."""
    held = law.amounts[name]
    if first is None:
        versions = tuple(replace(v, value=value, cites=cites) for v in held.versions)
    else:
        before = tuple(v for v in held.versions if v.first < first)
        now = replace(
            held.versions[-1], value=value, first=first, cites=cites, changes_on=None,
            read_on=max(held.versions[-1].read_on, first),
        )  # fmt: skip
        versions = (*before, now)
    return replace(law, amounts={**law.amounts, name: Amount(held.name, held.title, held.unit, versions)})


def with_rules(
    law: Law, changed: Mapping[str, Rule], added: Iterable[Rule] = (), amounts: Mapping[str, Amount] | None = None,
    groups: Mapping[str, Group] | None = None,
) -> Law:  # fmt: skip
    """The law with rules changed, by their row, and rules added; who follows a changed rule follows the new one."""
    done: dict[str, Rule] = {}

    def now(rule: Rule) -> Rule:
        if rule.row not in done:
            new = changed.get(rule.row, rule)
            if new.follows is not None and (before := now(new.follows)) is not new.follows:
                new = replace(new, follows=before)
            done[rule.row] = new
        return done[rule.row]

    rules = (*(now(rule) for rule in law.rules), *added)
    return replace(
        law, rules=rules, amounts={**law.amounts, **(amounts or {})}, groups={**law.groups, **(groups or {})}
    )


def only(law: Law, rows: Iterable[str]) -> Law:
    """The law of these rows alone; what they follow is judged with them all the same."""
    wanted = set(rows)
    return replace(law, rules=tuple(rule for rule in law.rules if rule.row in wanted))


def affected(before: Law, after: Law) -> tuple[str, ...]:
    """The rows whose answers may differ: changed or added rules, rules of a changed amount, and those that follow them."""
    old = {rule.row: rule for rule in before.rules}
    amounts = {n for n, a in after.amounts.items() if before.amounts.get(n) != a}
    found: set[str] = set()

    def differs(rule: Rule) -> bool:
        own = old.get(rule.row) is None or old[rule.row].condition is not rule.condition or amounts & set(rule.compares_with)
        texts = old.get(rule.row) is not None and old[rule.row].texts is not rule.texts
        return bool(own) or texts or (rule.follows is not None and differs(rule.follows))

    found = {rule.row for rule in after.rules if differs(rule)}
    return tuple(rule.row for rule in after.rules if rule.row in found)
