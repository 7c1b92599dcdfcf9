"""The real files: read whole, reconciled to the cent, twice the same bytes, and read as a portfolio lead would."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from buyfair.cards.report import report
from buyfair.portfolio import assess

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


def test_the_api_dump_reads_whole_and_reconciles_to_the_cent(real_data: Path, tmp_path: Path) -> None:
    summary = assess([real_data / API], tmp_path / "out", render=report)
    reconciled(summary, tmp_path / "out")
    assert summary["lines"]["read"] == 199_886
    assert summary["dollars"]["read"] == "448725850566.39"
    # exact repeats of whole rows, counted apart by another engine's DISTINCT
    distinct = duckdb.sql(f"SELECT count(*) FROM (SELECT DISTINCT * FROM '{real_data / API}')").fetchall()[0][0]
    assert summary["lines"]["accepted"] == distinct
    assert summary["exposure"]["matched"] == "0.00", "the dump records no origin: nothing can match"


def test_the_full_header_export_loses_no_modification(real_data: Path, tmp_path: Path) -> None:
    summary = assess([real_data / ICE], tmp_path / "out", render=report)
    reconciled(summary, tmp_path / "out")
    assert summary["lines"] == {"read": 3469, "accepted": 3469, "rejected": 0, "superseded": 0}
    raw = duckdb.sql(
        f"SELECT sum(federal_action_obligation::DECIMAL(18,2)), "
        f"sum(federal_action_obligation::DECIMAL(18,2)) FILTER (modification_number <> '0') "
        f"FROM read_csv('{real_data / ICE}', all_varchar = true)"
    ).fetchall()[0]
    kept = duckdb.sql(
        f"SELECT sum(dollars_obligated), sum(dollars_obligated) FILTER (modification <> '0') "
        f"FROM '{tmp_path / 'out' / 'lines.parquet'}'"
    ).fetchall()[0]
    assert kept == raw
    days = duckdb.sql(f"SELECT min(action_date), max(action_date) FROM '{tmp_path / 'out' / 'lines.parquet'}'").fetchall()
    assert [str(d) for d in days[0]] == ["2012-10-10", "2017-09-30"], "days are day/month/year in this export"


@pytest.mark.parametrize("name", [ICE, *OTHERS])
def test_the_same_file_gives_the_same_bytes_twice(real_data: Path, tmp_path: Path, name: str) -> None:
    for run in ("one", "two"):
        summary = assess([real_data / name], tmp_path / run, render=report)
    reconciled(summary, tmp_path / "two")
    assert summary["lines"]["read"] == OTHERS.get(name, 3469)
    for path in sorted((tmp_path / "one").iterdir()):
        if path.name != "run.log":
            assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


@pytest.mark.slow
def test_the_api_dump_gives_the_same_bytes_twice(real_data: Path, tmp_path: Path) -> None:
    for run in ("one", "two"):
        assess([real_data / API], tmp_path / run, render=report)
    assert (tmp_path / "one" / "manifest.json").read_bytes() == (tmp_path / "two" / "manifest.json").read_bytes()


def test_chinese_electronics_of_the_export_are_matched_and_open_to_their_source(real_data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assess([real_data / ICE], out, render=report)
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


def test_every_other_layout_is_refused_with_its_missing_columns_named(real_data: Path, tmp_path: Path) -> None:
    from buyfair.terms.errors import InputRefusedError

    for name in (
        "awards/usaspending_hhs_account_breakdown_by_award_2025_1899x79.csv.gz",
        "awards/ice_contracts_subawards_2018_175x41.csv.gz",
        "awards/fpds_report_export_169col_quarter.csv.gz",
    ):
        with pytest.raises(InputRefusedError, match="lacks .*; expected .*"):
            assess([real_data / name], tmp_path / "no", render=report)
    assert not (tmp_path / "no").exists()


def test_the_summary_is_the_file(real_data: Path, tmp_path: Path) -> None:
    summary = assess([real_data / ICE], tmp_path / "out", render=report)
    assert json.loads((tmp_path / "out" / "summary.json").read_text("utf-8")) == summary
