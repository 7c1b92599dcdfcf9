"""The parts of a reform's answer that one figure each tells: supply, leverage, who moves, what is missing, prices and fees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from buyfair.columns.engine import TableExpression
from buyfair.columns.words import first_true, text, total, whole, yes
from buyfair.judge.facts import Fact, place
from buyfair.judge.judging import Judged
from buyfair.knowledge.proxies import stands
from buyfair.knowledge.reforms.reading import Fee, Preference, Recorded
from buyfair.reach import held, question
from buyfair.reform.counts import NO, UNKNOWN, WORDS, YES, Count
from buyfair.reform.judged import JudgedAwards
from buyfair.reform.law import FEE, PREFERENCE, REACHES, lab_vocabulary
from buyfair.reform.said import phrased
from buyfair.terms.answer import Answer
from buyfair.terms.exposure import POSSIBLE_INPUT, POSSIBLE_PLACE
from buyfair.terms.money import as_text

MOST_MOVERS, MOST_SUPPLIERS = 50, 10
QUARTERS = ("75-100 %", "50-75 %", "25-50 %", "0-25 %", "no dollars")
"""Shares of a supplier's dollars in these files; the last is of suppliers whose awards carry none."""
BASIS, HUNDRED = Decimal(10_000), Decimal(100)


def _count(awards: object, dollars: object) -> dict[str, Any]:
    return Count(int(str(awards)), Decimal(str(dollars))).told(suppliers=False)


def cents(number: Decimal) -> str:
    """Money as text, rounded half-even to cents."""
    return as_text(number.quantize(Decimal("0.01"), ROUND_HALF_EVEN))


# What stays open


def asks(key: str) -> str:
    """The question to a person, of facts of the law and of the lab alike."""
    fact = _fact(key)
    return question(key) if fact is None else fact.ask


def _fact(key: str) -> Fact | None:
    return lab_vocabulary().fact(f"lines[1].{key}") or lab_vocabulary().fact(key)


def waits_for(judged: Sequence[Judged]) -> list[str]:
    """The facts that the unknown answers among these wait for, sorted."""
    return sorted({place(m.path)[1] for j in judged if j.answer is Answer.UNKNOWN for m in j.missing})


def missing(of: JudgedAwards) -> list[dict[str, Any]]:
    """Which facts the awards undecidable after the reform wait for, the most dollars first. Not disjoint."""
    a = of.awards.filter(of.awards.after == UNKNOWN)
    found: dict[str, Count] = {}
    for row in _by_pattern(of, a):
        for key in waits_for(of.missing(row["pattern_after"])) or [NO_FACT]:
            found.setdefault(key, Count()).add(Count(int(row["awards"]), Decimal(row["dollars"])))
    ordered = sorted(found.items(), key=lambda pair: (-pair[1].dollars, pair[0]))
    return [_open(key, count) for key, count in ordered]


NO_FACT = "(none)"
"""Where no fact could settle it: the text of the law was not read for that day."""


def _open(key: str, count: Count) -> dict[str, Any]:
    if key == NO_FACT:
        said = "No fact settles it: the text of the law was not read for its day."
        return {"fact": None, "says": said, "held": None, **count.told(suppliers=False)}
    return {"fact": key, "says": asks(key), "held": held(key), **count.told(suppliers=False)}


# Who moves


def movers(of: JudgedAwards) -> list[dict[str, Any]]:
    """The awards that move with most dollars, each with why."""
    return moved(of, MOST_MOVERS)


def moved(of: JudgedAwards, most: int | None = None) -> list[dict[str, Any]]:
    """Every award that moves, the one with most dollars first; at most so many."""
    a = of.awards.filter(of.awards.before != of.awards.after)
    largest = a.order_by([a.dollars.desc(), a.award_id])
    return [_mover(of, row) for row in of.portfolio.engine.rows(largest if most is None else largest.limit(most))]


def _mover(of: JudgedAwards, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "award_id": row["award_id"], "piid": row["piid"], "supplier": row["supplier_name"], "agency": row["agency"],
        "sector": row["sector"], "good": row["good"], "state": row["state"], "district": row["district"],
        "dollars": as_text(row["dollars"]), "before": WORDS[row["before"]], "after": WORDS[row["after"]],
        "why": _why(of, row),
    }  # fmt: skip


def _why(of: JudgedAwards, row: Mapping[str, Any]) -> str:
    """One sentence: what binds after the reform, or what it waits for, or that nothing does."""
    judged = of.missing(row["pattern_after"])
    names = {rule.row: rule.title for rule in of.changed.rules}
    if row["after"] == YES:
        bound = [names[j.rule.row] for j in judged if j.answer is Answer.YES]
        return f"It comes under: {_some(bound)}."
    if row["after"] == UNKNOWN:
        open_ = waits_for(judged)
        if not open_:
            return str(_open(NO_FACT, Count())["says"])
        return f"Whether it is covered turns on what is not recorded: {_some([phrased(key, _fact(key)) for key in open_])}."
    return "None of the duties that the reform changes binds it."


def _some(names: Sequence[str]) -> str:
    more = len(names) - 3
    return "; ".join(names[:3]) + (f"; and {more} more" if more > 0 else "")


# Supply and leverage


def supply(of: JudgedAwards) -> dict[str, Any]:
    """How many offers came in for what is covered after, possibly included."""
    a = of.awards.filter(of.awards.after != NO)
    classes = {"none_recorded": a.offers.isnull() | (a.offers < 1).fill_null(False), "one": a.offers == 1, "two": a.offers == 2,
               "three_or_more": a.offers >= 3}  # fmt: skip
    sums: dict[str, Any] = {}
    for name, where in classes.items():
        sums |= {f"{name}_n": yes(where.fill_null(False)), f"{name}_d": total(a.dollars, where.fill_null(False))}
    row = of.portfolio.engine.rows(a.agg(**sums))[0]
    offers = {name: _count(row[f"{name}_n"], row[f"{name}_d"]) for name in classes}
    return {"offers": offers, "says": _supply_said(offers)}


def _supply_said(offers: Mapping[str, Mapping[str, Any]]) -> str:
    known = sum(offers[name]["awards"] for name in ("one", "two", "three_or_more"))
    untold = offers["none_recorded"]["awards"]
    if not known:
        return ("For no award that would be covered is a number of offers recorded: whether there is a choice cannot be told."
                if untold else "No award would be covered, so there are no offers to count.")  # fmt: skip
    several = offers["two"]["awards"] + offers["three_or_more"]["awards"]
    rest = f" For {untold:,} more no number is recorded." if untold else ""
    return (f"Of {known:,} awards that would be covered at most and record a number of offers, {several:,} had two or more to "
            f"choose from.{rest}")  # fmt: skip


def leverage(of: JudgedAwards) -> dict[str, Any]:
    """Which share of each supplier's dollars in these files the reform would reach, possibly included."""
    engine, a = of.portfolio.engine, of.awards
    covered = (a.after != NO).fill_null(False)
    s = a.filter(a.supplier.notnull()).group_by("supplier").agg(
        name=a.supplier_name.max(), covered=total(a.dollars, covered), all=total(a.dollars), touched=yes(covered)
    )
    s = s.filter(s.touched > 0)
    part, all_ = s["covered"], s["all"]
    quarter = first_true(
        (all_ == 0, whole(len(QUARTERS) - 1)), (part * 4 >= all_ * 3, whole(0)), (part * 2 >= all_, whole(1)),
        (part * 4 >= all_, whole(2)), otherwise=whole(3),
    )  # fmt: skip
    s = engine.keep("lab_leverage", s.mutate(quarter=quarter))
    sums = {int(row["quarter"]): row for row in engine.rows(
        s.group_by("quarter").agg(suppliers=s.count(), dollars=total(s["covered"])))}  # fmt: skip
    largest = engine.rows(s.order_by([s["covered"].desc(), s.supplier]).limit(MOST_SUPPLIERS))
    return {
        "suppliers": sum(int(row["suppliers"]) for row in sums.values()),
        "quarters": [{"share": share, "suppliers": int(sums[n]["suppliers"]) if n in sums else 0,
                      "dollars": as_text(Decimal(sums[n]["dollars"] if n in sums else 0))} for n, share in enumerate(QUARTERS)],
        "top": [{"supplier": row["name"], "covered": as_text(row["covered"]), "all": as_text(row["all"]),
                 "share": _share(row["covered"], row["all"])} for row in largest],
    }  # fmt: skip


def _share(part: Decimal, of: Decimal) -> float | None:
    return None if not of else float((Decimal(part) / Decimal(of)).quantize(Decimal("0.001"), ROUND_HALF_EVEN))


# Prices, fees, records


def _of_rule(of: JudgedAwards, row: str) -> TableExpression:
    """The awards with `state`: the answer of one watched rule after."""
    return of.awards.mutate(state=of.awards[of.state(row)])


def preference(of: JudgedAwards, told: Preference, name: str) -> dict[str, Any]:
    """Where a price preference could have mattered: two or more offers. Losers' prices are not public."""
    a = _of_rule(of, f"{name}/{PREFERENCE}{REACHES}")
    a = a.filter(a.state != NO)
    classes = {"mattered": a.offers >= 2, "one_offer": a.offers == 1, "offers_not_recorded": a.offers.isnull() | (a.offers < 1)}
    sums: dict[str, Any] = {}
    for name, where in classes.items():
        sums |= {f"{name}_n": yes(where.fill_null(False)), f"{name}_d": total(a.dollars, where.fill_null(False))}
    got = of.portfolio.engine.rows(a.agg(**sums))[0]
    ceiling = Decimal(got["mattered_d"]) * told.percent / HUNDRED
    return {"percent": f"{told.percent:f}", **{n: _count(got[f"{n}_n"], got[f"{n}_d"]) for n in classes},
            "cost_ceiling": cents(ceiling),
            "says": "The prices of losing offers are not public: this is the most that the preference could have cost, "
                    "not what it would have."}  # fmt: skip


def fee(of: JudgedAwards, told: Fee, name: str) -> dict[str, Any]:
    """What the basis points raise, how many visits that buys, and of how many sites anything is known."""
    a = _of_rule(of, f"{name}/{FEE}")
    a = a.filter(a.state != NO)
    maker = (a.manufacturer_of_goods & a.supplier.notnull()).fill_null(False)
    got = of.portfolio.engine.rows(
        a.agg(sure=total(a.dollars, a.state == YES), most=total(a.dollars), awards=a.count(), placed=yes(a.country.notnull()))
    )[0]
    makers = a.filter(maker)
    known = of.portfolio.engine.rows(makers.agg(n=makers.supplier.nunique()))[0]["n"]
    points = told.basis_points / BASIS
    raised = {"certain": Decimal(got["sure"]) * points, "possible": Decimal(got["most"]) * points}
    sites = {"suppliers_that_make_goods": known, "awards_with_origin_country": got["placed"], "awards": got["awards"]}
    return {
        "basis_points": f"{told.basis_points:f}", "raised": {end: cents(dollars) for end, dollars in raised.items()},
        "visits": _visits(raised, told), "visit_cost_source": told.source, "visit_cost_mark": told.mark,
        "sites": {name: int(count) for name, count in sites.items()},
        "says": "Award records name no site of making: only which suppliers say that they make goods, and the country of the "
                "last step of some awards. A visit needs an address that somebody must first ask for.",
    }  # fmt: skip


def _visits(raised: Mapping[str, Decimal], told: Fee) -> dict[str, int] | None:
    """Visits between the least money at the dearest and the most money at the cheapest; None where no cost is told."""
    if told.visit_cost is None or not all(told.visit_cost):
        return None
    low, mid, high = told.visit_cost
    middle = (raised["certain"] + raised["possible"]) / 2
    return {"low": int(raised["certain"] / high), "mid": int(middle / mid), "high": int(raised["possible"] / low)}


def record(of: JudgedAwards, told: Recorded) -> dict[str, Any]:
    """What becomes decidable if every award record carried these facts: the price of not asking.

    An award is undecidable where no watched rule says yes and one is unknown; it becomes decidable where every open rule
    waits for nothing but these facts, and those that they tell. `would_take`: which facts together would settle most.
    """
    wanted = {*told.facts, *(stand.key for stand in stands().values() if _told_by(stand.columns, told.facts))}
    whole_, now, rest = Count(), Count(), Count()
    by_rule = {rule.row: (Count(), Count()) for rule in of.changed.rules}
    sets: dict[tuple[str, ...], Count] = {}
    for row in _by_pattern(of, of.awards):
        count = Count(int(row["awards"]), Decimal(row["dollars"]))
        judged = of.missing(row["pattern_after"])
        open_ = [j for j in judged if j.answer is Answer.UNKNOWN]
        settled = [j for j in open_ if (needs := set(waits_for([j]))) and needs <= wanted]
        for j in open_:
            by_rule[j.rule.row][0].add(count)
        for j in settled:
            by_rule[j.rule.row][1].add(count)
        if open_ and not any(j.answer is Answer.YES for j in judged):
            whole_.add(count)
            (now if len(settled) == len(open_) else rest).add(count)
            sets.setdefault(tuple(waits_for(open_)) if all(map(waits_for, ([j] for j in open_))) else (), Count()).add(count)
    titles = {rule.row: rule.title for rule in of.changed.rules}
    return {
        "facts": list(told.facts), "tells": sorted(wanted - set(told.facts)), "undecidable": whole_.told(suppliers=False),
        "decidable": now.told(suppliers=False), "still_undecidable": rest.told(suppliers=False),
        "by_rule": [{"id": r, "title": titles[r], "undecidable": u.told(suppliers=False), "decidable": d.told(suppliers=False)}
                    for r, (u, d) in by_rule.items() if u.awards],
        "would_take": [{"facts": list(facts), **count.told(suppliers=False)}
                       for facts, count in sorted(sets.items(), key=lambda s: (-s[1].dollars, s[0]))[:MOST_SETS] if facts],
        "exposure": _exposure(of),
    }  # fmt: skip


MOST_SETS = 6


def _told_by(columns: str, facts: Sequence[str]) -> bool:
    """Whether a fact is taken from the same element of the record as one of these."""
    own = {stands()[key].columns for key in facts if key in stands()}
    return bool(own & set(columns.split(", ")))


def _by_pattern(of: JudgedAwards, a: TableExpression) -> list[dict[str, Any]]:
    """Awards and dollars by what the answers after rest on."""
    sums = a.group_by("pattern_after").agg(awards=a.count(), dollars=total(a.dollars))
    return of.portfolio.engine.rows(sums.order_by("pattern_after"))


def _exposure(of: JudgedAwards) -> dict[str, Any]:
    """Awards whose class turns on an origin that is not recorded, and those that turn on where inputs come from."""
    a = of.awards
    found = {}
    for name, class_ in (("place_not_recorded", POSSIBLE_PLACE), ("through_input", POSSIBLE_INPUT)):
        mine = a.filter(a.exposure == text(class_))
        row = of.portfolio.engine.rows(mine.agg(awards=mine.count(), dollars=total(mine.dollars)))[0]
        found[name] = _count(row["awards"], row["dollars"])
    return found
