"""What stands between a user and Spark: an engine that is not there, a table that is none, words read otherwise."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from buyfair.columns.spark_sql import portable
from buyfair.knowledge.psc_goods import bridge
from spark_lines import HARD

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
LINE = {
    "line_id": "a/1", "award_id": "a", "source_file": "made.csv", "source_record": 1, "action_date": date(2025, 1, 2),
    "dollars_obligated": Decimal("5.00"), "psc": "8405", "origin_country": "VNM",
}  # fmt: skip


def command(folder: Path, *arguments: str, env: Mapping[str, str] | None = None) -> tuple[int, str, str]:
    """What `buyfair assess` answers: its status, what it prints, what it says of trouble."""
    told = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **(env or {})}
    done = subprocess.run(
        [sys.executable, "-m", "buyfair.cli", "assess", *arguments, "--out", "out"],
        cwd=folder, env=told, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def table(path: Path, *lines: Mapping[str, object]) -> str:
    """A table of lines, all of the columns of the first."""
    values = ", ".join(f"({', '.join('?::VARCHAR' if v is None else '?' for v in line.values())})" for line in lines)
    with duckdb.connect() as con:
        con.execute(
            f"CREATE TABLE t AS SELECT * FROM (VALUES {values}) v({', '.join(lines[0])})",
            [value for line in lines for value in line.values()],
        )
        con.execute(f"COPY t TO '{path}' (FORMAT parquet)")
    return str(path)


def the_last_sentence(said: str) -> str:
    lines = [line for line in said.splitlines() if line.startswith("buyfair: ")]
    assert len(lines) == 1 and "Traceback" not in said, said
    return lines[0]


@pytest.mark.slow  # ten seconds are waited for an answer
def test_a_spark_that_does_not_answer_is_one_sentence(tmp_path: Path) -> None:
    given = table(tmp_path / "t.parquet", LINE)
    status, out, said = command(tmp_path, given, "--table", "--engine", "spark", "--spark", "sc://127.0.0.1:9")
    assert status == 3 and out == "" and "no Spark answers at sc://127.0.0.1:9" in the_last_sentence(said)
    assert not (tmp_path / "out").exists()


def test_without_its_library_spark_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "pyspark").mkdir()
    (tmp_path / "pyspark" / "__init__.py").write_text("raise ImportError('as where nothing is installed')\n")
    given = table(tmp_path / "t.parquet", LINE)
    env = {"PYTHONPATH": f"{tmp_path}:{ROOT / 'src'}"}
    status, _, said = command(tmp_path, given, "--table", "--engine", "spark", env=env)
    assert status == 3 and "pip install 'buyfair[spark]'" in the_last_sentence(said)


def test_a_master_without_the_whole_of_spark_or_its_java_is_one_sentence(tmp_path: Path) -> None:
    given = table(tmp_path / "t.parquet", LINE)
    (tmp_path / "bare").mkdir()
    env = {"PATH": str(tmp_path / "bare")}
    env |= {"JAVA_HOME": ""} if "JAVA_HOME" in os.environ else {}
    status, _, said = command(tmp_path, given, "--table", "--engine", "spark", "--spark", "local[1]", env=env)
    assert status == 3
    assert "only its client is installed" in the_last_sentence(said) or "Java" in the_last_sentence(said)


def test_a_folder_that_both_see_must_be_there(tmp_path: Path) -> None:
    given = table(tmp_path / "t.parquet", LINE)
    status, _, said = command(tmp_path, given, "--table", "--engine", "spark", "--spark-folder", "nowhere")
    assert status == 1 and "nowhere is no folder" in the_last_sentence(said)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"award_id": None}, "1 rows of t.parquet have no award_id"),
        ({"origin_country": "VN"}, 't.parquet holds "VN" as origin_country'),
        ({"dollars_obligated": "5.00"}, "t.parquet holds dollars_obligated as string"),
    ],
)
def test_a_table_that_breaks_what_engines_rely_on_is_refused_whole(
    change: Mapping[str, object], sentence: str, tmp_path: Path
) -> None:
    table(tmp_path / "t.parquet", {**LINE, **change})
    status, _, said = command(tmp_path, "t.parquet", "--table")
    assert status == 1 and sentence in the_last_sentence(said)
    assert not (tmp_path / "out").exists()


def test_a_table_with_one_id_for_two_lines_or_without_a_needed_column_is_refused(tmp_path: Path) -> None:
    table(tmp_path / "t.parquet", LINE, LINE)
    status, _, said = command(tmp_path, "t.parquet", "--table")
    assert status == 1 and "names 1 lines in 2 rows" in the_last_sentence(said)
    table(tmp_path / "t.parquet", {k: v for k, v in LINE.items() if k != "line_id"})
    status, _, said = command(tmp_path, "t.parquet", "--table")
    assert status == 1 and "has no column line_id" in the_last_sentence(said)
    status, _, said = command(tmp_path, "absent.parquet", "--table")
    assert status == 1 and "absent.parquet is no table" in the_last_sentence(said)


def test_a_folder_of_parts_is_one_table_in_the_order_of_its_line_ids(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    table(tmp_path / "parts" / "1.parquet", {**LINE, "line_id": "b/1"})
    table(tmp_path / "parts" / "2.parquet", {**LINE, "line_id": "a/1"})
    status, _, said = command(tmp_path, "parts", "--table", "--json")
    assert status == 0, said
    written = duckdb.sql(f"SELECT line_id FROM '{tmp_path}/out/lines.parquet'").fetchall()
    assert written == [("a/1",), ("b/1",)]


def test_a_pattern_said_portably_finds_what_it_finds_as_written() -> None:
    """On the embedded engine both ways are read alike but for what Java and Rust read otherwise; ASCII texts, all patterns."""
    patterns = sorted({p for b in bridge() for p in (b.sharpen, b.contradict) if p})
    texts = [text.upper().encode("ascii", "replace").decode() for text in HARD]
    with duckdb.connect() as con:
        con.execute("CREATE TABLE texts AS SELECT unnest(?::VARCHAR[]) AS text", [texts])
        for pattern in patterns:
            plain = portable(pattern).replace(r"(?-u:\b)", r"\b")
            differing = con.execute(
                "SELECT text FROM texts WHERE regexp_matches(text, ?) <> regexp_matches(text, ?)", [pattern, plain]
            ).fetchall()
            assert differing == [], pattern


def test_what_engines_read_otherwise_is_written_out() -> None:
    assert portable(r"^0+$") == r"^0+\z"
    assert portable(r"\bA.B\b") == r"(?-u:\b)A[^\n]B(?-u:\b)"
    assert portable(r"[\s.$&]\.\$") == "[" + r"\t\n\f\r .$\&" + "]" + r"\.\$"
