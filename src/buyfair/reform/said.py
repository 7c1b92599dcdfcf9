"""What a reform changes, in sentences: one for each change."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from buyfair.judge.changes import turns_on
from buyfair.judge.facts import LINE
from buyfair.knowledge.facts import FACTS
from buyfair.knowledge.reforms.reading import NewDuty, Reform
from buyfair.purchase import law


def changes(reform: Reform) -> Iterator[str]:
    """One sentence for each change that the reform makes."""
    today, rules = law(), {rule.row: rule for rule in law().rules}
    for a in reform.amounts:
        held = today.amounts[a.name]
        when = "as if on every purchase's own day" if a.first is None else f"for solicitations from {a.first.isoformat()} on"
        now = held.versions[-1].value
        yield f"{held.title}: {_amount(held.unit, now)} becomes {_amount(held.unit, a.value)}, {when} ({a.name})."
    for i in reform.ignored:
        rule = rules[i.rule]
        fact = next(f for f in turns_on(rule) if f.key == i.fact)
        yield f"{rule.row} ({rule.title}): whatever is so of {fact.phrase}, it releases nobody any more."
    for x in reform.exempted:
        fact = next(f for f in FACTS if f.key == x.fact)
        said = f"every line {fact.phrase}" if fact.of == LINE else fact.phrase
        yield f"{x.rule} ({rules[x.rule].title}): it no longer binds where {said}."
    for duty in reform.duties:
        yield f"New duty of the {duty.owed_by}: {duty.title}, {_reach(duty)}."
    if reform.preference is not None:
        to = ", ".join((*reform.preference.sectors, *reform.preference.goods))
        yield f"A price preference of {reform.preference.percent:f} percent for {to}."
    if reform.recorded is not None:
        yield f"Every award record carries: {', '.join(reform.recorded.facts)}."
    if reform.fee is not None:
        to = ", ".join((*reform.fee.sectors, *reform.fee.goods))
        yield f"{reform.fee.basis_points:f} basis points of what is obligated for {to} pay for independent monitoring."


def _amount(unit: str, value: Decimal) -> str:
    if not unit.startswith("USD"):
        return f"{value:,f}"
    return f"${value:,.0f}" if value == int(value) else f"${value:,.2f}"


def _reach(duty: NewDuty) -> str:
    """Whom a new duty is for, as a part of a sentence."""
    said = []
    if duty.sectors or duty.goods or duty.psc:
        said.append(f"for {', '.join((*duty.sectors, *duty.goods, *(f'code {c}' for c in duty.psc)))}")
    if duty.listed:
        harms = ", ".join(str(h).replace("_", " ") for h in duty.listed)
        said.append(f"where the good{' or a main material of it' if duty.components else ''} is listed for {harms}")
    if duty.origins:
        said.append(f"made in {', '.join(duty.origins)}")
    if duty.agencies:
        said.append(f"bought by {', '.join(duty.agencies)}")
    if duty.above is not None:
        said.append(f"above {_amount('USD', duty.above)}")
    if duty.first is not None:
        said.append(f"solicited from {duty.first.isoformat()} on")
    return ", ".join(said) or "on every purchase"
