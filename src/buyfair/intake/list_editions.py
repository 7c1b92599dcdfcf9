"""The shelf of editions of lists that a user has brought: read from files, kept whole, each beside the bytes it came from."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import os
import shutil
import tempfile
import tomllib
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import tomli_w

from buyfair.intake.folders import made, settled
from buyfair.intake.home import home
from buyfair.terms.errors import MachineError, refuse
from buyfair.terms.party import PartyEdition
from buyfair.terms.party_table import as_table, from_rows

LARGEST = 1 << 30
"""No official list has more bytes, unpacked."""
RAW = "raw"
"""The folder of the files as they came, named by their hash."""
TABLE, ABOUT = "parties.csv", "edition.toml"
AN_EDITION = "the official file of one edition"


def shelf(environment: Mapping[str, str]) -> Path:
    """The folder of brought editions."""
    return home(environment) / "lists"


# Files that are brought


def bring(paths: Sequence[Path]) -> bytes:
    """The bytes of one edition, unpacked; several files of one edition come as one archive, in the order of their names.

    Raises: InputRefusedError where a file is absent, cannot be read, is too large, empty or broken.
    """
    if len(paths) == 1:
        return _unpacked(paths[0])
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for path in sorted(paths, key=lambda p: p.name):
            name = path.name.removesuffix(".gz").removesuffix(".zip")
            archive.writestr(zipfile.ZipInfo(name), _unpacked(path))
    return held.getvalue()


def _unpacked(path: Path) -> bytes:
    raw = _read(path)
    try:
        if raw.startswith(b"\x1f\x8b"):
            with gzip.GzipFile(fileobj=io.BytesIO(raw)) as stream:
                raw = stream.read(LARGEST + 1)
        elif raw.startswith(b"PK\x03\x04"):
            raw = _only_member(raw)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError):
        raise refuse(f"{path} is a broken archive", AN_EDITION, "fetch the file anew") from None
    if len(raw) > LARGEST:
        raise refuse(f"{path} has more than {LARGEST:,} bytes", AN_EDITION, "name the file of the list")
    if not raw.strip():
        raise refuse(f"{path} is empty", AN_EDITION, "fetch the file anew")
    return raw


def _only_member(raw: bytes) -> bytes:
    """The one file of an archive; an archive of several (a workbook is one) stays as it is."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        members = [m for m in archive.infolist() if not m.is_dir()]
        if len(members) != 1:
            return raw
        with archive.open(members[0]) as stream:
            return stream.read(LARGEST + 1)


def _read(path: Path) -> bytes:
    if path.is_dir():
        raise refuse(f"{path} is a folder", AN_EDITION, "name the file in it")
    if not path.exists():
        raise refuse(f"{path} cannot be found", AN_EDITION, "check the name")
    if not path.is_file():
        raise refuse(f"{path} is no file", AN_EDITION, "save it as a file first")
    try:
        with path.open("rb") as stream:
            return stream.read(LARGEST + 1)
    except OSError:
        raise refuse(f"{path} cannot be read", "a file that may be read", "check its permissions") from None


# Editions that are kept


@dataclass(frozen=True, slots=True)
class Kept:
    """An edition on the shelf, and what its reader said when it was brought."""

    edition: PartyEdition
    passed_over: tuple[tuple[str, int], ...] = ()
    doubts: tuple[str, ...] = ()


def kept(folder: Path, list_id: str) -> tuple[Kept, ...]:
    """The editions of a list on the shelf, oldest first.

    Raises: MachineError where one was changed since it was kept.
    """
    place = folder / list_id
    if not place.is_dir():
        return ()
    found = [_kept(entry) for entry in place.iterdir() if entry.is_dir() and not entry.name.startswith(".")]
    return tuple(sorted(found, key=lambda k: (k.edition.published, k.edition.name)))


def _kept(entry: Path) -> Kept:
    try:
        about = tomllib.loads((entry / ABOUT).read_text("utf-8"))
        table = (entry / TABLE).read_bytes()
        if hashlib.sha256(table).hexdigest() != about["table_sha256"]:
            raise ValueError(f"{TABLE} was changed")
        rows = csv.DictReader(io.StringIO(table.decode("utf-8"), newline=""))
        parties = from_rows(rows, about["list"], about["name"], about["published"])
        edition = PartyEdition(about["list"], about["name"], about["published"], about["sha256"], parties)
        return Kept(edition, tuple(sorted(about["passed_over"].items())), tuple(about["doubts"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        said = problem.strerror if isinstance(problem, OSError) else problem
        raise MachineError(
            f"the edition in {entry} cannot be read ({said}); remove that folder and bring it anew"
        ) from None


def keep(folder: Path, edition: Kept, raw: bytes) -> bool:
    """Puts an edition on the shelf, whole or not at all; False where another hand put the same one there meanwhile.

    Raises: MachineError where the disk refuses.
    """
    held = edition.edition
    target = folder / held.list_id / held.name
    try:
        _keep_raw(folder / RAW, held.sha256, raw)
        made(target.parent)
        part = Path(tempfile.mkdtemp(prefix=f".{held.name}.", dir=target.parent))
        try:
            _write_edition(part, edition)
            part.chmod(0o755)
            settled(part)
            part.rename(target)  # fails where the edition is there already: a folder that holds files is never replaced
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
        settled(target.parent)
    except OSError as problem:
        if target.is_dir():
            return False
        raise MachineError(f"{target} cannot be written: {problem.strerror}") from None
    return True


def _write_edition(part: Path, edition: Kept) -> None:
    held = edition.edition
    table = as_table(held.parties).encode("utf-8")
    about = {
        "list": held.list_id,
        "name": held.name,
        "published": held.published,
        "sha256": held.sha256,
        "table_sha256": hashlib.sha256(table).hexdigest(),
        "passed_over": dict(edition.passed_over),
        "doubts": list(edition.doubts),
    }
    (part / TABLE).write_bytes(table)
    (part / ABOUT).write_text(tomli_w.dumps(about), "utf-8")


def _keep_raw(folder: Path, sha256: str, raw: bytes) -> None:
    target = folder / sha256
    if target.exists():
        return
    made(folder)
    handle, name = tempfile.mkstemp(prefix=f".{sha256[:12]}.", dir=folder)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(raw)
            stream.flush()
            os.fsync(stream.fileno())
        part.chmod(0o644)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
