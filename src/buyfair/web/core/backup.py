"""One file that holds everything people did here, readable by either database; and the way back from it."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
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
from buyfair.terms.errors import refuse
from buyfair.web.core.clock import now

ROWS, TOLD = "rows.jsonl", "backup.json"
FOLDERS = ("documents", "snapshots")
"""Folders of the data folder that are part of it; what is there was written once and never changes."""
MADE_ANEW = frozenset({"contenttypes.contenttype", "auth.permission", "sessions.session"})
"""What the database makes by itself, and who is logged in: a restored installation asks everybody to log in again."""
BLOCK = 1 << 20


def back_up(target: Path, *, portfolio: bool = True) -> Counter[str]:
    """Writes the backup; gives back how many rows of each table it holds. The file is there whole or not at all.

    The rows are of one moment. Documents are stored before the row that names them, and never changed: those copied
    after the rows are all that the rows name. The key that signs sessions is not part of it.
    """
    if target.exists():
        raise _taken(target)
    counts: Counter[str] = Counter()
    own = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with own.open("xb") as out:
            with tarfile.open(fileobj=out, mode="w") as tar, tempfile.TemporaryFile() as rows:
                digest = _rows(rows, counts)
                _add(tar, TOLD, io.BytesIO(json.dumps(_told(counts, digest), indent=1).encode()))
                _add(tar, ROWS, rows)
                for folder in FOLDERS if portfolio else FOLDERS[:1]:
                    if (settings.HOME / folder).is_dir():
                        tar.add(settings.HOME / folder, folder, filter=_whole)
            out.flush()
            os.fsync(out.fileno())
        _put(own, target)
    finally:
        own.unlink(missing_ok=True)
    return counts


def _put(own: Path, target: Path) -> None:
    """Gives the whole file its name, and takes that of no other that came meanwhile; the name lasts a power cut."""
    try:
        os.link(own, target)
    except FileExistsError:
        raise _taken(target) from None
    except OSError:  # a disk that knows no second name of a file
        own.rename(target)
    _flushed(target.parent)


def _taken(target: Path) -> Exception:
    return refuse(f"{target} is there already", "a new file", "name another, so that no backup is lost")


def _flushed(path: Path) -> None:
    held = os.open(path, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)


def _told(counts: Counter[str], digest: str) -> dict[str, Any]:
    return {"what": "Buyfair backup", "code": __version__, "made": now().isoformat(), "rows_sha256": digest,
            "rows": dict(sorted(counts.items())), "migrations": _migrations()}  # fmt: skip


def _migrations() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def _whole(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """What is being written at this moment has a name with a dot in front, and is no part yet."""
    return None if Path(member.name).name.startswith(".") else member


def _add(tar: tarfile.TarFile, name: str, content: IO[bytes]) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = content.seek(0, io.SEEK_END), 0o600
    content.seek(0)
    tar.addfile(member, content)


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


def restore(source: Path) -> Counter[str]:
    """Reads a backup into an empty installation: everything or nothing.

    Raises: InputRefusedError where the file is none of ours, is not whole, is of another version, or somebody
    already works here.
    """
    for table in _tables():
        if table._meta.app_label in ("core", "casework") and table._base_manager.exists():
            raise refuse("this installation has rows already", "an empty one",
                         "name another BUYFAIR_HOME or DATABASE_URL, and run migrate first")  # fmt: skip
    with _opened(source) as tar, tempfile.TemporaryDirectory(dir=settings.HOME, prefix=".restore-") as kept:
        told = _head(tar, source)
        tar.extractall(kept, filter="data", members=_safe(tar))
        _check(Path(kept) / ROWS, told, source)
        with transaction.atomic():
            counts = _load(Path(kept) / ROWS)
            if counts != Counter(told["rows"]):
                raise refuse(f"{source} holds other rows than it says", "a whole backup", "take another copy of it")
            _folders(Path(kept))
    return counts


@contextmanager
def _opened(source: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(source, "r:") as tar:
            yield tar
    except (tarfile.TarError, OSError, EOFError):
        raise refuse(f"{source} cannot be read as a backup", "a whole file that manage.py backup wrote",
                     "take another copy of it") from None  # fmt: skip


def _safe(tar: tarfile.TarFile) -> list[tarfile.TarInfo]:
    """Rows, documents and snapshots alone, wherever else a member wants to go."""
    return [m for m in tar.getmembers() if m.name == ROWS or m.name.split("/")[0] in FOLDERS]


def _head(tar: tarfile.TarFile, source: Path) -> dict[str, Any]:
    wrong = refuse(f"{source} is no backup of ours", "a file that manage.py backup wrote", "name that file")
    try:
        member = tar.extractfile(TOLD)
        told = json.load(member) if member is not None else {}
    except (KeyError, ValueError):
        raise wrong from None
    if told.get("what") != "Buyfair backup":
        raise wrong
    if told.get("migrations") != _migrations():
        raise refuse(f"{source} was written by version {told.get('code')} with other tables",
                     f"tables as of version {__version__}",
                     "restore with the version that wrote it, then upgrade")  # fmt: skip
    return dict(told)


def _check(rows: Path, told: dict[str, Any], source: Path) -> None:
    digest = hashlib.sha256()
    with rows.open("rb") as held:
        while block := held.read(BLOCK):
            digest.update(block)
    if digest.hexdigest() != told["rows_sha256"]:
        raise refuse(f"{source} was changed after it was written", "the very bytes", "take another copy of it")


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
    """Puts what was extracted where it belongs; what is there already stays, for names are hashes or immutable.

    Each document and each snapshot comes whole or not at all, and what is shown comes last.
    """
    for folder in FOLDERS:
        parts = list((kept / folder).iterdir()) if (kept / folder).is_dir() else []
        for part in sorted(parts, key=lambda p: (p.is_symlink(), p.name)):
            for each in sorted(part.iterdir()) if folder == "documents" and part.is_dir() else [part]:
                _come(each, settings.HOME / each.relative_to(kept))


def _come(whole: Path, target: Path) -> None:
    """Moves one thing to its place within the disk, where nothing of that name is there."""
    if target.exists() or target.is_symlink():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    for path in whole.rglob("*") if whole.is_dir() else [whole]:
        if path.is_file() and not path.is_symlink():
            _flushed(path)
    whole.rename(target)
    for folder in (target.parent, target.parent.parent):
        _flushed(folder)
