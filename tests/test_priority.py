"""The laws of priority: what is forgotten never lowers, reasons add up, order changes nothing, bands are what they say."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise

import pytest

from asked import Row, action, ask, asked_in, engine_of
from buyfair import catalogue
from buyfair.attention import over, reasons, weighing
from buyfair.knowledge.weights import SEVERITY_CAP, factors, severities
from buyfair.measure.priority import DRAWS, SEED, Weighing, prioritized
from buyfair.records.table import Kind
from buyfair.terms.exposure import TAKEN_BACK
from case_tables import Case, cases
from made_lines import portfolio

WEIGHED = tuple(i.code for i in catalogue.indicators())
OF_THE_RECORD = {"listed_input", "origin_not_told", "contents_not_told"}
"""Their yes says what may be, as far as the record tells: with less told, more may be."""
BY_WORDS = {"listed_good_matched", "region_behind_the_country", "labor_service_abroad", "covered_item_foreign_origin"}
"""Words and industry codes correct the product code, so telling them may take a yes away (decision 0001)."""
CORRECTS = {"description", "naics", "psc"}

# awards with every fact told, and with some forgotten

CHOICES: dict[str, tuple[object, ...]] = {
    "modification": ("0", "0", "P00001", "P00002", "M1"),
    "solicitation_date": (date(2025, 6, 20), date(2025, 1, 2), date(2024, 6, 1), date(2025, 9, 1)),
    "action_date": (date(2025, 6, 30), date(2025, 7, 1), date(2024, 9, 30), date(2025, 6, 30)),
    "end_date": (date(2025, 12, 31), date(2026, 9, 30), date(2026, 10, 1), date(2025, 9, 30), date(2028, 1, 1)),
    "potential_end_date": (date(2025, 12, 31), date(2028, 1, 1), date(2029, 1, 1)),
    "commercial": (True, False),
    "pricing": ("FIRM FIXED PRICE", "FIRM FIXED PRICE", "J", "COST PLUS FIXED FEE", "NOT REPORTED"),
    "extent_competed": ("NOT COMPETED", "NOT COMPETED", "NOT AVAILABLE FOR COMPETITION", "FULL AND OPEN COMPETITION", "G"),
    "offers_received": (1, 1, 1, 2, 999, 0),
    "undefinitized": ("NO", "X", "LETTER CONTRACT", "NO"),
    "place_of_manufacture": ("D", "E", "C", "D", "G"),
    "manufacturer_of_goods": (True, False),
    "instrument": ("DELIVERY ORDER", "PURCHASE ORDER"),
    "parent_piid": ("GS00X",),
    "office": ("OFFICE",),
}
ORDERING = (date(2026, 3, 1), date(2030, 1, 1), date(2024, 1, 1))
FORGETTABLE = (
    *(f for f in CHOICES if f != "action_date"), "ordering_period_end", "psc", "naics", "description", "origin_country",
    "performance_country", "supplier_uei", "supplier_name", "agency", "agency_and_code", "sub_agency_code",
)  # fmt: skip
MEANS = {"agency_and_code": ("agency", "sub_agency_code")}


def told_awards(seed: int, lines: int) -> dict[str, list[dict[str, object]]]:
    """Awards with every fact told, by a name of their own."""
    rng = random.Random(seed)
    held: dict[str, list[dict[str, object]]] = defaultdict(list)
    codes = ("8415", "8415", "5895", "8905", "Z1AA", "S201", "S216", "7030", "9999", "8305", "5120", "Y1JZ")
    for x in portfolio(seed, lines):
        psc = x.psc if x.psc is not None and rng.random() < 0.6 else rng.choice(codes)
        facts = {name: rng.choice(options) for name, options in CHOICES.items()}
        held[x.award_id].append(
            {**facts, "psc": psc, "naics": x.naics or rng.choice(["315210", "334111", "236220", "722310"]),
             "description": x.description or rng.choice(["COTTON SHIRTS", "GUARD SERVICES", "OPTION YEAR 2"]),
             "origin_country": x.origin or rng.choice(["CHN", "USA", "BGD", "DEU"]),
             "performance_country": x.place or rng.choice(["USA", "DJI", "AFG"]),
             "dollars_obligated": x.dollars}
        )  # fmt: skip
    return {name: _awarded(rng, rows) for name, rows in held.items()}


def _awarded(rng: random.Random, rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Facts that belong to the award, on each of its actions."""
    defense, vehicle = rng.random() < 0.6, rng.random() < 0.3
    of_award: dict[str, object] = {
        "vehicle": vehicle, "ordering_period_end": rng.choice(ORDERING) if vehicle else None,
        "agency": "DEPARTMENT OF DEFENSE" if defense else "DEPARTMENT OF STATE",
        "sub_agency_code": "9700" if defense else "1900", "supplier_uei": "UEI", "supplier_name": "FIRM",
    }  # fmt: skip
    return [{**row, **of_award} for row in rows]


def placed(key: str, rows: list[dict[str, object]], told: list[dict[str, object]]) -> Iterator[dict[str, object]]:
    """The award with an agency and a supplier of its own; before the good was listed another firm sold it there."""
    kind = "CONT_IDV_" if rows[0]["vehicle"] else "CONT_AWD_"
    for nth, row in enumerate(rows, start=1):
        facts = {name: value for name, value in row.items() if name != "vehicle"}
        mine = {name: f"{facts[name]} {key}" for name in ("agency", "supplier_uei", "supplier_name") if facts[name]}
        yield action(f"{kind}{key}", nth, **{**facts, **mine})
    before = {name: told[0][name] for name in CORRECTS} | {"action_date": date(2012, 1, 2), "dollars_obligated": Decimal(1)}
    yield action(f"CONT_AWD_{key}/before", **before, agency=f"{told[0]['agency']} {key}", supplier_uei=f"OTHER {key}",
                 performance_country=told[0]["performance_country"])  # fmt: skip


def forgotten(rows: list[dict[str, object]], facts: tuple[str, ...], nth: int | None) -> list[dict[str, object]]:
    """The actions without these facts, on the nth of them or on all."""
    gone = dict.fromkeys(name for fact in facts for name in MEANS.get(fact, (fact,)))
    return [{**row, **gone} if nth is None or nth == i else row for i, row in enumerate(rows)]


@cache
def forgetting() -> tuple[tuple[tuple[str, ...], Row, Row], ...]:
    """What was forgotten, the award with it told, and without: all judged in one run."""
    rng, rows, pairs = random.Random(5), [], []
    for name, told in told_awards(41, 420).items():
        base = f"{name}/told"
        rows += list(placed(base, told, told))
        ways = [((fact,), nth) for fact in FORGETTABLE for nth in (None, rng.randrange(len(told)))]
        ways += [(tuple(rng.sample(FORGETTABLE, rng.randint(2, 5))), None) for _ in range(6)]
        ways = [(facts, nth) for facts, nth in ways if not {"supplier_uei", "supplier_name"} <= set(facts)]
        for n, (facts, nth) in enumerate(ways):
            key = f"{name}/{n}"
            rows += list(placed(key, forgotten(told, facts, nth), told))
            pairs.append((facts, base, key, "CONT_IDV_" if told[0]["vehicle"] else "CONT_AWD_"))
    found = ask(rows)
    return tuple((facts, found[kind + base], found[kind + key]) for facts, base, key, kind in pairs)


@pytest.mark.slow
def test_forgetting_a_fact_never_lowers_the_points_of_an_award() -> None:
    lowered = [(facts, was, now) for facts, was, now in forgetting() if now["points"] < was["points"]]
    assert [(f, changed(was, now)) for f, was, now in lowered][:3] == []


def changed(was: Row, now: Row) -> dict[str, tuple[object, object]]:
    """The answers, points and classes that differ."""
    return {k: (was[k], now[k]) for k in (*WEIGHED, "points", "exposure", "good", "sector") if was[k] != now[k]}


@pytest.mark.slow
def test_forgetting_turns_an_answer_only_into_one_that_cannot_be_told() -> None:
    wrong = []
    for facts, was, now in forgetting():
        for code in WEIGHED:
            before, after = was[code], now[code]
            if before == after or after == "unknown" or before is None:
                continue
            said_more = before == "no" and after == "yes"
            if said_more and (code in OF_THE_RECORD or (code in BY_WORDS and set(facts) & CORRECTS)):
                continue
            wrong.append((facts, code, before, after))
    assert wrong[:5] == []


@pytest.mark.slow
def test_a_supplier_forgotten_leaves_the_leverage_over_it_open() -> None:
    told = {"supplier_uei": "U", "agency": "A"}
    alone = ask([action("CONT_AWD_1", **told), action("CONT_AWD_2", dollars_obligated=Decimal(9000), supplier_uei="V")])
    assert alone["CONT_AWD_1"]["leverage_over_supplier"] == "yes"
    gone = ask([action("CONT_AWD_1", agency="A"), action("CONT_AWD_2", dollars_obligated=Decimal(9000), supplier_uei="V")])
    assert gone["CONT_AWD_1"]["leverage_over_supplier"] == "unknown"
    assert gone["CONT_AWD_2"]["leverage_over_supplier"] == "yes", "a thousand of nobody would not tip nine thousand"
    other = ask([action("CONT_AWD_1", **told), action("CONT_AWD_2", dollars_obligated=Decimal(9000))])
    assert other["CONT_AWD_1"]["leverage_over_supplier"] == "unknown", "the nine thousand may be of the same supplier"


SHIRTS: dict[str, object] = {
    "psc": "8415", "description": "COTTON SHIRTS", "naics": "315210", "performance_country": "USA", "supplier_uei": "U",
    "potential_end_date": date(2026, 1, 1), "end_date": date(2026, 1, 1), "dollars_obligated": Decimal(2_000_000),
}  # fmt: skip


@pytest.mark.slow
def test_lines_of_zero_dollars_change_no_point_and_no_answer_about_goods_places_and_work() -> None:
    paper = {**SHIRTS, "psc": "R425", "description": "ENGINEERING SUPPORT", "naics": "541330"}
    idle: list[dict[str, object]] = [
        {**SHIRTS, "origin_country": "CHN"}, {**SHIRTS, "origin_country": None},
        {**SHIRTS, "psc": None, "description": None, "naics": None},
        {**paper, "psc": "S201", "description": "JANITORIAL SERVICES", "performance_country": "DJI"},
    ]  # fmt: skip
    rows = [action("CONT_AWD_alone", **paper), action("CONT_AWD_beside", **paper, supplier_name="X")]
    rows += [action("CONT_AWD_beside", n, **{**x, "dollars_obligated": Decimal(0)}) for n, x in enumerate(idle, start=2)]
    rows += [action("CONT_AWD_idle", n, **{**x, "dollars_obligated": Decimal(0)}) for n, x in enumerate(idle, start=2)]
    found = ask(rows)
    alone, beside = found["CONT_AWD_alone"], found["CONT_AWD_beside"]
    same = ("points", "points_at_least", "exposure", "good", "stake", *WEIGHED)
    assert {k: alone[k] for k in same} == {k: beside[k] for k in same}
    assert beside["lines"] == 5 and alone["exposure"] == "not_goods"
    idle_award = found["CONT_AWD_idle"]
    assert (idle_award["exposure"], idle_award["labor_service_abroad"]) == ("matched", "yes"), "then all of them count"
    assert idle_award["rank"] == 3, "and it stands after all that have dollars"


@pytest.mark.slow
def test_what_is_over_has_nothing_at_stake_and_what_may_be_over_nothing_for_certain() -> None:
    def stakes(**facts: object) -> tuple[Row, int, int]:
        award = ask([action("CONT_AWD_1", **{**SHIRTS, **facts})])["CONT_AWD_1"]
        return award, int(award["stake"]), int(award["stake_least"])

    past = date(2025, 8, 1)
    award, most, least = stakes()
    assert (award["performance_over"], most, least) == (False, 2_000_000, 2_000_000) and over(award) is None
    award, most, least = stakes(end_date=past, potential_end_date=past)
    assert (award["performance_over"], most, least) == (True, 0, 0)
    assert award["decision_ahead"] == "no" and "contract_size" not in {r["indicator"] for r in reasons(award)}
    assert over(award) == {"day": "2025-08-01", "options_until": "2025-08-01", "certain": True, "sentence":
                           "Performance ended on 2025-08-01: leverage lies in what is bought next."}  # fmt: skip
    award, most, least = stakes(end_date=past)
    assert (award["performance_over"], most, least) == (False, 2_000_000, 2_000_000)
    told = over(award)
    assert told is not None and "options until 2026-01-01 are on record, none as exercised" in told["sentence"]
    for gone in ({"end_date": None}, {"end_date": past, "potential_end_date": None}):
        award, most, least = stakes(**gone)
        assert (award["performance_over"], most, least) == (None, 2_000_000, 0)
    award, most, least = stakes(psc="R425", description="ENGINEERING SUPPORT", naics="541330")
    assert (most, least) == (0, 0), "nothing exposed or untold is bought"


# one small portfolio


def portfolio_rows(seed: int, lines: int) -> list[dict[str, object]]:
    """Awards with facts told and not told, in one market."""
    rng, rows = random.Random(seed), []
    for name, told in told_awards(seed, lines).items():
        gone = tuple(rng.sample(FORGETTABLE, rng.randint(0, 4)))
        kind = "CONT_IDV_" if told[0]["vehicle"] else "CONT_AWD_"
        for nth, row in enumerate(forgotten(told, gone, None), start=1):
            facts = {k: v for k, v in row.items() if k != "vehicle"}
            rows.append(action(kind + name, nth, **facts))
    return rows


@cache
def judged() -> dict[str, Row]:
    return ask(portfolio_rows(7, 260))


def ranked(awards: Mapping[str, Row]) -> list[Row]:
    """The awards that have a rank, the first first."""
    return sorted((a for a in awards.values() if a["rank"] is not None), key=lambda a: a["rank"])


@pytest.mark.slow
def test_reasons_add_up_to_the_points_under_the_caps() -> None:
    caps = {f.id: f.cap for f in factors()} | {"severity": SEVERITY_CAP}
    for award in judged().values():
        held = reasons(award)
        assert sum(r["points"] for r in held) == award["points"]
        assert sum(r["at_least"] for r in held) == award["points_at_least"]
        for factor, cap in caps.items():
            assert sum(r["points"] for r in held if r["factor"] == factor) <= cap
        assert all(0 <= r["at_least"] <= r["points"] for r in held)
    assert any(sum(r["points"] for r in reasons(a) if r["factor"] == "exposure") == caps["exposure"] for a in judged().values())


@pytest.mark.slow
def test_ranks_go_by_points_then_dollars_then_the_award_and_taken_back_has_none() -> None:
    found = ranked(judged())
    assert [a["rank"] for a in found] == list(range(1, len(found) + 1))
    keys = [(a["dollars"] == 0, -a["points"], -a["stake"], -a["dollars"], a["award_id"]) for a in found]
    assert keys == sorted(keys)
    back = [a for a in judged().values() if a["rank"] is None]
    assert back and all(a["exposure"] == TAKEN_BACK and a["band_low"] is None for a in back)
    few = [a["award_id"][-1] for a in ranked(alike()) if len(a["award_id"]) == len("CONT_AWD_a")]
    assert few == ["c", "a", "b", "d"]


@cache
def alike() -> dict[str, Row]:
    """Awards that differ only in their dollars, and a few that do so hardly."""
    rows = [action(f"CONT_AWD_{n:03d}", dollars_obligated=Decimal(1000 - n)) for n in range(40)]
    rows += [action(f"CONT_AWD_{name}", dollars_obligated=Decimal(dollars)) for name, dollars in
             (("b", 5), ("a", 5), ("c", 6), ("d", 5))]  # fmt: skip
    return ask(rows)


@pytest.mark.slow
def test_the_order_of_rows_changes_nothing_and_two_runs_agree() -> None:
    rows = portfolio_rows(7, 260)
    assert ask(rows) == judged()
    assert ask(random.Random(3).sample(rows, len(rows))) == judged()


def brute(awards: Mapping[str, Row]) -> dict[str, tuple[int, int]]:
    """Bands computed award by award and draw by draw, from the answers alone."""
    dice = random.Random(SEED)

    def draw(points: int) -> list[int]:
        return [points * dice.randint(50, 150) for _ in range(DRAWS)]

    stands_for = {i.code: i.harms for i in catalogue.indicators()}
    harms = {h: draw(severities()[h].points) for h in sorted(severities())}
    caps = {"severity": draw(SEVERITY_CAP)}
    weights: dict[str, dict[str, list[int]]] = {}
    sizes: dict[str, list[tuple[int, list[int]]]] = {}
    states: dict[str, dict[str, list[int]]] = {}
    for f in factors():
        weights[f.id] = {c: draw(p) for c, p in sorted((w.indicator, w.points) for w in f.weights) if p}
        states[f.id] = {state: draw(points) for state, points in sorted(f.states)}
        rising = [state for _, state in sorted((points, state) for state, points in f.states) if state != OPEN]
        for below, above in pairwise(rising):  # a state that adds more never adds less in a draw
            states[f.id][above] = [max(pair) for pair in zip(states[f.id][below], states[f.id][above], strict=True)]
        if f.states:
            states[f.id][OPEN] = states[f.id][rising[-1]]  # undecidable has no weight of its own
        sizes[f.id] = [(least, draw(points)) for least, points in sorted(f.sizes)]
        caps[f.id] = draw(f.cap)

    def total(a: Row, n: int) -> int:
        may = {c for c in WEIGHED if a[c] in ("yes", "unknown")}
        open_ = a["unread_lines"] + a["untold_lines"] + a["may_hide_lines"] > 0
        met = [h for h in harms if open_ or a[f"harm_{h}"] is not None or any(h in stands_for[c] for c in may)]
        found = min(max((harms[h][n] for h in met), default=0), caps["severity"][n])
        for f in factors():
            parts = sum(points[n] for c, points in weights[f.id].items() if c in may)
            parts += max((points[n] for least, points in sizes[f.id] if a["stake"] >= least), default=0)
            exposed = open_ or may & {*f.exposed_by, *f.maybe_exposed_by}
            parts += states[f.id][a["reach"]][n] if states[f.id] and exposed else 0
            found += min(parts, caps[f.id][n])
        return found

    held = ranked(awards)
    places: dict[str, list[int]] = defaultdict(list)
    for n in range(DRAWS):
        order = sorted(held, key=lambda a: (a["dollars"] == 0, -total(a, n), -a["stake"], -a["dollars"], a["award_id"]))
        for place, a in enumerate(order, start=1):
            places[a["award_id"]].append(place)
    return {k: (sorted(v)[DRAWS * 5 // 100 - 1], sorted(v)[DRAWS * 95 // 100 - 1]) for k, v in places.items()}


def test_bands_by_patterns_are_those_of_a_slow_computation_award_by_award() -> None:
    bands = {a["award_id"]: (a["band_low"], a["band_high"]) for a in ranked(judged())}
    assert bands == brute(judged())
    assert len(set(bands.values())) > 20
    assert all(1 <= low <= high <= len(bands) for low, high in bands.values())


def test_awards_alike_but_for_their_dollars_keep_their_order_in_every_draw() -> None:
    assert [(a["band_low"], a["band_high"]) for a in ranked(alike())] == [(n, n) for n in range(1, 45)]


@pytest.mark.slow
def test_an_award_of_which_every_reason_is_certain_stands_first_in_every_draw() -> None:
    base = {
        "naics": "315210", "agency": "DEPT OF DEFENSE", "performance_country": "USA", "commercial": True, "modification": "0",
        "pricing": "FIRM FIXED PRICE", "extent_competed": "NOT COMPETED", "offers_received": 1, "supplier_uei": "SURE",
        "undefinitized": "LETTER CONTRACT", "solicitation_date": date(2025, 6, 20), "place_of_manufacture": "D",
        "instrument": "DEFINITIVE CONTRACT",
        "end_date": date(2026, 1, 1), "dollars_obligated": Decimal(10**9),
    }  # fmt: skip
    goods = {**base, "psc": "8415", "description": "COTTON SHIRTS"}
    lines = [
        {**goods, "origin_country": "CHN", "dollars_obligated": Decimal(2 * 10**9)}, {**goods, "origin_country": "BGD"},
        {**goods, "origin_country": None}, {**goods, "origin_country": "DEU"},
        {**base, "psc": "S201", "description": "JANITORIAL SERVICES", "naics": "561720", "performance_country": "DJI"},
        {**base, "psc": "9999", "description": "MISCELLANEOUS ITEMS", "naics": "423990", "origin_country": "DEU"},
    ]  # fmt: skip
    later = [{**line, "modification": f"P{nth:05d}"} for nth, line in enumerate(lines[1:], start=1)]
    sure = [action("CONT_AWD_sure", nth, **line) for nth, line in enumerate([lines[0], *later])]
    awards = ask([*portfolio_rows(7, 260), *sure], subawards=[])
    first = ranked(awards)[0]
    weighed = [w.indicator for f in factors() for w in f.weights if w.points]
    assert {first[code] for code in weighed} == {"yes"}, {c: first[c] for c in weighed if first[c] != "yes"}
    assert first["reach"] == WITHOUT
    assert (first["award_id"], first["band_low"], first["band_high"]) == ("CONT_AWD_sure", 1, 1)


# the reach of the law


def reached(rows: list[dict[str, object]], *worlds: Mapping[str, str | None]) -> list[dict[str, Row]]:
    """Answers, points and rank of each award where its state of reach is judged, once per world of states."""
    found = []
    with engine_of(rows) as (engine, _):
        a = engine.keep("asked", asked_in(engine, by_the_law=False).drop("points", "points_at_least"))
        answers = {row["award_id"]: row for row in engine.rows(a)}
        for states in worlds:
            told = engine.values("reached", {"award_id": "text", "reach": "text"}, sorted(states.items()))
            ranks = prioritized(engine, a.left_join(told, "award_id").drop("award_id_right"), weighing())
            found.append({row["award_id"]: {**answers[row["award_id"]], **row} for row in engine.rows(ranks)})
    return found


UNREACHED, WITH, WITHOUT, OPEN = (
    "reached_by_no_duty", "reached_with_evidence", "reached_without_evidence", "undecidable",
)  # fmt: skip


@pytest.mark.slow
def test_being_reached_by_a_duty_never_lowers_an_award_with_or_without_evidence() -> None:
    rows = portfolio_rows(19, 60)
    names = {str(r["award_id"]) for r in rows}
    states = (UNREACHED, WITH, WITHOUT, OPEN, None)
    of = dict(zip(states, reached(rows, *(dict.fromkeys(names, state) for state in states)), strict=True))
    for name in names:
        points = {state: found[name]["points"] for state, found in of.items()}
        assert points[UNREACHED] <= points[WITH] <= points[WITHOUT] == points[OPEN] == points[None]
        assert of[None][name]["points_at_least"] <= min(found[name]["points_at_least"] for found in of.values())


def test_a_reached_and_exposed_base_support_contract_outranks_an_unreached_and_unexposed_one() -> None:
    told = {"naics": "561210", "supplier_uei": "U", "agency": "A", "end_date": date(2030, 1, 1), "commercial": False,
            "offers_received": 3, "extent_competed": "FULL AND OPEN COMPETITION", "pricing": "COST PLUS FIXED FEE",
            "undefinitized": "NO", "modification": "0"}  # fmt: skip
    support = action("CONT_AWD_support", psc="S216", description="BASE OPERATING SUPPORT SERVICES, DINING AND CLEANING",
                     performance_country="DJI", **told)  # fmt: skip
    quiet = action("CONT_AWD_quiet", psc="R425", description="ENGINEERING SUPPORT", performance_country="USA",
                   dollars_obligated=Decimal(10**8), **{**told, "naics": "541330", "supplier_uei": "V"})  # fmt: skip
    worlds = [{"CONT_AWD_support": state, "CONT_AWD_quiet": UNREACHED} for state in (WITH, WITHOUT)]
    for found in reached([support, quiet], *worlds):
        assert found["CONT_AWD_support"]["rank"] == 1
        assert found["CONT_AWD_support"]["labor_service_abroad"] == "yes"


# weights

WEIGHTS = cases("weights")


@cache
def weighed(file: str) -> dict[str, Row]:
    """The points of the awards of one table, of each of which its case tells all that is known."""
    columns: dict[str, Kind] = {"award_id": "text", "exposure": "text", "dollars": "money", "stake": "money",
                                "stake_least": "money", "unread_lines": "count", "untold_lines": "count",
                                "may_hide_lines": "count", "rank": "count"}  # fmt: skip
    columns |= {f"harm_{h}": "count" for h in severities()} | dict.fromkeys(WEIGHED, "text")
    mine = [c for c in WEIGHTS if c.file == file]
    if "reach" in mine[0].cells:
        columns["reach"] = "text"
    with engine_of([]) as (engine, _):
        awards = engine.values("told", columns, [of_case(c) for c in mine])
        return {row["award_id"]: row for row in engine.rows(prioritized(engine, awards, alone(file)))}


def of_case(case: Case) -> list[object]:
    """The cells of one award."""

    def named(column: str) -> set[str]:
        return set() if case.cells.get(column, "-") == "-" else set(case[column].split(", "))

    yes, unknown, harms = named("yes"), named("unknown"), named("harms")
    assert yes | unknown <= set(WEIGHED) and harms <= set(severities())
    stake, least = (Decimal(case.cells.get(c, "0")) for c in ("stake", "for_certain"))
    told = [case.name, "unknown", stake, stake, least, int(case.cells.get("unread_lines", "0")), 0, 0, 1]
    told += [1 if h in harms else None for h in severities()]
    told += ["yes" if code in yes else "unknown" if code in unknown else "no" for code in WEIGHED]
    return [*told, case.told("reach")] if "reach" in case.cells else told


def alone(file: str) -> Weighing:
    """The weights of one factor's table: severity without the factors, or a factor without the harms that a yes stands for."""
    if file == "weights/severity":
        return replace(weighing(), factors=())
    mine = tuple(f for f in weighing().factors if f"weights/{f.id}" == file)
    return replace(weighing(), factors=mine, stands_for={}, harms=dict.fromkeys(severities(), 0))


@pytest.mark.parametrize("case", WEIGHTS, ids=[f"{c.file}: {c.name}" for c in WEIGHTS])
def test_a_factor_adds_what_its_case_expects(case: Case) -> None:
    found = weighed(case.file)[case.name]
    assert (found["points_at_least"], found["points"]) == (int(case["at_least"]), int(case["points"]))


def test_the_cases_stand_at_each_step_of_dollars_and_at_each_cap() -> None:
    for factor in factors():
        rows = [c for c in WEIGHTS if c.file == f"weights/{factor.id}"]
        assert factor.cap in {int(c["points"]) for c in rows}
        near = {least + n for least, _ in factor.sizes for n in (-1, 0, 1)}
        assert near <= {int(c.cells.get("stake", "0")) for c in rows}
