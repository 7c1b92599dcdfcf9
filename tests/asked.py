"""Actions told as rows, asked every indicator and put in order by the engine that a portfolio runs through."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from buyfair.attention import look
from buyfair.columns.embedded import Embedded
from buyfair.columns.engine import Engine, TableExpression
from buyfair.judgement import judge_awards, judge_lines
from buyfair.reach import reach
from buyfair.records.lines import ACTIONS
from buyfair.records.subawards import SUBAWARDS

Row = Mapping[str, Any]

DAY = date(2025, 9, 30)
"""The known day of made-up awards."""
TYPES = {
    "text": pa.string(), "day": pa.date32(), "stamp": pa.timestamp("us"), "money": pa.decimal128(18, 2),
    "count": pa.int64(), "flag": pa.bool_(),
}  # fmt: skip
_ALWAYS: dict[str, object] = {
    "source_file": "made.csv", "source_record": 1, "action_date": date(2025, 6, 30), "dollars_obligated": Decimal(1000),
}  # fmt: skip


def action(award_id: str, nth: int = 1, **facts: object) -> dict[str, object]:
    """One action of an award; what is not told is null."""
    return {**_ALWAYS, "award_id": award_id, "line_id": f"{award_id}/{nth}", **facts}


@contextmanager
def engine_of(rows: Iterable[Row]) -> Iterator[tuple[Engine, Path]]:
    """An engine that holds the rows as `actions`, and its folder."""
    held = list(rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.parquet"
        columns = [pa.array([row.get(c.name) for row in held], type=TYPES[c.kind]) for c in ACTIONS.columns]
        pq.write_table(pa.table(columns, names=list(ACTIONS.names())), path)
        engine = Embedded(Path(folder))
        try:
            engine.read(path, "actions")
            yield engine, Path(folder)
        finally:
            engine.close()


def asked_in(
    engine: Engine, day: date = DAY, subawards: Path | None = None, by_the_law: bool = True
) -> TableExpression:
    """All awards of the engine's actions with answers, points, rank and bands; `by_the_law`: their reach too."""
    of_lines = judge_lines(engine, engine.table("actions"))
    judged = judge_awards(engine, of_lines)
    if by_the_law:
        judged = replace(judged, awards=reach(engine, of_lines, judged.awards, "action", day).awards)
    return look(engine, of_lines, judged, subawards, day).awards


def ask(
    rows: Iterable[Row], day: date = DAY, subawards: Sequence[str] | None = None, by_the_law: bool = True
) -> dict[str, Row]:
    """Every award by its id; `subawards`: the prime award of each reported sub-award, None where no file was read."""
    with engine_of(rows) as (engine, folder):
        path = None
        if subawards is not None:
            path = folder / "subawards.parquet"
            told = {"award_id": list(subawards)}
            columns = [pa.array(told.get(c.name, [None] * len(subawards)), type=TYPES[c.kind]) for c in SUBAWARDS.columns]
            pq.write_table(pa.table(columns, names=list(SUBAWARDS.names())), path)
        return {row["award_id"]: row for row in engine.rows(asked_in(engine, day, path, by_the_law))}
