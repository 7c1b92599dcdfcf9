"""Rows of files larger than one group stand in the order of the input, whoever computed them, and twice the same."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from buyfair.portfolio import assess

ROWS = 260_000
"""More than two groups of rows (122,880): the tail of a group is what several threads would displace."""


def written(folder: Path, end: str) -> Path:
    """Made-up awards in our own columns: distinct ids, a good that is listed, two origins."""
    path = folder / "awards.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("piid,action_date,dollars_obligated,psc,naics,description,origin_country" + end)
        file.writelines(
            f"MADEUP{n},2024-05-{n % 28 + 1:02d},{n % 977}.50,8405,315220,MADE-UP SHIRTS,{('BGD', 'IND')[n % 2]}{end}"
            for n in range(ROWS)
        )
    return path


def out_of_order(path: Path, row: str) -> int:
    """How many rows stand before one that the input has earlier."""
    found = duckdb.sql(
        f"SELECT count(*) FROM (SELECT {row} AS place, lag({row}) OVER (ORDER BY file_row_number) AS before "
        f"FROM read_parquet('{path}', file_row_number = true)) WHERE place < before"
    ).fetchall()
    return int(found[0][0])


@pytest.mark.slow
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["regular text", "text that goes the general way"])
def test_rows_of_large_files_stand_in_the_order_of_the_input(tmp_path: Path, end: str) -> None:
    path = written(tmp_path, end)
    for name in ("one", "other"):
        assess([path], tmp_path / name, render=lambda _: "")
    one, other = tmp_path / "one", tmp_path / "other"
    assert out_of_order(one / "lines.parquet", "source_record") == 0
    assert out_of_order(one / "exposures.parquet", "CAST(regexp_extract(line_id, 'MADEUP([0-9]+)', 1) AS BIGINT)") == 0
    for name in ("lines.parquet", "exposures.parquet", "awards.parquet", "summary.json"):
        assert (one / name).read_bytes() == (other / name).read_bytes(), name
