"""What to ask next: the missing facts in the order in which an answer settles most, bars before duties."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from buyfair.judge.facts import (
    CHOICE,
    COUNT,
    COUNTRIES,
    DAY,
    FLAG,
    GOOD,
    MONEY,
    PSC,
    TEXT,
    WORDS,
    Fact,
    Interval,
    Purchase,
)
from buyfair.judge.foreseeing import Foreseeing, Foreseen
from buyfair.judge.judging import Judged, Law
from buyfair.judge.rule import BAR, Rule
from buyfair.judge.seen import LINES
from buyfair.judge.told import Vocabulary
from buyfair.terms.answer import Answer

TRIED_AT_MOST, LINES_TRIED = 24, 120
"""So many missing facts are tried out, fewer for a purchase of many lines; the rest follow in the order of questions."""


def ask_next(law: Law, vocabulary: Vocabulary, purchase: Purchase, judged: Iterable[Judged], asked: date) -> list[str]:
    """The paths of the missing facts, the one that alone settles most first; events that may yet come stand last.

    A fact settles a rule when, whatever it turns out to be, the answer is known; facts that settle nothing alone follow
    by how many rules some value of them would settle.
    """
    unsettled = [j for j in judged if j.answer is Answer.UNKNOWN]
    paths = {m.path: position for position, m in reversed(list(enumerate(m for j in unsettled for m in j.missing)))}
    first = sorted(paths, key=lambda path: paths[path])
    trying = Foreseeing(law, purchase, asked)
    keys = {p: _worth(trying, vocabulary, unsettled, p) for p in first[: _tried(purchase)]}
    return sorted(first, key=lambda p: (*keys.get(p, (True, 0, 0, 0)), *_place(vocabulary, p), paths[p]))


def _tried(purchase: Purchase) -> int:
    return min(TRIED_AT_MOST, LINES_TRIED // max(1, len(purchase.lines or ())))


def _place(vocabulary: Vocabulary, path: str) -> tuple[int]:
    fact = vocabulary.fact(path)
    return (-1 if fact is None else fact.order,)


def _worth(trying: Foreseeing, vocabulary: Vocabulary, unsettled: list[Judged], path: str) -> tuple[bool, int, int, int]:
    """The order key: events last; then bars settled, duties settled, rules that some value would settle."""
    fact = vocabulary.fact(path)
    mine = [j.rule for j in unsettled if any(m.path == path for m in j.missing)]
    if path == LINES or fact is None:
        return (False, 0, 0, -len(mine))  # empty lines settle nothing; what is asked of them does
    tried: dict[Any, Foreseen] = {}

    def then(value: Any) -> Foreseen:
        if value not in tried:
            tried[value] = trying.told(vocabulary.derive(trying.purchase.telling(path, value)))
        return tried[value]

    settled = [(rule, *_settled(then(value).answer(rule) for value in _values(fact, trying.law, rule))) for rule in mine]
    bars = sum(always for rule, always, _ in settled if rule.result == BAR)
    others = sum(always for rule, always, _ in settled if rule.result != BAR)
    return (fact.event, -bars, -others, -sum(ever for *_, ever in settled))


def _settled(answers: Iterable[Answer]) -> tuple[bool, bool]:
    """Whether each of the answers is known, and whether any is; asked no further than that takes."""
    known: set[bool] = set()
    for answer in answers:
        known.add(answer is not Answer.UNKNOWN)
        if len(known) == 2:
            break
    return known == {True}, True in known


def _values(fact: Fact, law: Law, rule: Rule) -> Iterable[Any]:
    """Values that stand for all that a fact may be to a rule.

    Each choice, each side of each amount that it compares with, a day in each stretch of its amounts and its part.
    """
    if fact.kind == FLAG:
        return (True, False)
    if fact.kind == CHOICE:
        return fact.values
    amounts = [law.amounts[name] for name in _compared(rule)]
    if fact.kind in (MONEY, COUNT):
        edges = {Decimal(0), Decimal(1)} | {
            v.value + 1 for a in amounts for v in a.versions if a.in_dollars is (fact.kind == MONEY)
        }
        return [Interval(edge, edge) for edge in sorted(edges)]
    if fact.kind == DAY:
        starts = {v.first for a in amounts for v in a.versions}
        starts |= {day for (_, part), day in law.regimes.adopted.items() if part == rule.part}
        return sorted(starts | {law.regimes.earliest})
    assert fact.kind in (TEXT, WORDS, COUNTRIES, GOOD, PSC)
    return ()


def _compared(rule: Rule) -> tuple[str, ...]:
    """The amounts of a rule and of those that it follows."""
    return (*rule.compares_with, *(_compared(rule.follows) if rule.follows is not None else ()))
