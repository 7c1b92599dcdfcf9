"""Where documents lie: each content once, by its hash, written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath, PureWindowsPath
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings

from buyfair.intake.folders import flushed, made
from buyfair.web.casework import content_kinds, scan, stripping
from buyfair.web.casework.refused import DocumentRefusedError, NoRoomError

LARGEST = 25_000_000
"""Bytes of one document, unless the settings say otherwise (DOCUMENT_LARGEST)."""


LONGEST_NAME = 200
"""Bytes of a name that every file system takes."""


@dataclass(frozen=True)
class Kept:
    """A content that lies in the store, and the name under which it came."""

    sha256: str
    size: int
    suffix: str
    name: str


def kept(file: Any, *, strips: bool = False) -> Kept:
    """Takes an uploaded file: recognised, scanned, stripped where wished, stored. The same content again costs nothing.

    Raises: DocumentRefusedError.
    """
    name = safe_name(str(file.name or ""))
    content = _read(name, file)
    suffix = content_kinds.suffix_of(name, content)
    if strips:
        content = stripping.stripped(name, suffix, content)
    scan.scanned(name, content)
    digest = hashlib.sha256(content).hexdigest()
    try:
        _write(digest, content)
    except OSError as problem:
        raise NoRoomError(
            f"The disk of this installation could not take {name!r} ({problem.strerror or problem}); nothing of it was kept: "
            "tell whoever runs the installation, then send it again."
        ) from None
    return Kept(digest, len(content), suffix, name)


def _read(name: str, file: Any) -> bytes:
    largest = int(getattr(settings, "DOCUMENT_LARGEST", LARGEST))
    content = bytes(file.read(largest + 1))
    if len(content) > largest:
        raise DocumentRefusedError(
            f"{name!r} is larger than {largest / 1_000_000:g} MB; send it in parts or save it smaller."
        )
    return content


def path_of(digest: str) -> Path:
    """Where the content of that hash lies."""
    if not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise ValueError(f"{digest!r} is no SHA-256")
    return Path(settings.HOME) / "documents" / digest[:2] / digest


def _write(digest: str, content: bytes) -> None:
    path = path_of(digest)
    if path.is_file() and path.stat().st_size == len(content):
        os.utime(path)  # a form holds on to it from now on, however long it has lain there
        flushed(path.parent)  # whoever brought it a moment ago may not have come so far
        return
    made(path.parent)
    own = path.parent / f".{digest}.{os.getpid()}.{secrets.token_hex(4)}"
    try:
        with own.open("xb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        own.chmod(0o400)
        own.replace(path)
        flushed(path.parent)
    finally:
        own.unlink(missing_ok=True)


def content_of(digest: str) -> bytes | None:
    """The bytes of that hash; None where they are gone or are not what they were."""
    path = path_of(digest)
    if not path.is_file():
        return None
    content = path.read_bytes()
    return content if hashlib.sha256(content).hexdigest() == digest else None


def lies(digest: str) -> bool:
    """Whether the content of that hash is there."""
    return path_of(digest).is_file()


def forget(digest: str) -> None:
    """Destroys a content."""
    path_of(digest).unlink(missing_ok=True)


def since_before(moment: datetime) -> dict[str, Path]:
    """What has lain here since before a moment, by its hash; by another name what was never written to its end."""
    lying = (Path(settings.HOME) / "documents").glob("[0-9a-f][0-9a-f]/*")
    ours = (path for path in lying if path.name.startswith(".") or re.fullmatch(r"[0-9a-f]{64}", path.name))
    return {path.name: path for path in ours if _brought(path) < moment.timestamp()}


def _brought(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # somebody destroyed it at this moment
        return time.time()


def safe_name(told: str) -> str:
    """The last part of a name without paths, signs that steer, or more length than a file has."""
    last = PurePosixPath(PureWindowsPath(told).name).name
    plain = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] not in "CZ" or c == " ")
    stem, dot, suffix = plain.strip(" .").rpartition(".")
    return f"{stem[:100]}.{suffix[:10]}" if dot else suffix[:100] or "document"


@contextmanager
def lying(name: str, content: bytes) -> Iterator[Path]:
    """The content as a file of that name, its stem cut to what a file may be called, in a folder of its own for a moment."""
    stem, dot, suffix = name.rpartition(".")
    room = LONGEST_NAME - len(f"{dot}{suffix}".encode()) if dot else LONGEST_NAME
    cut = (stem if dot else name).encode()[: max(1, room)].decode("utf-8", "ignore")
    with TemporaryDirectory(prefix="buyfair-") as folder:
        path = Path(folder) / (f"{cut}{dot}{suffix}" if dot else cut)
        path.write_bytes(content)
        yield path
