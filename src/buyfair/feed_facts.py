"""The facts of the law as award records tell them: an award as one line, each fact recorded, bounded, or not told.

Which recorded value stands for which fact, and why, is told in knowledge/proxies; what is not there is not told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from buyfair.columns.engine import Engine, TableExpression
from buyfair.columns.words import (
    Expression,
    days_between,
    first_true,
    least,
    no_money,
    nothing,
    rows_of,
    same,
    text,
    total,
    whole,
    yes,
)
from buyfair.judge.facts import COUNT, COUNTRIES, LINE, MONEY, Fact, Interval, Purchase, Several
from buyfair.judgement import JudgedLines, of_kind
from buyfair.knowledge import facts as f
from buyfair.knowledge.agencies import kind
from buyfair.knowledge.countries import inside_us
from buyfair.knowledge.proxies import manufacture, words
from buyfair.knowledge.psc import codes
from buyfair.purchase import vocabulary
from buyfair.records.duties import FACTS

IS = "is"
SUPPLY = "supply"
NO_MODIFICATION = "^0+$"
"""How the modification number of a base action is written."""
AWARD_TOTAL = "award_total"
"""The kind of dollars of a feed with one row an award: each row is its award from its base action on."""

_OF_AWARD = (
    "action_date", "solicitation_date", "start_date", "end_date", "potential_end_date", "instrument", "piid", "parent_piid",
    "parent_agency_code", "agency", "sub_agency", "sub_agency_code", "set_aside", "psc", "origin_country",
    "place_of_manufacture", "performance_country", "commercial", "item", "good", "strength",
)  # fmt: skip
"""What is looked at of the one action whose attributes the award bears."""


def facts_of_awards(engine: Engine, of_lines: JudgedLines, dollars_are: str) -> TableExpression:
    """One row per award: the columns of records FACTS, as the vocabulary of the law names its facts."""
    a = engine.keep("awards_borne", _borne(engine, of_lines, dollars_are))
    a = _with_knowledge(engine, a.mutate(started=_started(a, dollars_are)))
    a = a.left_join(_vehicles(a), ["parent_piid", "parent_agency_code"])
    return engine.keep("facts_of_awards", _facts(a))


def _started(a: TableExpression, dollars_are: str) -> Expression:
    """Whether the day of the base action is that of the award; a search result may show its first day of work instead."""
    if dollars_are == AWARD_TOTAL:
        return (a.action_date != a.start_date).fill_null(True)
    return ~a.later


def _borne(engine: Engine, of_lines: JudgedLines, dollars_are: str) -> TableExpression:
    """Per award its sums, and what its base action says; where that is not in the files, what every action says alike.

    Which actions speak for their awards is told from few columns, so that the others are read of those alone.
    """
    actions = of_lines.actions
    base = actions.modification.re_search(NO_MODIFICATION).fill_null(False)
    if dollars_are == AWARD_TOTAL:
        base = actions.award_id.notnull()
    few = ("award_id", "line_id", "action_date", "dollars_obligated", "total_value")
    lines = engine.keep("lines_told", actions.select(*few, later=~base))
    sums = lines.group_by("award_id").agg(
        earliest=lines.action_date.min(), net=total(lines.dollars_obligated), actions=lines.count(),
        valued=yes(lines.total_value.notnull()), summed=total(lines.total_value),
    )  # fmt: skip
    first = lines.filter(~lines.later)
    first = first.group_by("award_id").agg(one=least(action_date=first.action_date, line_id=first.line_id))
    first = engine.keep("base_actions", first.select("award_id", line_id=first.one["line_id"]))
    based = _of_kind(actions.semi_join(first, ["award_id", "line_id"]), of_lines)
    others = _of_kind(actions.anti_join(first, "award_id"), of_lines)
    agreed = others.group_by("award_id").agg(**{c: _agreed(others, c) for c in _OF_AWARD})
    return sums.join(rows_of(based.mutate(later=False), agreed.mutate(later=True)), "award_id")


def _of_kind(actions: TableExpression, of_lines: JudgedLines) -> TableExpression:
    """What these actions say of their awards, with the class of their kind of line."""
    told = of_kind(actions, of_lines.alike, "item", "good", "strength")
    return told.select("award_id", *_OF_AWARD)


def _agreed(lines: TableExpression, column: str) -> Expression:
    """What all actions of a group say; nothing where one is silent, or says otherwise."""
    flag = lines[column].type().is_boolean()
    said = lines[column].cast("int64") if flag else lines[column]
    alike = (said.min() == said.max()) & (said.count() == lines.count())
    found = first_true((alike, said.min()), otherwise=nothing(str(said.type()).lstrip("!")))
    return found == whole(1) if flag else found


def _with_knowledge(engine: Engine, a: TableExpression) -> TableExpression:
    """What knowledge says of the codes that occur: who buys, and whether the thing may be bulk cargo."""
    who = engine.rows(a.select("sub_agency_code", "sub_agency", "agency").distinct())
    kinds = engine.values(
        "kinds_of_buyers", {"_code": "text", "_sub": "text", "_name": "text", "buyer": "text"},
        [(r["sub_agency_code"], r["sub_agency"], r["agency"], kind(r["sub_agency_code"], r["agency"], r["sub_agency"]))
         for r in who],
    )  # fmt: skip
    a = a.left_join(kinds, same(a, kinds, sub_agency_code="_code", sub_agency="_sub", agency="_name"))
    a = a.mutate(sure_good=first_true((a.strength == text(IS), a.good), otherwise=nothing())).drop("_code", "_sub", "_name")
    bought = engine.rows(a.select("item", "sure_good", "psc").distinct())
    told = engine.values(
        "told_of_goods",
        {"_item": "text", "_good": "text", "_psc": "text", "known_psc": "text", "_is": "text", "_bulk": "flag"},
        [(r["item"], r["sure_good"], r["psc"], *_derived(r["item"], r["sure_good"], r["psc"])) for r in bought],
    )
    a = a.left_join(told, same(a, told, item="_item", sure_good="_good", psc="_psc"))
    return engine.keep("award_known", a.drop("item").rename(item="_is", bulk="_bulk").drop("_item", "_good", "_psc"))


def _derived(item: str | None, good: str | None, psc: str | None) -> tuple[str | None, str | None, bool | None]:
    """The code where it is known, the kind of thing, and whether it is bulk cargo, as the vocabulary tells them."""
    code = psc if psc in codes() else None
    told = {f.ITEM.key: item, f.GOOD_BOUGHT.key: good, f.CODE.key: code}
    line = vocabulary().derive(Purchase({}, ({k: v for k, v in told.items() if v is not None},))).lines
    assert line is not None
    return code, line[0].get(f.ITEM.key), line[0].get(f.BULK_CARGO.key)


def _vehicles(a: TableExpression) -> TableExpression:
    """The days of vehicles that are contracts themselves, where their base action is in the files, by PIID and agency."""
    v = a.filter(a.started & a.instrument.upper().isin(words()["vehicle"]))
    days = v.group_by("piid", "sub_agency_code").agg(
        first=v.action_date.min(), last=v.action_date.max(), sol=v.solicitation_date.min(), sols=v.solicitation_date.max()
    )
    days = days.mutate(
        contract_day=first_true((days["first"] == days["last"], days["first"]), otherwise=nothing("date")),
        contract_sol=first_true((days.sol == days.sols, days.sol), otherwise=nothing("date")),
    )
    return days.select("contract_day", "contract_sol", parent_piid="piid", parent_agency_code="sub_agency_code")


def _facts(a: TableExpression) -> TableExpression:
    """The facts of each award from what it bears."""
    own, vehicle, order = _kinds(a)
    alone = own | vehicle
    day = first_true((order, a.contract_day), (alone & a.started, a.action_date), otherwise=nothing("date"))
    awarded = first_true((day <= a.earliest, day), otherwise=nothing("date"))
    asked_on = first_true((order, a.contract_sol), (alone & ~a.later, a.solicitation_date), otherwise=nothing("date"))
    by = first_true((awarded.notnull(), awarded), otherwise=a.earliest)
    valued = ~a.later & (a.valued == a.actions) & (a.summed > 0)
    exact = alone & valued & (a.summed >= a.net)
    low = first_true(
        (valued & (a.summed > a.net) & (alone | order), a.summed), (a.net > 0, a.net), otherwise=no_money()
    )
    supply = (a["item"] == text(SUPPLY)).fill_null(False)
    goods = supply | a["item"].isnull()
    days = days_between(a.start_date, a.end_date)
    most = days_between(a.start_date, a.potential_end_date) + whole(1)
    runs = (days >= 0).fill_null(False)
    return a.select(
        "award_id", agency=a.buyer,
        sol_date=first_true((asked_on <= by, asked_on), otherwise=nothing("date")),
        award_date=awarded, awarded_by=by, tier_low=whole(0), tier_high=whole(0), set_aside=a.set_aside,
        performance_days_low=first_true((runs, days), otherwise=nothing("int64")),
        performance_days_high=first_true((runs & (most >= days), most), otherwise=nothing("int64")),
        item=a["item"], good=a.sure_good, psc=a.known_psc,
        value_low=low, value_high=first_true((exact, a.summed), otherwise=nothing("decimal(18, 2)")),
        commercial=first_true((a.commercial, True), otherwise=nothing("boolean")),
        bulk_cargo=a.bulk,
        acquired_outside_us=first_true((goods, _made_abroad(a)), otherwise=nothing("boolean")),
        performed_outside_us=first_true((~supply, _outside(a.performance_country)), otherwise=nothing("boolean")),
        origin=first_true((supply, a.origin_country), otherwise=nothing()),
    ).select(*FACTS.names())  # fmt: skip


def _kinds(a: TableExpression) -> tuple[Expression, Expression, Expression]:
    """Whether the award is surely a contract of its own, a vehicle that is a contract, an order of a contract."""
    named = a.instrument.upper()
    under = a.parent_piid.notnull()
    order = under | named.isin(words()["order"]).fill_null(False)
    own, vehicle = (named.isin(words()[kind_]).fill_null(False) for kind_ in ("own", "vehicle"))
    return own, vehicle, order & ~own & ~vehicle


def _outside(country: Expression) -> Expression:
    return ~country.isin(inside_us())


def _made_abroad(a: TableExpression) -> Expression:
    """Yes where origin or code of manufacture lie abroad and neither lies inside; never no."""
    made = a.place_of_manufacture
    inside = made.isin(manufacture()["inside"]).fill_null(False) | (~_outside(a.origin_country)).fill_null(False)
    abroad = made.isin(manufacture()["outside"]).fill_null(False) | _outside(a.origin_country).fill_null(False)
    return first_true((abroad & ~inside, True), otherwise=nothing("boolean"))


# The same facts for one award


def purchase_of(row: Mapping[str, Any]) -> Purchase:
    """One row of FACTS as a purchase of one line."""
    told: dict[str, Any] = {}
    line: dict[str, Any] = {}
    for fact in _facts_in(row):
        value = _value(fact, row)
        if value is not None:
            (line if fact.of == LINE else told)[fact.key] = value
    return vocabulary().derive(Purchase(told, (line,)))


def _facts_in(row: Mapping[str, Any]) -> Iterable[Fact]:
    """The facts of the vocabulary that the row has columns for; a key of line and purchase alike is the line's."""
    of_line = {fact.key for fact in f.FACTS if fact.of == LINE}
    for fact in f.FACTS:
        mine = fact.of == LINE or fact.key not in of_line
        if mine and (fact.key in row or f"{fact.key}_low" in row):
            yield fact


def _value(fact: Fact, row: Mapping[str, Any]) -> Any:
    if fact.kind in (MONEY, COUNT):
        low, high = row[f"{fact.key}_low"], row[f"{fact.key}_high"]
        return None if low is None else Interval(Decimal(low), None if high is None else Decimal(high))
    if fact.kind == COUNTRIES and row[fact.key] is not None:
        return Several((row[fact.key],), closed=False)
    if fact.key == f.SET_ASIDE.key and row[fact.key] in words()["no_set_aside"]:
        return False
    return row[fact.key]
