"""Opens workbooks (XLSX, XLSB, XLS, ODS) as tables of text: one CSV for each sheet that holds anything.

The workbook is read by a child process with bounded memory: a file made to exhaust it takes down the child only.
"""

from __future__ import annotations

import csv
import errno
import hashlib
import json
import math
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain, islice, pairwise
from pathlib import Path

from buyfair.intake.text import DAMAGE
from buyfair.terms.errors import InputRefusedError, MachineError, refuse

SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
TITLE_ROWS = 20
"""So many rows of titles above the header are passed over, where a header is found below them."""
LARGEST = 4 << 30
"""An archive that unpacks to more bytes is refused; and the child may hold no more than this."""
WORST_RATIO = 200
"""An archive that unpacks to more than so many times its size is refused: sheets of text reach thirty."""
_PATIENCE = 1800
"""Seconds after which a workbook is taken for one made to keep us busy."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_LOCKED_OLE = "EncryptedPackage".encode("utf-16-le")
_BAD_ZIP = (*DAMAGE, OSError, KeyError)
"""What reading a damaged archive may raise."""
_LOOKED_AT = 40
_EXACT = 2**53
_PASSWORD, _DAMAGED, _NO_ROOM = 3, 4, 5
_WHAT = "a workbook (XLSX, XLS or ODS) of award actions"


def looks_like_sheet(start: bytes, path: Path) -> bool:
    """Whether a file is a workbook: by its content, or by its name where its archive is damaged."""
    if start.startswith(_OLE):
        return True
    if not start.startswith(_ZIP):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if any(name.startswith("xl/") for name in names):
                return True
            return "content.xml" in names and "mimetype" in names and archive.read("mimetype").startswith(_ODS)
    except _BAD_ZIP:
        return path.suffix.lower() in SUFFIXES


def tables(path: Path, name: str, work: Path) -> list[tuple[str, Path]]:
    """Each sheet that holds anything, in the order of the workbook, with its CSV (UTF-8, RFC 4180) in the work folder.

    Raises: InputRefusedError where the workbook is damaged, locked, hostile, or holds nothing; MachineError where
    the disk is full.
    """
    _refuse_hostile(path, name)
    stem = hashlib.sha256(f"{name}\0{path}".encode("utf-8", "replace")).hexdigest()[:16]
    command = [sys.executable, "-m", __name__, str(path.resolve()), str(work.resolve() / f"sheet-{stem}")]
    try:
        child = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise refuse(f"{name} was not read in half an hour", "a smaller workbook", "save it as CSV") from None
    if child.returncode == _PASSWORD:
        raise _locked(name)
    if child.returncode == _NO_ROOM:
        raise MachineError(f"there is no room to unpack {name}: free some disk space and run again")
    if child.returncode != 0:
        raise refuse(
            f"{name} cannot be read as a workbook: it is damaged, or holds more than a workbook should",
            _WHAT,
            "save it again, or save it as CSV",
        )
    found = [(str(sheet), Path(file)) for sheet, file in json.loads(child.stdout)]
    if not found:
        raise refuse(f"{name} is a workbook in which every sheet is empty", _WHAT, "export it again")
    return found


def header_row(rows: Sequence[Sequence[object]]) -> int:
    """The index of the row that names the columns: at least three texts and nothing else, with rows below that fit it.

    A row is not taken for the header where the row below it, or most of the ten below, are wider. Where no row fits,
    the first.
    """
    filled = [i for i, row in enumerate(rows) if _width(row)]
    for nth, (i, below) in enumerate(pairwise(filled)):
        width = _width(rows[i])
        following = [_width(rows[j]) for j in filled[nth + 1 : nth + 11]]
        wider = sum(w > width for w in following)
        if i > TITLE_ROWS:
            break
        if _names_columns(rows[i]) and _width(rows[below]) <= width and 2 * wider <= len(following):
            return i
    return filled[0] if filled else 0


def _names_columns(row: Sequence[object]) -> bool:
    said = [cell for cell in row if not _empty(cell)]
    return len(said) >= 3 and all(isinstance(cell, str) for cell in said)


def _width(row: Sequence[object]) -> int:
    """How far to the right the row is filled."""
    return next((i for i in range(len(row), 0, -1) if not _empty(row[i - 1])), 0)


def _empty(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def written(cell: object) -> str:
    """A cell as text: days as ISO, numbers in full without an exponent, nothing where the cell holds an error."""
    if isinstance(cell, str):
        return cell.replace("\0", "")
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return f"{Decimal(str(cell.total_seconds() / 86400)):f}"
    return "" if cell is None else str(cell)


def _number(cell: float) -> str:
    """The shortest decimal that means this number, without the last bits that sums in binary leave behind.

    A workbook keeps fifteen digits: where those are the same number but for four units of the last place, they stand.
    """
    if not math.isfinite(cell):
        return ""
    if cell.is_integer() and abs(cell) <= _EXACT:
        return str(int(cell))
    short = float(f"{cell:.15g}")
    return f"{Decimal(repr(short if abs(short - cell) <= 4 * math.ulp(cell) else cell)):f}".removesuffix(".0")


def _refuse_hostile(path: Path, name: str) -> None:
    with path.open("rb") as stream:
        if not stream.read(8).startswith(_ZIP):
            if _holds(path, _LOCKED_OLE):
                raise _locked(name)
            return
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            locked = any(m.flag_bits & 0x1 for m in members) or _locked_ods(archive)
    except _BAD_ZIP:
        raise refuse(f"{name} is a damaged or truncated workbook", _WHAT, "download or save it again") from None
    if locked:
        raise _locked(name)
    unpacked = sum(m.file_size for m in members)
    if unpacked > LARGEST or unpacked > WORST_RATIO * max(path.stat().st_size, 1):
        raise refuse(
            f"{name} would unpack to {unpacked:,} bytes out of {path.stat().st_size:,}, as no honest workbook does",
            _WHAT,
            "save it as CSV if you trust it",
        )


def _locked(name: str) -> InputRefusedError:
    return refuse(f"{name} is locked with a password", "an open workbook", "save it without the password")


def _locked_ods(archive: zipfile.ZipFile) -> bool:
    manifest = "META-INF/manifest.xml"
    if manifest not in archive.namelist():
        return False
    with archive.open(manifest) as stream:
        return b"encryption-data" in stream.read(1 << 20)


def _holds(path: Path, sign: bytes) -> bool:
    before = b""
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            if sign in before + chunk:
                return True
            before = chunk[-len(sign) :]
    return False


# in the child


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on every system; there the archive's own sizes are the only bound
        return
    limit = resource.getrlimit(resource.RLIMIT_AS)[1]
    wanted = LARGEST if limit == resource.RLIM_INFINITY else min(limit, LARGEST)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _write_all(path: str, stem: str) -> list[tuple[str, str]]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    found: list[tuple[str, str]] = []
    # told by content: a name may say .xls where the content is XLSX
    with Path(path).open("rb") as stream, CalamineWorkbook.from_filelike(stream) as workbook:
        for nth, sheet in enumerate(workbook.sheets_metadata):
            if sheet.typ != SheetTypeEnum.WorkSheet:
                continue
            rows = iter(workbook.get_sheet_by_name(sheet.name).iter_rows())
            head = list(islice(rows, _LOOKED_AT))
            target = f"{stem}-{nth:02}.csv"
            count = 0
            with Path(target).open("w", encoding="utf-8", errors="replace", newline="") as out:
                writer = csv.writer(out, lineterminator="\n")
                for row in chain(head[header_row(head) :], rows):
                    cells = [written(cell) for cell in row]
                    if any(cell.strip() for cell in cells):
                        writer.writerow(cells)
                        count += 1
            if count:
                found.append((sheet.name, target))
            else:
                Path(target).unlink()
    return found


def _main(path: str, stem: str) -> int:
    from python_calamine import PasswordError

    _limit_memory()
    try:
        found = _write_all(path, stem)
    except PasswordError:
        return _PASSWORD
    except OSError as problem:
        return _NO_ROOM if problem.errno in (errno.ENOSPC, errno.EDQUOT) else _DAMAGED
    except Exception:  # whatever a damaged workbook makes of its reader; a panic of it ends the child by itself
        return _DAMAGED
    sys.stdout.write(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1], sys.argv[2]))
