"""Tables as files that stream: CSV, XLSX, Parquet and JSON lines, some rows at a time, never a file in memory."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pyarrow
from django.http import StreamingHttpResponse
from pyarrow import parquet

from buyfair.records.table import Kind
from buyfair.web.core.sheets import workbook
from buyfair.web.core.sheets.sheet import AT_ONCE, Pipe, Sheet, some, spelled
from buyfair.web.core.sheets.workbook import as_xlsx

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(sheet: Sheet) -> Iterator[bytes]:
    """UTF-8 with a mark so that a spreadsheet reads it right; what is said of it stands last, behind `#`.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    buffer = StringIO()
    write = csv.writer(buffer, lineterminator="\r\n")
    texts = [kind == "text" for _, kind in sheet.columns]
    yield b"\xef\xbb\xbf"
    write.writerow([name for name, _ in sheet.columns])
    for rows in some(sheet.rows):
        for row in rows:
            write.writerow([_cell(value, is_text) for value, is_text in zip(row, texts, strict=True)])
        yield _taken(buffer)
    write.writerows([f"# {name}: {says}"] for name, says in sheet.about.items())
    yield _taken(buffer)


def _cell(value: Any, is_text: bool) -> str:
    said = spelled(value)
    return f"'{said}" if is_text and said.startswith(_FORMULA) else said


def _taken(buffer: StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def as_lines(sheet: Sheet) -> Iterator[bytes]:
    """One JSON object a line, money as text; the last line says what the table is."""
    names = [name for name, _ in sheet.columns]
    for rows in some(sheet.rows):
        yield b"".join(_line(dict(zip(names, map(_plain, row), strict=True))) for row in rows)
    yield _line({"about": dict(sheet.about)})


def _line(told: Mapping[str, Any]) -> bytes:
    return f"{json.dumps(told, ensure_ascii=False)}\n".encode()


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


_ARROW: Mapping[Kind, Callable[[], Any]] = {
    "text": pyarrow.string, "day": pyarrow.date32, "stamp": lambda: pyarrow.timestamp("us"),
    "money": lambda: pyarrow.decimal128(18, 2), "count": pyarrow.int64, "flag": pyarrow.bool_,
}  # fmt: skip


def as_parquet(sheet: Sheet) -> Iterator[bytes]:
    """Typed columns; what is said of the table stands in the metadata of the file."""
    schema = pyarrow.schema(
        [(name, _ARROW[kind]()) for name, kind in sheet.columns], metadata={f"buyfair_{k}": v for k, v in sheet.about.items()}
    )
    pipe = Pipe()
    with parquet.ParquetWriter(pyarrow.PythonFile(pipe, mode="w"), schema, compression="zstd") as writer:
        for rows in some(sheet.rows, 10 * AT_ONCE):
            columns = zip(*rows, strict=True)
            arrays = [pyarrow.array(values, each.type) for values, each in zip(columns, schema, strict=True)]
            writer.write_batch(pyarrow.record_batch(arrays, schema=schema))
            yield pipe.taken()
    yield pipe.taken()


FORMATS: Mapping[str, tuple[str, str, Callable[[Sheet], Iterator[bytes]]]] = {
    "csv": ("CSV", "text/csv; charset=utf-8", as_csv),
    "xlsx": ("Excel workbook", workbook.MEDIA_TYPE, as_xlsx),
    "parquet": ("Parquet", "application/vnd.apache.parquet", as_parquet),
    "jsonl": ("JSON lines", "application/jsonl; charset=utf-8", as_lines),
}
"""Each format by the ending of its file: how a page calls it, its media type, and what writes it."""


def download(sheet: Sheet, form: str, name: str) -> StreamingHttpResponse:
    """The table as a file of this name, sent while it is written; `form` is one of FORMATS."""
    _, media_type, write = FORMATS[form]
    answer = StreamingHttpResponse(write(sheet), content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer
