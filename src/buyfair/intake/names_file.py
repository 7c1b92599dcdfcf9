"""Opens a table of names (CSV, TSV, a workbook, packed or piped): every record is read or set aside with its reason."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from buyfair.intake.sheets import looks_like_sheet, tables
from buyfair.intake.text import is_damage, open_text
from buyfair.terms.errors import InputRefusedError, MachineError, refuse

PIPED = Path("-")
LARGEST = 2 << 30
"""Bytes of a table that are read; more than a hundred thousand names need a hundredth of it."""
LONGEST_CELL = 1_000
"""Letters of a name: what is longer is no name."""
DELIMITERS = ",;\t|"
_WHAT = "a table with a header row (CSV, TSV or a workbook)"


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
    """The records of a table in their order; `set_aside` grows while they are read. `read_as` is the encoding."""

    name: str
    columns: tuple[str, ...]
    read_as: str
    rows: Iterator[Record]
    set_aside: list[SetAside] = field(default_factory=list)


def read_names(path: Path, needed: Sequence[str], whole: bool = False, longest: int = LONGEST_CELL) -> NamesTable:
    """The table at `path`, or on standard input for `-`; columns are found whatever their case.

    A record with more letters than `longest` in one cell that is asked for is set aside.

    Raises: InputRefusedError where it is absent, damaged, empty, or lacks a column; MachineError where the disk is full.
    """
    name = "standard input" if path == PIPED else path.name
    text, read_as = _decoded(_content(path, name), name)
    return _table(text, name, read_as, needed, whole, longest)


def _content(path: Path, name: str) -> bytes:
    if path == PIPED:
        return _bounded(sys.stdin.buffer.read(LARGEST + 1), name)
    if path.is_dir():
        raise refuse(f"{path} is a folder", _WHAT, "name the file in it")
    if not path.exists():
        raise refuse(f"{path} cannot be found", _WHAT, "check the name")
    try:
        with path.open("rb") as file:
            start = file.read(512)
        if looks_like_sheet(start, path):
            return _sheet(path, name)
        with open_text(path) as stream:
            return _bounded(stream.read(LARGEST + 1), name)
    except (InputRefusedError, MachineError):
        raise
    except Exception as problem:
        if isinstance(problem, OSError) and not is_damage(problem):
            raise refuse(f"{path} cannot be read", _WHAT, "check its permissions") from None
        if not is_damage(problem):
            raise
        raise refuse(f"{name} is damaged", _WHAT, "copy or export it again") from None


def _sheet(path: Path, name: str) -> bytes:
    with TemporaryDirectory(prefix="buyfair-") as work:
        return tables(path, name, Path(work))[0][1].read_bytes()


def _bounded(content: bytes, name: str) -> bytes:
    if len(content) > LARGEST:
        raise refuse(f"{name} has more than {LARGEST:,} bytes", _WHAT, "split it")
    if not content.strip():
        raise refuse(f"{name} is empty", _WHAT, "export it again")
    return content


def _decoded(content: bytes, name: str) -> tuple[str, str]:
    """The text and how it was read: a mark at its beginning tells, else UTF-8 where the whole is, else Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError:
            raise refuse(f"{name} begins as UTF-16 and does not go on so", _WHAT, "save it as UTF-8") from None
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace"), "Windows-1252"


def _table(text: str, name: str, read_as: str, wanted: Sequence[str], whole: bool, longest: int) -> NamesTable:
    csv.field_size_limit(LARGEST)
    first = text[: 1 << 16].splitlines()[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter)
    columns = tuple(cell.strip() for cell in next(reader, []))
    places = {asked: _place(columns, asked, name) for asked in wanted}
    table = NamesTable(name, columns, read_as, iter(()))
    table.rows = _records(reader, len(columns), places, table.set_aside, whole, longest)
    return table


def _place(columns: Sequence[str], asked: str, name: str) -> int:
    """Which column is meant. A file whose header lacks it is refused with the columns that it has."""
    folded = [c.casefold() for c in columns]
    if asked in columns:
        return columns.index(asked)
    if folded.count(asked.strip().casefold()) == 1:
        return folded.index(asked.strip().casefold())
    shown = ", ".join(c[:40] for c in columns[:20]) + (", ..." if len(columns) > 20 else "")
    raise refuse(f'{name} has no column "{asked[:60]}"', f"one of its columns: {shown}", "name the column as the header does")


def _records(
    reader: Iterator[list[str]], width: int, places: Mapping[str, int], set_aside: list[SetAside], whole: bool,
    longest: int,
) -> Iterator[Record]:  # fmt: skip
    number = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            number += 1
            set_aside.append(SetAside(number, f"the record cannot be read: {wrong}"))
            continue
        if len(row) < 2 and not any(cell.strip() for cell in row):
            continue  # a blank line is no record; a line of empty cells is one
        number += 1
        if reason := _amiss(row, width, places, longest):
            set_aside.append(SetAside(number, reason))
            continue
        cells = {asked: row[at].strip() if at < len(row) else "" for asked, at in places.items()}
        yield Record(number, cells, (*row[:width], *[""] * (width - len(row))) if whole else ())


def _amiss(row: Sequence[str], width: int, places: Mapping[str, int], most: int) -> str:
    """Why a record cannot be trusted; nothing where it can."""
    if len(row) > width and any(cell.strip() for cell in row[width:]):
        return f"it has {len(row)} cells under {width} columns: a name with a delimiter needs quotation marks"
    longest = max((len(row[at]) for at in places.values() if at < len(row)), default=0)
    if longest > most:
        limit = "no name has more than" if most == LONGEST_CELL else "an item is told in no more than"
        return f"a cell has {longest:,} letters; {limit} {most:,}"
    return ""
