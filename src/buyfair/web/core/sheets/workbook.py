"""A table as an Excel workbook that streams: as many sheets as the rows need, and one that says what the table is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain, islice
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from buyfair.web.core.sheets.sheet import Pipe, Rows, Sheet, some, spelled

_SHEET = 1_000_000
"""Rows of one sheet; the format ends at 1,048,576."""
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_ILLEGAL = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
MEDIA_TYPE = f"{_TYPE}.sheet"


def as_xlsx(sheet: Sheet) -> Iterator[bytes]:
    """A workbook with as many sheets as the rows need, and one that says what the table is."""
    pipe, sheets, rows = Pipe(), 0, iter(sheet.rows)
    with ZipFile(pipe, "w", ZIP_DEFLATED) as book:
        while (first := next(rows, None)) is not None or not sheets:
            sheets += 1
            part = islice(chain([] if first is None else [first], rows), _SHEET)
            yield from _worksheet(book, pipe, sheets, [n for n, _ in sheet.columns], part)
        yield from _worksheet(book, pipe, sheets + 1, ["about", ""], sheet.about.items())
        for name, text in _workbook([f"{sheet.name[:24]} {n}" if n > 1 else sheet.name[:28] for n in range(1, sheets + 1)]):
            book.writestr(name, text)
    yield pipe.taken()


def _worksheet(book: ZipFile, pipe: Pipe, number: int, head: Sequence[str], rows: Rows) -> Iterator[bytes]:
    with book.open(f"xl/worksheets/sheet{number}.xml", "w", force_zip64=True) as part:
        part.write(f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>{_row(head)}'.encode())
        for held in some(rows):
            part.write("".join(map(_row, held)).encode())
            yield pipe.taken()
        part.write(b"</sheetData></worksheet>")
    yield pipe.taken()


def _row(values: Sequence[Any]) -> str:
    return f"<row>{''.join(map(_field, values))}</row>"


def _field(value: Any) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, (int, Decimal)):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(_legal(spelled(value)))}</t></is></c>'


def _legal(text: str) -> str:
    """The text without the signs that no XML may hold, and no longer than a cell may be."""
    return _ILLEGAL.sub("", text)[:32_767]


def _workbook(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The parts of a workbook that name its sheets."""
    every = [*names, "About"]
    numbered = list(enumerate(every, start=1))
    sheets = "".join(f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in numbered)
    yield "xl/workbook.xml", f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>{sheets}</sheets></workbook>'
    ways = "".join(f'<Relationship Id="rId{n}" Type="{_REL}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n, _ in numbered)
    yield "xl/_rels/workbook.xml.rels", f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{ways}</Relationships>'
    root = f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/>'
    yield "_rels/.rels", f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{root}</Relationships>'
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>' for n, _ in numbered
    )
    types = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>{parts}'
    )
    yield "[Content_Types].xml", f'{_XML}<Types xmlns="{_PACKAGE}/content-types">{types}</Types>'
