"""Laws of the engine of rules: the untold never decides, one more fact never overturns, both evaluators agree."""

from __future__ import annotations

import itertools
import random
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from buyfair.columns.embedded import Embedded
from buyfair.judge.batch import ORDER, answered_alone, as_columns, judge_awards
from buyfair.judge.coding import codings
from buyfair.judge.conditions import AllOf, AnyOf, Opposite, facts_of
from buyfair.judge.facts import (
    CHOICE,
    COUNT,
    COUNTRIES,
    DAY,
    FLAG,
    GOOD,
    LINE,
    MONEY,
    PSC,
    WORDS,
    Interval,
    Purchase,
    Several,
)
from buyfair.judge.foreseeing import Foreseeing
from buyfair.judge.judging import Judge, Judged, judge, open_conditions
from buyfair.judge.rule import Rule
from buyfair.judge.seen import Setting
from buyfair.knowledge import facts as f
from buyfair.knowledge.facts.contradictions import contradictions
from buyfair.knowledge.facts.portion import possible_outside, value_outside
from buyfair.purchase import law, vocabulary
from buyfair.terms.answer import Answer
from buyfair.terms.errors import InputRefusedError

ASKED = date(2026, 6, 1)
YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
RULES = law().rules
PATHS = ("workforce.migrant", "workforce.relocation", "workforce.return_required", "workforce.housing_provided",
         "workforce.work_document_required", "local_directives", "cfo_act_agency", "credible_information",
         "child_labor_suspected", "child_labor_violation",
         "competitive_negotiation", "small_business", "found_nonresponsible", "debarment_cause", "terminated_for_default",
         "foia_request", "asks_ten_or_more", "prc_workforce", "workforce.north_korean", "sec_registrant")  # fmt: skip
LINE_FLAGS = ("acquired_outside_us", "performed_outside_us", "cots", "bulk_cargo", "counts_as_service", "commercial",
              "architect_engineer", "exempt_supply", "xinjiang_labor", "xinjiang_input", "forced_labor", "conflict_minerals",
              "half_covered_material", "mill_product", "protective_equipment")  # fmt: skip
VALUES = tuple(Interval(Decimal(v), Decimal(v))
               for v in (0, 300_000, 550_000, 700_000, 700_001, 9_000, 36_000, 1_200_000, 6_000_000, 8_000_000))  # fmt: skip
PERFORMANCE_DAYS = tuple(Interval(Decimal(v), Decimal(v)) for v in (30, 120, 365))
DAYS = (date(2006, 1, 1), date(2016, 1, 1), date(2020, 10, 1), date(2023, 3, 1), date(2025, 10, 1), date(2026, 4, 1),
        date(2027, 1, 15))  # fmt: skip
ITEMS = f.ITEM.values
GOODS = ("garments", "cocoa", "beef", "rubber gloves", "cotton")
MAY_BE_BULK = ("cocoa", "beef", "cotton")
PLACES_OF_ORIGIN = (Several(("BGD",)), Several(("CHN",)), Several(("USA",)), Several(("PRK", "USA")))
HITS = tuple(Several((kind,)) for kind in ("wro", "finding", "uflpa_entity", "tvpra"))
HELD = tuple(
    Several((name,)) for name in ("neodymium-iron-boron magnets", "tungsten heavy alloy", "tungsten, form not told", "aluminum")
)
BASE: dict[str, tuple[Any, ...]] = {
    "agency": f.AGENCY.values, "sol_date": DAYS, "substantiated": f.SUBSTANTIATED.values, "method": f.METHOD.values,
    "performance_days": PERFORMANCE_DAYS, "child_labor_certificate": f.CHILD_LABOR_CERTIFICATE.values,
    "uses_at": f.USES_AT.values, "list_hit": HITS, **dict.fromkeys(PATHS, (True, False)),
}  # fmt: skip
OF_LINE: dict[str, tuple[Any, ...]] = {
    "item": ITEMS, "value": VALUES, "good": GOODS, "origin": PLACES_OF_ORIGIN, "melted_in": PLACES_OF_ORIGIN,
    "materials": HELD, **dict.fromkeys(LINE_FLAGS, (True, False)),
}  # fmt: skip


SIGNED = tuple(sorted({d.key for rule in RULES for d in rule.lifted_by}))


def shown(told: dict[str, Any], lines: list[dict[str, Any]]) -> Purchase | None:
    """The purchase with what its facts tell of each other; None where they contradict."""
    purchase = Purchase(told, tuple(lines))
    try:
        vocabulary().refuse_impossible(purchase)
    except InputRefusedError:
        return None
    return vocabulary().derive(purchase)


@st.composite
def whole_purchases(draw: st.DrawFn) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Every fact told, consistently; the tier is always told, for it says whose contract the file describes."""
    told = {key: draw(st.sampled_from(values)) for key, values in BASE.items()} | {"tier": draw(st.sampled_from(VALUES[:1]))}
    lines = [
        {key: draw(st.sampled_from(values)) for key, values in OF_LINE.items()} for _ in range(draw(st.integers(1, 2)))
    ]
    for line in lines:
        line["bulk_cargo"] = line["bulk_cargo"] and line["good"] in MAY_BE_BULK
    assume(shown(told, lines) is not None)
    return told, lines


def paths_of(rule: Rule, lines: int) -> list[str]:
    """The paths that a rule may look at, those that tell of its facts included."""
    keys = {fact.key: fact.of for one in open_conditions(rule) for fact in facts_of(one)}
    for key in list(keys):
        keys |= {source.key: source.of for source in vocabulary().told_by.get(key, ())}
    keys |= {"sol_date": "purchase", "agency": "purchase"}
    found = [k for k, of in keys.items() if of != LINE and k in BASE]
    of_line = [k for k, of in keys.items() if of == LINE and k in OF_LINE]
    return sorted(found + [f"lines[{n + 1}].{k}" for n in range(lines) for k in of_line])


def domain(path: str) -> tuple[Any, ...]:
    """Few values that stand for all."""
    return OF_LINE[path.partition("].")[2]] if path.startswith("lines[") else BASE[path]


def put(told: dict[str, Any], lines: list[dict[str, Any]], values: Iterable[tuple[str, Any]]) -> Purchase | None:
    """The purchase with these paths set, or untold where the value is None; None where the facts contradict."""
    told, lines = dict(told), [dict(line) for line in lines]
    for path, value in values:
        place, key = (lines[int(path[6:].partition("]")[0]) - 1], path.partition("].")[2]) if path.startswith("lines[") \
            else (told, path)  # fmt: skip
        if value is None:
            place.pop(key, None)
        else:
            place[key] = value
    if any(line.get("bulk_cargo") and line.get("good", "cocoa") not in MAY_BE_BULK for line in lines):
        return None
    return shown(told, lines)


def loose(rule: Rule, hidden: list[str]) -> bool:
    """Where unknown may stay though every way agrees.

    TIP-03 asks the kind of a line for its place and again for COTS: a line of untold kind that is COTS and abroad if it
    is a supply, and at home if it is a service, is left open.
    """
    return rule.row in ("TIP-03", "CP-01", "CP-02", "CP-03") and any(path.endswith(".item") for path in hidden)


def answer(rule: Rule, purchase: Purchase) -> Answer:
    return Judge(law(), purchase, ASKED).judge(rule).answer


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.row)
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(whole=whole_purchases(), data=st.data())
def test_an_answer_holds_for_every_way_the_untold_facts_may_turn_out(
    rule: Rule, whole: tuple[dict[str, Any], list[dict[str, Any]]], data: st.DataObject
) -> None:
    told, lines = whole
    hidden = data.draw(st.lists(st.sampled_from(paths_of(rule, len(lines))), min_size=1, max_size=3, unique=True))
    before = put(told, lines, [(path, None) for path in hidden])
    assert before is not None
    found = Judge(law(), before, ASKED).judge(rule)
    ways = itertools.product(*(domain(path) for path in hidden))
    completions = [p for p in (put(told, lines, zip(hidden, way, strict=True)) for way in ways) if p is not None]
    answers = {answer(rule, p) for p in completions}
    if found.answer is not UNKNOWN:
        assert answers == {found.answer}, (hidden, found.because)
    elif "sol_date" not in hidden and UNKNOWN not in answers and not loose(rule, hidden):
        assert len(answers) > 1, f"unknown although every way gives {answers}: the rule uses a fact twice ({hidden})"
        assert {m.path for m in found.missing} & set(hidden), "what is missing is among what was not told"


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(whole=whole_purchases(), data=st.data())
def test_one_more_fact_turns_only_unknown_into_yes_or_no(
    whole: tuple[dict[str, Any], list[dict[str, Any]]], data: st.DataObject
) -> None:
    told, lines = whole
    paths = [*BASE, *(f"lines[{n + 1}].{key}" for n in range(len(lines)) for key in OF_LINE)]
    hidden = data.draw(st.lists(st.sampled_from(paths), min_size=1, max_size=12, unique=True))
    more = hidden[:-1]
    less_told, more_told = (put(told, lines, [(path, None) for path in some]) for some in (hidden, more))
    assume(less_told is not None and more_told is not None)
    for before, after in zip(judge(law(), less_told, ASKED), judge(law(), more_told, ASKED), strict=True):
        assert before.answer in (UNKNOWN, after.answer), (before.rule.row, hidden[-1], before.because)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(whole=whole_purchases(), data=st.data())
def test_what_is_foreseen_of_one_more_fact_is_what_is_judged_once_it_is_told(
    whole: tuple[dict[str, Any], list[dict[str, Any]]], data: st.DataObject
) -> None:
    told, lines = whole
    paths = [*BASE, "determinations", *(f"lines[{n + 1}].{key}" for n in range(len(lines)) for key in OF_LINE)]
    hidden = data.draw(st.lists(st.sampled_from(paths), min_size=8, unique=True))
    before = put(told, lines, [(path, None) for path in hidden])
    assume(before is not None)
    trying = Foreseeing(law(), before, ASKED)
    for path in data.draw(st.lists(st.sampled_from(hidden), min_size=1, max_size=4)):
        signed = Several((data.draw(st.sampled_from(SIGNED)),))
        then = vocabulary().derive(before.telling(path, signed if path == "determinations" else domain(path)[-1]))
        foreseen = trying.told(then)
        told_apart = {r.row: foreseen.answer(r) for r in RULES}
        assert told_apart == {j.rule.row: j.answer for j in judge(law(), then, ASKED)}, path


def test_steps_are_remembered_for_a_rule_and_not_for_its_row() -> None:
    rule = next(r for r in RULES if r.part is None and len(r.texts) == 1 and r.follows is None)
    later = replace(rule, texts=(replace(rule.texts[0], first=ASKED + timedelta(days=1), begins=True),))
    bought = Purchase({"sol_date": ASKED, "award_date": ASKED})
    of = replace(law())
    assert [Judge(of, bought, ASKED).judge(r).in_force for r in (rule, later, rule)] == [YES, NO, YES]


def test_the_memory_of_steps_does_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("buyfair.judge.judging.STEPS_KEPT", 3)
    of, told = replace(law()), {"sol_date": ASKED}
    assert judge(of, Purchase(told), ASKED) == judge(law(), Purchase(told), ASKED)
    assert len(of._steps) <= 3


@settings(max_examples=12, deadline=None)
@given(whole=whole_purchases(), data=st.data())
def test_the_order_of_conditions_changes_nothing(
    whole: tuple[dict[str, Any], list[dict[str, Any]]], data: st.DataObject
) -> None:
    told, lines = whole
    paths = st.sampled_from([*BASE, "lines[1].cots", "lines[1].value", "lines[1].item"])
    hidden = data.draw(st.lists(paths, max_size=5, unique=True))
    purchase = put(told, lines, [(path, None) for path in hidden])
    assume(purchase is not None)
    turned = replace(law(), rules=tuple(replace(rule, when=backwards(rule.when)) for rule in RULES if rule.follows is None))
    straight = {j.rule.row: j for j in judge(law(), purchase, ASKED)}
    for j in judge(turned, purchase, ASKED):
        assert said(j) == said(straight[j.rule.row])


def backwards(condition: Any) -> Any:
    """The condition with its parts in the opposite order, all the way down."""
    if isinstance(condition, AllOf | AnyOf):
        return type(condition)(tuple(backwards(c) for c in reversed(condition.conditions)))
    if isinstance(condition, Opposite):
        return Opposite(backwards(condition.condition))
    return condition


def said(j: Judged) -> tuple[object, ...]:
    return (j.answer, j.because, j.missing, j.amounts)


@settings(max_examples=12, deadline=None)
@given(whole=whole_purchases())
def test_the_order_of_lines_changes_no_answer(whole: tuple[dict[str, Any], list[dict[str, Any]]]) -> None:
    told, lines = whole
    one, other = shown(told, lines), shown(told, lines[::-1])
    assert one is not None and other is not None
    assert [j.answer for j in judge(law(), one, ASKED)] == [j.answer for j in judge(law(), other, ASKED)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.row)
def test_a_day_outside_the_text_read_is_unknown_or_not_in_force_never_a_silent_yes(rule: Rule) -> None:
    for day in (date(1950, 1, 1), max(t.holds_until for t in rule.texts) + timedelta(days=1)):
        told = {"sol_date": day, "sub_award_date": day, "agency": "dod"}
        assert Judge(law(), Purchase(told, ({},)), day).judge(rule).answer is not YES


def test_nothing_told_settles_nothing_but_never_breaks() -> None:
    for lines in (None, (), ({},)):
        found = judge(law(), Purchase({}, lines), ASKED)
        assert {j.rule.row for j in found if j.answer is NO} <= {"TIP-27"}
        assert all(j.missing for j in found if j.answer is UNKNOWN)


def test_a_sum_counts_certain_members_below_and_possible_members_above() -> None:
    lines = (
        {"item": "service", "performed_outside_us": True, "value": VALUES[1]},
        {"item": "construction", "performed_outside_us": True, "value": VALUES[1]},
        {"item": "supply", "acquired_outside_us": True, "cots": True, "bulk_cargo": False, "value": VALUES[1]},
        {"item": "supply", "acquired_outside_us": False, "value": VALUES[4]},
    )
    at = Setting(Purchase({}, lines), {})
    portion, possible = value_outside.measure(at), possible_outside.measure(at)
    assert portion.interval == Interval(Decimal(300_000), Decimal(600_000))
    assert possible.interval == Interval(Decimal(900_000), Decimal(900_000)), "COTS and construction abroad included"
    assert [m.path for m in portion.missing] == ["lines[2].counts_as_service"]


# The evaluator of tables


NAMES: dict[str, tuple[str, ...]] = {
    "method": f.METHOD.values, "uses_at": f.USES_AT.values, "list_hit": f.LIST_HIT.values,
    "good": (*GOODS, "rice", "electronics", "lumber", "asphalt paving mix", "no such"),
    "end_product_type": ("garments", "cocoa", "teak"), "psc": ("8405", "8415", "7210", "5998", "S206", "none"),
    "origin": ("CHN", "BGD", "USA", "PRK"), "melted_in": ("CHN", "JPN"),
    "materials": ("neodymium-iron-boron magnets", "tantalum metal or alloy", "tungsten, form not told", "aluminum"),
    "child_labor_certificate": f.CHILD_LABOR_CERTIFICATE.values, "agency": f.AGENCY.values, "regime": ("codified", "rfo"),
    "substantiated": f.SUBSTANTIATED.values, "item": ITEMS,
}  # fmt: skip
"""Columns of words, each with a few that stand for all."""
EDGES = tuple(
    Decimal(v)
    for v in ("0", "0.01", "9999.99", "10000", "15000", "30000", "40000", "40000.01", "200000", "200000.01", "350000",
              "350000.01", "499999.99", "500000", "500000.01", "550000", "550000.01", "699999", "700000", "700000.01", "900000",
              "1000001", "9000000")
)  # fmt: skip


NUMBERS: dict[str, tuple[Any, ...]] = {
    "tier": (0, 1, 2), "performance_days": (0, 119, 120, 121),
    **dict.fromkeys(("possible_outside", "value_outside", "value"), EDGES),
}  # fmt: skip
COUNTS = ("tier", "performance_days")
DATES = ("sol_date", "award_date", "awarded_by", "sub_award_date")
TABLE: dict[str, Any] = {
    "award_id": "text", **dict.fromkeys(DATES, "day"), **dict.fromkeys(NAMES, "text"),
    **{f"{key}_{end}": "count" if key in COUNTS else "money" for key in NUMBERS for end in ("low", "high")},
    **dict.fromkeys((*PATHS, "reported_to_fpds", *LINE_FLAGS), "flag"),
}  # fmt: skip


@cache
def edge_days() -> tuple[date, ...]:
    """Every boundary of the law with the days beside it, seen from the day and from an award 24 months later."""
    found = {d for rule in RULES for d in rule.boundaries()} | set(law().regimes.boundaries("22"))
    found |= {d for amount in law().amounts.values() for d in amount.boundaries()}
    near = {d + timedelta(days=n) for d in found for n in (-1, 0, 1)}
    return tuple(sorted(near | {d + timedelta(days=n) for d in near for n in (729, 730, 731, 732)}))


def awards(seed: int) -> list[tuple[Any, ...]]:
    """Rows of a table of awards, told much or little, at the edges of the law; too wide to be drawn cell by cell."""
    pick = random.Random(seed)
    return [_award(pick, f"{number:04d}", pick.choice((0.1, 0.3, 0.6))) for number in range(90)]


def _award(pick: random.Random, name: str, told: float) -> tuple[Any, ...]:
    """One row, each value told as often as `told` says."""
    row: list[Any] = [name]
    for values in (*(edge_days() for _ in DATES), *NAMES.values()):
        row.append(pick.choice(values) if pick.random() < told else None)
    for values in NUMBERS.values():
        row += ends(pick, values) if pick.random() < told else (None, None)
    row += [pick.random() < 0.5 if pick.random() < told else None for _ in range(len(TABLE) - len(row))]
    return tuple(row)


def ends(pick: random.Random, values: tuple[Any, ...]) -> tuple[Any, Any]:
    """The two ends of a number that is told: exact, open above, or between two."""
    low, high = sorted(pick.choices(values, k=2))
    return pick.choice(((low, low), (low, None), (low, high)))


def single(row: tuple[Any, ...]) -> Purchase:
    """The same award told as a purchase."""
    by_column = dict(zip(TABLE, row, strict=True))
    told: dict[str, Any] = {}
    line: dict[str, Any] = {}
    of_line = {fact.key for fact in f.FACTS if fact.of == LINE}
    for fact in f.FACTS:
        if fact.of != LINE and fact.key in of_line:
            continue  # an award is one line: such a column tells the line
        place = line if fact.of == LINE else told
        name = by_column.get(fact.key)
        if fact.kind in (WORDS, COUNTRIES, GOOD, PSC) and name is not None:
            place[fact.key] = name if fact.kind in (GOOD, PSC) else Several((name,), closed=False)
        elif fact.kind in (MONEY, COUNT) and by_column.get(f"{fact.key}_low") is not None:
            high = by_column[f"{fact.key}_high"]
            place[fact.key] = Interval(Decimal(by_column[f"{fact.key}_low"]), None if high is None else Decimal(high))
        elif fact.kind in (FLAG, CHOICE, DAY) and name is not None:
            place[fact.key] = name
    return vocabulary().derive(Purchase(told, (line,)))


@pytest.mark.slow
@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_a_table_of_awards_gets_the_answers_that_each_award_gets_alone(seed: int) -> None:
    rows = awards(seed)
    with tempfile.TemporaryDirectory() as folder:
        engine = Embedded(Path(folder))
        try:
            table = engine.values("awards", TABLE, rows)
            found = engine.rows(judge_awards(engine, law(), vocabulary(), table, ASKED))
            bare = answered_alone(engine, law(), vocabulary(), table, ASKED)
            named = [r["award_id"] for r in engine.rows(bare.of_awards.select("award_id"))]
            answers = dict(zip(named, bare.told(engine).tolist(), strict=True))
        finally:
            engine.close()
    together = {(r["award_id"], r["rule_id"]): (r["rule"], r["answer"], r["missing"], r["amounts_version"]) for r in found}
    assert len(together) == len(found), "an answer stands twice"
    singly = {row[0]: judge(law(), single(row), ASKED) for row in rows}
    alone = {(award, j.rule.row): as_columns(j)[1:] for award, js in singly.items() for j in js if j.answer is not NO}
    assert together == alone
    assert answers == {award: [ORDER.index(j.answer) for j in js] for award, js in singly.items()}, "the answers alone"


def test_every_fact_that_a_rule_asks_can_stand_in_a_table_but_lists_and_names() -> None:
    coded = {c.fact.key for c in codings(law(), vocabulary(), TABLE)}
    asked = {fact.key for rule in RULES for condition in rule.conditions for fact in facts_of(condition)}
    assert asked - coded == set()


def test_a_table_with_a_word_of_its_own_is_refused_and_not_guessed(tmp_path: Path) -> None:
    engine = Embedded(tmp_path)
    table = engine.values("awards", {"award_id": "text", "agency": "text"}, [("A", "navy")])
    with pytest.raises(ValueError, match="agency holds a value"):
        judge_awards(engine, law(), vocabulary(), table, ASKED)
    engine.close()


def test_an_open_list_settles_only_what_its_told_elements_settle() -> None:
    from buyfair.judge.conditions import all_in, any_in

    inside = {"CHN", "PRK"}
    rows = [
        (Several(("CHN",)), YES, YES), (Several(("BGD",)), NO, NO), (Several(("CHN", "BGD")), YES, NO),
        (Several(("BGD",), closed=False), UNKNOWN, NO), (Several(("CHN",), closed=False), YES, UNKNOWN),
        (Several((), closed=False), UNKNOWN, UNKNOWN), (None, UNKNOWN, UNKNOWN),
    ]  # fmt: skip
    for told, some, every in rows:
        at = Setting(Purchase({}, ({} if told is None else {"origin": told},)), {}, line=0)
        assert any_in(f.ORIGIN, inside, "listed").weigh(at).answer is some
        assert all_in(f.ORIGIN, inside, "listed").weigh(at).answer is every


def test_facts_that_do_not_fit_together_are_named_and_stand_as_told() -> None:
    line = {"item": "service", "performed_outside_us": True, "value": VALUES[4]}
    cots = {"item": "supply", "cots": True, "bulk_cargo": True, "acquired_outside_us": True, "value": VALUES[1]}
    fits = Purchase({"possible_outside": VALUES[4], "value_outside": VALUES[4]}, (line,))
    assert contradictions(fits) == () == contradictions(Purchase({}, None))
    low = contradictions(Purchase({"possible_outside": VALUES[0], "value_outside": VALUES[0]}, (line, cots)))
    assert len(low) == 3
    assert "bulk cargo is never a COTS item" in low[0] and "1,000,001.00 abroad" in low[1] and "value_outside" in low[2]
