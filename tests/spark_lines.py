"""Lines on which engines are held beside each other: invented ones, every real file, and texts that engines read otherwise."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from asked import TYPES, action
from buyfair.intake.read import read_awards
from buyfair.knowledge import naics, psc
from buyfair.knowledge.countries import spellings
from buyfair.records.lines import ACTIONS
from buyfair.terms.errors import InputRefusedError

ROOT = Path(__file__).resolve().parents[1]
INVENTED = 50_000
HARD = (
    "SOLAR\x0bPANELS", "SOLAR PANELS\n", "solar panels", "ſOLAR PANELſ", "SOLAR\u00a0PANELS", "ÉSOLAR PANELS", "SOLAR PANELSÉ",
    "SHIRTS\u2028TROUSERS", "ALUMINUM\nTUBES", "ALUMINUM\rTUBES", "ALUMINUM\x85TUBES", "GLAß", "straße", "İSTANBUL SHIRTS",
    "ıRON RODS", "SHIRTS\x1f", "_SHIRTS_", "SHIRTS~", "", " ", "-", "12345678!SUGAR", "12345678!SUGAR\n", "IGF::OT::IGF SHIRTS",
    "SHRIMP, FROZEN", "COTTON T-SHIRTS & TROUSERS", "棉花 SHIRTS", "БАТАРЕИ BATTERIES", "🦐 SHRIMP", "FISH\tSTEAKS", "BRICKS.",
    "$BRICKS$",
)  # fmt: skip
"""Descriptions with what engines take differently: blanks beyond the blank, ends of lines, letters beyond ASCII, signs."""


def made(path: Path, real: Path | None, most: int | None = None) -> Path:
    """A table with the columns of records ACTIONS: every source under ids of its own; of a real file `most` lines at most."""
    with TemporaryDirectory() as work:
        parts = list(_parts(Path(work), real, most))
        queries = [
            f"SELECT * EXCLUDE (_line) REPLACE (line_id || '/{n}' AS line_id, award_id || '/{n}' AS award_id) FROM '{part}'"
            for n, part in enumerate(parts)
        ]
        duckdb.sql(f"COPY ({' UNION ALL '.join(queries)}) TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 50000)")
    return path


def _parts(work: Path, real: Path | None, most: int | None) -> Iterator[Path]:
    yield hard(work / "hard.parquet")
    invented = work / "invented.csv.gz"
    make = [sys.executable, str(ROOT / "bench" / "generate.py"), "--rows", str(INVENTED), "--clean", "--out", str(invented)]
    subprocess.run(make, check=True, capture_output=True)
    for n, source in enumerate([invented, *(sorted((real / "awards").iterdir()) if real is not None else ())]):
        part = work / f"{n}.parquet"
        if _read(source, part, work / f"read-{n}", None if source == invented else most):
            yield part


def _read(source: Path, part: Path, work: Path, most: int | None) -> bool:
    """Writes the actions of a file; false where it is none that holds any."""
    work.mkdir()
    try:
        reading = read_awards([source], countries=spellings(), product_titles=psc.codes_by_title(),
                              industry_titles=naics.codes_by_title(), work=work)  # fmt: skip
    except InputRefusedError:
        return False
    limit = "" if most is None else f" LIMIT {most}"
    duckdb.sql(f"COPY (SELECT * FROM ({reading.actions}){limit}) TO '{part}' (FORMAT parquet)")
    return reading.accepted.lines > 0


def hard(path: Path) -> Path:
    """Lines with hard texts under codes whose words decide, amounts at the ends of what an amount is, and nothing told."""
    codes = ("8405", "6117", "8905", "9540", "5610", "5120", "9999", "S209", "Y1AA", None)
    texts = [(text, code) for text in HARD for code in codes]
    rows = [
        action(
            f"HARD-{i % 37}", i, psc=code, description=text, dollars_obligated=Decimal(f"{(-1) ** i * i * 1000}.{i % 100:02}"),
            origin_country=("CHN", "USA", None, "VNM")[i % 4], naics=("315210", None)[i % 2], supplier_name=text or None,
            agency="Department of Defense" if i % 3 else None, action_date=date(1990 + i % 36, 1 + i % 12, 1 + i % 28),
        )
        for i, (text, code) in enumerate(texts)
    ]  # fmt: skip
    even = [action("EVEN", nth, dollars_obligated=Decimal(0)) for nth in (1, 2)]
    rows += [action("BARE", 1), *even]
    return of_rows(path, rows)


def of_rows(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    """A table of actions told as rows; `_line` numbers them."""
    columns = [pa.array([row.get(c.name) for row in rows], type=TYPES[c.kind]) for c in ACTIONS.columns]
    lines = pa.array(range(len(rows)), type=pa.int64())
    pq.write_table(pa.table([*columns, lines], names=[*ACTIONS.names(), "_line"]), path)
    return path
