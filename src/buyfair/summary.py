"""The picture as one document: every figure of summary.json, each list sorted, each adding up to the awards that stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from buyfair import __version__, catalogue
from buyfair.attention import Attention, told
from buyfair.award_leads import AwardLeads
from buyfair.columns.engine import Engine, TableExpression
from buyfair.columns.words import counted, first_true, text, total
from buyfair.intake.account import Block
from buyfair.intake.read import Reading
from buyfair.judgement import Judged
from buyfair.knowledge.countries import countries, inside_us
from buyfair.knowledge.psc import title
from buyfair.knowledge.psc_goods import bridge
from buyfair.knowledge.sectors import sectors
from buyfair.knowledge.spending import YEARS, spending
from buyfair.measure.awards import by_class, by_harm
from buyfair.reach import Reach, headlines
from buyfair.records.exposures import EXPOSURE_REASONS
from buyfair.sheets import sheets
from buyfair.terms.exposure import (
    ABROAD,
    AWARD_CLASSES,
    OUTSIDE_SECTORS,
    POSSIBLE_INPUT,
    POSSIBLE_PLACE,
    SECTORS,
    TAKEN_BACK,
)
from buyfair.terms.harm import Harm
from buyfair.terms.money import as_text

Summary = dict[str, Any]

SUPPLIERS_SHOWN = 1000
"""How many suppliers the summary carries; suppliers.parquet holds all."""

BLIND_SPOTS = (
    "Purchases at or below the micro-purchase threshold are mostly not reported as contract actions.",
    "Resale by military exchanges and commissaries, and purchases with non-appropriated funds, are not in award data.",
    "Stock orders, and classified or otherwise excepted work (FAR 4.606), are not in award data.",
    "Department of Defense actions appear about 90 days late.",
    "Tiers below the first are not recorded at all, and the first only in part.",
    "No field records whether an item is commercially available off the shelf (COTS); commercial procedures are not COTS.",
    "One product code per action names only its largest item.",
    "The lists do not look at the United States; a US origin is the last step of making and closes nothing above it.",
    "Making precedes award by months: a line's day is the day of the action, not of the making.",
)


def last_action(engine: Engine, result: Judged) -> date | None:
    """The latest action date of the input; None where no line stands."""
    found: date | None = engine.rows(result.alike.agg(last=result.alike["last"].max()))[0]["last"]
    return found


def summarize(
    engine: Engine, reading: Reading, result: Judged, day: date | None, seen: Attention | None = None,
    reached: Reach | None = None, leads: AwardLeads | None = None,
) -> Summary:  # fmt: skip
    """The picture as one document; every list is sorted, and every dollar list adds up to the awards that stand.

    `day` is the known day; without what to look at first, the answers of the law or leads those parts are null.
    """
    found = pictured(engine, result, seen, reached)
    return {
        "day": None if day is None else day.isoformat(),
        "versions": {"code": __version__, "knowledge": catalogue.fingerprint()},
        "inputs": [
            {"name": i.name, "sha256": i.sha256, "bytes": i.size, "rows": i.rows, "layout": i.layout,
             "notes": list(i.notes)}
            for i in reading.inputs
        ],
        "passed_over": [{"name": name, "why": why} for name, why in reading.passed_over],
        "dates": found.pop("dates"),
        "lines": _account(reading, lambda t: t.lines),
        "dollars": _account(reading, lambda t: as_text(t.dollars)),
        "dollars_are": reading.dollars_are,
        "notes": list(reading.notes),
        "rejected_why": [
            {"reason": reason, "lines": t.lines, "dollars": as_text(t.dollars)} for reason, t in reading.reasons.items()
        ],
        "awards": found.pop("awards"),
        "unreadable": dict(reading.unreadable),
        "subawards": None if reading.subawards is None else _block(reading.subawards, linked=True),
        "waivers": None if reading.waivers is None else _block(reading.waivers, linked=False),
        **{key: found[key] for key in found if not key.startswith("not_told")},
        "leads": None if leads is None else dict(leads.told),
        **{key: found[key] for key in found if key.startswith("not_told")},
        "blind_spots": list(BLIND_SPOTS),
        "whole_government": whole_government(),
        "sources": [
            {"name": c.title, "publisher": c.issuer, "edition": c.edition, "published": c.published.isoformat(),
             "read": c.read.isoformat(), "rows": c.rows, "licence": c.licence, "address": c.address}
            for c in catalogue.cards()
        ],
    }  # fmt: skip


def pictured(
    engine: Engine, result: Judged, seen: Attention | None = None, reached: Reach | None = None
) -> dict[str, Any]:
    """The keys of the summary that tell of awards, over whichever awards are given; each list sorted."""
    found = {key: value for name in PORTIONS for key, value in portion(engine, name, result, seen, reached).items()}
    return {key: found[key] for key in _IN_ORDER}


PORTIONS: Mapping[str, tuple[str, ...]] = {
    "exposed": ("dates", "awards", "exposure", "exposed_lines", "origins", "sectors", "apart", "goods", "countries", "pairs",
                "sheets", "harms", "agencies", "not_told", "not_told_codes"),
    "reached": ("reach",), "suppliers": ("suppliers",), "first": ("priority", "first"), "indicators": ("indicators",),
    "vehicles": ("vehicles", "vehicles_of"), "calendar": ("calendar", "calendar_of"), "flows": ("flows", "flows_of"),
}  # fmt: skip
"""What can be told apart from the rest, with the keys that it tells."""
_IN_ORDER = (
    "dates", "awards", "exposure", "exposed_lines", "origins", "reach", "sectors", "apart", "goods", "countries",
    "pairs", "sheets", "harms", "agencies", "suppliers", "priority", "first", "indicators", "vehicles", "vehicles_of",
    "calendar", "calendar_of", "flows", "flows_of", "not_told", "not_told_codes",
)  # fmt: skip


def portion(
    engine: Engine, name: str, result: Judged, seen: Attention | None = None, reached: Reach | None = None
) -> dict[str, Any]:
    """One of the PORTIONS; without what to look at first, or the answers of the law, what needs them is null."""
    if name == "exposed":
        return _exposed(engine, result)
    if name == "suppliers":
        return {"suppliers": _suppliers(engine, result.suppliers)}
    if name == "reached":
        return {"reach": None if reached is None else headlines(engine, reached)}
    return dict.fromkeys(PORTIONS[name]) if seen is None else told(engine, seen, name)


def _exposed(engine: Engine, result: Judged) -> dict[str, Any]:
    """What is bought, from where, by whom, and in which class it stands."""
    alike, judged = result.alike, result.awards
    days = engine.rows(alike.agg(first=alike["first"].min(), last=alike["last"].max()))[0]
    pairs = _pairs(engine, judged)
    return {
        "dates": {name: None if days[k] is None else days[k].isoformat() for name, k in
                  (("first_action", "first"), ("last_action", "last"))},
        "awards": int(engine.rows(judged.agg(n=counted(judged)))[0]["n"]),
        "exposure": _classes(engine, judged),
        "exposed_lines": _exposed_lines(engine, alike),
        "origins": _origins(engine, alike),
        "sectors": _sectors(engine, judged),
        "apart": _apart(engine, judged),
        "goods": _ranked(engine, by_class(judged, "good"), "good"),
        "countries": _countries(engine, judged),
        "pairs": [p for p in pairs if p["country"] not in inside_us()],
        "sheets": sheets(pairs, _unplaced(engine, judged), _abroad(engine, judged)),
        "harms": _harms(engine, result),
        "agencies": _ranked(engine, by_class(judged, "agency"), "agency"),
        "not_told": _not_told(engine, judged),
        "not_told_codes": _not_told_codes(engine, judged),
    }  # fmt: skip


def _classes(engine: Engine, judged: TableExpression) -> dict[str, str]:
    """Dollars by class."""
    classes = {
        str(row["exposure"]): Decimal(row["dollars"])
        for row in engine.rows(judged.group_by("exposure").agg(dollars=total(judged.dollars)))
    }
    exposure = {name: classes.get(name, Decimal(0)) for name in AWARD_CLASSES}
    amounts = {**exposure, "possible": exposure[POSSIBLE_PLACE] + exposure[POSSIBLE_INPUT]}
    ordered = ("matched", "possible", POSSIBLE_PLACE, POSSIBLE_INPUT, "unknown", "no_listing", "not_goods", TAKEN_BACK)
    return {name: as_text(amounts[name]) for name in ordered}


def _exposed_lines(engine: Engine, alike: TableExpression) -> dict[str, dict[str, Any]]:
    """What the exposed lines themselves come to: an award stands whole at its highest line, and may be far larger."""
    rows = {
        row["exposure"]: row
        for row in engine.rows(alike.group_by("exposure").agg(n=alike.lines.sum(), dollars=total(alike.dollars)))
    }
    found = {}
    for name, classes in (("matched", ("matched",)), ("possible", (POSSIBLE_PLACE, POSSIBLE_INPUT))):
        held = [rows[c] for c in classes if c in rows]
        dollars = sum((Decimal(row["dollars"]) for row in held), Decimal(0))
        found[name] = {"lines": sum(int(row["n"]) for row in held), "dollars": as_text(dollars)}
    return found


def _origins(engine: Engine, alike: TableExpression) -> dict[str, int]:
    """How many lines of goods record an origin, and how many of these lie inside the United States."""
    supplies = alike.filter(alike.item == text("supply"))
    counted = supplies.agg(
        lines=supplies.lines.sum(),
        recorded=supplies.lines.sum(where=supplies.origin_country.notnull()),
        inside_us=supplies.lines.sum(where=supplies.origin_country.isin(inside_us())),
    )
    return {name: int(value or 0) for name, value in engine.rows(counted)[0].items()}


def _block(block: Block, *, linked: bool) -> dict[str, Any]:
    """A block beside the lines with its own account; sub-award dollars are parts of their primes' and never added."""
    found: dict[str, Any] = {"lines": _account(block, lambda t: t.lines)}
    if linked:
        found["dollars"] = _account(block, lambda t: as_text(t.dollars))
        found["linked"] = {
            "lines": block.linked.lines, "dollars": as_text(block.linked.dollars), "awards": block.primes
        }  # fmt: skip
    return found


def _account(reading: Reading | Block, of: Callable[[Any], Any]) -> dict[str, Any]:
    return {
        "read": of(reading.read),
        "accepted": of(reading.accepted),
        "rejected": of(reading.set_aside),
        "superseded": of(reading.superseded),
    }


_MONEY = ("dollars", "matched", "possible", "unknown")
_PARTS = (*_MONEY, POSSIBLE_PLACE, POSSIBLE_INPUT)


def _ranked(
    engine: Engine, table: TableExpression, *keys: str, money: tuple[str, ...] = _MONEY
) -> list[dict[str, Any]]:
    """Rows of a grouped table, the most exposed first, ties by key; money as text."""
    rows = engine.rows(table)
    rows.sort(
        key=lambda r: (
            -r["matched"],
            -r["possible"],
            -r["dollars"],
            *(str(r[k]) if r[k] is not None else "~" for k in keys),
        )
    )
    return [
        {
            **{k: r[k] for k in keys},
            "lines": int(r["lines"]),
            "awards": int(r["awards"]),
            **{m: as_text(r[m]) for m in money},
        }
        for r in rows
    ]


def _sectors(engine: Engine, judged: TableExpression) -> list[dict[str, Any]]:
    """The five sectors in their order, then everything outside them."""
    named = judged.mutate(sector=first_true((judged.sector.notnull(), judged.sector), otherwise=text(OUTSIDE_SECTORS)))
    rows = {row["sector"]: row for row in _ranked(engine, by_class(named, "sector"), "sector", money=_PARTS)}
    nothing = {"lines": 0, "awards": 0, **dict.fromkeys(_PARTS, "0.00")}
    return [rows.get(name, {"sector": name, **nothing}) for name in (*SECTORS, OUTSIDE_SECTORS)]


def _apart(engine: Engine, judged: TableExpression) -> list[dict[str, Any]]:
    """Codes that a sector shows apart, because they alone can make up half of it (bullion among the minerals)."""
    found = {row["psc"]: row for row in _ranked(engine, by_class(judged, "psc"), "psc")}
    return [
        {"sector": s.id, "what": what, **found[psc]}
        for s in sectors().values()
        for psc, what in s.apart
        if psc in found
    ]


def _named(code: str | None) -> str | None:
    return None if code is None else countries()[code].name


def _countries(engine: Engine, judged: TableExpression) -> list[dict[str, Any]]:
    rows = _ranked(engine, by_class(judged.mutate(country=judged.origin_country), "country"), "country")
    return [{"country": r["country"], "name": _named(r["country"]), **r} for r in rows]


def _pairs(engine: Engine, judged: TableExpression) -> list[dict[str, Any]]:
    """Exposed goods by recorded origin, with the harms that a list names for the very pair."""
    placed = judged.filter(judged.good.notnull() & judged.origin_country.notnull())
    rows = _ranked(engine, by_class(placed.mutate(country=placed.origin_country), "good", "country"), "good", "country")
    harms: dict[tuple[str, str], set[str]] = {}
    for p in catalogue.listed_pairs():
        harms.setdefault((p.good, p.country), set()).add(p.harm)
    return [
        {
            **r,
            "name": _named(r["country"]),
            "harms": [h.value for h in Harm if h in harms.get((r["good"], r["country"]), ())],
        }
        for r in rows
        if r["matched"] != "0.00" or r["possible"] != "0.00"
    ]


def _unplaced(engine: Engine, judged: TableExpression) -> list[dict[str, Any]]:
    """Listed goods, bought or possibly among what was bought, whose place of making is not recorded."""
    open_ = (judged.exposure == text(POSSIBLE_PLACE)) | (judged.exposure_reason == text("contents_not_recorded"))
    unplaced = judged.filter(open_ & (judged.exposure != text(TAKEN_BACK)) & judged.origin_country.isnull())
    return _ranked(engine, by_class(unplaced.filter(unplaced.good.notnull()), "good"), "good")


def _abroad(engine: Engine, judged: TableExpression) -> list[dict[str, Any]]:
    """Manual work outside the United States by place of performance."""
    abroad = judged.filter((judged.sector == text(ABROAD)) & (judged.dollars >= 0))
    rows = _ranked(engine, by_class(abroad.mutate(country=abroad.performance_country), "country"), "country")
    return [r for r in rows if r["country"] is not None]


def _harms(engine: Engine, result: Judged) -> list[dict[str, Any]]:
    """Dollars of awards that a harm may reach; not disjoint: one award may be reached by several."""
    found = engine.rows(by_harm(result.awards, tuple(Harm)))[0]
    return [
        {"harm": h.value, "matched": as_text(found[f"matched_{h}"]), "possible": as_text(found[f"possible_{h}"])}
        for h in Harm
    ]


def _suppliers(engine: Engine, firms: TableExpression) -> list[dict[str, Any]]:
    """The suppliers whose goods and places stand out; about the good and the place, not about the supplier."""
    named = firms.mutate(supplier=firms.supplier_name, uei=firms.supplier_uei)
    ordered = named.order_by(
        [named.matched.desc(), named.possible.desc(), named.dollars.desc(), named.supplier_key]
    ).limit(SUPPLIERS_SHOWN)
    return _ranked(engine, ordered, "supplier", "uei")


def _not_told(engine: Engine, judged: TableExpression) -> list[dict[str, Any]]:
    """Why dollars stand as unknown, the largest reason first."""
    unknown = judged.filter(judged.exposure == text("unknown"))
    rows = _ranked(engine, by_class(unknown, "exposure_reason"), "exposure_reason")
    return [
        {"reason": r["exposure_reason"], "sentence": EXPOSURE_REASONS[r["exposure_reason"]], "lines": r["lines"],
         "awards": r["awards"], "dollars": r["dollars"]}
        for r in sorted(rows, key=lambda r: (-Decimal(r["dollars"]), r["exposure_reason"]))
    ]  # fmt: skip


def _not_told_codes(engine: Engine, judged: TableExpression) -> list[dict[str, Any]]:
    """Under which product codes the unknown dollars stand (code of the largest line), the largest first."""
    rows = _ranked(engine, by_class(judged.filter(judged.exposure == text("unknown")), "psc"), "psc")
    rows.sort(key=lambda r: (-Decimal(r["dollars"]), str(r["psc"])))
    return [
        {"psc": r["psc"], "title": None if r["psc"] is None else title(r["psc"]),
         **{k: r[k] for k in ("lines", "awards", "dollars")}}
        for r in rows
    ]  # fmt: skip


def whole_government() -> dict[str, Any]:
    """What the whole government bought in the years held, by the sector and principal good of each product code.

    Codes are bridged without their descriptions, which the totals do not carry. Unit: US dollars, net obligations.
    """
    first = {b.psc: b for b in reversed(bridge()) if b.strength != "by_words"}
    sums: dict[str, dict[str, list[Decimal]]] = {"sector": {}, "good": {}}
    all_goods = [Decimal(0)] * len(YEARS)
    by_code: dict[str, list[Decimal]] = {}
    for s in spending():
        year = YEARS.index(s.fiscal_year)
        if s.psc[:1].isdigit():
            all_goods[year] += s.dollars
            by_code.setdefault(s.psc, [Decimal(0)] * len(YEARS))[year] += s.dollars
            known = first.get(s.psc)
            for name, value in (("sector", known.sector), ("good", known.good)) if known else ():
                if value:
                    sums[name].setdefault(value, [Decimal(0)] * len(YEARS))[year] += s.dollars
    return {
        "source": "Public obligation totals by agency and product code, FY2019 and FY2020 (FPDS, compiled by CSIS)",
        "years": [f"FY{year}" for year in YEARS],
        "goods_total": [as_text(d) for d in all_goods],
        "sectors": [
            {"sector": name, "dollars": [as_text(d) for d in sums["sector"][name]]}
            for name in SECTORS
            if name in sums["sector"]
        ],
        "apart": [
            {"sector": sector.id, "what": what, "psc": psc, "dollars": [as_text(d) for d in by_code[psc]]}
            for sector in sectors().values()
            for psc, what in sector.apart
            if psc in by_code
        ],
        "goods": [
            {"good": name, "dollars": [as_text(d) for d in amounts]}
            for name, amounts in sorted(sums["good"].items(), key=lambda kv: (-sum(kv[1]), kv[0]))
        ],
    }
