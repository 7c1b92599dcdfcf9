"""What a reform would change on a portfolio, as one document: between bounds, by place and size, over years, at what burden.

The keys stand in docs/method/lab.md. Money is text with two decimals, days are ISO; what is not recorded is null.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from buyfair import __version__, catalogue
from buyfair.columns.words import first_true, greatest_of, whole
from buyfair.judge.changes import turns_on
from buyfair.judge.facts import LINE
from buyfair.knowledge.facts import FACTS
from buyfair.knowledge.reforms.reading import INSTRUMENTS, NewDuty, Reform
from buyfair.purchase import law
from buyfair.reform.burden import Reached, burden, together
from buyfair.reform.counts import NO, YES, Moves, four, moves_by, told_by, told_moves
from buyfair.reform.curve import curve
from buyfair.reform.judged import JudgedAwards, judged_awards
from buyfair.reform.law import Changed, enacted, held_against, reformed
from buyfair.reform.parts import fee, leverage, missing, movers, preference, record, supply
from buyfair.reform.portfolio import DIMENSIONS, SMALL, Portfolio, dollars_of

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Given:
    """A reform with the text of its file, which goes into the manifest so that another machine can try it again."""

    reform: Reform
    text: str

    def told(self) -> dict[str, str]:
        """As the manifest says it."""
        return {"name": self.reform.name, "sha256": hashlib.sha256(self.text.encode()).hexdigest(), "text": self.text}


def answer(of: Portfolio, given: Given, against: Given | None = None) -> Document:
    """Tries a reform on a portfolio, and where another is named how far the two reach the same."""
    reform = given.reform
    judged = judged_awards(of, reformed(reform))
    moves = moves_by(of.engine, judged.awards).get((), Moves())
    bending = curve(judged)
    return {
        **_card(reform),
        "changes": list(changes(reform)),
        "day": of.summary["day"],
        "portfolio": dollars_of(of),
        **four(moves),
        "moves": told_moves(moves),
        "rules": _rules(judged),
        "by": {name: told_by(moves_by(of.engine, judged.awards, [name]), name) for name in DIMENSIONS},
        "missing": missing(judged),
        "movers": movers(judged),
        "supply": supply(judged),
        "leverage": leverage(judged),
        "curve": bending.pop("years"),
        "curve_of": bending,
        "burden": burden(_reached(judged), together(catalogue.burden(), reform.burden)),
        **_prices(judged, reform),
        "overlap": None if against is None else _overlap(of, judged, given, against),
        "limits": [*reform.limits, *_limits(of)],
        "manifest": manifest(of, given, against),
    }


def manifest(of: Portfolio, given: Given, against: Given | None) -> Document:
    """All that another machine needs to give the same bytes."""
    return {
        "code": __version__, "knowledge": catalogue.fingerprint(), "reform": given.told(),
        "against": None if against is None else against.told(), "portfolio": [dict(file) for file in of.files],
    }  # fmt: skip


def _card(reform: Reform) -> Document:
    held = {p.id: p for p in catalogue.precedents()}
    return {
        "reform": reform.name, "title": reform.title, "instrument": reform.instrument,
        "instrument_means": INSTRUMENTS[reform.instrument], "summary": reform.summary or None, "words": reform.words,
        "source": reform.source, "commercial": reform.commercial or None,
        "conflicts": [{"with": c.with_, "says": c.says, "cites": c.cites, "mark": c.mark} for c in reform.conflicts],
        "precedents": [{"id": p.id, "title": p.title, "cites": p.cites, "says": p.learned, "days_to_clause": p.days_to_clause}
                       for p in (held[i] for i in reform.precedents)],
        "expects": reform.expects or None,
    }  # fmt: skip


# What changes, in sentences


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
        yield f"{x.rule} ({rules[x.rule].title}): it no longer binds where {'every line ' if fact.of == LINE else ''}{fact.phrase}."
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
    return f"${value:,.0f}" if unit.startswith("USD") and value == int(value) else f"{value:,f}"


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
        said.append(f"above ${duty.above:,.0f}")
    if duty.first is not None:
        said.append(f"solicited from {duty.first.isoformat()} on")
    return ", ".join(said) or "on every purchase"


# The parts


def _rules(judged: JudgedAwards) -> list[Document]:
    """The watched rules one by one."""
    found = []
    for n, rule in enumerate(judged.changed.rules):
        moves = moves_by(judged.portfolio.engine, judged.awards, (), f"before_{n}", f"after_{n}").get((), Moves())
        found.append({"id": rule.row, "title": rule.title, "result": rule.result, **four(moves)})
    return found


def _reached(judged: JudgedAwards) -> Reached:
    """Whom the reform reaches anew: covered after and not for certain before."""
    engine, a = judged.portfolio.engine, judged.awards
    anew = first_true((a.before == YES, whole(NO)), otherwise=a.after)
    of = engine.keep("lab_anew", a.mutate(anew=anew, was=whole(NO)))

    def ends(found: dict[tuple[Any, ...], Moves], what: str) -> tuple[int, int]:
        moves = found.get((), Moves())
        sure, most = moves.where(lambda _, s: s == YES), moves.where(lambda _, s: s != NO)
        return getattr(sure, what), getattr(most, what)

    every = moves_by(engine, of, (), "was", "anew")
    small = moves_by(engine, of.filter(of["size"] == SMALL), (), "was", "anew")
    unsized = moves_by(engine, of.filter(of["size"].isnull()), (), "was", "anew")
    return Reached(ends(every, "suppliers"), ends(small, "suppliers"), ends(unsized, "suppliers")[1], ends(every, "awards"))


def _prices(judged: JudgedAwards, reform: Reform) -> Document:
    """What a preference, a fee and recorded facts come to; null for what the reform has not."""
    price, basis = reform.preference, reform.fee
    return {
        "preference": None if price is None else preference(judged, price, reform.name),
        "fee": None if basis is None else fee(judged, basis, reform.name),
        "record": None if reform.recorded is None else record(judged, reform.recorded),
    }


def _overlap(of: Portfolio, judged: JudgedAwards, given: Given, against: Given) -> Document:
    """How far two reforms newly cover the same awards, and what both together would."""
    other = judged_awards(of, reformed(against.reform), "lab_other")
    both_law = _both(given.reform, against.reform)
    both = judged_awards(of, both_law, "lab_both")
    one, two, three = (_anew(j) for j in (judged, other, both))
    a = one.join(two.select("award_id", other_anew="anew"), "award_id")
    a = a.join(three.select("award_id", both_anew="anew"), "award_id")
    engine = of.engine
    no_other, no_this = whole(YES) - a.other_anew, whole(YES) - a.anew
    a = a.mutate(was=whole(NO), in_both=_least(a.anew, a.other_anew), only_this=_least(a.anew, no_other))
    a = engine.keep("lab_overlap", a.mutate(only_other=_least(a.other_anew, no_this)))

    def told(column: str) -> Document:
        return four(moves_by(engine, a, (), "was", column).get((), Moves()))["after"]

    return {
        "other": against.reform.name, "title": against.reform.title, "both": told("in_both"),
        "only_this": told("only_this"), "only_other": told("only_other"), "together": told("both_anew"),
    }  # fmt: skip


def _both(one: Reform, two: Reform) -> Changed:
    return held_against(law(), enacted(enacted(law(), one), two))


def _anew(judged: JudgedAwards) -> Any:
    """The awards with `anew`: how surely the reform covers what was not covered for certain before."""
    a = judged.awards
    return a.select("award_id", "supplier", "dollars", anew=first_true((a.before == YES, whole(NO)), otherwise=a.after))


def _least(one: Any, two: Any) -> Any:
    """The lesser of two answers: yes only where both are."""
    return whole(YES) - greatest_of(whole(YES) - one, whole(YES) - two)


# Limits


RECORDED = {
    "offers": "the number of offers", "district": "the supplier's congressional district", "state": "the supplier's state",
    "size": "the size of the business", "country": "the country of origin", "ends_with_options": "the end with all options",
}  # fmt: skip


def _limits(of: Portfolio) -> list[str]:
    """What these files do not record, and so no figure here can show."""
    a = of.awards
    counts = of.engine.rows(a.agg(**{name: a[name].count() for name in RECORDED}, every=a.count()))[0]
    every = int(counts["every"])
    found = [_recorded(what, int(counts[name]), every) for name, what in RECORDED.items() if int(counts[name]) < every]
    return [*found, *STANDING_LIMITS]


def _recorded(what: str, told: int, every: int) -> str:
    if not told:
        return f"These files do not record {what}."
    return f"{what[0].upper()}{what[1:]} is recorded for {told:,} of {every:,} awards."


STANDING_LIMITS = (
    "Dollars are net obligations of prime awards in these files, awards taken back counted as nothing: neither a forecast nor "
    "the whole of federal spending. An award is judged as one line with the facts of its base action.",
    "Award records hold no subcontracts below the first tier, and no word on whether a duty was done.",
    "The years of the curve take what is bought new to go on as in the twelve months before the known day; running "
    "awards count from their current end (an option) to their end with all options (bought anew).",
    "Burden is assumed from the bands shown; the number of respondents is counted in these files alone.",
)
