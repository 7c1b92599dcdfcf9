"""The words of conditions: how what a rule declares reads as clauses, with the lines that count and the amounts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product

from buyfair import catalogue
from buyfair.cards.page import Block, Item, Items
from buyfair.judge.amounts import AmountVersion
from buyfair.judge.conditions import (
    ALWAYS,
    AllOf,
    AnyOf,
    ByChoice,
    Leaf,
    Named,
    Opposite,
    OverLines,
    all_of,
    any_of,
    facts_of,
    not_,
    one_of,
)
from buyfair.judge.facts import CHOICE, LINE, Fact
from buyfair.judge.groups import FirstTold
from buyfair.judge.numbers import Against, ToldOr
from buyfair.judge.rule import ADVICE, ALERT, BAR, DUTY, SUBCONTRACT, Rule
from buyfair.judge.seen import Condition
from buyfair.knowledge import facts as f

_VERBS = {DUTY: "binds", BAR: "forbids", ALERT: "is raised", ADVICE: "applies"}
_VALUES = {
    "dod": "the Department of Defense", "civilian": "a civilian agency",
    "exchange_or_commissary": "an exchange or commissary", "supply": "a supply", "service": "a service",
    "contractor": "the contractor", "subcontractor": "a subcontractor", "far12": "commercial under FAR part 12",
    "card_micro": "a micro-purchase by card", "sf44": "Standard Form 44", "use_outside_us": "for use outside the United States",
    "resale_commissary": "commissary resale", "contingency": "for a contingency operation", "us": "the United States",
}  # fmt: skip
"""Choices as a sentence names them; one that is absent is written as it is told."""
ALL, _ANY = "all of these hold", "any one of these holds"
_ALWAYS, _NEVER = Item("always"), Item("never")


def root(rule: Rule, day: date | None) -> Item:
    """The condition of a rule, after that of the rule which it follows."""
    own = tree(rule.when, False, rule, day)
    if rule.follows is None:
        return own
    before = root(rule.follows, day)
    verb = _VERBS[rule.follows.result]
    first = Item(f"{rule.follows.row} {verb} ({rule.follows.title}), that is, when {before.text}", before.inside)
    if own == Item("always"):
        return first
    return Item(ALL, (first, *(own.inside if own.text == ALL else (own,))))


def tree(condition: Condition, but: bool, rule: Rule, day: date | None) -> Item:
    """A condition as a point, its parts as points below it; `but` for its opposite."""
    if isinstance(condition, Opposite):
        return tree(condition.condition, not but, rule, day)
    if isinstance(condition, ByChoice):
        return tree(_cases(condition, but), False, rule, day)
    if not isinstance(condition, AllOf | AnyOf):
        return Item(_with_amounts(_clause(condition, but), rule, day))
    word = ALL if isinstance(condition, AllOf) is not but else _ANY
    idle, decisive = (_ALWAYS, _NEVER) if word == ALL else (_NEVER, _ALWAYS)
    parts = [part for part in (tree(c, but, rule, day) for c in condition.conditions) if part != idle]
    if decisive in parts:
        return decisive
    if len(parts) <= 1:
        return parts[0] if parts else idle
    return Item(word, tuple(p for part in parts for p in (part.inside if part.text == word else (part,))))


def _cases(condition: ByChoice, but: bool) -> Condition:
    """A condition by choice as one point per branch; its branches leave no value out, so its opposite has the same."""
    branches = [(one_of(condition.fact, *values), part) for values, part in condition.branches]
    return any_of(*(all_of(chosen, not_(part) if but else part) for chosen, part in branches))


def _clause(condition: Condition, but: bool) -> str:
    """One condition as a clause; kinds that have no better words here say it themselves."""
    if isinstance(condition, FirstTold):
        return _clause(condition.ways[0], but)
    if isinstance(condition, Leaf):
        return _leaf(condition, but)
    if isinstance(condition, OverLines):
        return lines_that(condition, but)
    if isinstance(condition, Against) and but:
        word = "not more than" if condition.strict else "less than"
        return f"{condition.number.phrase} is {word} {{{condition.amount}}}"
    return condition.says(but)


def lines_that(over: OverLines, but: bool) -> str:
    """A condition on lines as a clause: which of them it speaks of, and what they are."""
    which = "every line is" if over.every is not but else "at least one line is"
    return f"{which} {_or(_lines(over.condition, but))}"


def _leaf(leaf: Leaf, but: bool) -> str:
    if leaf.fact.kind == CHOICE:
        word = "is not" if but else "is"
        return f"{leaf.fact.phrase} {word} {_or([value(v) for v in leaf.fact.values if leaf.test(v)])}"
    said = leaf.says(but)
    if not said.startswith("not: "):
        return said
    plain = said.removeprefix("not: ")
    for verb, opposite in (("is ", "is not "), ("counts ", "does not count ")):
        if plain.startswith(verb):
            return opposite + plain.removeprefix(verb)
    return f"it is not so that {plain}"


def value(choice: str) -> str:
    """A choice as a sentence names it."""
    return _VALUES.get(choice, choice.replace("_", " "))


def _lines(condition: Condition, but: bool) -> list[str]:
    """Which lines a condition holds for: each way on its own, so that nobody has to untangle brackets."""
    return [_line(way) for way in _ways(condition, but)]


def _ways(condition: Condition, but: bool) -> list[tuple[tuple[Condition, bool], ...]]:
    if isinstance(condition, Named) and _spelled_out(condition.condition):
        return _ways(condition.condition, but)
    if isinstance(condition, Opposite):
        return _ways(condition.condition, not but)
    if isinstance(condition, ByChoice):
        return _ways(_cases(condition, but), False)
    if not isinstance(condition, AllOf | AnyOf):
        return [((condition, but),)]
    each = [_ways(c, but) for c in condition.conditions]
    if isinstance(condition, AllOf) is not but:
        return [tuple(part for way in ways for part in way) for ways in product(*each)]
    return [way for ways in each for way in ways]


def _line(way: tuple[tuple[Condition, bool], ...]) -> str:
    items = [(c, but) for c, but in way if isinstance(c, Leaf) and c.fact is f.ITEM]
    kinds = [[v for v in f.ITEM.values if bool(c.test(v)) is not but] for c, but in items]
    left = [v for v in f.ITEM.values if all(v in kind for kind in kinds)]
    others = [_clause(c, but) for c, but in way if not (isinstance(c, Leaf) and c.fact is f.ITEM)]
    what = _or([value(v) for v in left]) if kinds else "a line"
    verbs = [said for said in others if said.split()[0] in ("is", "counts", "does")]
    apart = [said for said in others if said not in verbs]
    return (
        what + (f" that {' and '.join(verbs)}" if verbs else "") + (f", where {' and '.join(apart)}" if apart else "")
    )


def meanings(conditions: Iterable[Condition], rule: Rule, day: date | None) -> Iterator[Block]:
    """The terms that conditions use, spelled out once: which lines count in a sum, and words that stand for more."""
    seen: set[str] = set()
    for part in (part for condition in conditions for part in _walk(condition)):
        if isinstance(part, ToldOr) and part.fact.key not in seen:
            seen.add(part.fact.key)
            yield from _sum(part)
        if isinstance(part, Named) and part.words not in seen:
            seen.add(part.words)
            yield from _term(part, rule, day)


def _term(term: Named, rule: Rule, day: date | None) -> Iterator[Block]:
    """What a term stands for: lines, or several conditions. One that only words a single fact needs no more."""
    over = _over_lines(term.condition)
    if over is not None:
        which = "every line" if over.every else "at least one line"
        yield f'"{upper(term.words)}" means that {which} is:'
        yield Items(tuple(Item(_with_amounts(line, rule, day)) for line in _lines(over.condition, False)))
    elif isinstance(term.condition, AllOf | AnyOf | ByChoice) and not _spelled_out(term.condition):
        whole = tree(term.condition, False, rule, day)
        yield f'"{upper(term.words)}" means that {whole.text}:' if whole.inside else f'"{upper(term.words)}": {whole.text}.'
        if whole.inside:
            yield Items(whole.inside)


def _sum(number: ToldOr) -> Iterator[Block]:
    total = number.otherwise
    if total.member == ALWAYS:
        yield (
            f"{upper(number.phrase)} may be told as one number, `{number.fact.key}`; where it is not, it is the sum of "
            f"`{path(total.fact)}` over all lines. A line for which this is not known raises the upper end only."
        )
        return
    yield f"A line counts in {_short(total.phrase)} when it is:"
    yield Items(tuple(Item(line) for line in _lines(total.member, False)))
    yield (
        f"It may be told as one number, `{number.fact.key}`; where it is not, it is the sum of `{path(total.fact)}` over "
        "the lines that count. A line for which this is not known raises the upper end only."
    )
    below = f"does not fall below a told `{number.part.key}`" if number.part is not None else ""
    above = f"does not pass a told `{number.whole.key}` of the whole acquisition" if number.whole is not None else ""
    if bounds := [said for said in (below, above) if said]:
        yield f"The sum {' and '.join(bounds)}."


def _spelled_out(condition: Condition) -> bool:
    """Whether a term of a line stands there in full: where it tells the kind of the line. Other terms are explained below."""
    return f.ITEM in facts_of(condition) and not any(isinstance(part, OverLines) for part in _walk(condition))


def _over_lines(condition: Condition) -> OverLines | None:
    """The part of a named condition that looks at the lines."""
    parts = condition.conditions if isinstance(condition, AllOf) else (condition,)
    return next((part for part in parts if isinstance(part, OverLines)), None)


def _short(phrase: str) -> str:
    """The first words of a phrase, enough to know which number is meant."""
    return "this portion" if phrase.startswith("the portion") else "this value"


def _walk(part: object) -> Iterator[object]:
    yield part
    if isinstance(part, Against):
        yield from _walk(part.number)
    elif isinstance(part, ToldOr):
        yield from _walk(part.otherwise)
    elif isinstance(part, AllOf | AnyOf):
        for inner in part.conditions:
            yield from _walk(inner)
    elif isinstance(part, ByChoice):
        for _, inner in part.branches:
            yield from _walk(inner)
    elif isinstance(part, Opposite | Named | OverLines):
        yield from _walk(part.condition)


def path(fact: Fact) -> str:
    """Where a facts file has a fact."""
    return f"lines[n].{fact.key}" if fact.of == LINE else fact.key


def _with_amounts(clause: str, rule: Rule, day: date | None) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: _amount(found[1], rule, day), clause)


def _amount(name: str, rule: Rule, day: date | None) -> str:
    """The value on the day; without one all values, the newest first."""
    amount = catalogue.amounts()[name]
    if day is not None:
        version = amount.on(day)
        return f"an amount that is not held for {day} (`{name}`)" if version is None else f"{money(version)} (on {day})"
    newest, *older = reversed(amount.versions)
    what = "subcontracts awarded" if rule.tiers == SUBCONTRACT else "solicitations"
    said = [f"{what} from {newest.first}", *(f"{money(v)} from {v.first}" for v in older)]
    return f"{money(newest)} ({'; '.join(said)})"


def money(version: AmountVersion) -> str:
    """The value of an amount as a sentence writes it."""
    if catalogue.amounts()[version.name].unit.startswith("USD"):
        return f"${version.value:,}"
    return f"{version.value:,}"


def _or(words: list[str]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def upper(text: str) -> str:
    """The text with its first letter a capital one."""
    return text[:1].upper() + text[1:]
