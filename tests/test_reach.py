"""The reach of the law over a portfolio: facts from records, headlines that add up, one truth with the dossier."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from asked import DAY, action, engine_of
from buyfair import catalogue
from buyfair.cards import reach as said
from buyfair.dossier import dossier
from buyfair.feed_facts import facts_of_awards, purchase_of
from buyfair.judge.batch import as_columns
from buyfair.judge.judging import judge
from buyfair.judgement import judge_lines
from buyfair.knowledge import facts as f
from buyfair.knowledge.proxies import stands
from buyfair.portfolio import assess
from buyfair.purchase import law
from buyfair.reach import BY, STATES
from buyfair.records.duties import DUTIES, FACTS
from buyfair.terms.answer import Answer
from folders import real_once

FPDS = "awards/fpds_report_export_169col_quarter.csv.gz"
API = "awards/usaspending_api_transactions_11naics_half.parquet"

LOOK_AT_MAKING = {"TIP-03", "TIP-04", "TIP-05", "TIP-09", "CL-01", "CL-02", "CL-03", "XU-01", "XU-02", "XU-03", "XU-07",
                  "MN-02", "MN-03", "BA-01", "PPE-01"}  # fmt: skip
"""The rows whose obeying makes somebody find out how or where a thing is made, as the method names them."""


def test_the_rules_that_look_at_the_making_are_those_that_the_method_names() -> None:
    rows = {rule.row for rule in catalogue.rules()}
    looking = {rule.row for rule in catalogue.rules() if rule.looks_at_making}
    print("looks at the making:", ", ".join(sorted(looking)))
    assert looking == LOOK_AT_MAKING & rows
    assert not any(rule.standing for rule in catalogue.rules() if rule.looks_at_making)


def test_every_proxy_names_a_fact_of_the_vocabulary_and_columns_that_there_are() -> None:
    from buyfair.records.lines import LINES

    keys = {fact.key for fact in f.FACTS}
    for stand in stands().values():
        assert stand.key in keys and stand.why.endswith(".")
        if not stand.columns.startswith("nothing"):
            assert set(filter(None, stand.columns.split(", "))) <= set(LINES.names())
    told = {c.removesuffix("_low").removesuffix("_high") for c in FACTS.names()} - {"award_id", f.BULK_CARGO.key}
    assert told == {s.key for s in stands().values() if s.how != "nowhere"}


# facts from records: every award told below is judged in one run of its kind of dollars


@dataclass(frozen=True)
class Made:
    """Actions of one award, with what stands in the same files beside them."""

    key: str
    actions: tuple[Mapping[str, object], ...]
    dollars_are: str
    beside: tuple[Mapping[str, object], ...] = ()

    def facts(self) -> Mapping[str, Any]:
        """What the law is told of it."""
        return facts_of(self.dollars_are)[self.key]


MADE: list[Made] = []


def made(*told: Mapping[str, object], dollars_are: str = "action", beside: Sequence[Mapping[str, object]] = ()) -> Made:
    """An award of these actions, beside others where they are told."""
    award = Made(f"A{len(MADE)}", told, dollars_are, tuple(beside))
    MADE.append(award)
    return award


@cache
def facts_of(dollars_are: str) -> dict[str, Mapping[str, Any]]:
    """The facts of all awards of one kind of dollars."""
    mine = [award for award in MADE if award.dollars_are == dollars_are]
    rows = [action(award.key, nth, **{"psc": "S216", **facts})
            for award in mine for nth, facts in enumerate(award.actions, start=1)]  # fmt: skip
    rows += [action(f"{award.key}/beside", nth, **facts) for award in mine for nth, facts in enumerate(award.beside, start=1)]
    with engine_of(rows) as (engine, _):
        found = facts_of_awards(engine, judge_lines(engine, engine.table("actions")), dollars_are)
        return {row["award_id"]: row for row in engine.rows(found)}


OWN = {"instrument": "DEFINITIVE CONTRACT", "modification": "0", "action_date": date(2024, 5, 1),
       "total_value": Decimal(900), "dollars_obligated": Decimal(100)}  # fmt: skip
LATER = {"instrument": "DEFINITIVE CONTRACT", "modification": "P00001", "action_date": date(2025, 5, 1),
         "total_value": Decimal(50), "dollars_obligated": Decimal(300)}  # fmt: skip


def value(row: Mapping[str, Any]) -> tuple[Decimal, Decimal | None]:
    return row["value_low"], row["value_high"]


WHOLE, WITHOUT_BASE = made(OWN, LATER), made(LATER)


def test_a_contract_with_its_base_action_tells_its_day_and_its_value_as_the_latest_action_has_it() -> None:
    row = WHOLE.facts()
    assert (row["award_date"], row["awarded_by"]) == (date(2024, 5, 1), date(2024, 5, 1))
    assert value(row) == (Decimal(950), Decimal(950))


def test_without_its_base_action_neither_day_nor_upper_end_is_told() -> None:
    row = WITHOUT_BASE.facts()
    assert (row["award_date"], row["awarded_by"]) == (None, date(2025, 5, 1))
    assert value(row) == (Decimal(300), None)


NO_TOTAL = {name: made({**OWN, "total_value": total}) for name, total in
            (("not recorded", None), ("nothing", Decimal(0)), ("below the obligations", Decimal(99)))}  # fmt: skip


@pytest.mark.parametrize("name", NO_TOTAL)
def test_a_total_that_cannot_be_right_is_no_upper_end(name: str) -> None:
    assert value(NO_TOTAL[name].facts()) == (Decimal(100), None)


TAKEN_BACK = made({**OWN, "total_value": None, "dollars_obligated": Decimal(-5)})


def test_money_taken_back_makes_no_value_negative() -> None:
    assert value(TAKEN_BACK.facts()) == (Decimal(0), None)


ORDER = {**OWN, "instrument": "DELIVERY ORDER", "parent_piid": "V", "parent_agency_code": "7012"}
VEHICLE = {"instrument": "IDC", "modification": "0", "action_date": date(2019, 2, 3), "piid": "V",
           "sub_agency_code": "7012", "psc": "S216", "dollars_obligated": Decimal(0)}  # fmt: skip
LONE = made({**ORDER, "parent_piid": "NOT HERE"})
UNDER, ELSEWHERE = made(ORDER, beside=[VEHICLE]), made({**ORDER, "parent_agency_code": "9700"})


def test_an_order_bounds_its_contract_from_below_and_takes_the_day_of_its_vehicle() -> None:
    lone, under = LONE.facts(), UNDER.facts()
    assert (lone["award_date"], lone["awarded_by"], value(lone)) == (None, date(2024, 5, 1), (Decimal(900), None))
    assert (under["award_date"], value(under)) == (date(2019, 2, 3), (Decimal(900), None))
    assert ELSEWHERE.facts()["award_date"] is None, "a vehicle of another agency bears the same PIID"


BEFORE, AFTER = (made({**OWN, "solicitation_date": day}) for day in (date(2024, 4, 1), date(2024, 5, 2)))
OF_AN_ORDER = made({**OWN, "instrument": "DELIVERY ORDER", "solicitation_date": date(2024, 4, 1)})


def test_a_solicitation_after_the_award_is_not_taken() -> None:
    assert BEFORE.facts()["sol_date"] == date(2024, 4, 1)
    assert AFTER.facts()["sol_date"] is None
    assert OF_AN_ORDER.facts()["sol_date"] is None, "it may be that of the order alone"


THERE, HERE = {**LATER, "performance_country": "KWT"}, {**LATER, "performance_country": "USA"}
ALIKE, APART, SILENT = made(THERE, THERE), made(THERE, HERE), made(THERE, LATER)
BASED = made({**OWN, "performance_country": "KWT"}, HERE)


def test_without_a_base_action_an_attribute_is_told_where_all_actions_say_it_alike() -> None:
    assert ALIKE.facts()["performed_outside_us"] is True
    assert APART.facts()["performed_outside_us"] is None
    assert SILENT.facts()["performed_outside_us"] is None
    assert BASED.facts()["performed_outside_us"] is True, "the base action decides"


IN_TOTAL = {**OWN, "modification": None, "start_date": date(2024, 6, 1)}
TOTAL = made(IN_TOTAL, dollars_are="award_total")
BEGUN_THEN = made({**IN_TOTAL, "start_date": date(2024, 5, 1)}, dollars_are="award_total")


def test_an_award_total_is_its_award_and_its_first_day_of_work_may_not_be_its_day() -> None:
    assert TOTAL.facts()["award_date"] == date(2024, 5, 1)
    assert BEGUN_THEN.facts()["award_date"] is None


RUNS = {**OWN, "start_date": date(2024, 1, 1), "end_date": date(2024, 1, 11), "potential_end_date": date(2024, 3, 1)}
OPTIONS, NO_OPTIONS = made(RUNS), made({**RUNS, "potential_end_date": None})
BACKWARDS = made({**RUNS, "end_date": date(2023, 1, 1)})


def test_days_of_performance_reach_from_the_end_to_the_end_with_options() -> None:
    row = OPTIONS.facts()
    assert (row["performance_days_low"], row["performance_days_high"]) == (10, 61)
    assert NO_OPTIONS.facts()["performance_days_high"] is None
    assert BACKWARDS.facts()["performance_days_low"] is None


# portfolios


def assessed(source: Path, folder: Path) -> tuple[dict[str, Any], Path]:
    assess([source], folder, render=lambda summary: "")
    return seen(folder)


def seen(folder: Path) -> tuple[dict[str, Any], Path]:
    """The summary of an assessed folder, and the folder."""
    return json.loads((folder / "summary.json").read_text("utf-8")), folder


@pytest.fixture(scope="module")
def sample(sample_folder: Path) -> tuple[dict[str, Any], Path]:
    return seen(sample_folder / "assessed")


@pytest.fixture(scope="module")
def ice(export_folder: Path) -> tuple[dict[str, Any], Path]:
    return seen(export_folder / "assessed")


def adds_up(summary: dict[str, Any], out: Path) -> None:
    """The three headlines part what is exposed, to the cent; so does each grouping; and awards.parquet says the same."""
    reach, exposure = summary["reach"], summary["exposure"]
    for end in ("matched", "possible"):
        assert sum(Decimal(reach[state][end]) for state in STATES) == Decimal(exposure[end])
        for state in STATES:
            for rows in reach["by"].values():
                assert sum(Decimal(row[state][end]) for row in rows) == Decimal(reach[state][end])
        for rule in reach["rules"]:
            assert sum(Decimal(rule[answer][end]) for answer in ("yes", "no", "unknown")) == Decimal(exposure[end])
    assert set(reach["by"]) == set(BY)
    columns = ["award_id", "reach", "exposure", "dollars"]
    written: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    awards = pq.read_table(out / "awards.parquet", columns=columns).to_pylist()
    for row in awards:
        if row["exposure"].startswith(("matched", "possible")):
            written[(row["reach"], row["exposure"].split("_")[0])] += row["dollars"]
    assert all(written[(s, end)] == Decimal(reach[s][end]) for s in STATES for end in ("matched", "possible"))
    undecided = sum(Decimal(x) for x in reach["undecidable"].values())
    assert all(Decimal(m["matched"]) + Decimal(m["possible"]) <= undecided for m in reach["missing"])
    assert pq.read_metadata(out / "facts.parquet").num_rows == len(awards)


def in_order(out: Path) -> None:
    """Awards ascend, rules stand in their order, only yes and unknown are listed, each once."""
    rows = pq.read_table(out / "duties.parquet")
    assert tuple(rows.column_names) == DUTIES.names()
    order = {rule.row: n for n, rule in enumerate(law().rules)}
    keys = [(award, order[row]) for award, row in zip(*(rows[c].to_pylist() for c in ("award_id", "rule_id")), strict=True)]
    assert keys == sorted(keys) and len(set(keys)) == len(keys)
    assert set(rows["answer"].to_pylist()) <= {"yes", "unknown"}


def same_as_judged(summary: dict[str, Any], out: Path, every: int) -> None:
    """What duties.parquet holds of an award is what the evaluator of one purchase says of its facts."""
    day = date.fromisoformat(summary["day"])
    held: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for row in pq.read_table(out / "duties.parquet").to_pylist():
        held[row["award_id"]].append(tuple(row[c] for c in DUTIES.names()))
    facts = pq.read_table(out / "facts.parquet").to_pylist()[::every]
    assert len(facts) > 50
    for row in facts:
        alone = [(row["award_id"], *as_columns(j)) for j in judge(law(), purchase_of(row), day) if j.answer is not Answer.NO]
        assert held[row["award_id"]] == alone


def test_the_headlines_of_the_sample_add_up(sample: tuple[dict[str, Any], Path]) -> None:
    adds_up(*sample)
    assert all(sum(map(Decimal, sample[0]["reach"][s].values())) > 0 for s in STATES), "the sample shows every state"


def test_duties_stand_by_award_and_rule(sample: tuple[dict[str, Any], Path]) -> None:
    in_order(sample[1])


def test_one_truth_of_the_sample(sample: tuple[dict[str, Any], Path]) -> None:
    same_as_judged(*sample, every=9)


@pytest.mark.slow
def test_two_runs_write_the_same_bytes(sample: tuple[dict[str, Any], Path], tmp_path: Path) -> None:
    _, out = assessed(sample[1].parent / "awards_sample.csv.gz", tmp_path / "again")
    for name in ("duties.parquet", "facts.parquet", "summary.json"):
        assert (out / name).read_bytes() == (sample[1] / name).read_bytes()


def test_the_dossier_says_the_state_and_the_answers_that_were_written(sample: tuple[dict[str, Any], Path]) -> None:
    rows = pq.read_table(sample[1] / "awards.parquet", columns=["award_id", "reach"]).to_pylist()
    for state in STATES:
        award_id = min(row["award_id"] for row in rows if row["reach"] == state)
        found = dossier(sample[1], award_id)["duties"]
        looking = {a["answer"] for a in found["answers"] if a["looks_at_making"]}
        assert found["reach"] == state
        assert ("yes" in looking, "unknown" in looking and "yes" not in looking) == (state == STATES[2], state == STATES[1])
        assert bool(found["missing"]) == ("unknown" in looking)


@pytest.mark.real
def test_the_headlines_of_a_real_export_add_up_and_are_one_truth(ice: tuple[dict[str, Any], Path]) -> None:
    adds_up(*ice)
    in_order(ice[1])
    same_as_judged(*ice, every=41)
    held = {m["fact"]: m["held"] for m in ice[0]["reach"]["missing"]}
    assert held["cots"] == "nowhere" and held["sol_date"] == "fact"


@pytest.mark.real
def test_one_award_checked_by_hand(ice: tuple[dict[str, Any], Path]) -> None:
    """Purchase order HSCEMD17P00139 of 29 September 2017: one action (modification 0), $487,308.40 with all options, a
    storage expansion of a video system (5836), no vehicle.

    Its solicitation lies between 29 September 2015 and that day: all the while the amount of FAR 22.1703 was $500,000. So
    the provision (at least that much), the certificate and the plan (more than that) do not bind it, wherever it comes from.
    """
    award_id = "CONT_AWD_HSCEMD17P00139_7012_-NONE-_-NONE-"
    facts = next(r for r in pq.read_table(ice[1] / "facts.parquet").to_pylist() if r["award_id"] == award_id)
    assert (facts["agency"], facts["item"], facts["acquired_outside_us"]) == ("civilian", "supply", None)
    assert (facts["award_date"], value(facts)) == (date(2017, 9, 29), (Decimal("487308.40"), Decimal("487308.40")))
    found = dossier(ice[1], award_id)["duties"]
    answers = {a["id"]: a for a in found["answers"]}
    for row in ("TIP-03", "TIP-04", "TIP-05"):
        assert answers[row]["answer"] == "no"
        assert [a["value"] for a in answers[row]["amounts"]] == ["500000.00"]
    assert answers["TIP-01"]["answer"] == "yes", "the clause stands in it all the same"


@pytest.mark.slow
@pytest.mark.real
def test_the_headlines_of_a_report_of_fpds_add_up(tmp_path: Path, real_data: Path) -> None:
    summary, out = assessed(real_data / FPDS, tmp_path / "out")
    adds_up(summary, out)
    same_as_judged(summary, out, every=13)


@pytest.mark.real
@pytest.mark.slow
def test_the_headlines_of_a_dump_of_the_api_add_up(tmp_path_factory: pytest.TempPathFactory, real_data: Path) -> None:
    summary, out = seen(real_once(tmp_path_factory, real_data / API) / "assessed")
    adds_up(summary, out)
    in_order(out)
    same_as_judged(summary, out, every=1013)


# in words


def a_reach(none: str, open_: str, reached: str) -> dict[str, Any]:
    amounts = dict(zip(STATES, (none, open_, reached), strict=True))
    return {"reach": {state: {"matched": "0.00", "possible": amount} for state, amount in amounts.items()}}


def test_the_sentence_bounds_what_no_duty_reaches() -> None:
    summary = a_reach("1000.00", "2000.00", "500.00")
    assert "Of $3,500 matched or possible, $1,000 is reached by no duty" in str(said.sentence(summary))
    assert said.bounds(summary) == (
        "So what no duty reaches lies between $1,000 and $3,000, and what one reaches between $500 and $2,500."
    )
    assert "nothing for a duty to reach" in str(said.sentence(a_reach("0.00", "0.00", "0.00")))
    for nothing in ({}, {"reach": None}, {"reach": {}}):
        assert said.sentence(nothing) is said.bounds(nothing) is said.waits_for(nothing) is said.reach(nothing) is None


def test_what_is_missing_is_named_with_its_dollars_and_where_it_could_stand() -> None:
    summary = a_reach("0.00", "2000.00", "0.00")
    summary["reach"]["missing"] = [
        {"fact": "cots", "says": "Is it COTS?", "held": "nowhere", "awards": 3, "matched": "0.00", "possible": "1500.00"},
        {"fact": "new_fact", "says": "What else?", "held": "fact", "awards": 1, "matched": "5.00", "possible": "0.00"},
    ]
    sentence = str(said.waits_for(summary))
    assert "off the shelf (for $1,500; recorded in no award record)" in sentence and "What else? (for $5;" in sentence


def test_the_day_of_made_up_awards_is_after_the_rules_began() -> None:
    assert any(rule.in_force(DAY, "codified")[0] is Answer.YES for rule in law().rules)
