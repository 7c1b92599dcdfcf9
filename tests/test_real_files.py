"""The real files: read whole, reconciled to the cent, twice the same bytes, and read as a portfolio lead would."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from buyfair.cards.report import report
from buyfair.intake.read import Reading, read_awards
from buyfair.knowledge import naics, psc
from buyfair.knowledge.countries import spellings
from buyfair.portfolio import assess
from buyfair.terms.errors import InputRefusedError
from folders import real_once

pytestmark = pytest.mark.real

API = "awards/usaspending_api_transactions_11naics_half.parquet"
ICE = "awards/ice_fy13_17_usaspending_prime_transactions.csv.gz"
OTHERS = {
    "awards/usaspending_2018_prime_transactions_99x277.csv.gz": 99,
    "awards/usaspending_sample_2021_2024_1000x28.csv.gz": 1000,
    "format_samples/usaspending_2025_prime_transactions_header_sample.csv": 2,
}
CLASSES = ("matched", "possible", "unknown", "no_listing", "not_goods", "taken_back")


def reconciled(summary: dict[str, Any], out: Path) -> None:
    """The laws of 08 on a finished folder, told from its files alone."""
    lines, dollars = summary["lines"], {k: Decimal(v) for k, v in summary["dollars"].items()}
    assert lines["read"] == lines["accepted"] + lines["rejected"] + lines["superseded"]
    assert dollars["read"] == dollars["accepted"] + dollars["rejected"] + dollars["superseded"]
    exposure = {k: Decimal(v) for k, v in summary["exposure"].items()}
    assert sum(exposure[k] for k in CLASSES) == dollars["accepted"]
    assert exposure["possible"] == exposure["possible_place_not_recorded"] + exposure["possible_through_input"]
    count, total = duckdb.sql(f"SELECT count(*), sum(dollars_obligated) FROM '{out}/lines.parquet'").fetchall()[0]
    assert (count, total) == (lines["accepted"], dollars["accepted"])
    assert duckdb.sql(f"SELECT count(*) FROM '{out}/rejected.parquet'").fetchall() == [(lines["rejected"],)]
    by_award = duckdb.sql(
        f"SELECT count(*) FROM (SELECT award_id, sum(dollars_obligated) AS net FROM '{out}/lines.parquet' GROUP BY 1) l "
        f"JOIN '{out}/awards.parquet' a USING (award_id) WHERE a.dollars = l.net"
    ).fetchall()[0][0]
    assert by_award == summary["awards"]
    standing = dollars["accepted"] - exposure["taken_back"]
    for key in ("sectors", "goods", "countries", "agencies"):
        assert sum(Decimal(r["dollars"]) for r in summary[key]) == standing, key
        for name in ("matched", "possible"):
            assert sum(Decimal(r[name]) for r in summary[key]) == exposure[name], (key, name)
    assert sum(Decimal(r["dollars"]) for r in summary["not_told"]) == exposure["unknown"]


@pytest.fixture(scope="module")
def ice(export_folder: Path) -> tuple[dict[str, Any], Path]:
    """The export with the full header: the summary that assessing gave back, and its folder."""
    return json.loads((export_folder / "returned.json").read_text("utf-8")), export_folder / "assessed"


@pytest.mark.slow
def test_the_api_dump_reads_whole_reconciles_to_the_cent_and_gives_the_same_bytes_twice(
    real_data: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = real_once(tmp_path_factory, real_data / API)
    summary, out = json.loads((made / "returned.json").read_text("utf-8")), made / "assessed"
    reconciled(summary, out)
    assert summary["lines"]["read"] == 199_886
    assert summary["dollars"]["read"] == "448725850566.39"
    # exact repeats of whole rows, counted apart by another engine's DISTINCT
    distinct = duckdb.sql(f"SELECT count(*) FROM (SELECT DISTINCT * FROM '{real_data / API}')").fetchall()[0][0]
    assert summary["lines"]["accepted"] == distinct
    assert summary["exposure"]["matched"] == "0.00", "the dump records no origin: nothing can match"
    assess([real_data / API], tmp_path / "two", render=report)
    assert (out / "manifest.json").read_bytes() == (tmp_path / "two" / "manifest.json").read_bytes()


def test_the_full_header_export_loses_no_modification(real_data: Path, ice: tuple[dict[str, Any], Path]) -> None:
    summary, out = ice
    reconciled(summary, out)
    assert summary["lines"] == {"read": 3469, "accepted": 3469, "rejected": 0, "superseded": 0}
    raw = duckdb.sql(
        f"SELECT sum(federal_action_obligation::DECIMAL(18,2)), "
        f"sum(federal_action_obligation::DECIMAL(18,2)) FILTER (modification_number <> '0') "
        f"FROM read_csv('{real_data / ICE}', all_varchar = true)"
    ).fetchall()[0]
    kept = duckdb.sql(
        f"SELECT sum(dollars_obligated), sum(dollars_obligated) FILTER (modification <> '0') "
        f"FROM '{out / 'lines.parquet'}'"
    ).fetchall()[0]
    assert kept == raw
    days = duckdb.sql(f"SELECT min(action_date), max(action_date) FROM '{out / 'lines.parquet'}'").fetchall()
    assert [str(d) for d in days[0]] == ["2012-10-10", "2017-09-30"], "days are day/month/year in this export"


@pytest.mark.slow
def test_the_export_gives_the_same_bytes_twice(
    real_data: Path, ice: tuple[dict[str, Any], Path], tmp_path: Path
) -> None:
    assess([real_data / ICE], tmp_path / "two", render=report)
    the_same(ice[1], tmp_path / "two")


@pytest.mark.slow
@pytest.mark.parametrize("name", OTHERS)
def test_the_same_file_gives_the_same_bytes_twice(real_data: Path, tmp_path: Path, name: str) -> None:
    for run in ("one", "two"):
        summary = assess([real_data / name], tmp_path / run, render=report)
    reconciled(summary, tmp_path / "two")
    assert summary["lines"]["read"] == OTHERS[name]
    the_same(tmp_path / "one", tmp_path / "two")


def the_same(one: Path, two: Path) -> None:
    """The same files with the same bytes, but for the log of times."""
    assert {p.name for p in one.iterdir()} == {p.name for p in two.iterdir()}
    for path in sorted(one.iterdir()):
        if path.name != "run.log":
            assert path.read_bytes() == (two / path.name).read_bytes(), path.name


def test_chinese_electronics_of_the_export_are_matched_and_open_to_their_source(
    real_data: Path, ice: tuple[dict[str, Any], Path]
) -> None:
    out = ice[1]
    found = duckdb.sql(
        f"SELECT l.source_record, l.good, l.origin_country, e.list, e.edition, e.level "
        f"FROM '{out}/lines.parquet' l JOIN '{out}/exposures.parquet' e USING (line_id) "
        f"WHERE e.level = 'matched' AND e.input_good IS NULL"
    ).fetchall()
    assert found
    assert all(r[1] == "electronics" and r[2] == "CHN" for r in found)
    assert {r[3] for r in found} == {"dol_tvpra", "dol_eo13126"}
    record = found[0][0]
    row = duckdb.sql(
        f"SELECT country_of_product_or_service_origin_code FROM (SELECT *, row_number() OVER () AS n "
        f"FROM read_csv('{real_data / ICE}', all_varchar = true)) WHERE n = {record}"
    ).fetchall()
    assert row == [("CHN",)]


READ = {
    "cbp_ice_fy2021_2026_contract_obligations.csv.gz": (57476, "87665971123.13", 57350, 0, 126),
    "doge_fpds_7425.csv.gz": (7425, "277235313.58", 3919, 3485, 21),
    "fpds_atom_idv_kenosa_91817.parquet": (91817, "38861051817.02", 91335, 482, 0),
    "fpds_report_export_169col_quarter.csv.gz": (769, "512846126.07", 769, 0, 0),
    "ice_contracts_subawards_2018_175x41.csv.gz": (0, "0.00", 0, 0, 0),
    "ice_fy13_17_usaspending_prime_transactions.csv.gz": (3469, "488365827.77", 3469, 0, 0),
    "usaspending_2013_datafeed_legacy_format.csv.gz": (420, "42662037.77", 420, 0, 0),
    "usaspending_2016_treasury_legacy_format.csv.gz": (126, "13459752.50", 126, 0, 0),
    "usaspending_2018_prime_transactions_99x277.csv.gz": (99, "936719.62", 99, 0, 0),
    "usaspending_api_transactions_11naics_half.parquet": (199886, "448725850566.39", 166828, 0, 33058),
    "usaspending_hhs_account_breakdown_by_award_2025_1899x79.csv.gz": (1899, "-41590653.69", 481, 1418, 0),
    "usaspending_sample_2021_2024_1000x28.csv.gz": (1000, "420678939.40", 1000, 0, 0),
    "fpds_atom_10_awards_dherincx92.xml.gz": (10, "1848953.36", 10, 0, 0),
    "fpds_atom_award_v1_5_wamuir.xml.gz": (23, "860545.02", 23, 0, 0),
    "ocds_1_1_release_example.json": (3, "0.00", 0, 3, 0),
    "usaspending_2025_prime_transactions_header_sample.csv": (2, "0.00", 2, 0, 0),
    "usaspending_api_search_results_contracts.json": (5, "47944075497.23", 4, 0, 1),
}
"""Records and dollars read, records accepted, rejected and superseded."""
REFUSED = {
    "csis_fpds_agency_x_psc_fy_dollars.csv.gz": "holds totals",
    "treasury_datalab_recipients_by_agency.csv.gz": "holds totals",
    "csis_fsrs_canada_related_subawards_3323.csv.gz": "lacks the award's identifier .prime_award_piid",
    "USAspending_Data_Dictionary_Crosswalk.xlsx": "lacks the award's identifier",
}


def test_every_file_of_the_folders_is_told_below(real_data: Path) -> None:
    here = {p.name for folder in ("awards", "format_samples") for p in (real_data / folder).iterdir()}
    assert here == READ.keys() | REFUSED.keys()


LARGE = {
    "cbp_ice_fy2021_2026_contract_obligations.csv.gz",
    "fpds_atom_idv_kenosa_91817.parquet",
    "usaspending_api_transactions_11naics_half.parquet",
}
"""Left to `make test`: other files of the same layouts, or the tests of the feeds, stand for them at each commit."""


@pytest.mark.parametrize("name", [pytest.param(n, marks=[pytest.mark.slow] * (n in LARGE)) for n in sorted(READ)])
def test_every_layout_is_read_and_reconciled(real_data: Path, tmp_path: Path, name: str) -> None:
    path = next(real_data.glob(f"*/{name}"))
    reading = read(path, tmp_path)
    records, dollars, *parts = READ[name]
    assert (reading.read.lines, str(reading.read.dollars)) == (records, dollars)
    assert [reading.accepted.lines, reading.set_aside.lines, reading.superseded.lines] == parts
    kept = duckdb.sql(f"SELECT count(*), coalesce(sum(dollars_obligated), 0) FROM ({reading.actions})").fetchall()[0]
    assert kept == (reading.accepted.lines, reading.accepted.dollars)
    aside = duckdb.sql(f"SELECT count(*), count(raw), coalesce(sum(dollars), 0) FROM '{reading.rejected}'").fetchall()[0]
    assert aside == (reading.set_aside.lines, reading.set_aside.lines, reading.set_aside.dollars)
    assert reading.read.dollars == reading.accepted.dollars + reading.set_aside.dollars + reading.superseded.dollars


def read(path: Path, tmp_path: Path) -> Reading:
    """One file read as `assess` reads it."""
    work = tmp_path / "work"
    work.mkdir()
    return read_awards(
        [path], countries=spellings(), product_titles=psc.codes_by_title(), industry_titles=naics.codes_by_title(), work=work
    )


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_is_no_award_file_is_refused_with_the_right_sentence(real_data: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(InputRefusedError, match=REFUSED[name]):
        read(next(real_data.glob(f"*/{name}")), tmp_path)


@pytest.mark.slow
def test_sub_awards_stand_in_a_block_of_their_own_linked_to_their_primes(real_data: Path, tmp_path: Path) -> None:
    subs = real_data / "awards" / "ice_contracts_subawards_2018_175x41.csv.gz"
    out = tmp_path / "out"
    summary = assess([real_data / ICE, subs], out, render=report)
    reconciled(summary, out)
    assert summary["lines"]["read"] == 3469, "sub-awards are no lines"
    assert summary["subawards"] == {
        "lines": {"read": 175, "accepted": 175, "rejected": 0, "superseded": 0},
        "dollars": {"read": "186477899.21", "accepted": "186477899.21", "rejected": "0.00", "superseded": "0.00"},
        "linked": {"lines": 36, "dollars": "147821883.21", "awards": 19},
    }
    orphans = duckdb.sql(
        f"SELECT count(*) FROM '{out}/subawards.parquet' WHERE linked AND award_id NOT IN "
        f"(SELECT award_id FROM '{out}/awards.parquet')"
    ).fetchall()
    assert orphans == [(0,)]


@pytest.mark.slow
def test_award_totals_beside_actions_are_never_added(real_data: Path, tmp_path: Path) -> None:
    totals = real_data / "format_samples" / "usaspending_api_search_results_contracts.json"
    summary = assess([real_data / ICE, totals], tmp_path / "out", render=report)
    reconciled(summary, tmp_path / "out")
    assert summary["dollars_are"] == "action"
    assert summary["dollars"]["accepted"] == "488365827.77"
    assert [r["reason"] for r in summary["rejected_why"]] == ["other_kind_of_dollars"]


def test_a_file_given_in_two_layouts_counts_once(real_data: Path, tmp_path: Path) -> None:
    """The 2018 export beside a saved search table of the same actions: every dollar once."""
    name = real_data / "awards" / "usaspending_2018_prime_transactions_99x277.csv.gz"
    table = tmp_path / "search.csv"
    duckdb.sql(
        "COPY (SELECT awarding_sub_agency_name AS \"Agency\", award_id_piid AS \"Award ID\", recipient_name AS "
        "\"Recipient Name\", federal_action_obligation AS \"Federal Action Obligation\", action_date AS \"Action Date\", "
        "modification_number AS \"Modification\", award_description AS \"Transaction Description\", "
        f"contract_award_unique_key AS \"Generated Award ID\" FROM read_csv('{name}', all_varchar = true)) "
        f"TO '{table}' (HEADER)"
    )
    (tmp_path / "both").mkdir()
    reading = read_awards([name, table], countries=spellings(), work=tmp_path / "both")
    assert (reading.read.lines, reading.accepted.lines, reading.superseded.lines) == (198, 99, 99)
    assert str(reading.accepted.dollars) == "936719.62"


def test_the_summary_is_the_file(ice: tuple[dict[str, Any], Path]) -> None:
    summary, out = ice
    assert json.loads((out / "summary.json").read_text("utf-8")) == summary
