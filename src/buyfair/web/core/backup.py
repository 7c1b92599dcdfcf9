"""One file that holds everything people did here, readable by either database; and the way back from it."""

from __future__ import annotations

import fcntl
import glob
import hashlib
import io
import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from buyfair import __version__
from buyfair.intake.decisions_file import NAME as DECISIONS
from buyfair.intake.folders import flushed
from buyfair.terms.errors import refuse
from buyfair.web.core import backup_file
from buyfair.web.core.backup_file import (
    AWARD_FILES,
    DOCUMENTS,
    FILES,
    FOLDERS,
    LISTS,
    ROWS,
    SNAPSHOTS,
    TOLD,
    Held,
    Writing,
)
from buyfair.web.core.clock import now

BESIDE = ".restore-"
"""How the name of a folder begins into which a backup is extracted."""
MADE_ANEW = frozenset({"contenttypes.contenttype", "auth.permission", "sessions.session", "core.opensession"})
"""What the database makes by itself, and who is logged in: a restored installation asks everybody to log in again."""


def back_up(target: Path, *, portfolio: bool = True, award_files: bool = True) -> Counter[str]:
    """Writes the backup; gives back how many rows of each table it holds. The file is there whole or not at all.

    The rows are of one moment. Documents and award files are stored before the row that names them, and never changed:
    those copied after the rows are all that the rows name. The key that signs sessions is not part of it.

    Raises: InputRefusedError where the file is there, or its folder is not; MachineError where the disk has no room.
    """
    if target.exists():
        raise _taken(target)
    if not target.parent.is_dir():
        raise refuse(f"{target.parent} is no folder", "one that is there", "make it, or name another place")
    counts: Counter[str] = Counter()
    left_out = [f for f, taken in ((SNAPSHOTS, portfolio), (AWARD_FILES, award_files)) if not taken]
    folders = tuple(f for f in FOLDERS if f not in left_out)
    _cleared(target)
    own = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with _ours(own) as out:
            _locked(out.fileno())
            with tempfile.TemporaryFile(dir=target.parent) as rows:
                digest = _rows(rows, counts)
                backup_file.room(target.parent, rows.tell() + _size(folders), "this backup")
                written = Writing(out)
                written.add(TOLD, io.BytesIO(json.dumps(_told(counts, digest, left_out), indent=1).encode()))
                written.add(ROWS, rows)
                for path, name in backup_file.lying_in(settings.HOME, folders):
                    written.lying(path, name)
                written.done()
            out.flush()
            os.fsync(out.fileno())
        _put(own, target)
    finally:
        own.unlink(missing_ok=True)
    return counts


def _ours(path: Path) -> IO[bytes]:
    """A new file that nobody but this account reads: it holds what only some may see."""
    return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")


def _cleared(target: Path) -> None:
    """Takes away what an earlier run left beside that was killed; what another writes at this moment stays."""
    for left in target.parent.glob(f".{glob.escape(target.name)}.*"):
        if left.suffix[1:].isdigit():
            with _alone(left) as nobody_else:
                if nobody_else:
                    left.unlink(missing_ok=True)


def _put(own: Path, target: Path) -> None:
    """Gives the whole file its name, and takes that of no other that came meanwhile; the name lasts a power cut."""
    try:
        os.link(own, target)
    except FileExistsError:
        raise _taken(target) from None
    except OSError:  # a disk that knows no second name of a file
        own.rename(target)
    flushed(target.parent)


def _taken(target: Path) -> Exception:
    return refuse(f"{target} is there already", "a new file", "name another, so that no backup is lost")


def _size(folders: tuple[str, ...]) -> int:
    return sum(path.lstat().st_size for path, _ in backup_file.lying_in(settings.HOME, folders) if path.exists())


def _told(counts: Counter[str], digest: str, left_out: list[str]) -> dict[str, Any]:
    return {"what": "Buyfair backup", "code": __version__, "made": now().isoformat(), "rows_sha256": digest,
            "rows": dict(sorted(counts.items())), "list": FILES, "left_out": left_out,
            "migrations": _migrations()}  # fmt: skip


def _migrations() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


@contextmanager
def _one_moment() -> Iterator[None]:
    """All that is read within is of one moment, and nobody who writes meanwhile has to wait."""
    begin = {"postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}.get(connection.vendor, "BEGIN DEFERRED")
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _rows(out: IO[bytes], counts: Counter[str]) -> str:
    """Every row as one line of JSON; gives back the hash of them all."""
    digest = hashlib.sha256()
    with _one_moment():
        for table in _tables():
            written = _written(table)
            for line in written:
                counts[table._meta.label_lower] += 1
                out.write(line)
                digest.update(line)
    return digest.hexdigest()


def _written(table: type[models.Model]) -> Iterator[bytes]:
    every = table._base_manager.order_by("pk").iterator(chunk_size=2000)
    for row in every:
        yield serializers.serialize("jsonl", [row]).rstrip("\n").encode() + b"\n"


def _tables() -> Iterable[type[models.Model]]:
    """Every table that holds what people did, and those between two others that no model of ours names."""
    of_models = serializers.sort_dependencies(
        [(app, None) for app in apps.get_app_configs()], allow_cycles=True
    )  # fmt: skip
    return [m for m in of_models if m._meta.label_lower not in MADE_ANEW and not m._meta.proxy and m._meta.managed]


def verify(source: Path) -> Held:
    """Proves a backup without restoring it: every file against its hash, the rows against their counts and what they name.

    Raises: InputRefusedError where it is none of ours, or not whole.
    """
    with backup_file.opened(source) as tar:
        return backup_file.read(tar, backup_file.head(tar, source), source)


def restore(source: Path) -> Counter[str]:
    """Reads a backup into an empty installation: everything or nothing.

    Raises: InputRefusedError where the file is none of ours, is not whole, is of another version, or somebody
    already works here; MachineError where the disk has no room.
    """
    for table in _tables():
        if table._meta.app_label in ("core", "casework") and table._base_manager.exists():
            raise refuse("this installation has rows already", "an empty one",
                         "name another BUYFAIR_HOME or DATABASE_URL, and run migrate first")  # fmt: skip
    with backup_file.opened(source) as tar:
        told = backup_file.head(tar, source)
        _same_tables(told, source)
        backup_file.room(settings.HOME, source.stat().st_size, "what this backup holds")
        with _place() as kept:
            held = backup_file.read(tar, told, source, Path(kept))
            with transaction.atomic():
                counts = _load(Path(kept) / ROWS)
                _folders(Path(kept))
    assert counts == held.rows
    return counts


@contextmanager
def _place() -> Iterator[str]:
    """A folder to extract into; what an earlier run left that was killed is cleared away."""
    for left in settings.HOME.glob(f"{BESIDE}*"):
        with _alone(left) as nobody_else:
            if not nobody_else:
                raise refuse("another restore is at work here", "one at a time", "wait until it has ended")
            shutil.rmtree(left)
    with tempfile.TemporaryDirectory(dir=settings.HOME, prefix=BESIDE) as kept, _alone(Path(kept)):
        yield kept


@contextmanager
def _alone(path: Path) -> Iterator[bool]:
    """Whether no other process that lives has this file or folder; it is ours until the end."""
    held = os.open(path, os.O_RDONLY)
    try:
        yield _locked(held)
    finally:
        os.close(held)


def _locked(held: int) -> bool:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _same_tables(told: dict[str, Any], source: Path) -> None:
    if told.get("migrations") != _migrations():
        raise refuse(f"{source} was written by version {told.get('code')} with other tables",
                     f"tables as of version {__version__}",
                     "restore with the version that wrote it, then upgrade")  # fmt: skip


def _load(rows: Path) -> Counter[str]:
    counts: Counter[str] = Counter()
    with connection.constraint_checks_disabled(), rows.open(encoding="utf-8") as held:
        for each in serializers.deserialize("jsonl", held):
            each.save()
            counts[each.object._meta.label_lower] += 1
    connection.check_constraints()
    _go_on_counting()
    return counts


def _go_on_counting() -> None:
    """Tells a database that counts its keys apart where to go on."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(_tables())):
            cursor.execute(statement)


def _folders(kept: Path) -> None:
    """Puts what was read where it belongs; what is there already stays, for names are hashes or immutable.

    Each document, award file, edition and snapshot comes whole or not at all; which snapshot is shown comes last, and is
    what the backup says, whatever was shown here.
    """
    _decisions(kept / DECISIONS)
    for folder in FOLDERS:
        for each in sorted(_wholes(kept / folder, folder), key=lambda p: (p.is_symlink(), p.as_posix())):
            _come(each, settings.HOME / each.relative_to(kept))


def _decisions(kept: Path) -> None:
    """The file of decisions of the command line; those of another hand are not thrown away for it."""
    target = settings.HOME / DECISIONS
    if not kept.is_file():
        return
    if target.exists() and target.read_bytes() != kept.read_bytes():
        raise refuse(f"{target} holds other decisions already", "none, or those of this backup",
                     "move that file away; afterwards manage.py lead_decisions in FILE takes it over")  # fmt: skip
    _come(kept, target)


def _wholes(folder: Path, called: str) -> list[Path]:
    """What is moved in one step: a document or edition lies one folder deeper, a snapshot is a folder, an award file a file."""
    parts = list(folder.iterdir()) if folder.is_dir() else []
    if called in (DOCUMENTS, LISTS):
        return [each for part in parts for each in (part.iterdir() if part.is_dir() else [part])]
    return parts


def _come(whole: Path, target: Path) -> None:
    """Moves one thing to its place within the disk, where nothing of that name is there; a link tells anew what is shown."""
    if target.exists() and not whole.is_symlink():
        return
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for path in (whole, *whole.rglob("*")) if not whole.is_symlink() else ():
        if not path.is_symlink():
            flushed(path)
    whole.rename(target)
    for folder in target.parents[: len(target.relative_to(settings.HOME).parts)]:
        flushed(folder)
