"""Each indicator answers as a person expected it, speaks on the real layouts that its card names, and says it in English."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from asked import DAY, Row, action, ask, asked_in
from buyfair import catalogue
from buyfair.attention import sentence
from buyfair.columns.embedded import Embedded
from buyfair.intake.feeds import FEEDS
from buyfair.intake.read import read_awards
from buyfair.knowledge import naics, psc
from buyfair.knowledge.countries import spellings
from buyfair.measure.indicator import among, counted, none_of, stands_on
from buyfair.records.lines import ACTIONS
from case_tables import Case, cases

INDICATORS = {i.code: i for i in catalogue.indicators()}
CASES = cases("indicators")
KINDS = {c.name: c.kind for c in ACTIONS.columns}
TOLD: dict[str, object] = {
    "psc": "8415", "description": "COTTON SHIRTS", "naics": "315210", "origin_country": "DEU", "performance_country": "USA",
    "agency": "AGENCY", "supplier_name": "FIRM", "dollars_obligated": Decimal(1000),
}  # fmt: skip
"""What a row does not show."""
TOGETHER, REPORTED, NO_NOBODY = "together", "with sub-awards reported", "every supplier named"
"""Runs of many cases. Awards of nobody named count for all awards of a run."""
LEVERAGE = "leverage_over_supplier"


# cases


def told(column: str, cell: str) -> object:
    """A cell as the fact that it tells."""
    if cell in ("?", "-"):
        return None
    kind = KINDS[column]
    if kind == "flag":
        return {"yes": True, "no": False}[cell]
    return {"day": date.fromisoformat, "money": Decimal, "count": int, "text": str}[kind](cell)


def rows_of(number: int, case: Case) -> Iterator[dict[str, object]]:
    """The actions of a case and those of the awards beside it; agencies and suppliers are the case's own."""
    own = f" {number}"
    cells = {"supplier_name" if k == "supplier" else k: v.split("; ") for k, v in case.cells.items()}
    facts = {k: v for k, v in cells.items() if k in KINDS}
    size = max((len(v) for v in facts.values()), default=1)
    for nth in range(size):
        row = {**TOLD, **{k: told(k, v[nth] if len(v) > 1 else v[0]) for k, v in facts.items()}}
        yield action(award_of(number, case), nth, **of_case(row, own))
    for column, supplier, day in BESIDE:
        cell = case.cells.get(column, "-")
        if cell != "-":
            dollars = Decimal(1) if column == "before" else Decimal(cell)
            seller = {"same": "FIRM", "another": "OTHER", "?": None}[cell] if column == "before" else supplier
            row = {**TOLD, "supplier_name": seller, "action_date": day, "dollars_obligated": dollars}
            yield action(f"CONT_AWD_{number:04d}_{column}", **of_case(row, own))


BESIDE = (
    ("same_supplier", "FIRM", date(2025, 6, 30)), ("other_supplier", "OTHER", date(2025, 6, 30)),
    ("nobody", None, date(2025, 6, 30)), ("before", None, date(2012, 1, 2)),
)  # fmt: skip
"""Columns that put another award beside the case's: its supplier and its day."""


def award_of(number: int, case: Case) -> str:
    """The key of the case's award; a vehicle's tells that it is one."""
    return f"CONT_{'IDV' if case.cells.get('kind') == 'vehicle' else 'AWD'}_{number:04d}"


def of_case(row: Mapping[str, object], own: str) -> dict[str, object]:
    """The row with an agency and a supplier that no other case has."""
    return {k: f"{v}{own}" if k in ("agency", "supplier_name") and v is not None else v for k, v in row.items()}


@cache
def judged() -> dict[tuple[str, str], Row]:
    """Every row of every table, judged by the engine that judges portfolios, in as few runs as may be."""
    runs: dict[str, list[tuple[int, Case]]] = defaultdict(list)
    for number, case in enumerate(CASES):
        runs[run_of(number, case)].append((number, case))
    found: dict[tuple[str, str], Row] = {}
    for name, held in runs.items():
        rows = [row for number, case in held for row in rows_of(number, case)]
        reported = [award_of(number, case) for number, case in held for _ in range(int(case.cells.get("subawards", "0")))] \
            if name == REPORTED else None
        awards = ask(rows, DAY, reported, by_the_law=False)
        found |= {(case.file, case.name): awards[award_of(number, case)] for number, case in held}
    return found


def run_of(number: int, case: Case) -> str:
    """The run that a case is judged in."""
    if code_of(case) == LEVERAGE:
        return NO_NOBODY if case["nobody"] == "-" and case["supplier"] != "?" else f"alone {number}"
    return REPORTED if case.cells.get("subawards", "?") != "?" else TOGETHER


def code_of(case: Case) -> str:
    """The indicator whose table the case stands in."""
    return case.file.split("/")[1]


@pytest.mark.slow  # all cases are judged together: whoever came first would pay
@pytest.mark.parametrize("case", CASES, ids=[f"{c.file}: {c.name}" for c in CASES])
def test_an_indicator_answers_as_its_case_expects(case: Case) -> None:
    award = judged()[(case.file, case.name)]
    assert (award[code_of(case)] or "-") == case["answer"]


AWKWARD = re.compile(r"\bof 1 (?!agenc)|\b1 (?:lines|actions|awards|days|agencies)\b|\ball 1\b|None\b(?! of)")
"""A number that does not fit its noun, or a missing value."""


@pytest.mark.slow
def test_every_sentence_is_one_sentence_that_names_what_it_counts() -> None:
    for award in judged().values():
        for code, indicator in INDICATORS.items():
            said = sentence(indicator, award)
            assert said[0].isupper() or said[0] in "$0123456789", said
            assert said.endswith(".") and "None of its 1 " not in said and "  " not in said, said
            assert not AWKWARD.search(said), said
            if award[code] in ("yes", "no"):
                assert re.search(r"\d|\bone\b|[Nn]one|[Nn]o |[Bb]oth", said), said


def test_numbers_of_things_read_as_english() -> None:
    assert [among(p, w, "line") for p, w in ((1, 1), (0, 1), (2, 2), (1, 2), (3, 3), (2000, 3000))] == [
        "its one line", "none of its one line", "both lines", "1 of 2 lines", "all 3 lines", "2,000 of 3,000 lines",
    ]  # fmt: skip
    assert [counted(n, "agency buys", "agencies buy") for n in (1, 2)] == ["1 agency buys", "2 agencies buy"]
    assert none_of(1, "line", "is it.", "is not it.") == "Its one line is not it."
    assert none_of(3, "line", "is it.", "is not it.") == "None of its 3 lines is it."

    def stands(part: int, whole: int, lines: int, of: int) -> str:
        return stands_on({"d": Decimal(part), "dollars": Decimal(whole), "n": lines, "lines": of}, "d", "n")

    assert stands(129432, 129432, 1, 1) == "All $129,432 stand on its one line,"
    assert stands(3, 10, 2, 3) == "$3 of $10 stand on 2 of 3 lines"
    assert stands(150, 100, 2, 3) == "Obligations of $150, beside a net of $100, stand on 2 of 3 lines"
    assert stands(0, 0, 1, 1) == "Obligations that come to $0 in the end stand on its one line,"


# real files

REAL: dict[str, tuple[str, ...]] = {
    "usaspending_transactions": ("awards/usaspending_sample_2021_2024_1000x28.csv.gz",),
    "usaspending_transactions_2018": ("awards/usaspending_2018_prime_transactions_99x277.csv.gz",),
    "usaspending_transactions_2017": ("awards/ice_fy13_17_usaspending_prime_transactions.csv.gz",),
    "usaspending_subawards": ("awards/ice_fy13_17_usaspending_prime_transactions.csv.gz",
                              "awards/ice_contracts_subawards_2018_175x41.csv.gz"),
    "usaspending_2016": ("awards/usaspending_2016_treasury_legacy_format.csv.gz",),
    "usaspending_2013": ("awards/usaspending_2013_datafeed_legacy_format.csv.gz",),
    "usaspending_search_awards": ("format_samples/usaspending_api_search_results_contracts.json",),
    "usaspending_account_breakdown": ("awards/usaspending_hhs_account_breakdown_by_award_2025_1899x79.csv.gz",),
    "fpds_report": ("awards/fpds_report_export_169col_quarter.csv.gz",),
    "fpds_atom": ("format_samples/fpds_atom_award_v1_5_wamuir.xml.gz",
                  "format_samples/fpds_atom_10_awards_dherincx92.xml.gz"),
    "doge_fpds": ("awards/doge_fpds_7425.csv.gz",),
    "usaspending_search_download": ("awards/cbp_ice_fy2021_2026_contract_obligations.csv.gz",),
    "usaspending_api_dump": ("awards/usaspending_api_transactions_11naics_half.parquet",),
    "fpds_atom_flat": ("awards/fpds_atom_idv_kenosa_91817.parquet",),
}  # fmt: skip
QUICK = ("usaspending_transactions_2017", "fpds_report", "usaspending_subawards")
"""Together they make every indicator speak; the others are read in the long run of the tests."""


def spoken_on(paths: Sequence[Path], work: Path) -> dict[str, set[Any]]:
    """Per indicator the answers that it gave on real files."""
    reading = read_awards(paths, countries=spellings(), product_titles=psc.codes_by_title(),
                          industry_titles=naics.codes_by_title(), work=work, say=lambda _: None)  # fmt: skip
    (work / "engine").mkdir()
    engine = Embedded(work / "engine")
    try:
        engine.run(f"CREATE OR REPLACE VIEW actions AS {reading.actions}")
        subawards = None if reading.subawards is None else reading.subawards.rows
        awards = asked_in(engine, date(2017, 9, 30), subawards)
        return {code: {row[code] for row in engine.rows(awards.select(code).distinct())} for code in INDICATORS}
    finally:
        engine.close()


NAMED: dict[str, list[str]] = defaultdict(list)
for _indicator in INDICATORS.values():
    for _feed in _indicator.feeds:
        NAMED[_feed].append(_indicator.code)


def test_every_layout_that_a_card_names_is_one_and_each_indicator_speaks_in_the_quick_run() -> None:
    assert set(NAMED) <= {feed.id for feed in FEEDS}
    assert set(NAMED) == set(REAL)
    assert {code for feed in QUICK for code in NAMED[feed]} == set(INDICATORS)


@pytest.mark.real
@pytest.mark.parametrize("feed", [pytest.param(f, marks=() if f in QUICK else pytest.mark.slow) for f in REAL])
def test_the_layouts_that_cards_name_make_the_indicators_speak(feed: str, real_data: Path, tmp_path: Path) -> None:
    answers = spoken_on([real_data / path for path in REAL[feed]], tmp_path)
    assert [code for code in NAMED[feed] if not answers[code] & {"yes", "no"}] == []
    spoke = {code for code, given in answers.items() if given & {"yes", "no"}}
    assert feed == "usaspending_subawards" or spoke == set(NAMED[feed]), "a card leaves out a layout with which it speaks"
