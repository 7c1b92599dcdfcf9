"""What a reform changes, in sentences: one for each change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from buyfair.judge.amounts import Amount
from buyfair.judge.changes import turns_on
from buyfair.judge.facts import FLAG, LINE, Fact
from buyfair.judge.rule import Rule
from buyfair.knowledge.facts import FACTS
from buyfair.knowledge.reforms.reading import NewDuty, Reform
from buyfair.purchase import law


def changes(reform: Reform) -> Iterator[str]:
    """One sentence for each change that the reform makes."""
    today, rules = law(), {rule.row: rule for rule in law().rules}
    for a in reform.amounts:
        held = today.amounts[a.name]
        when = ("as if so on every purchase's own day" if a.first is None
                else f"for solicitations from {a.first.isoformat()} on")  # fmt: skip
        yield f"{held.title}: by law {_by_law(held)}; by the reform {_amount(held.unit, a.value)}, {when} ({a.name})."
    for i in reform.ignored:
        rule = rules[i.rule]
        yield f"{rule.row} ({rule.title}): {_whatever(rule, i.fact)}."
    for x in reform.exempted:
        fact = next(f for f in FACTS if f.key == x.fact)
        said = f"every line {fact.phrase}" if fact.of == LINE else fact.phrase
        yield f"{x.rule} ({rules[x.rule].title}): it no longer binds where {said}."
    for duty in reform.duties:
        yield f"New duty of the {duty.owed_by}: {duty.title}, {_reach(duty)}."
    if reform.preference is not None:
        to = _joined((*reform.preference.sectors, *reform.preference.goods))
        yield f"A price preference of {reform.preference.percent:f} percent for {to}."
    if reform.recorded is not None:
        facts = {fact.key: fact for fact in FACTS}
        carried = [phrased(key, facts.get(key)) for key in reform.recorded.facts]
        yield f"Every award record carries {_joined(carried)}."
    if reform.fee is not None:
        to = _joined((*reform.fee.sectors, *reform.fee.goods))
        yield f"{reform.fee.basis_points:f} basis points of what is obligated for {to} pay for independent monitoring."


def _by_law(held: Amount) -> str:
    """The amounts of the law with their first days: a purchase is judged under the one of its own day."""
    return _joined([f"{_amount(held.unit, v.value)} from {v.first.isoformat()}" for v in held.versions])


def _amount(unit: str, value: Decimal) -> str:
    if value >= _BEYOND:
        return "more than any purchase is worth"
    if not unit.startswith("USD"):
        return f"{value:,f}"
    return f"${value:,.0f}" if value == int(value) else f"${value:,.2f}"


_BEYOND = Decimal(10) ** 12
"""An amount of a trillion and more stands for none at all."""


def _whatever(rule: Rule, key: str) -> str:
    """That a fact no longer releases."""
    fact = next(f for f in turns_on(rule) if f.key == key)
    if fact.kind != FLAG:
        return f"whatever {fact.phrase} is, nobody is released any more"
    return f"nobody is released any more because {'something ' if fact.of == LINE else ''}{fact.phrase}"


_VERBS = ("is ", "counts ")
"""Phrases of a line begin with what it is; those of a purchase are whole clauses."""

_ANY_LINE = "the line"
"""The phrase of the fact that asks which kind of line it is, which by itself would not say so."""


def phrased(key: str, fact: Fact | None) -> str:
    """What a fact is, in the few words that end a sentence: `the good`, `whether it is a COTS item`."""
    if fact is None:
        return f"the {key.replace('_', ' ')}"
    if fact.kind == FLAG:
        return f"whether {'it ' if fact.phrase.startswith(_VERBS) else ''}{fact.phrase}"
    return f"whether it is {_joined(fact.values, 'or')}" if fact.phrase == _ANY_LINE else fact.phrase


def _joined(words: Sequence[str], last: str = "and") -> str:
    *first, end = words
    return f"{', '.join(first)} {last} {end}" if first else end


def _codes(psc: Sequence[str]) -> list[str]:
    return [f"{'codes' if len(psc) > 1 else 'code'} {', '.join(psc)}"] if psc else []


def _reach(duty: NewDuty) -> str:
    """Whom a new duty is for, as a part of a sentence."""
    said = []
    if duty.sectors or duty.goods or duty.psc:
        said.append(f"for {_joined((*duty.sectors, *duty.goods, *_codes(duty.psc)), 'or')}")
    if duty.listed:
        harms = _joined([str(h).replace("_", " ") for h in duty.listed], "or")
        said.append(f"where the good{' or a main material of it' if duty.components else ''} is listed for {harms}")
    if duty.origins:
        said.append(f"made in {_joined(duty.origins, 'or')}")
    if duty.agencies:
        said.append(f"bought by {_joined(duty.agencies, 'or')}")
    if duty.above is not None:
        said.append(f"above {_amount('USD', duty.above)}")
    if duty.first is not None:
        said.append(f"solicited from {duty.first.isoformat()} on")
    return ", ".join(said) or "on every purchase"
