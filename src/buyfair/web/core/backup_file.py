"""The file of a backup: what lies in it, each content with its hash, written and read as a stream of any length.

It is a tar: what it is (`backup.json`), the rows, the files of the data folder, and last the list of them all with size and
hash. Without that list a backup was cut; with another hash it was changed.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import os
import re
import shutil
import tarfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from buyfair.intake.decisions_file import NAME as DECISIONS
from buyfair.terms.errors import InputRefusedError, MachineError, refuse

ROWS, TOLD, FILES = "rows.jsonl", "backup.json", "files.jsonl"
DOCUMENTS, SNAPSHOTS, AWARD_FILES, LISTS = "documents", "snapshots", "uploads/files", "lists"
FOLDERS = (DOCUMENTS, SNAPSHOTS, AWARD_FILES, LISTS)
"""Folders of the data folder that may be part of it; what is there was written once and never changes."""
BY_HASH = (DOCUMENTS, AWARD_FILES)
"""Folders in which a file is called by the hash of its content."""
NAMED_BY = {"casework.content": DOCUMENTS, "award_files.awardfile": AWARD_FILES}
"""Rows that name a content by its `sha256`, and the folder in which it lies."""
BLOCK = 1 << 20
SPARE = 16 << 20
"""Bytes of a disk that are left free beside what is written."""


@dataclass
class Held:
    """What a backup was found to hold. `damaged` are contents that were no longer what their names say when it was made.

    `named` are the contents that the rows name, by folder; `lying` those that came with it.
    """

    told: dict[str, Any]
    rows: Counter[str] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)
    size: int = 0
    damaged: list[str] = field(default_factory=list)
    named: dict[str, set[str]] = field(default_factory=dict)
    lying: dict[str, set[str]] = field(default_factory=dict)

    @property
    def missing(self) -> list[str]:
        """Contents that rows name and that are not part of it, though nobody asked to leave them out."""
        asked = self.told.get("left_out", [AWARD_FILES])  # a backup of before did not tell
        lacks = ((folder, of - self.lying.get(folder, set())) for folder, of in self.named.items() if folder not in asked)
        return sorted(f"{folder}/{sha256}" for folder, hashes in lacks for sha256 in hashes)

    def row(self, line: bytes) -> None:
        """Takes note of one row."""
        told = json.loads(line)
        self.rows[str(told["model"])] += 1
        if folder := NAMED_BY.get(told["model"]):
            self.named.setdefault(folder, set()).add(str(told["fields"]["sha256"]))

    def file(self, name: str, sha256: str, size: int) -> None:
        """Takes note of one file."""
        self.size += size
        if folder := next((f for f in FOLDERS if name.startswith(f"{f}/")), None):
            self.files[folder] += 1
            if folder in BY_HASH:
                self.lying.setdefault(folder, set()).add(PurePosixPath(name).name)
                if PurePosixPath(name).name != sha256:
                    self.damaged.append(name)
        elif name == DECISIONS:
            self.files[name] += 1


class _Hashed(io.RawIOBase):
    """A file that is read once, and tells the hash of what was read."""

    def __init__(self, of: IO[bytes]) -> None:
        self._of = of
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        block = self._of.read(size)
        self.sha256.update(block)
        return block


class Writing:
    """A backup on its way to the disk; `done` writes the list."""

    def __init__(self, out: IO[bytes]) -> None:
        self._tar = tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self._list: list[bytes] = []

    def add(self, name: str, content: IO[bytes]) -> None:
        """Takes in what lies nowhere under that name."""
        member = tarfile.TarInfo(name)
        member.size, member.mode = content.seek(0, io.SEEK_END), 0o600
        content.seek(0)
        self._written(member, content)

    def lying(self, path: Path, name: str) -> None:
        """Takes in a file or a link of the data folder.

        Raises: MachineError where a file of a snapshot went meanwhile; a content that no row names may go.
        """
        try:
            member = self._tar.gettarinfo(path, name)
            if path.is_symlink():
                self._tar.addfile(member)
                return
            with path.open("rb") as content:
                if name == DECISIONS:
                    fcntl.flock(content, fcntl.LOCK_SH)  # who keeps a decision holds the file alone: no line is half written
                # A second name of a file is a file as far as a backup is concerned: a tar would tell it without content.
                member.type, member.linkname, member.size = tarfile.REGTYPE, "", os.fstat(content.fileno()).st_size
                self._written(member, content)
        except FileNotFoundError:
            if name.startswith(SNAPSHOTS):
                raise MachineError(f"A snapshot was dropped while its backup was written ({name}); nothing is kept of "
                                   "this backup: run it again.") from None  # fmt: skip

    def _written(self, member: tarfile.TarInfo, content: IO[bytes]) -> None:
        read = _Hashed(content)
        self._tar.addfile(member, read)
        told = {"name": member.name, "size": member.size, "sha256": read.sha256.hexdigest()}
        self._list.append(json.dumps(told, ensure_ascii=True).encode() + b"\n")

    def done(self) -> None:
        """Writes the list, and what ends a tar."""
        held = b"".join(self._list)
        member = tarfile.TarInfo(FILES)
        member.size, member.mode = len(held), 0o600
        self._tar.addfile(member, io.BytesIO(held))
        self._tar.close()


def lying_in(home: Path, folders: tuple[str, ...]) -> Iterator[tuple[Path, str]]:
    """Every file and link of those folders by its name in the backup, in order.

    What is being written at this moment has a name with a dot in front, and is no part yet.
    """
    for folder in folders:
        for path in _below(home / folder):
            yield path, path.relative_to(home).as_posix()
    if (home / DECISIONS).is_file():
        yield home / DECISIONS, DECISIONS


def _below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name.startswith("."):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _below(path)
        else:
            yield path


def room(folder: Path, needed: int, what: str) -> None:
    """Refuses to begin what the disk cannot hold. Raises: MachineError."""
    free = shutil.disk_usage(folder).free
    if free < needed + SPARE:
        raise MachineError(f"The disk of {folder} has {free:,} bytes left; {what} needs {needed + SPARE:,}: make room, "
                           "or name a place on another disk.")  # fmt: skip


def not_whole(source: Path) -> InputRefusedError:
    """What is said of a file that was cut or changed."""
    return refuse(f"{source} was changed or cut after it was written", "the very bytes", "take another copy of it")


def no_backup(source: Path) -> InputRefusedError:
    """What is said of any other file."""
    return refuse(f"{source} is no backup of ours", "a file that manage.py backup wrote", "name that file")


@contextmanager
def opened(source: Path) -> Iterator[tarfile.TarFile]:
    """The file, read from its beginning to its end. Raises: InputRefusedError where it is none, or not whole."""
    try:
        content = source.open("rb")
    except FileNotFoundError:
        raise refuse(f"{source} is not there", "a file that manage.py backup wrote", "name that file") from None
    except OSError as problem:
        raise refuse(f"{source} cannot be read ({problem.strerror})", "a file that manage.py backup wrote",
                     "name that file, as somebody who may read it") from None  # fmt: skip
    try:
        with content, tarfile.open(fileobj=content, mode="r:") as tar:
            yield tar
    except (tarfile.TarError, EOFError, ValueError):
        raise refuse(f"{source} cannot be read as a backup", "a whole file that manage.py backup wrote",
                     "take another copy of it") from None  # fmt: skip


def head(tar: tarfile.TarFile, source: Path) -> dict[str, Any]:
    """What the backup says of itself: it comes first."""
    member = tar.next()
    content = tar.extractfile(member) if member is not None and member.name == TOLD else None
    try:
        told = json.loads(content.read(BLOCK)) if content is not None else {}
    except ValueError:
        raise no_backup(source) from None
    if not isinstance(told, dict) or told.get("what") != "Buyfair backup":
        raise no_backup(source)
    if told.get("list") != FILES:
        raise refuse(f"{source} was written by version {told.get('code')}, before a backup listed its files",
                     f"a backup that holds {FILES}",
                     "restore it with the version that wrote it, upgrade, and write another")  # fmt: skip
    return told


def read(tar: tarfile.TarFile, told: dict[str, Any], source: Path, into: Path | None = None) -> Held:
    """Reads all that comes after the head, holds it against the list, and writes it `into` a folder where one is named.

    Raises: InputRefusedError where anything is missing, more, or other than the list says.
    """
    held, found, listed = Held(told), {}, None
    for member in tar:
        if member.name == FILES:
            listed = _listed(tar, member)
        elif member.name == ROWS or _belongs(member):
            if member.isreg():
                found[member.name] = _taken(tar, member, into, held)
            elif member.islnk() and member.linkname in found:  # as a backup of before told the second name of a file
                _taken(tar, member, into, held)
            elif member.islnk():
                raise not_whole(source)
            elif into is not None and _pointer(member):
                _path(into, member.name).symlink_to(member.linkname)
        # A folder, or whatever wants to go elsewhere, is left where it is.
    if listed is None or {name: told for name, told in listed.items() if name != TOLD} != found:
        raise not_whole(source)
    if held.rows != Counter(told["rows"]):
        raise refuse(f"{source} holds other rows than it says", "a whole backup", "take another copy of it")
    return held


def _belongs(member: tarfile.TarInfo) -> bool:
    """Within the folders of a backup, wherever else a member wants to go."""
    name = PurePosixPath(member.name)
    inside = any(name.is_relative_to(folder) for folder in FOLDERS)
    return ".." not in name.parts and (inside or member.name == DECISIONS)


def _pointer(member: tarfile.TarInfo) -> bool:
    """The one link: which snapshot is shown, told by its name in the same folder."""
    plain = re.fullmatch(r"[\w-][\w.-]*", member.linkname)
    return member.issym() and member.name == f"{SNAPSHOTS}/current" and plain is not None


def _listed(tar: tarfile.TarFile, member: tarfile.TarInfo) -> dict[str, tuple[int, str]]:
    content = tar.extractfile(member)
    told = [json.loads(line) for line in content or ()]
    return {str(each["name"]): (int(each["size"]), str(each["sha256"])) for each in told}


def _path(into: Path, name: str) -> Path:
    path = into / name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def _taken(tar: tarfile.TarFile, member: tarfile.TarInfo, into: Path | None, held: Held) -> tuple[int, str]:
    """Reads one file, in blocks; gives its size and hash."""
    content = tar.extractfile(member)
    assert content is not None
    if into is None:
        told = _blocks(content, None, held if member.name == ROWS else None)
    else:
        path = _path(into, member.name)
        with path.open("xb") as out:
            told = _blocks(content, out, held if member.name == ROWS else None)
        path.chmod(member.mode & 0o755 | 0o400)
    held.file(member.name, told[1], told[0])
    return told


def _blocks(content: IO[bytes], out: IO[bytes] | None, rows: Held | None) -> tuple[int, str]:
    """The content block by block; of rows, how many each table has."""
    size, sha256, rest = 0, hashlib.sha256(), b""
    while block := content.read(BLOCK):
        size += len(block)
        sha256.update(block)
        if out is not None:
            out.write(block)
        if rows is not None:
            *lines, rest = (rest + block).split(b"\n")
            for line in lines:
                rows.row(line)
    return size, sha256.hexdigest()
