"""What a reform would change on a portfolio, as one document: between bounds, by place and size, over years, at what burden.

The keys stand in docs/method/lab.md. Money is text with two decimals, days are ISO; what is not recorded is null.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from buyfair import __version__, catalogue
from buyfair.columns.words import as_day, first_true, greatest_of, rows_of, text, total, whole, yes
from buyfair.judge.amounts import months_after
from buyfair.knowledge.reforms.reading import INSTRUMENTS, Reform
from buyfair.knowledge.sectors import sectors
from buyfair.purchase import law
from buyfair.reform.burden import Reached, burden, together
from buyfair.reform.counts import NO, UNKNOWN, YES, Count, Moves, four, moves_by, told_by, told_moves
from buyfair.reform.curve import curve
from buyfair.reform.judged import JudgedAwards, judged_awards
from buyfair.reform.law import Changed, enacted, held_against, reformed
from buyfair.reform.parts import fee, leverage, missing, movers, preference, record, supply
from buyfair.reform.portfolio import DIMENSIONS, SMALL, Portfolio, dollars_of
from buyfair.reform.said import changes
from buyfair.terms.money import spoken

Document = dict[str, Any]
SUPPLY = "supply"


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
    bending, flows = curve(judged), any(duty.subcontracts for duty in reform.duties)
    return {
        **_card(reform),
        "changes": list(changes(reform)),
        "day": of.summary["day"],
        "portfolio": dollars_of(of),
        **four(moves),
        **{span: _span(judged, span) for span in ("anew", "freed")},
        "moves": told_moves(moves),
        "open": _open(judged),
        "rules": _rules(judged),
        "by": {name: _by(judged, name) for name in DIMENSIONS},
        "missing": missing(judged),
        "movers": movers(judged),
        "supply": supply(judged),
        "leverage": leverage(judged),
        "curve": bending.pop("years"),
        "curve_of": bending,
        "burden": _burden(judged, reform, flows),
        "apart": _apart(judged),
        "subcontractors": _subcontractors(judged) if flows else None,
        **_prices(judged, reform),
        "overlap": None if against is None else _overlap(of, judged, given, against),
        "limits": [*_not_yet(judged), *reform.limits, *_unread(judged, flows), *STANDING_LIMITS, *_limits(of)],
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


# The parts


def _open(judged: JudgedAwards) -> Document:
    """The awards that can be told neither before nor after, and that the reform may cover all the same."""
    a = judged.awards.filter(judged.awards.open == 1)
    row = judged.portfolio.engine.rows(a.agg(awards=a.count(), dollars=total(a.dollars), suppliers=a.supplier.nunique()))[0]
    return Count(int(row["awards"]), Decimal(row["dollars"]), int(row["suppliers"])).told()


def _rules(judged: JudgedAwards) -> list[Document]:
    """The watched rules one by one."""
    found = []
    for n, rule in enumerate(judged.changed.rules):
        moves = moves_by(judged.portfolio.engine, judged.awards, (), f"before_{n}", f"after_{n}").get((), Moves())
        found.append({"id": rule.row, "title": rule.title, "result": rule.result, **four(moves)})
    return found


def _span(judged: JudgedAwards, column: str) -> Document:
    """What is covered anew, or no longer, between bounds."""
    a = judged.awards.mutate(was=whole(NO))
    return four(moves_by(judged.portfolio.engine, a, (), "was", column).get((), Moves()))["after"]


def _by(judged: JudgedAwards, name: str) -> list[Document]:
    """The groups of one column."""
    engine, a = judged.portfolio.engine, judged.awards
    return told_by(moves_by(engine, a, [name]), moves_by(engine, a.mutate(was=whole(NO)), [name], "was", "anew"), name)


def _burden(judged: JudgedAwards, reform: Reform, flows: bool) -> Document | None:
    """The burden table; None where the reform asks nothing of anybody who sells or buys."""
    if not (reform.amounts or reform.ignored or reform.exempted or reform.duties or reform.recorded):
        return None
    return burden(_reached(judged, flows, reform.recorded is not None), together(catalogue.burden(), reform.burden))


def _reached(judged: JudgedAwards, flows: bool, recorded: bool) -> Reached:
    """Whom the reform reaches anew in the twelve months up to the known day, by an action in them.

    Recorded subcontractors count where it flows down; every supply counts where records ask something of it.
    """
    day = judged.portfolio.day
    year = months_after(day, -12)
    a = judged.awards.filter(judged.awards.last_action > as_day(year))
    if recorded:
        supply = (a["item"] == text(SUPPLY)).fill_null(False)
        a = a.mutate(anew=first_true((supply, whole(YES)), (a["item"].isnull(), whole(UNKNOWN)), otherwise=a.anew))
    every = _firms(judged, a.select("supplier", "anew"))
    if flows and (below := _below(judged, a)) is not None:
        every = _firms(judged, rows_of(a.select("supplier", "anew"), below))
    small = _firms(judged, a.filter(a["size"] == SMALL).select("supplier", "anew"))
    unsized = _firms(judged, a.filter(a["size"].isnull()).select("supplier", "anew"))
    row = judged.portfolio.engine.rows(a.agg(sure=yes(a.anew == YES), most=yes(a.anew != NO)))[0]
    told = (year + timedelta(days=1)).isoformat(), day.isoformat()
    return Reached(told, every, small, unsized[1], (int(row["sure"]), int(row["most"])))


def _apart(judged: JudgedAwards) -> list[Document]:
    """What a sector shows apart because it alone can make up half of it (bullion), of what is covered after, at most."""
    held = {psc: (s.id, what) for s in sectors().values() for psc, what in s.apart}
    a = judged.awards.filter((judged.awards.after != NO) & judged.awards.psc.isin(sorted(held)))
    rows = judged.portfolio.engine.rows(a.group_by("psc").agg(awards=a.count(), dollars=total(a.dollars)).order_by("psc"))
    return [{"sector": held[r["psc"]][0], "what": held[r["psc"]][1], "psc": r["psc"],
             **Count(int(r["awards"]), Decimal(r["dollars"])).told(suppliers=False)} for r in rows]  # fmt: skip


def _firms(judged: JudgedAwards, rows: Any) -> tuple[int, int]:
    """How many suppliers among rows of `supplier` and `anew` are reached, for certain and at most."""
    rows = rows.filter(rows.supplier.notnull())
    firms = rows.group_by("supplier").agg(anew=rows.anew.max())
    row = judged.portfolio.engine.rows(firms.agg(sure=yes(firms.anew == YES), most=yes(firms.anew != NO)))[0]
    return int(row["sure"]), int(row["most"])


def _below(judged: JudgedAwards, a: Any) -> Any:
    """The reported first-tier subcontractors, each with how surely its prime is reached anew; None where none were read."""
    s = judged.portfolio.subawards
    if s is None:
        return None
    return s.join(a.select("award_id", "anew"), "award_id").select("supplier", "anew")


def _subcontractors(judged: JudgedAwards) -> Document:
    """Who stands below the primes that are reached anew, as far as reports were read."""
    below = _below(judged, judged.awards)
    if below is None:
        return {"recorded": False, "certain": None, "possible": None, "says": NO_REPORTS}
    sure, most = _firms(judged, below)
    return {"recorded": True, "certain": sure, "possible": most, "says": REPORTS}


NO_REPORTS = "No report of sub-awards was read, so the subcontractors that it would reach are not counted."
REPORTS = "Counted are first-tier subcontractors that primes reported; those below them, and those never reported, are not."


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
    beside = replace(against.reform, name=f"{against.reform.name} (other)")  # two files may bear one name
    other = judged_awards(of, reformed(beside), "lab_other")
    together = None
    if not _same_amounts(given.reform, beside):
        both = _anew(judged_awards(of, _both(given.reform, beside), "lab_both"))
        together = four(moves_by(of.engine, both.mutate(was=whole(NO)), (), "was", "anew").get((), Moves()))["after"]
    one, two = _anew(judged), _anew(other)
    a = one.join(two.select("award_id", other_anew="anew"), "award_id")
    engine = of.engine
    no_other, no_this = whole(YES) - a.other_anew, whole(YES) - a.anew
    a = a.mutate(was=whole(NO), in_both=_least(a.anew, a.other_anew), only_this=_least(a.anew, no_other))
    a = engine.keep("lab_overlap", a.mutate(only_other=_least(a.other_anew, no_this)))

    def told(column: str) -> Document:
        return four(moves_by(engine, a, (), "was", column).get((), Moves()))["after"]

    return {
        "other": against.reform.name, "title": against.reform.title, "both": told("in_both"),
        "only_this": told("only_this"), "only_other": told("only_other"), "together": together,
        "says": ONE_AMOUNT if together is None else OVERLAP,
    }  # fmt: skip


OVERLAP = "What one of them alone covers is told award by award: where both cannot be told, it may be either."
ONE_AMOUNT = "Both set the same amount to different values, so they cannot stand together; each is told by itself."


def _same_amounts(one: Reform, two: Reform) -> bool:
    """Whether both set one amount, from the same day on, to different values."""
    mine = {(a.name, a.first): a.value for a in one.amounts}
    return any(mine.get((a.name, a.first), a.value) != a.value for a in two.amounts)


def _both(one: Reform, two: Reform) -> Changed:
    recorded = one.recorded is not None or two.recorded is not None
    return held_against(law(), enacted(enacted(law(), one), two), recorded)


def _anew(judged: JudgedAwards) -> Any:
    """The awards with `anew`: how surely the reform covers what was not covered for certain before."""
    return judged.awards.select("award_id", "supplier", "dollars", "anew")


def _least(one: Any, two: Any) -> Any:
    """The lesser of two answers: yes only where both are."""
    return whole(YES) - greatest_of(whole(YES) - one, whole(YES) - two)


# Limits


RECORDED = {
    "offers": "the number of offers", "district": "the supplier's congressional district", "state": "the supplier's state",
    "size": "the size of the business", "country": "the country of origin", "ends_with_options": "the end with all options",
}  # fmt: skip


def _unread(judged: JudgedAwards, flows: bool) -> list[str]:
    """What was not given to the lab, and apart from the sums what alone can carry them."""
    found = [NO_REPORTS] if flows and judged.portfolio.subawards is None else []
    for part in _apart(judged):
        dollars = spoken(Decimal(part["dollars"]))
        found.append(f"{part['what']} (code {part['psc']}) alone is {dollars} of what is covered at most.")
    return found


def _not_yet(judged: JudgedAwards) -> list[str]:
    """Duties that began only after the last day of these files: nothing in them can be bound."""
    last = judged.portfolio.summary["dates"]["last_action"]
    if last is None:
        return []
    starts = [(rule.row, first.first.isoformat()) for rule in judged.changed.rules
              if (first := min(rule.texts, key=lambda text: text.first)).begins]  # fmt: skip
    late = [f"{row} from {day}" for row, day in starts if day > str(last)]
    if not late:
        return []
    none = " So no award in these files can come under the reform." if len(late) == len(judged.changed.rules) else ""
    return [f"These duties began only after the last action in these files, of {last}: {', '.join(late)}.{none}"]


def _limits(of: Portfolio) -> list[str]:
    """What these files do not record, and so no figure here can show."""
    a = of.awards
    counts = of.engine.rows(a.agg(**{name: a[name].count() for name in RECORDED}, every=a.count()))[0]
    return _recorded({what: int(counts[name]) for name, what in RECORDED.items()}, int(counts["every"]))


def _recorded(told: Mapping[str, int], every: int) -> list[str]:
    """In one sentence each: what is never recorded, and what for some awards only."""
    never = [what for what, n in told.items() if n == 0]
    some = [f"{what} for {n:,}" for what, n in told.items() if 0 < n < every]
    found = [f"These files do not record {', '.join(never)}."] if never else []
    return found + ([f"Of {every:,} awards these files record {', '.join(some)}."] if some else [])


STANDING_LIMITS = (
    "Dollars are those of prime awards in these files, awards taken back counted as nothing: neither a forecast nor the whole "
    "of federal spending. An award is judged as one line with the facts of its base action.",
    "Award records hold no subcontracts below the first tier, and no word on whether a duty was done.",
    "The years of the curve take what is bought new to go on as in the twelve months before the known day; running "
    "awards count from their current end (an option) to their end with all options (bought anew).",
    "Burden is reckoned from the bands shown, which are assumed. Firms and awards are counted in these files alone, by an "
    "action in the twelve months up to the known day.",
)
