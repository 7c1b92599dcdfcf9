"""What to look at first: every award asked every indicator, weighed and ranked, with the decisions ahead of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from buyfair import catalogue
from buyfair.columns.engine import Engine, TableExpression
from buyfair.columns.words import Expression, at_most_of, counted, first_true, nothing, same, text, total, yes
from buyfair.judgement import Judged, JudgedLines, of_kind
from buyfair.knowledge.countries import countries, inside_us
from buyfair.knowledge.goods import goods, priority, reach
from buyfair.knowledge.indicators.decision_ahead import VEHICLE
from buyfair.knowledge.psc import title
from buyfair.knowledge.sectors import sectors
from buyfair.knowledge.weights import SEVERITY_CAP, Factor, Severity, factors, severities
from buyfair.measure.indicator import Indicator, Row
from buyfair.measure.priority import BANDED, DRAWS, SEED, Capped, Weighing, banded, prioritized, state_points
from buyfair.measure.readings import (
    AWARD_WORDS,
    GATHERED,
    LISTED_COLUMNS,
    READING_NO,
    READING_UNKNOWN,
    READING_YES,
    REGION_COLUMNS,
    read,
    spoken,
    standing,
    worded,
)
from buyfair.reach import STATE_SENTENCES
from buyfair.records.exposures import AWARDS
from buyfair.records.table import Column, Kind, Table
from buyfair.terms.clock import Clock
from buyfair.terms.exposure import ABROAD, DEPTHS, MATCHED, POSSIBLE_INPUT, POSSIBLE_PLACE, TAKEN_BACK, UNKNOWN
from buyfair.terms.harm import Harm
from buyfair.terms.money import as_text
from buyfair.terms.money import spoken as in_words

SHOWN_FIRST, SHOWN_VEHICLES, SHOWN_DECISIONS, SHOWN_FLOWS = 100, 200, 500, 200
"""How many rows of each kind the summary carries; awards.parquet holds every award."""

YEAR = timedelta(days=365)
EXPOSED = (MATCHED, POSSIBLE_PLACE, POSSIBLE_INPUT)


@dataclass(frozen=True, slots=True)
class Attention:
    """Every award with answers, points and rank, and the bands of the first; `day` is the known day.

    `answers` and `bands`: the same awards, summed by what the indicators answered and by what the flows tell, where that
    was done before. `first`: of them those that stand first in rank, where these were found before.
    """

    awards: TableExpression
    day: date
    answers: TableExpression | None = None
    bands: TableExpression | None = None
    first: TableExpression | None = None


@cache
def weighing() -> Weighing:
    """The bundled weights as the engine asks them."""
    indicators = {i.code: i for i in catalogue.indicators()}
    return Weighing(
        factors=tuple(
            Capped(
                f.id, f.cap, {w.indicator: w.points for w in f.weights}, f.sizes, dict(f.states), f.exposed_by,
                f.maybe_exposed_by,
            )
            for f in factors()
        ),
        harms={harm: s.points for harm, s in severities().items()},
        stands_for={code: i.harms for code, i in indicators.items() if i.harms},
        severity_cap=SEVERITY_CAP,
    )


@cache
def awards_table() -> Table:
    """The table of awards as written: what is judged of them, what indicators gathered and answered, the order."""
    gathered = tuple(c for i in catalogue.indicators() for c in i.gathers)
    answers = tuple(
        Column(i.code, "text", f"{i.asks} yes, no or unknown; null where the question does not apply")
        for i in catalogue.indicators()
    )
    words = tuple(Column(name, kind, _WORDS[name]) for name, kind in AWARD_WORDS.items())
    return Table(AWARDS.name, AWARDS.row, AWARDS.key, (*AWARDS.columns, *_ORDER, *GATHERED, *words, *gathered, *answers))


_WORDS = {
    "supplier": "UEI, else name as written: by which awards of one supplier are found",
    "known_day": "day as of which was asked",
    "good_listed_from": "first day on which a list held named the award's good for any country",
    "subawards": "sub-awards reported on it; null where no file of them was read",
}
_ORDER = (
    Column("stake", "money", "net obligations on lines exposed, of labor services abroad or untold, of an award that is not "
           "over; the size of the award goes by it"),
    Column("stake_least", "money", "of these, for certain"),
    Column("reach", "text", "whether a rule that looks at the making reaches it: reached_by_no_duty, undecidable or "
           "reached_without_evidence"),
    Column("points", "count", "sum of capped reasons, upper end; the rank goes by it"),
    Column("points_at_least", "count", "sum of the reasons that are certain"),
    Column("band_low", "count", "rank at the 5th of 100 draws of the weights; the first 500 awards only"),
    Column("band_high", "count", "rank at the 95th"),
    Column("spoke", "count", "indicators that answered yes or no"),
    Column("asked", "count", "indicators whose question applies"),
)


def look(
    engine: Engine, of_lines: JudgedLines, judged: Judged, subawards: Path | None, day: date,
    clock: Clock | None = None,
) -> Attention:  # fmt: skip
    """Asks every indicator of every award, weighs the answers and ranks the awards."""
    clock = clock or Clock()
    indicators = catalogue.indicators()
    regions = engine.values("regions", REGION_COLUMNS, _regions(day))
    listed = engine.values("good_listed", LISTED_COLUMNS, sorted(_first_listed().items()))
    kinds_of_lines = engine.keep("alike_worded", worded(of_lines.alike, regions, inside_us(), _manual()))
    lines = of_kind(of_lines.actions, kinds_of_lines, *_OF_KIND)
    reported = None if subawards is None else _reported(engine, subawards)
    asked = read(engine, lines, judged.awards, listed, reported, indicators, day)
    spoke, of = spoken(asked, indicators)
    clock.stage("indicators")
    asked = asked.mutate(spoke=spoke, asked=of, **_stake(asked))
    ranked = prioritized(engine, asked, weighing())
    bands = engine.values("bands", _BANDS, ([b[c] for c in _BANDS] for b in banded(engine, ranked, weighing())))
    order = ranked.select("award_id", "points", "points_at_least", "rank").left_join(bands, "award_id")
    awards = asked.drop("rank").join(order.drop("award_id_right"), "award_id")
    clock.stage("priority")
    return Attention(engine.keep("awards_ranked", awards), day)


def _stake(awards: TableExpression) -> dict[str, Expression]:
    """The dollars that a question about exposed or untold goods and work can still move, and those of them for certain.

    Nothing is at stake any more where performance is over; where that is not recorded, nothing for certain.
    Unit: US dollars, at most the award's net.
    """
    a = awards
    none = a.dollars - a.dollars
    most, least = (at_most_of(a[c], a.dollars) for c in ("stake_dollars", "stake_dollars_least"))
    back = a.dollars <= 0
    return {
        "stake": first_true((back | a.performance_over, none), otherwise=most),
        "stake_least": first_true((~back & ~a.performance_over, least), otherwise=none),
    }


_BANDS: dict[str, Kind] = {"award_id": "text", "band_low": "count", "band_high": "count"}
_OF_KIND = ("item", "sector", "good", "strength", "classified_by", "exposure", "exposure_reason", "unread",
            "may_match", "may_shift", "may_hide", "may_be_regional", "unnamed", "unworked", "foreign_origin",
            "region")  # fmt: skip


def _regions(day: date) -> list[tuple[str, str, str]]:
    """Goods, the country and the region for which the law presumes forced labor in them."""
    named = priority.card()
    return [(good, named["country"], named["region"]) for good in goods() if priority.sectors_of(good, day)]


def _manual() -> list[str]:
    """The codes, and beginnings of codes, under which work may be manual."""
    return sorted({work.psc.rstrip("*") for sector in sectors().values() for work in sector.manual_work})


def _first_listed() -> dict[str, date]:
    found: dict[str, date] = {}
    for pair in catalogue.listed_pairs():
        found[pair.good] = min(pair.somewhere_from, found.get(pair.good, pair.somewhere_from))
    return found


def _reported(engine: Engine, subawards: Path) -> TableExpression:
    held = engine.read(subawards, "subawards_read")
    return engine.keep("subawards_reported", held.group_by("award_id").agg(reported=held.count()))


def told(engine: Engine, seen: Attention, part: str) -> dict[str, Any]:
    """What the summary says of it, one of its PARTS: first awards, indicators, vehicles, calendar or flows, in their order."""
    return PARTS[part](engine, seen)


def _looked(engine: Engine, seen: Attention) -> dict[str, Any]:
    a = seen.awards
    of = a.filter(a["rank"].notnull()) if seen.first is None else seen.first
    first = of.order_by("rank").limit(SHOWN_FIRST)
    return {"priority": _priority(engine, a), "first": [_first(row) for row in engine.rows(first)]}


def _standing(seen: Attention) -> TableExpression:
    return seen.awards.filter(seen.awards.exposure != text(TAKEN_BACK))


PARTS: Mapping[str, Callable[[Engine, Attention], dict[str, Any]]] = {
    "first": _looked,
    "indicators": lambda engine, seen: {
        "indicators": _indicators(engine, seen.awards if seen.answers is None else seen.answers)
    },
    "vehicles": lambda engine, seen: _vehicles(engine, _standing(seen)),
    "calendar": lambda engine, seen: _calendar(engine, _standing(seen), seen.day),
    "flows": lambda engine, seen: _flows(engine, seen.awards if seen.bands is None else seen.bands),
}
"""What is told of the awards, each part with what tells it."""


def _priority(engine: Engine, awards: TableExpression) -> dict[str, Any]:
    counted = engine.rows(awards.agg(ranked=yes(awards["rank"].notnull()), all=awards.count()))[0]
    severity = {
        "factor": "severity", "title": "How grave the harm is", "cap": SEVERITY_CAP, "owner": "the authors of Buyfair",
        "reason": "Scale, scope and irremediability of the gravest harm that may reach the award (UN Guiding Principles 14 "
        "and 24).",
    }  # fmt: skip
    held = [{"factor": f.id, "title": f.title, "cap": f.cap, "reason": f.reason, "owner": f.owner} for f in factors()]
    return {
        "ranked": int(counted["ranked"]), "not_ranked": int(counted["all"]) - int(counted["ranked"]),
        "draws": DRAWS, "seed": SEED, "banded": BANDED, "asked": len(catalogue.indicators()),
        "factors": [severity, *held], "not_judged": [], "sentence": None,
    }  # fmt: skip


def _first(row: Row) -> dict[str, Any]:
    """One award as the list of the first shows it."""
    abroad = row["sector"] == ABROAD
    return {
        "award_id": row["award_id"], "piid": row["piid"], "parent_piid": row["parent_piid"], "rank": row["rank"],
        "band": [row["band_low"], row["band_high"]], "points": row["points"], "points_at_least": row["points_at_least"],
        "supplier": row["supplier_name"], "uei": row["supplier_uei"], "agency": row["agency"], "office": row["office"],
        "good": row["good"], "sector": row["sector"], "psc": row["psc"],
        "country": row["performance_country"] if abroad else row["origin_country"],
        "exposure": row["exposure"], "dollars": as_text(row["dollars"]), "spoke": row["spoke"], "asked": row["asked"],
        "met": met(row), "exposed_dollars": _exposed_dollars(row), "over": over(row), "reasons": reasons(row),
    }  # fmt: skip


def met(row: Row) -> dict[str, Any]:
    """What put an award in its class, for its title: a good and how surely, its listed materials, and the place recorded.

    It is said of the line that decided; where that has another product code than the largest line, the title says so.
    """
    good, code, country = row["met_good"], row["met_psc"], row["met_origin"]
    through = row["exposure_reason"] == "input_listed" and row["met_depth"] == DEPTHS[0]
    return {
        "good": good, "strength": row["met_strength"], "depth": row["met_depth"], "goods": row["met_goods"],
        "materials": list(listed_materials(good)) if through else [], "reason": row["exposure_reason"],
        "in_largest": bool(row["met_in_largest"]), "largest_strength": row["strength"],
        "psc": code, "psc_title": _code_title(code), "largest_psc_title": _code_title(row["psc"]),
        "country": country, "name": None if country is None else countries()[country].name,
    }  # fmt: skip


def _code_title(code: str | None) -> str | None:
    return None if code is None else title(code)


@cache
def listed_materials(good: str) -> tuple[str, ...]:
    """The main materials of a good, and of these, that a list names for some country."""
    listed = _first_listed()
    below = (r for r in reach() if r.good == good and r.relation == "input" and r.depth == DEPTHS[1])
    return tuple(sorted(r.listed_good for r in below if r.listed_good in listed))


def _exposed_dollars(row: Row) -> str | None:
    """What the lines in the award's class come to; nothing where it is not exposed."""
    of = {MATCHED: "matched_dollars", POSSIBLE_PLACE: "place_dollars", POSSIBLE_INPUT: "input_dollars"}
    return as_text(row[of[row["exposure"]]]) if row["exposure"] in of else None


def over(row: Row) -> dict[str, Any] | None:
    """That the recorded performance has ended, where leverage lies then; nothing where it has not, or is not recorded."""
    vehicle = row["award_id"].startswith(VEHICLE)
    end = row["ordering_period_end" if vehicle else "end_date"]
    if end is None or end >= row["known_day"]:
        return None
    options = None if vehicle else row["potential_end_date"]
    return {"day": _day(end), "options_until": _day(options), "certain": row["performance_over"] is True,
            "sentence": _over_said(row, end, options, vehicle=vehicle)}  # fmt: skip


def _over_said(row: Row, end: date, options: date | None, *, vehicle: bool) -> str:
    if vehicle:
        return f"The ordering period ended on {end}: no order is placed under it any more; a follow-on can carry the questions."
    if not row["performance_over"]:
        more = "whether it was extended is not recorded" if options is None or options < row["known_day"] else (
            f"options until {options} are on record, none as exercised")  # fmt: skip
        return f"The recorded period of performance ended on {end}; {more}."
    under = row["parent_piid"]
    where = "what is bought next" if under is None else f"what is bought next and in the vehicle {under}"
    return f"Performance ended on {max(end, options or end)}: leverage lies in {where}."


@dataclass(frozen=True, slots=True)
class _Reason:
    indicator: str
    factor: str
    title: str
    sentence: str
    points: int
    at_least: int


def reasons(row: Row) -> list[dict[str, Any]]:
    """Why an award stands where it does: each reason with its points under the cap of its factor, the most first.

    They add up to the award's points, and what is certain of them to its points at least.
    """
    found = _severity(row)
    indicators = {i.code: i for i in catalogue.indicators()}
    for factor in factors():
        parts = [
            _Reason(w.indicator, factor.id, indicators[w.indicator].title, sentence(indicators[w.indicator], row),
                    w.points, w.points if row[w.indicator] == READING_YES else 0)
            for w in factor.weights
            if row[w.indicator] in (READING_YES, READING_UNKNOWN)
        ]  # fmt: skip
        size, least = (
            max((p for at_least, p in factor.sizes if row[c] >= at_least), default=0) for c in ("stake", "stake_least")
        )
        if size:
            parts.append(_Reason("contract_size", factor.id, "Dollars at stake", _stake_said(row), size, least))
        found += _capped(parts, factor.cap) + _reached(factor, row)
    return sorted(found, key=lambda r: (-r["points"], -r["at_least"], r["factor"], r["indicator"]))


def _stake_said(row: Row) -> str:
    dollars, stake, least = row["dollars"], row["stake"], row["stake_least"]
    if stake == dollars:
        said = f"Net obligations of {in_words(dollars)} in these files"
    else:
        said = f"{in_words(stake)} of {in_words(dollars)} stand on lines that are exposed, of labor services abroad or untold"
    if row["performance_over"] is None:
        return f"{said}; whether performance goes on is not recorded."
    return f"{said}." if least == stake else f"{said}; {in_words(least)} of it for certain."


def _reached(factor: Factor, row: Row) -> list[dict[str, Any]]:
    """Whether the law looks at how an exposed award is made; undecidable and perhaps exposed are intervals."""
    state = row.get("reach")
    if state is None or not factor.states:
        return []
    sure = any(row[code] == READING_YES for code in factor.exposed_by)
    may = [row[code] for code in (*factor.exposed_by, *factor.maybe_exposed_by)]
    hidden = row["unread_lines"] + row["untold_lines"] + row["may_hide_lines"] > 0
    perhaps = READING_YES in may or READING_UNKNOWN in may or hidden
    low, high = state_points(dict(factor.states), state)
    if not perhaps or not high:
        return []
    return [{"indicator": "reach", "factor": factor.id, "title": factor.title, "sentence": STATE_SENTENCES[state],
             "points": high, "at_least": low if sure else 0}]  # fmt: skip


def _capped(parts: Sequence[_Reason], cap: int) -> list[dict[str, Any]]:
    """Reasons under the cap: what is certain comes first, so that both sums hold."""
    ordered = sorted(parts, key=lambda p: (-p.at_least, -p.points, p.indicator))
    left, sure = cap, []
    for part in ordered:
        sure.append(min(part.at_least, left))
        left -= sure[-1]
    rows = []
    for part, at_least in zip(ordered, sure, strict=True):
        more = min(part.points - part.at_least, left)
        left -= more
        if at_least + more:
            rows.append(
                {"indicator": part.indicator, "factor": part.factor, "title": part.title, "sentence": part.sentence,
                 "points": at_least + more, "at_least": at_least}
            )  # fmt: skip
    return rows


def sentence(indicator: Indicator, row: Row) -> str:
    """What an indicator says of an award, its silence included."""
    answer = row[indicator.code]
    if answer == READING_YES:
        return indicator.says(row)
    if answer == READING_NO:
        return indicator.says_no(row)
    if answer == READING_UNKNOWN:
        return f"Cannot be told: {indicator.silence}."
    return "The question does not apply to this award."


def _severity(row: Row) -> list[dict[str, Any]]:
    """The gravest harm that reaches the award, and the gravest that may."""
    held, w = severities(), weighing()
    stands = {h for code, harms in w.stands_for.items() if row[code] == READING_YES for h in harms}
    may = {h for code, harms in w.stands_for.items() if row[code] == READING_UNKNOWN for h in harms}
    certain = [h for h in Harm if row[f"harm_{h}"] is not None or h in stands]
    whole = row["unread_lines"] + row["untold_lines"] + row["may_hide_lines"] > 0
    possible = list(Harm) if whole else [h for h in Harm if h in certain or h in may]
    if not possible:
        return []
    low = max((held[h] for h in certain), key=lambda s: (s.points, s.harm), default=None)
    high = max((held[h] for h in possible), key=lambda s: (s.points, s.harm))
    at_least, points = (0 if low is None else low.points), high.points
    if low is not None and at_least == points:
        said = f"The gravest harm named for such goods or work: {_graded(low)}."
    elif low is not None:
        said = f"A harm named for such goods or work: {_graded(low)}. Whether a graver one reaches it cannot be told."
    else:
        said = f"Which harm may reach it cannot be told; it counts as the gravest: {_graded(high)}."
    return [
        {"indicator": "severity", "factor": "severity", "title": "How grave the harm is", "sentence": said,
         "points": points, "at_least": at_least}
    ]  # fmt: skip


def _graded(severity: Severity) -> str:
    return (
        f"{severity.title.lower()} (scale {severity.scale}, scope {severity.scope}, irremediability "
        f"{severity.irremediability} of 6 each)"
    )


def _indicators(engine: Engine, awards: TableExpression) -> list[dict[str, Any]]:
    indicators = catalogue.indicators()
    found = engine.rows(standing(awards, indicators, awards.exposure != text(TAKEN_BACK)))[0]
    return [_indicator(i, {k: found[f"{i.code}__{k}"] for k in _COUNTED}) for i in indicators]


_COUNTED = ("spoke", "yes", "silent", "apart", "dollars", "of")


def _indicator(indicator: Indicator, found: Mapping[str, Any]) -> dict[str, Any]:
    spoke, said, silent = int(found["spoke"]), int(found["yes"]), int(found["silent"])
    dollars, of = Decimal(found["dollars"]), Decimal(found["of"])
    words = f"{said:,} of {spoke:,} awards on which it spoke, with {in_words(dollars)} of {in_words(of)}"
    return {
        "code": indicator.code, "title": indicator.title, "asks": indicator.asks, "spoke": spoke, "silent": silent,
        "not_applicable": int(found["apart"]), "points_to": said, "dollars": as_text(dollars), "of": as_text(of),
        "sentence": f"It says yes for {words}." if spoke else "It spoke on no award.",
        "silence": f"Silent on {silent:,}: {indicator.silence}." if silent else None,
    }  # fmt: skip


_VEHICLE = ("parent_piid", "parent_agency_code")


def _vehicles(engine: Engine, awards: TableExpression) -> dict[str, Any]:
    """Parent vehicles under which awards stand, the most exposed first."""
    a = awards.filter(awards.parent_piid.notnull())
    possible = a.exposure.isin([POSSIBLE_PLACE, POSSIBLE_INPUT])
    grouped = a.group_by(*_VEHICLE).agg(
        awards=a.count(), dollars=total(a.dollars), matched=total(a.dollars, a.exposure == text(MATCHED)),
        possible=total(a.dollars, possible),
    )  # fmt: skip
    held = engine.keep("vehicles_judged", grouped)
    order = [held.matched.desc(), held.possible.desc(), held.dollars.desc(), *(held[c] for c in _VEHICLE)]
    first = engine.keep("vehicles_first", held.order_by(order).limit(SHOWN_VEHICLES))
    a = a.semi_join(first, same(a, first, **{c: c for c in _VEHICLE}))
    more = a.group_by(*_VEHICLE).agg(
        lines=a.lines.sum(), suppliers=a.supplier.nunique(), agencies=a.agency.nunique(),
        unknown=total(a.dollars, a.exposure == text(UNKNOWN)),
        parent_agency=a.parent_agency.min(), ordering_period_end=a.ordering_period_end.max(), best_rank=a["rank"].min(),
    )  # fmt: skip
    met = first.join(more, same(first, more, **{c: c for c in _VEHICLE})).drop(*(f"{c}_right" for c in _VEHICLE))
    rows = engine.rows(met.order_by([met.matched.desc(), met.possible.desc(), met.dollars.desc(), *(met[c] for c in _VEHICLE)]))
    of = engine.rows(held.agg(vehicles=held.count(), awards=held.awards.sum(), dollars=total(held.dollars)))[0]
    own = _own_periods(engine, awards, first) if rows else {}
    return {
        "vehicles": [
            {"vehicle": r["parent_piid"], "parent_agency": r["parent_agency_code"], "parent_agency_name": r["parent_agency"],
             **{k: int(r[k]) for k in ("awards", "suppliers", "agencies", "lines")},
             **{k: as_text(r[k]) for k in ("dollars", "matched", "possible", "unknown")},
             "ordering_period_end": _day(own.get(r["parent_piid"]) or r["ordering_period_end"]),
             "best_rank": r["best_rank"]}
            for r in rows
        ],
        "vehicles_of": {"vehicles": int(of["vehicles"]), "awards": int(of["awards"] or 0), "dollars": as_text(of["dollars"])},
    }  # fmt: skip


def _own_periods(engine: Engine, awards: TableExpression, vehicles: TableExpression) -> dict[str, date]:
    """Ends of ordering periods that the vehicles' own actions record, where these are in the files."""
    a = awards.filter(awards.ordering_period_end.notnull())
    a = a.semi_join(vehicles, a.piid == vehicles.parent_piid)
    found = engine.rows(a.group_by("piid").agg(ends=a.ordering_period_end.max()))
    return {row["piid"]: row["ends"] for row in found}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


_DECISION = ("award_id", "piid", "decision", "decision_day", "dollars", "supplier_name", "agency", "good", "strength", "sector",
             "psc", "origin_country", "performance_country", "exposure", "exposure_reason", "rank", "met_good", "met_strength",
             "met_depth", "met_goods", "met_in_largest", "met_psc", "met_origin")  # fmt: skip


def _calendar(engine: Engine, awards: TableExpression, day: date) -> dict[str, Any]:
    """The decisions of the twelve months after the known day; shown are those on exposed awards and labor services abroad."""
    a = awards.filter(awards.decision.notnull())
    exposed, abroad = a.exposure.isin(list(EXPOSED)), (a.sector == text(ABROAD)).fill_null(False)
    first = engine.rows(a.filter(exposed | abroad).order_by("rank").limit(SHOWN_DECISIONS).select(*_DECISION))
    months = a.group_by(year=a.decision_day.year(), month=a.decision_day.month())
    by_month = {
        (int(r["year"]), int(r["month"])): r
        for r in engine.rows(
            months.agg(events=a.count(), exposed=yes(exposed), abroad=yes(abroad & ~exposed), dollars=total(a.dollars),
                       exposed_dollars=total(a.dollars, exposed))
        )
    }  # fmt: skip
    silent = awards.end_date.isnull() & awards.ordering_period_end.isnull()
    not_told = engine.rows(awards.agg(n=yes(silent)))[0]["n"]
    rows = list(by_month.values())
    return {
        "calendar": [
            {"award_id": r["award_id"], "piid": r["piid"], "what": r["decision"], "day": _day(r["decision_day"]),
             "dollars": as_text(r["dollars"]), "supplier": r["supplier_name"], "agency": r["agency"], "good": r["good"],
             "country": r["performance_country"] if r["sector"] == ABROAD else r["origin_country"],
             "sector": r["sector"], "psc": r["psc"], "exposure": r["exposure"], "rank": r["rank"], "met": met(r)}
            for r in sorted(first, key=lambda r: (r["decision_day"], r["rank"]))
        ],
        "calendar_of": {
            "from": day.isoformat(), "to": (day + YEAR).isoformat(),
            "events": sum(int(r["events"]) for r in rows), "exposed_events": sum(int(r["exposed"]) for r in rows),
            "abroad_events": sum(int(r["abroad"]) for r in rows),
            "dollars": as_text(sum((Decimal(r["dollars"]) for r in rows), Decimal(0))), "not_told": int(not_told),
            "by_month": [_month(year, month, by_month.get((year, month))) for year, month in _months(day)],
        },
    }  # fmt: skip


def _months(day: date) -> list[tuple[int, int]]:
    """The month of a day and the twelve after it."""
    return [(day.year + (day.month - 1 + n) // 12, (day.month - 1 + n) % 12 + 1) for n in range(13)]


def _month(year: int, month: int, row: Row | None) -> dict[str, Any]:
    named = {"month": f"{year:04d}-{month:02d}"}
    if row is None:
        return {**named, "events": 0, "exposed": 0, "dollars": "0.00", "exposed_dollars": "0.00"}
    return {**named, "events": int(row["events"]), "exposed": int(row["exposed"]), "dollars": as_text(row["dollars"]),
            "exposed_dollars": as_text(row["exposed_dollars"])}  # fmt: skip


_FLOW = ("met_origin", "met_in_largest", "met_good", "met_strength", "met_depth", "through", "agency")


def _flows(engine: Engine, awards: TableExpression) -> dict[str, Any]:
    """From recorded origin through good to agency, over exposed awards, the most exposed first."""
    a = awards.filter(awards.exposure.isin(list(EXPOSED)))
    shown = {c: first_true((a.met_in_largest, a[c]), otherwise=nothing()) for c in ("met_good", "met_strength", "met_depth")}
    a = a.mutate(**shown, through=a.met_in_largest & (a.exposure_reason == text("input_listed")))
    grouped = a.group_by(*_FLOW).agg(
        awards=counted(a), dollars=total(a.dollars), matched=total(a.dollars, a.exposure == text(MATCHED)),
        possible=total(a.dollars, a.exposure != text(MATCHED)),
    )  # fmt: skip
    held = engine.keep("flows_judged", grouped)
    keys = [held[c].asc(nulls_first=False) for c in _FLOW]
    rows = engine.rows(held.order_by([held.matched.desc(), held.possible.desc(), *keys]).limit(SHOWN_FLOWS))
    of = engine.rows(held.agg(rows=held.count(), matched=total(held.matched), possible=total(held.possible)))[0]
    return {
        "flows": [
            {"country": r["met_origin"],
             "name": None if r["met_origin"] is None else countries()[r["met_origin"]].name,
             "good": r["met_good"], "strength": r["met_strength"], "depth": r["met_depth"], "through": bool(r["through"]),
             "in_largest": bool(r["met_in_largest"]), "agency": r["agency"], "awards": int(r["awards"]),
             **{k: as_text(r[k]) for k in ("dollars", "matched", "possible")}}
            for r in rows
        ],
        "flows_of": {"rows": int(of["rows"]), "matched": as_text(of["matched"]), "possible": as_text(of["possible"])},
    }  # fmt: skip
