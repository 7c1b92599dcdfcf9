"""The bytes of one table of names, whatever packs it: plain, gz, zst, the one table of a zip, a sheet, or piped."""

from __future__ import annotations

import csv
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from buyfair.intake.sheets import SUFFIXES, looks_like_sheet, tables
from buyfair.intake.text import is_damage, is_whole, open_text
from buyfair.terms.errors import InputRefusedError, MachineError, refuse

PIPED = Path("-")
LARGEST = 256 << 20
"""Bytes of a table that are read; more than a hundred thousand names need a tenth of it."""
WHAT = "a table with a header row (CSV, TSV or a workbook)"
Fits = Callable[[Sequence[str]], int]
"""How many of the columns asked for stand under a header."""
Brought = tuple[bytes, tuple[str, ...]]
"""The bytes of a table, and what is to be said of where they stood."""
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PACKED = (*_ZIP, b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"\xd0\xcf\x11\xe0")
_TABLES = (".csv", ".tsv", ".tab", *SUFFIXES)


def table_bytes(path: Path, name: str, fits: Fits) -> Brought:
    """The table at `path`, or on standard input for `-`.

    Raises: InputRefusedError where it is absent, damaged, empty or not one table; MachineError where the disk is full.
    """
    if path == PIPED:
        return _piped(name, fits)
    if path.is_dir():
        raise refuse(f"{path} is a folder", WHAT, "name the file in it")
    if not path.exists():
        raise refuse(f"{path} cannot be found", WHAT, "check the name")
    return _of_file(path, name, fits)


def _piped(name: str, fits: Fits) -> Brought:
    content = _bounded(sys.stdin.buffer.read(LARGEST + 1), name)
    if not content.startswith(_PACKED):
        return content, ()
    with TemporaryDirectory(prefix="buyfair-") as work:
        kept = Path(work) / "piped"
        kept.write_bytes(content)
        return _of_file(kept, name, fits)


def _of_file(path: Path, name: str, fits: Fits, inside: bool = False) -> Brought:
    try:
        with path.open("rb") as file:
            start = file.read(512)
        if looks_like_sheet(start, path):
            return _sheet(path, name, fits)
        if start.startswith(_ZIP):
            return _member(path, name, fits, inside)
        return _text(path, name), ()
    except (InputRefusedError, MachineError):
        raise
    except Exception as problem:
        if isinstance(problem, OSError) and not is_damage(problem):
            raise refuse(f"{name} cannot be read", WHAT, "check its permissions") from None
        if not is_damage(problem):
            raise
        raise refuse(f"{name} is damaged", WHAT, "copy or export it again") from None


def _text(path: Path, name: str) -> bytes:
    with open_text(path) as stream:
        content = _bounded(stream.read(LARGEST + 1), name)
    if not is_whole(path):
        raise refuse(f"{name} is damaged: its end is cut off", WHAT, "copy or export it again")
    return content


def _bounded(content: bytes, name: str) -> bytes:
    if len(content) > LARGEST:
        raise refuse(f"{name} has more than {LARGEST:,} bytes", WHAT, "split it")
    if not content.strip():
        raise refuse(f"{name} is empty", WHAT, "export it again")
    return content


def _sheet(path: Path, name: str, fits: Fits) -> Brought:
    """The sheet that has most of the columns asked for; the first where none has any, so that its columns are told."""
    with TemporaryDirectory(prefix="buyfair-") as work:
        sheets = tables(path, name, Path(work))
        met = [fits(_header(file)) for _, file in sheets]
        held = [sheet for sheet, n in zip(sheets, met, strict=True) if n == max(met)]
        if max(met) and len(held) > 1:
            titles = ", ".join(f'"{title}"' for title, _ in held[:10])
            raise refuse(f"{name} has the columns on {len(held)} sheets ({titles})", "one sheet with them",
                         "save the sheet that is meant as a file of its own")  # fmt: skip
        title, file = held[0]
        said = (f'Of the {len(sheets)} sheets of {name} "{title}" was read.',) if len(sheets) > 1 else ()
        return _bounded(file.read_bytes(), name), said


def _header(file: Path) -> list[str]:
    with file.open(encoding="utf-8", newline="") as stream:
        return next(csv.reader(stream), [])


def _member(path: Path, name: str, fits: Fits, inside: bool) -> Brought:
    """The one table of a zip. One that lies in another is not opened: nobody packs a table so."""
    with zipfile.ZipFile(path) as archive, TemporaryDirectory(prefix="buyfair-") as work:
        held = [m for m in archive.infolist() if not _shadow(m)]
        held = [m for m in held if m.filename.lower().endswith(_TABLES)] or held
        if inside or not held:
            raise refuse(f"{name} holds no table", "a zip with one table", "unpack it and name the table")
        if len(held) > 1:
            named = ", ".join(m.filename for m in held[:10]) + (", ..." if len(held) > 10 else "")
            raise refuse(
                f"{name} holds {len(held)} files ({named})", "a zip with one table", "unpack it and name the table"
            )
        if held[0].flag_bits & 0x1:
            raise refuse(f"{name} is locked with a password", "an open archive", "unpack it first")
        copy = Path(work) / f"table{Path(held[0].filename).suffix.lower()}"
        with archive.open(held[0]) as packed:
            copy.write_bytes(_bounded(packed.read(LARGEST + 1), name))
        return _of_file(copy, f"{held[0].filename} in {name}", fits, inside=True)


def _shadow(member: zipfile.ZipInfo) -> bool:
    """A folder, or what a Macintosh packs beside each file."""
    name = member.filename.lower()
    return member.is_dir() or name.startswith("__macosx/") or name.rsplit("/", 1)[-1].startswith(".")
