"""Both engines give the same rows in the same order, and the same summary: on invented lines, every real file, hard texts."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from asked import action
from buyfair.cards.report import report
from buyfair.columns.engines import embedded, spark
from buyfair.portfolio import assess, assess_table
from buyfair.reform.trying import given, tried
from buyfair.terms.errors import InputRefusedError
from spark_lines import INVENTED, hard, made, of_rows

pytestmark = pytest.mark.slow

ON = os.environ.get("BUYFAIR_TEST_SPARK")
"""Where Spark is asked for; by default a stand-in for it is started, which speaks Spark's language without its Java."""
OF_A_REAL_FILE = int(os.environ.get("BUYFAIR_TEST_LINES", "1000"))
"""How many lines of each real file are asked, most files whole: all lines of the longest would take minutes."""

TABLES = {"lines", "exposures", "awards", "suppliers", "duties", "facts", "leads", "rejected"}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where Spark is asked."""
    if ON is not None:
        yield ON
        return
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    yield f"sc://127.0.0.1:{server.listening_address[1]}"
    server.stop()


def the_same_rows(one: Path, two: Path) -> dict[str, int]:
    """Compares every table of two folders, row for row as they stand; gives how many rows each has."""
    names = {p.stem for p in one.glob("*.parquet")}
    assert {p.stem for p in two.glob("*.parquet")} == names
    found = {}
    for name in sorted(names):
        first, second = (f"read_parquet('{folder / name}.parquet', file_row_number = true)" for folder in (one, two))
        described = [duckdb.sql(f"DESCRIBE SELECT * FROM {table}").fetchall() for table in (first, second)]
        assert described[0] == described[1], name
        counts = [duckdb.sql(f"SELECT count(*) FROM {table}").fetchall()[0][0] for table in (first, second)]
        assert counts[0] == counts[1], name
        other = duckdb.sql(f"FROM {first} EXCEPT ALL FROM {second} LIMIT 3").fetchall()
        assert other == [], name
        found[name] = int(counts[0])
    return found


def the_same_page(one: Path, two: Path) -> None:
    """The summary and the report are the same bytes."""
    for name in ("summary.json", "report.html"):
        assert (one / name).read_bytes() == (two / name).read_bytes(), name


@pytest.fixture(scope="module")
def folders(address: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same table assessed on both engines."""
    place = tmp_path_factory.mktemp("parity")
    real = Path(os.environ.get("BUYFAIR_REAL_DATA", str(Path(__file__).resolve().parents[2] / "shared" / "data")))
    table = made(place / "table.parquet", real if real.is_dir() else None, OF_A_REAL_FILE)
    one, two = place / "embedded", place / "spark"
    assess_table(str(table), one, render=report)
    assess_table(str(table), two, render=report, engine=spark(address))
    return one, two


def test_every_table_has_the_same_rows_in_the_same_order_on_both_engines(folders: tuple[Path, Path]) -> None:
    counts = the_same_rows(*folders)
    assert set(counts) == TABLES
    assert counts["lines"] > INVENTED and counts["duties"] > counts["awards"] > 1_000
    assert counts["leads"] > 0 and counts["exposures"] > counts["lines"]


def test_the_summary_and_the_report_are_the_same_on_both_engines(folders: tuple[Path, Path]) -> None:
    the_same_page(*folders)


def test_no_work_folder_stays_behind(folders: tuple[Path, Path]) -> None:
    left = [p.name for p in folders[0].parent.iterdir() if p.name.startswith(".buyfair")]
    assert left == []


def test_a_sum_beyond_money_is_refused_in_the_same_words_on_both_engines(address: str, tmp_path: Path) -> None:
    rows = [action("BIG", nth, dollars_obligated=Decimal("9000000000000000.00")) for nth in (1, 2)]
    table = str(of_rows(tmp_path / "table.parquet", rows))
    said = set()
    for engine in (embedded, spark(address)):
        with pytest.raises(InputRefusedError, match="ten thousand trillion dollars") as refusal:
            assess_table(table, tmp_path / "out", render=report, engine=engine)
        said.add(str(refusal.value))
    assert len(said) == 1 and not (tmp_path / "out").exists()


def test_the_command_asks_spark_and_leaves_nothing_in_the_folder_that_both_see(address: str, tmp_path: Path) -> None:
    table = str(hard(tmp_path / "table.parquet"))
    (tmp_path / "seen").mkdir()
    asked = [sys.executable, "-m", "buyfair.cli", "assess", table, "--table", "--engine", "spark", "--spark", address,
             "--spark-folder", "seen", "--out", "two", "--json"]  # fmt: skip
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1] / "src")}
    done = subprocess.run(asked, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = assess_table(table, tmp_path / "one", render=report)
    assert json.loads(done.stdout) == told
    the_same_rows(tmp_path / "one", tmp_path / "two")
    the_same_page(tmp_path / "one", tmp_path / "two")
    assert list((tmp_path / "seen").iterdir()) == []


@pytest.mark.real
def test_award_files_with_sub_awards_are_the_same_on_both_engines(address: str, real_data: Path, tmp_path: Path) -> None:
    """Files go through reading; sub-awards, names of sub-awardees and days of vehicles come in beside the lines."""
    folder = tmp_path / "files"
    folder.mkdir()
    for name in ("ice_contracts_subawards_2018_175x41.csv.gz", "usaspending_2018_prime_transactions_99x277.csv.gz"):
        shutil.copy(real_data / "awards" / name, folder)
    assess([folder], tmp_path / "one", render=report)
    assess([folder], tmp_path / "two", render=report, engine=spark(address))
    assert the_same_rows(tmp_path / "one", tmp_path / "two")["subawards"] > 0
    the_same_page(tmp_path / "one", tmp_path / "two")


@pytest.mark.real
def test_totals_of_awards_are_the_same_on_both_engines(address: str, real_data: Path, tmp_path: Path) -> None:
    """A feed with one row an award goes other ways than one of actions."""
    source = real_data / "format_samples" / "usaspending_api_search_results_contracts.json"
    summary = assess([source], tmp_path / "one", render=report)
    assert summary["dollars_are"] == "award_total"
    assess([source], tmp_path / "two", render=report, engine=spark(address))
    the_same_rows(tmp_path / "one", tmp_path / "two")
    the_same_page(tmp_path / "one", tmp_path / "two")


def test_written_lines_are_a_table_that_gives_the_same_picture_again(sample_folder: Path, tmp_path: Path) -> None:
    """Lines assessed as a table stand in the order of their ids, and so they are a table that changes nothing any more."""
    sample = json.loads((sample_folder / "assessed" / "summary.json").read_text("utf-8"))
    told = assess_table(str(sample_folder / "assessed" / "lines.parquet"), tmp_path / "one", render=report)
    apart = {"inputs", "lines", "dollars", "rejected_why", "unreadable", "notes"}  # what reading says, which here is not done
    assert {k: v for k, v in told.items() if k not in apart} == {k: v for k, v in sample.items() if k not in apart}
    assert told["lines"]["accepted"] == sample["lines"]["accepted"] == told["lines"]["read"]
    assess_table(str(tmp_path / "one" / "lines.parquet"), tmp_path / "two", render=report)
    assert the_same_rows(tmp_path / "one", tmp_path / "two")["lines"] == sample["lines"]["accepted"]


REFORMS = ("binding_code_of_conduct", "plan_from_250000", "child_labor_check_widened", "price_preference")


@pytest.mark.parametrize("name", REFORMS if ON is None and OF_A_REAL_FILE > 10_000 else REFORMS[:1])
def test_a_reform_is_answered_the_same_on_both_engines(folders: tuple[Path, Path], address: str, name: str) -> None:
    """The lab asks of invented and of real awards what today's law and another one say, and how far each reaches."""
    one = tried(given(name), folders[0])
    assert one == tried(given(name), folders[0], engine=spark(address))
    assert one["after"]["possible"]["awards"] > 100
