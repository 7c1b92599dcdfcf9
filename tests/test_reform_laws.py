"""Laws of the policy lab: parts add up, less of a threshold never covers less, the order of things changes nothing.

The portfolio is made once by seed, its awards told much or little; hypothesis draws the reform.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

import made_portfolio as made
from buyfair import catalogue
from buyfair.columns.embedded import Embedded
from buyfair.columns.engine import Engine
from buyfair.columns.words import nothing
from buyfair.judge.changes import turns_on, without_exception
from buyfair.judge.conditions import Opposite
from buyfair.judge.facts import Fact, Purchase
from buyfair.judge.groups import OfGroup
from buyfair.judge.judging import Judge, judge, open_conditions
from buyfair.judge.numbers import Against
from buyfair.judge.rule import Rule
from buyfair.judge.seen import Condition
from buyfair.knowledge.reforms.reading import BURDENS, Reform, read_reform
from buyfair.listed_types import below, codes_of
from buyfair.purchase import law
from buyfair.reform.answer import Document, Given, answer
from buyfair.reform.burden import Reached, burden
from buyfair.reform.judged import NUMBERS, judged_awards
from buyfair.reform.law import Changed, answers_of, any_answer, enacted, held_against, reformed
from buyfair.reform.portfolio import DIMENSIONS, Portfolio
from buyfair.terms.answer import Answer
from test_laws_rules import ASKED, BASE, MAY_BE_BULK, OF_LINE, VALUES, shown

pytestmark = pytest.mark.slow
MANY = 1500
NO, UNKNOWN, YES = (NUMBERS[a] for a in (Answer.NO, Answer.UNKNOWN, Answer.YES))
Row = dict[str, Any]
States = dict[str, dict[tuple[str, str], int]]
"""Per award what stands on each side in each rule, and in all of them under no name."""
PLAIN = {"title": "t", "instrument": "statute", "words": "w", "source": "our own"}
unshrunk = settings(deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.reuse, Phase.generate))
"""Every try judges a whole portfolio: a counterexample is shown as it was found."""
some, few = settings(unshrunk, max_examples=4), settings(unshrunk, max_examples=2)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    found = Embedded(tmp_path_factory.mktemp("engine"))
    yield found
    found.close()


@pytest.fixture(scope="module")
def rows() -> made.Rows:
    return made.rows(20261129, MANY)


@pytest.fixture(scope="module")
def portfolio(engine: Engine, rows: made.Rows) -> Portfolio:
    return made.portfolio_of(engine, "made", rows.awards, rows.told)


def read(name: str = "mine", **tables: Any) -> Reform:
    """A reform of these tables, read as strictly as a user's file."""
    return read_reform(name, {**PLAIN, **tables}, catalogue.reform_names())


def states(of: Portfolio, changed: Changed) -> States:
    """What every award is answered before and after, in all and rule by rule, by the id of the award."""
    judged = judged_awards(of, changed)
    names = {f"{side}_{n}": (side, row) for side in ("before", "after") for n, row in enumerate(changed.rows)}
    rows = of.engine.rows(judged.awards.select("award_id", "before", "after", *names))
    return {r["award_id"]: {names.get(k, (k, "")): v for k, v in r.items() if k != "award_id"} for r in rows}


def fallen(of: States) -> list[tuple[str, str]]:
    """Awards, and rules, that are less surely covered after than before."""
    return [(award, row) for award, r in of.items() for (side, row), v in r.items() if side == "before" and r["after", row] < v]


# What hypothesis draws


def _compared(condition: Condition, freeing: bool = False) -> Iterator[tuple[str, bool]]:
    """The amounts that the condition compares with, each with whether what passes it is freed."""
    if isinstance(condition, Against):
        yield condition.amount, freeing
    for part in condition.parts():
        if not isinstance(part, Fact | str | OfGroup):
            yield from _compared(part, freeing is not isinstance(condition, Opposite))


def sense(rule: Rule, name: str) -> bool | None:
    """Whether what passes the amount is freed by the rule; None where it is now freed, now bound."""
    ways = {freeing for condition in open_conditions(rule) for one, freeing in _compared(condition) if one == name}
    return ways.pop() if len(ways) == 1 else None


MONEY = st.sampled_from([0, 1, 14_999, 15_000, 100_000, 350_000, 549_999, 550_000, 700_000, 2_000_000, 10**15 - 1])
OF_RULE = [(row, fact) for row, facts in catalogue.reform_names().rules.items() for fact in facts]
ROWS = sorted(catalogue.reform_names().rules)
FLAGS = sorted(key for key in catalogue.reform_names().flags if key in (*BASE, *OF_LINE))
DUTIES = st.fixed_dictionaries(
    {"id": st.just("a"), "owed_by": st.just("contractor"), "then": st.just("do")},
    optional={
        "sectors": st.lists(st.sampled_from(["food", "apparel", "labor_services_abroad"]), min_size=1, unique=True),
        "goods": st.lists(st.sampled_from(["garments", "surgical gloves", "coffee"]), min_size=1, unique=True),
        "psc": st.lists(st.sampled_from(["84*", "6515", "S206", "Y*"]), min_size=1, unique=True),
        "origins": st.lists(st.sampled_from(["CHN", "BGD"]), min_size=1, unique=True),
        "listed": st.just(["forced_labor"]), "agencies": st.just(["civilian"]), "above": MONEY,
        "subcontracts": st.booleans(), "from": st.sampled_from([date(2020, 10, 1), date(2027, 1, 1)]),
    },
)  # fmt: skip
IN_DOLLARS = {name: amount for name, amount in law().amounts.items() if amount.in_dollars}
PRICED = {"for": ["food", "surgical gloves"]}
TABLES: dict[str, st.SearchStrategy[list[Row]]] = {
    "duty": st.lists(DUTIES, min_size=1, max_size=1),
    "ignore": st.lists(st.sampled_from(OF_RULE).map(lambda pair: {"rule": pair[0], "fact": pair[1]}), min_size=1, max_size=2,
                       unique_by=lambda i: (i["rule"], i["fact"])),
    "amount": st.fixed_dictionaries({"name": st.sampled_from(sorted(IN_DOLLARS)), "value": MONEY}).map(lambda a: [a]),
    "exempt": st.sampled_from(ROWS).map(lambda row: [{"rule": row, "fact": "cots"}]),
    "preference": st.just([{"percent": 5, **PRICED}]), "fee": st.just([{"basis_points": 10, **PRICED}]),
    "record": st.just([{"facts": ["origin", "cots"]}]),
}  # fmt: skip
REFORMS = st.lists(st.sampled_from(sorted(TABLES)), min_size=1, max_size=2, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: TABLES[name] for name in names})
)
"""One change or two together."""


# Less of a threshold, fewer exceptions


@some
@given(name=st.sampled_from(sorted(IN_DOLLARS)), ends=st.lists(MONEY, min_size=2, max_size=2, unique=True).map(sorted),
       first=st.sampled_from([None, date(2024, 3, 1)]))  # fmt: skip
def test_a_lower_threshold_never_covers_less_and_a_higher_exception_neither(
    portfolio: Portfolio, name: str, ends: list[int], first: date | None
) -> None:
    when = {} if first is None else {"from": first}
    low, high = (enacted(law(), read(amount=[{"name": name, "value": value, **when}])) for value in ends)
    changed = held_against(high, low)
    senses = {rule.row: sense(rule, name) for rule in changed.rules}
    found = states(portfolio, changed)
    for (side, row), freeing in ((("after", row), freeing) for row, freeing in senses.items() if freeing is not None):
        less, more = ("before", side)[:: -1 if freeing else 1]
        assert not [a for a, r in found.items() if r[more, row] < r[less, row]], (name, row, ends)
    if set(senses.values()) == {False}:
        assert not fallen(found)


@some
@given(duty=DUTIES, ends=st.lists(MONEY, min_size=2, max_size=2, unique=True).map(sorted))
def test_a_new_duty_above_less_never_covers_less(portfolio: Portfolio, duty: Row, ends: list[int]) -> None:
    low, high = (enacted(law(), read(duty=[{**duty, "above": value}])) for value in ends)
    assert not fallen(states(portfolio, held_against(high, low)))


@some
@given(pair=st.sampled_from(OF_RULE))
def test_dropping_an_exception_never_covers_less(portfolio: Portfolio, pair: tuple[str, str]) -> None:
    found = states(portfolio, reformed(read(ignore=[dict(zip(("rule", "fact"), pair, strict=True))])))
    assert not [lost for lost in fallen(found) if found[lost[0]]["before", lost[1]] == YES]
    if pair[1] != "item":  # asked twice by some rules, which leaves open what every way would settle
        assert not fallen(found)


def test_every_exception_of_every_rule_can_be_ignored_and_is_asked_no_more() -> None:
    rules = {rule.row: rule for rule in law().rules}
    for row, key in OF_RULE:
        changed = enacted(law(), read(ignore=[{"rule": row, "fact": key}]))
        now = next(rule for rule in changed.rules if rule.row == row)
        assert key in {fact.key for fact in turns_on(rules[row])}
        assert key not in {fact.key for fact in turns_on(now)}, (row, key)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(pair=st.sampled_from(OF_RULE), seed=st.integers(0, 2**32))
def test_dropping_an_exception_loses_no_purchase_of_several_lines(pair: tuple[str, str], seed: int) -> None:
    row, key = pair
    rule = next(rule for rule in law().rules if rule.row == row)
    changed = without_exception(rule, next(fact for fact in turns_on(rule) if fact.key == key))
    for purchase in filter(None, (_purchase(random.Random(seed + n), key) for n in range(20))):
        before, after = (Judge(law(), purchase, ASKED).judge(one).answer for one in (rule, changed))
        assert before is not Answer.YES or after is Answer.YES, purchase


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(pair=st.tuples(st.sampled_from(ROWS), st.sampled_from(FLAGS)), seed=st.integers(0, 2**32))
def test_an_exception_added_never_covers_more_and_releases_where_it_is_told(pair: tuple[str, str], seed: int) -> None:
    row, key = pair
    changed = enacted(law(), read(exempt=[{"rule": row, "fact": key}]))
    for purchase in filter(None, (_purchase(random.Random(seed + n), key) for n in range(20))):
        before, after = (
            Judge(of, purchase, ASKED).judge(next(r for r in of.rules if r.row == row)).answer for of in (law(), changed)
        )
        told = [line.get(key) for line in purchase.lines or ()] if key in OF_LINE else [purchase.told.get(key)]
        assert NUMBERS[after] <= NUMBERS[before] and (after is before if False in told else True), purchase
        assert after is Answer.NO or not told or not all(told), purchase


def _purchase(pick: random.Random, key: str) -> Purchase | None:
    """A purchase of up to three lines, told much or little; of one line where kinds of lines are what is ignored."""
    forget = pick.choice((0, 0.2, 0.5))
    told = {k: pick.choice(v) for k, v in BASE.items() if pick.random() >= forget} | {"tier": VALUES[0]}
    totals = {k: pick.choice(VALUES) for k in ("possible_outside", "value_outside") if pick.random() < 0.2}
    lines = [{k: pick.choice(v) for k, v in OF_LINE.items() if pick.random() >= forget}
             for _ in range(1 if key == "item" else pick.randint(1, 3))]  # fmt: skip
    for line in lines:
        line["bulk_cargo"] = line.get("bulk_cargo", False) and line.get("good") in MAY_BE_BULK
    return shown({**told, **totals}, lines)


def test_a_total_that_was_told_still_counts_where_more_lines_enter_it() -> None:
    reform = read(ignore=[{"rule": "TIP-03", "fact": "acquired_outside_us"}])
    told = {"sol_date": date(2026, 4, 1), "agency": "dod", "possible_outside": 1_200_000, "value_outside": 5,
            "lines": [{"item": "supply", "value": 700_000, "cots": False, "bulk_cargo": False}]}  # fmt: skip
    before, after = answers_of(reform, told, ASKED)
    assert (before, after) == (Answer.YES, Answer.YES)


# Today's law, and facts that nobody tells


@few
@given(names=st.lists(st.sampled_from(sorted(law().amounts)), min_size=1, max_size=3, unique=True))
def test_a_reform_equal_to_today_s_law_changes_nothing(portfolio: Portfolio, names: list[str]) -> None:
    today = [{"name": name, "value": v.value, "from": v.first} for name in names for v in law().amounts[name].versions]
    found = states(portfolio, reformed(read(amount=today)))
    assert all(r["before", row] == r[side, row] for r in found.values() for side, row in r), names


def test_an_amount_at_its_own_values_is_the_very_amount() -> None:
    for name, amount in law().amounts.items():
        today = [{"name": name, "value": v.value, "from": v.first} for v in amount.versions]
        now = enacted(law(), read(amount=today)).amounts[name]
        for day in (d + timedelta(days=n) for d in amount.boundaries() for n in (-1, 0, 1)):
            one, two = amount.on(day), now.on(day)
            assert (one and one.value) == (two and two.value), (name, day)


@some
@given(pair=st.sampled_from([p for p in OF_RULE if p[1] in made.TOLD and p[1] != "item"]))
def test_ignoring_a_fact_that_is_never_told_loses_nothing(portfolio: Portfolio, pair: tuple[str, str]) -> None:
    silent = replace(portfolio, facts=portfolio.facts.mutate(**{pair[1]: nothing(str(portfolio.facts[pair[1]].type()))}))
    assert not fallen(states(silent, reformed(read(ignore=[dict(zip(("rule", "fact"), pair, strict=True))]))))


# One and another


@few
@given(tables=REFORMS, others=REFORMS)
def test_two_orders_of_two_independent_reforms_agree(portfolio: Portfolio, tables: Row, others: Row) -> None:
    one, two = read(**tables), read("other", **others)
    assume(not {a.name for a in one.amounts} & {a.name for a in two.amounts})
    answers = []
    for first, second in ((one, two), (two, one)):
        changed = held_against(law(), enacted(enacted(law(), first), second), recorded=True)
        answers.append({award: dict(r) for award, r in states(portfolio, changed).items()})
    assert answers[0] == answers[1]


@few
@given(tables=REFORMS, seed=st.integers(0, 2**32))
def test_the_portfolio_is_answered_as_each_award_is_alone(
    portfolio: Portfolio, rows: made.Rows, tables: Row, seed: int
) -> None:
    changed = reformed(read(**tables))
    found = states(portfolio, changed)
    for row in random.Random(seed).sample(rows.told, 30):
        purchase = made.single(row)
        for side, of in (("before", changed.before), ("after", changed.after)):
            said = {j.rule.row: j.answer for j in judge(of, purchase, made.KNOWN_DAY)}
            alone = {r: NUMBERS[said.get(r, Answer.NO)] for r in changed.rows}
            assert {r: found[row["award_id"]][side, r] for r in changed.rows} == alone, (row, side)
            whole = any_answer(said.get(r, Answer.NO) for r in changed.watched)
            assert found[row["award_id"]][side, ""] == NUMBERS[whole]


def test_goods_of_the_made_portfolio_go_with_their_codes() -> None:
    """Else one more fact told would rightly overturn an answer."""
    for _, good, code, _ in made.BOUGHT:
        assert good is None or code in frozenset().union(*codes_of((frozenset(below({good})), frozenset({good})))), good


@few
@given(tables=REFORMS)
def test_more_facts_told_turn_only_unknown_into_yes_or_no(
    engine: Engine, portfolio: Portfolio, rows: made.Rows, tables: Row
) -> None:
    changed = reformed(read(**tables))
    less = states(portfolio, changed)
    more = states(made.portfolio_of(engine, "whole", rows.awards, rows.whole), changed)
    assert all(v in (UNKNOWN, more[award][key]) for award, r in less.items() for key, v in r.items())


# The whole answer

PARTS, FOUR = ("certain", "possible", "undecidable"), ("before", "after", "gained", "lost")
COUNTS = ("awards", "dollars", "suppliers")


def bounds(document: Document) -> Iterator[tuple[str, Document]]:
    """Every place that holds before, after, gained and lost."""
    yield "all", document
    yield from ((rule["id"], rule) for rule in document["rules"])
    yield from ((f"{name} {row[name]}", row) for name in DIMENSIONS for row in document["by"][name])


def number(of: Document, part: str, count: str) -> Decimal:
    return Decimal(of[part][count])


def add_up(document: Document) -> None:
    """All sums of an answer."""
    for where, of in bounds(document):
        for part in PARTS:
            for count in COUNTS:
                before, after, gained, lost = (number(of[one], part, count) for one in FOUR)
                assert gained + before == after + lost, (where, part, count)
        for one in FOUR:
            for count in COUNTS:
                certain, possible, open_ = (number(of[one], part, count) for part in PARTS)
                assert 0 <= certain <= possible == certain + open_, (where, one, count)
    for name in DIMENSIONS:
        for one in (*FOUR, "anew"):
            for part in PARTS:
                for count in COUNTS[:2]:
                    parts = sum((number(row[one], part, count) for row in document["by"][name]), Decimal(0))
                    assert parts == number(document[one], part, count), (name, one, part, count)
    for count in COUNTS[:2]:
        assert sum(Decimal(move[count]) for move in document["moves"]) == Decimal(document["portfolio"][count])
    years, fee = document["curve"], document["fee"]
    ends = [[Decimal(year["running"][part]["dollars"]) for year in years] for part in PARTS[:2]]
    assert all(one == sorted(one) for one in ends) and all(sure <= most for sure, most in zip(*ends, strict=True))
    for of in (year[when] for year in years for when in ("running", "new")):
        assert all(number(of, "certain", count) <= number(of, "possible", count) for count in COUNTS[:2])
    assert fee is None or Decimal(fee["raised"]["certain"]) <= Decimal(fee["raised"]["possible"])


def burden_is_in_order(document: Document) -> None:
    """Low is at most middle, middle at most high; the factor that matters most comes first."""
    of = document["burden"]
    if of is None:
        assert document["preference"] is not None or document["fee"] is not None
        return
    for key in ("responses", "hours", "dollars", "officer_hours"):
        low, mid, high = (Decimal(of[key][end]) for end in ("low", "mid", "high"))
        assert low <= mid <= high, key
    assert of["respondents"]["low"] <= of["respondents"]["high"]
    swings = [Decimal(row["swing"]) for row in of["tornado"]]
    assert swings == sorted(swings, reverse=True)
    assert all(Decimal(row["high"]) - Decimal(row["low"]) == Decimal(row["swing"]) for row in of["tornado"])


def parts_agree(document: Document) -> None:
    """What one part says of the awards is what the whole says."""
    after, record, supply = document["after"], document["record"], document["supply"]["offers"]
    assert sum(of["awards"] for of in supply.values()) == after["possible"]["awards"]
    assert document["leverage"]["suppliers"] == after["possible"]["suppliers"]
    assert sum(of["suppliers"] for of in document["leverage"]["quarters"]) == after["possible"]["suppliers"]
    assert all(Decimal(of["covered"]) <= Decimal(of["all"]) for of in document["leverage"]["top"])
    open_ = after["undecidable"]
    assert all(row["awards"] <= open_["awards"] for row in document["missing"])
    assert bool(open_["awards"]) is bool(document["missing"])
    moves = [move for move in document["moves"] if move["before"] != move["after"]]
    assert len(document["movers"]) == min(50, sum(move["awards"] for move in moves))
    dollars = [Decimal(row["dollars"]) for row in document["movers"]]
    assert dollars == sorted(dollars, reverse=True)
    anew = document["anew"]["possible"]["awards"]
    moved = sum(move["awards"] for move in moves if move["before"] != "yes" and move["after"] != "no")
    assert moved <= anew == moved + document["open"]["awards"]
    assert document["anew"]["certain"]["awards"] == next(
        m["awards"] for m in moves if (m["before"], m["after"]) == ("no", "yes"))  # fmt: skip
    assert sum(document["curve_of"][of]["awards"] for of in ("running", "over", "end_not_recorded")) == anew
    if record is not None:
        assert record["undecidable"] == {count: open_[count] for count in COUNTS[:2]}
        told, rest = record["decidable"], record["still_undecidable"]
        assert all(Decimal(told[c]) + Decimal(rest[c]) == Decimal(open_[c]) for c in COUNTS[:2])
        assert all(row["decidable"]["awards"] <= row["undecidable"]["awards"] for row in record["by_rule"])
    if document["preference"] is not None:
        most = Decimal(document["preference"]["mattered"]["dollars"]) * Decimal(document["preference"]["percent"]) / 100
        assert abs(Decimal(document["preference"]["cost_ceiling"]) - most) <= Decimal("0.005")


@few
@given(tables=REFORMS)
def test_every_part_of_an_answer_adds_up(portfolio: Portfolio, tables: Row) -> None:
    found = answer(portfolio, Given(read(**tables), "text"))
    add_up(found)
    parts_agree(found)
    burden_is_in_order(found)


def test_the_curve_counts_a_running_award_from_its_option_and_surely_from_its_very_end(
    portfolio: Portfolio, rows: made.Rows
) -> None:
    reform = read(duty=[{"id": "a", "owed_by": "contractor", "then": "do", "goods": ["garments"]}])
    found = answer(portfolio, Given(reform, "text"))
    reached = {a: r["after", ""] for a, r in states(portfolio, reformed(reform)).items() if r["after", ""]}
    awards = [row for row in rows.awards if row["award_id"] in reached]
    ends = {row["award_id"]: [d for d in (row["ends"], row["ends_with_options"]) if d] for row in awards}
    running = {award for award, days in ends.items() if days and max(days) > made.KNOWN_DAY}
    counts = [len(running), sum(not days for days in ends.values())]
    assert counts == [found["curve_of"][of]["awards"] for of in ("running", "end_not_recorded")]
    assert sum(found["curve_of"][of]["awards"] for of in ("running", "over", "end_not_recorded")) == len(awards)
    for year in found["curve"]:
        until = date.fromisoformat(year["to"])
        sure = [a for a in running if reached[a] == YES and max(ends[a]) <= until]
        perhaps = [row["award_id"] for row in awards if row["award_id"] in running
                   and (row["ends"] or row["ends_with_options"]) <= until]  # fmt: skip
        assert [year["running"][p]["awards"] for p in ("certain", "possible")] == [len(sure), len(perhaps)], year


@few
@given(tables=REFORMS, others=REFORMS, name=st.sampled_from(["mine", "other"]))
def test_what_two_reforms_have_in_common_is_a_part_of_each(
    portfolio: Portfolio, tables: Row, others: Row, name: str
) -> None:
    one, two = (Given(read(called, **of), "text") for called, of in (("mine", tables), (name, others)))
    found = answer(portfolio, one, two)
    overlap, anew = found["overlap"], states(portfolio, reformed(two.reform)).values()
    others_reached = Decimal(sum(r["before", ""] != YES == r["after", ""] for r in anew))
    reached = (number(found["gained"], "certain", "awards"), others_reached)
    for mine, gained in zip(("only_this", "only_other"), reached, strict=True):
        assert number(overlap["both"], "certain", "awards") + number(overlap[mine], "certain", "awards") <= gained
    for part in overlap.values():
        if isinstance(part, dict):
            assert all(number(part, "certain", c) <= number(part, "possible", c) for c in COUNTS)


@some
@given(tables=REFORMS)
def test_what_the_whole_facts_show_as_newly_covered_or_freed_was_never_ruled_out_before(
    engine: Engine, portfolio: Portfolio, rows: made.Rows, tables: Row
) -> None:
    """Where an award can be told neither before nor after, the lab says whether the reform may cover it all the same."""
    changed = reformed(read(**tables))
    judged = judged_awards(portfolio, changed).awards
    told = engine.rows(judged.select("award_id", "before", "after", "anew", "freed", "open"))
    whole = states(made.portfolio_of(engine, "whole", rows.awards, rows.whole), changed)
    for row in told:
        then, now = (whole[row["award_id"]][side, ""] for side in ("before", "after"))
        assert row["anew"] != NO or (then, now) != (NO, YES), row
        assert row["freed"] != NO or (then, now) != (YES, NO), row
        assert (row["anew"] == YES) is ((row["before"], row["after"]) == (NO, YES))
        assert row["open"] in (0, 1) and (not row["open"] or row["anew"] == UNKNOWN)


@few
@given(tables=REFORMS, seed=st.integers(0, 2**32))
def test_the_order_of_rows_changes_nothing(
    engine: Engine, portfolio: Portfolio, rows: made.Rows, tables: Row, seed: int
) -> None:
    pick = random.Random(seed)
    awards, told = ([*of] for of in (rows.awards, rows.told))
    pick.shuffle(awards)
    pick.shuffle(told)
    reform = Given(read(**tables), "text")
    assert answer(made.portfolio_of(engine, "shuffled", awards, told), reform) == answer(portfolio, reform)


# Edges

EDGE_DUTY: Row = {"id": "a", "owed_by": "contractor", "then": "do"}
SHIRTS = {"item": "supply", "psc": "8405", "value": 15_000, "origin": ["BGD"]}
EDGES: list[tuple[str, Row, Row, Answer]] = [
    ("at the amount", {"above": 15_000}, {}, Answer.NO),
    ("a cent above it", {"above": Decimal("14999.99")}, {}, Answer.YES),
    ("above nothing", {"above": 0}, {"value": 0}, Answer.NO),
    ("of untold value", {"above": 15_000}, {"value": None}, Answer.UNKNOWN),
    ("in a group of codes", {"psc": ["84*"]}, {}, Answer.YES),
    ("one of several codes", {"psc": ["S206", "8405"]}, {}, Answer.YES),
    ("beside a group of codes", {"psc": ["83*", "S*"]}, {}, Answer.NO),
    ("of an untold code", {"psc": ["84*"]}, {"psc": None}, Answer.UNKNOWN),
    ("a good where the code tells it", {"goods": ["garments"]}, {}, Answer.YES),
    ("a good or a code", {"goods": ["cocoa"], "psc": ["84*"]}, {}, Answer.YES),
    ("one of two sectors", {"sectors": ["food", "apparel"]}, {"sector": "apparel"}, Answer.YES),
    ("in no sector", {"sectors": ["food", "apparel"]}, {"sector": "none"}, Answer.NO),
    ("made elsewhere", {"origins": ["CHN"]}, {}, Answer.NO),
    ("made there at one step", {"origins": ["CHN"]}, {"origin": ["BGD", "CHN"]}, Answer.YES),
    ("of a chain told in part", {"origins": ["CHN"]}, {"origin": ["BGD", "?"]}, Answer.UNKNOWN),
    ("listed, made elsewhere", {"listed": ["forced_labor"], "origins": ["CHN"]}, {"listed_for_forced_labor": True}, Answer.NO),
    ("of untold listing", {"listed": ["forced_labor"]}, {}, Answer.UNKNOWN),
    ("solicited on the first day", {"from": date(2026, 4, 1)}, {}, Answer.YES),
    ("solicited the day before", {"from": date(2026, 4, 2)}, {}, Answer.NO),
    ("by another agency", {"agencies": ["civilian"]}, {}, Answer.NO),
]  # fmt: skip


@pytest.mark.parametrize(("duty", "line", "says"), [e[1:] for e in EDGES], ids=[e[0] for e in EDGES])
def test_a_new_duty_at_its_edges(duty: Row, line: Row, says: Answer) -> None:
    told = {k: v for k, v in {**SHIRTS, **line}.items() if v is not None}
    reform = read(duty=[{**EDGE_DUTY, **duty}])
    found = answers_of(reform, {"sol_date": date(2026, 4, 1), "agency": "dod", "tier": 0, "lines": [told]}, ASKED)
    assert found == (Answer.NO, says)


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        (date(2014, 1, 1), "unknown", "unknown"), (date(2016, 1, 1), "no", "yes"), (date(2023, 12, 31), "no", "yes"),
        (date(2024, 1, 1), "no", "no"), (date(2024, 12, 31), "no", "no"), (date(2025, 1, 1), "no", "yes"),
        (None, "no", "unknown"),
    ],
)  # fmt: skip
def test_an_amount_in_three_steps_is_that_of_the_day(day: date | None, before: str, after: str) -> None:
    steps = [{"value": 100_000}, {"value": 600_000, "from": date(2024, 1, 1)}, {"value": 200_000, "from": date(2025, 1, 1)}]
    reform = read(amount=[{"name": "TIP_PLAN", **step} for step in reversed(steps)])
    line = {"item": "service", "performed_outside_us": True, "value": 450_000}
    told = {"agency": "civilian", "method": "open", "tier": 0, "lines": [line], **({} if day is None else {"sol_date": day})}
    found = answers_of(reform, {**told, **({"award_date": date(2024, 6, 1)} if day is None else {})}, ASKED)
    assert tuple(map(str, found)) == (before, after)


def test_the_largest_assumptions_of_the_largest_portfolio_still_come_to_a_number() -> None:
    band = {"low": 0, "mid": 1, "high": 100_000, "unit": "u", "source": "s", "mark": "read"}
    assumed = {a.what: a for a in read(duty=[EDGE_DUTY], burden=[{"what": what, **band} for what in BURDENS]).burden}
    found = burden(Reached(("2025-11-02", "2026-11-01"), (0, 10_000_000), (0, 0), 0, (0, 100_000_000)), assumed)
    assert found["dollars"]["high"] == f"{10**22}.00" and found["tornado"][0]["low"] == "0.00"


def test_ignoring_the_kind_of_a_line_loses_no_purchase_of_lines_of_several_kinds() -> None:
    lines = [{"item": "supply", "acquired_outside_us": True, "performed_outside_us": False, "cots": False, "bulk_cargo": False},
             {"item": "service", "acquired_outside_us": False, "performed_outside_us": True}]  # fmt: skip
    told = {"sol_date": date(2026, 4, 1), "agency": "dod", "tier": 0, "lines": [{**line, "value": 400_000} for line in lines]}
    assert answers_of(read(ignore=[{"rule": "TIP-04", "fact": "item"}]), told, ASKED) == (Answer.YES, Answer.YES)
