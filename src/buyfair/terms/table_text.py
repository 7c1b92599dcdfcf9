"""Tables as official lists come: text with commas, tabs or semicolons, or a workbook; rows as text, nothing dropped."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from buyfair.terms.party_names import one_line

WORKBOOK = b"PK\x03\x04"


def cells(table: bytes, delimiter: str = ",") -> list[list[str]]:
    """The rows of a text table or of the first sheet of a workbook, each cell on one line; blank rows are left out.

    Raises: ValueError where the bytes are neither.
    """
    if table.startswith(WORKBOOK):
        return list(_sheet(table))
    try:  # a cell without end is a quotation mark that never closes: the reader's own limit refuses it
        rows = list(csv.reader(io.StringIO(decoded(table), newline=""), delimiter=delimiter))
    except csv.Error as problem:
        raise ValueError(f"The table cannot be read: {problem}.") from None
    return [told for row in rows if any(told := [one_line(cell) for cell in row])]


def decoded(table: bytes) -> str:
    """Text in UTF-8, or in Windows-1252 where it is not that.

    Raises: ValueError where it is neither, or holds the sign of no text.
    """
    try:
        words = table.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            words = table.decode("cp1252")
        except UnicodeDecodeError:
            raise ValueError("The file is text of no known encoding.") from None
    if "\0" in words:
        raise ValueError("The file is no text.")
    return words


def _sheet(book: bytes) -> Iterator[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook  # loads slowly: only who brings a workbook waits

    try:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    except CalamineError as broken:
        raise ValueError(f"The file is not a whole workbook: {broken}.") from None
    for row in rows:
        told = [one_line(_as_text(cell)) for cell in row]
        if any(told):
            yield told


def _as_text(cell: object) -> str:
    """A cell as a person reads it: a day in ISO form, a whole number without its point."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def records(rows: Sequence[list[str]], head: Sequence[str], known: Sequence[Sequence[str]]) -> Iterator[dict[str, str]]:
    """Each row by the names of its columns.

    Raises: ValueError where the head is none that is known, or a row has another number of cells.
    """
    if tuple(head) not in {tuple(columns) for columns in known}:
        raise ValueError(f"The columns {', '.join(head)[:200]} are not those of a known form of the list.")
    for at, row in enumerate(rows, 1):
        if len(row) != len(head):
            raise ValueError(f"The record {at} has {len(row)} cells where the head has {len(head)}.")
        yield dict(zip(head, row, strict=True))
