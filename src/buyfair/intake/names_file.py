"""Opens a table of names (CSV, TSV, a workbook, packed or piped): every record is read or set aside with its reason."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from buyfair.intake.table_bytes import LARGEST, PIPED, WHAT, table_bytes
from buyfair.terms.errors import InputRefusedError, refuse

LONGEST_CELL = 1_000
"""Letters of a name: what is longer is no name."""
DELIMITERS = ",;\t|"
_END = "\0"
"""A line put behind the last one: where it stands inside a cell, a quotation was not closed. NUL is taken from the text."""


class Record(NamedTuple):
    """One record: its number in the table, from 1, its cells by column, and all cells where the whole was asked for."""

    number: int
    cells: Mapping[str, str]
    all: tuple[str, ...] = ()


class SetAside(NamedTuple):
    """A record that was not read, and why."""

    number: int
    reason: str


@dataclass(slots=True)
class NamesTable:
    """The records of a table in their order; `set_aside` grows while they are read. `read_as` is the encoding.

    `notes` are sentences on where the table stood. `aside_cells`, where the whole was asked for, are the cells of those
    set aside; a record that could not be taken apart has empty ones.
    """

    name: str
    columns: tuple[str, ...]
    read_as: str
    rows: Iterator[Record]
    set_aside: list[SetAside] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    aside_cells: dict[int, tuple[str, ...]] = field(default_factory=dict)


class _Asked(NamedTuple):
    """Where the columns asked for stand, which of them are names, and what is made of their cells."""

    places: Mapping[str, int]
    names: Sequence[int]
    width: int
    whole: bool
    longest: int


def read_names(
    path: Path, needed: Sequence[str], whole: bool = False, longest: int = LONGEST_CELL, names: Sequence[str] | None = None
) -> NamesTable:
    """The table at `path`, or on standard input for `-`; columns are found whatever their case.

    A record with more letters than `longest` in one cell that is asked for is set aside, and so is one with a line break
    in a cell of `names` (without a choice: the first column asked for).
    Raises: InputRefusedError where it is absent, damaged, empty, lacks a column or has it twice, and, while it is read,
    where it ends inside a quotation; MachineError where the disk is full.
    """
    name = "standard input" if path == PIPED else path.name
    content, notes = table_bytes(path, name, lambda header: sum(bool(_found(_bare(header), asked)) for asked in needed))
    text, read_as = _decoded(content, name)
    reader = csv.reader(lines := _Lines(text), delimiter=_delimiter(text), strict=True)
    columns = _bare(_first(reader, name))
    places = {asked: _place(columns, asked, name) for asked in needed}
    of_names = [places[asked] for asked in (needed[:1] if names is None else names)]
    table = NamesTable(name, columns, read_as, iter(()), notes=notes)
    table.rows = _records(reader, lines, table, _Asked(places, of_names, len(columns), whole, longest))
    return table


class _Lines(Iterator[str]):
    """The lines of a text and behind them the mark of its end; `over` once that was given out, `read` are those so far."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self.over = False
        self.read = 0

    def __next__(self) -> str:
        if line := self._lines.readline():
            self.read += 1
            return line
        if self.over:
            raise StopIteration
        self.over = True
        return _END


def _decoded(content: bytes, name: str) -> tuple[str, str]:
    """The text from its first line that says something, and how it was read."""
    text, read_as = _letters(content, name)
    text = re.sub(r"\A(?:[^\S\r\n]*[\r\n])+", "", text.replace("\0", ""))
    if not text.strip():
        raise refuse(f"{name} is empty", WHAT, "export it again")
    return text, read_as


def _letters(content: bytes, name: str) -> tuple[str, str]:
    """A mark at the beginning tells the encoding, else UTF-8 where the whole is, else Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError:
            raise refuse(f"{name} begins as UTF-16 and does not go on so", WHAT, "save it as UTF-8") from None
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace"), "Windows-1252"


def _delimiter(text: str) -> str:
    csv.field_size_limit(LARGEST)
    return max(DELIMITERS, key=re.split(r"[\r\n]", text[: 1 << 16], maxsplit=1)[0].count)


def _first(reader: Iterator[list[str]], name: str) -> list[str]:
    try:
        return next(reader)
    except csv.Error as wrong:
        raise refuse(f"the header of {name} cannot be read ({wrong})", WHAT, "close its quotation marks") from None


def _bare(header: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in header)


def _found(columns: Sequence[str], asked: str) -> list[int]:
    """Where a column stands: as it is written, else whatever its case."""
    exact = [at for at, column in enumerate(columns) if column == asked.strip()]
    return exact or [at for at, column in enumerate(columns) if column.casefold() == asked.strip().casefold()]


def _place(columns: Sequence[str], asked: str, name: str) -> int:
    """Which column is meant. A file whose header lacks it is refused with the columns that it has."""
    held = _found(columns, asked)
    if len(held) == 1:
        return held[0]
    if held:
        which = ", ".join(f'"{columns[at][:60]}" (column {at + 1})' for at in held[:10])
        raise refuse(f'{name} has the column "{asked[:60]}" {len(held)} times: {which}', "one", "rename the others")
    shown = ", ".join(c[:40] for c in columns[:20]) + (", ..." if len(columns) > 20 else "")
    raise refuse(f'{name} has no column "{asked[:60]}"', f"one of its columns: {shown}", "name the column as the header does")


def _records(reader: Iterator[list[str]], lines: _Lines, table: NamesTable, asked: _Asked) -> Iterator[Record]:
    number = 0
    while True:
        row: list[str] = []
        before = lines.read
        try:
            row, wrong = next(reader), ""
        except csv.Error as problem:
            wrong = _unreadable(problem, lines.read - before)
        if lines.over:
            if row != [_END]:
                raise _unclosed(table.name, number + 1)
            return
        if not wrong and len(row) < 2 and not any(cell.strip() for cell in row):
            continue  # a blank line is no record; a line of empty cells is one
        number += 1
        cells = (*row[: asked.width], *[""] * (asked.width - len(row))) if asked.whole else ()
        if reason := wrong or _amiss(row, asked):
            table.set_aside.append(SetAside(number, reason))
            table.aside_cells |= {number: cells} if asked.whole else {}
            continue
        yield Record(number, {name: row[at].strip() if at < len(row) else "" for name, at in asked.places.items()}, cells)


def _unreadable(problem: csv.Error, over: int) -> str:
    more = f", and {over:,} lines were taken for one: a quotation mark is not closed" if over > 1 else ""
    return f"the record cannot be read: {problem}{more}"


def _unclosed(name: str, number: int) -> InputRefusedError:
    given = f"{name} ends inside a quotation that begins in record {number:,}"
    return refuse(given, "a closing quotation mark for each opening one", "close it, or export the table again")


def _amiss(row: Sequence[str], asked: _Asked) -> str:
    """Why a record cannot be trusted; nothing where it can."""
    if len(row) > asked.width and any(cell.strip() for cell in row[asked.width :]):
        return f"it has {len(row)} cells under {asked.width} columns: a name with a delimiter needs quotation marks"
    longest = max((len(row[at]) for at in asked.places.values() if at < len(row)), default=0)
    if longest > asked.longest:
        limit = "no name has more than" if asked.longest == LONGEST_CELL else "an item is told in no more than"
        return f"a cell has {longest:,} letters; {limit} {asked.longest:,}"
    most = max((_lines_of(row[at]) for at in asked.names if at < len(row)), default=1)
    if most > 1:
        return f"its name runs over {most:,} lines: it holds a line break, or a quotation mark that is not closed"
    return ""


def _lines_of(cell: str) -> int:
    return len(re.split(r"\r\n|\r|\n", cell.strip()))
