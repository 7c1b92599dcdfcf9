"""Whole tables to take along, without a cap: CSV, XLSX and Parquet, written as they are read and never held whole.

A text cell that a spreadsheet would run as a formula (it begins with =, +, -, @, a tab or a line's end) has an apostrophe
before it in CSV and XLSX, as spreadsheets write texts; numbers, money and days are cells of their own kind and bear none.
Parquet holds the texts as they are. A sheet of XLSX holds 1,048,576 rows: what is longer goes on on the next sheet, and a
first sheet says so.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from buyfair.browse_filters import Filters
from buyfair.browse_opening import opened
from buyfair.columns.held_lists import exported
from buyfair.snapshots import Snapshot
from buyfair.terms.errors import refuse
from buyfair.terms.money import as_text

WHAT = ("awards", "lines", "exposures", "duties", "suppliers")
FORMS = ("csv", "xlsx", "parquet")
AT_ONCE = 10_000
"""Rows held at a time."""
SHEET = 1_048_576
"""Rows of a sheet, its header included."""
SECONDS = 3600
"""An export may take so long."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_CELL = 32_767
"""Characters of a cell of a sheet."""
_UNPRINTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Signs that a sheet cannot hold."""


def rows(snapshot: Snapshot, filters: Filters, what: str) -> Iterator[pa.RecordBatch]:
    """All rows of a table that belong to the awards that meet the filters, in batches.

    Raises: InputRefusedError for a table that there is not.
    """
    if what not in WHAT:
        raise refuse(f'"{what[:60]}" is no table to take along', "a table", f"take one of {', '.join(WHAT)}")
    of = opened(snapshot)
    sql = exported(what, filters.asked(), str(snapshot.folder))
    return _streamed(of.held.asking(SECONDS), sql)


def _streamed(asking: Any, sql: str) -> Iterator[pa.RecordBatch]:
    with asking as engine:
        yield from engine.stream(sql, AT_ONCE)


def export(snapshot: Snapshot, filters: Filters, what: str, form: str) -> Iterator[bytes]:
    """The bytes of a file of these rows, piece by piece; CSV begins at once, the others when the file is written.

    Raises: InputRefusedError for a table or a form that there is not.
    """
    if form not in FORMS:
        raise refuse(f'"{form[:60]}" is no form of file', "a form", f"take one of {', '.join(FORMS)}")
    batches = rows(snapshot, filters, what)
    return _csv(batches) if form == "csv" else _by_file(batches, _xlsx if form == "xlsx" else _parquet)


def defused(value: Any) -> Any:
    """A text that no spreadsheet runs as a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _csv(batches: Iterator[pa.RecordBatch]) -> Iterator[bytes]:
    """UTF-8 with a mark of its encoding, which spreadsheets need, and line ends as RFC 4180 has them."""
    page = io.StringIO()
    write = csv.writer(page)
    header = False
    for batch in batches:
        if not header:
            page.write("\ufeff")
            write.writerow(batch.schema.names)
            header = True
        for row in _cells(batch, _as_text):
            write.writerow(row)
        yield page.getvalue().encode()
        page.seek(0)
        page.truncate()


def _as_text(value: Any) -> Any:
    if isinstance(value, Decimal):
        return as_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else defused(value)


def _as_cell(value: Any) -> Any:
    if isinstance(value, str):
        return _UNPRINTED.sub(" ", defused(value))[:_CELL]
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def _cells(batch: pa.RecordBatch, say: Callable[[Any], Any]) -> Iterator[list[Any]]:
    columns: Sequence[list[Any]] = [column.to_pylist() for column in batch.columns]
    for row in zip(*columns, strict=True):
        yield ["" if value is None else say(value) for value in row]


def _by_file(
    batches: Iterator[pa.RecordBatch], write: Callable[[Iterator[pa.RecordBatch], Path], None]
) -> Iterator[bytes]:
    """Forms whose end must be known before their beginning go by a file of their own, which is gone afterwards."""
    with TemporaryDirectory(prefix="buyfair-export-") as work:
        path = Path(work) / "rows"
        with closing(batches) as held:  # type: ignore[type-var]
            write(held, path)
        with path.open("rb") as made:
            yield from _pieces(made)


def _pieces(made: BinaryIO) -> Iterator[bytes]:
    while piece := made.read(1 << 18):
        yield piece


def _parquet(batches: Iterator[pa.RecordBatch], path: Path) -> None:
    writer = None
    for batch in batches:
        writer = writer or pq.ParquetWriter(path, batch.schema, compression="zstd")
        writer.write_batch(batch)
    if writer is not None:
        writer.close()


def _xlsx(batches: Iterator[pa.RecordBatch], path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet: Any = None
    held = SHEET
    for batch in batches:
        for row in _cells(batch, _as_cell):
            if held >= SHEET:
                sheet, held = book.create_sheet(f"rows {len(book.sheetnames) + 1}"), 1
                sheet.append(batch.schema.names)
            sheet.append(row)
            held += 1
    if sheet is None:
        book.create_sheet("rows 1").append(["no rows"])
    if len(book.sheetnames) > 1:
        said = book.create_sheet("read me", 0)
        said.append(
            [f"A sheet holds {SHEET - 1:,} rows below its header: these go on over {len(book.sheetnames) - 1} sheets."]
        )
    book.save(path)
