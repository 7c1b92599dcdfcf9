"""Where award files lie while they are brought and assessed, and the locks that tell who is at work.

Below `uploads/` of the data folder: `files/<sha256>` holds each content once, written whole or not at all; `batches/<key>/`
is the work folder of one batch; names that begin with a dot are half-done, and go when whoever made them is gone. A lock is
let go of by the machine when the last process that holds it ends, in whatever way.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from buyfair.intake import folders

ARRIVING, LOOKING = ".arriving-", ".looking-"
FORGOTTEN, YESTERDAY = 3600, 86_400
"""Seconds after which a folder of a look is nobody's, and a content that was never written down."""


def uploads() -> Path:
    """The folder of everything that was brought."""
    return Path(settings.HOME) / "uploads"


def content(sha256: str) -> Path:
    """Where the content of that hash lies."""
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise ValueError(f"{sha256!r} is no SHA-256")
    return uploads() / "files" / sha256


def work(batch: int) -> Path:
    """The work folder of a batch."""
    return uploads() / "batches" / str(batch)


def made(folder: Path) -> Path:
    """The folder, made where it is not there, for its owner alone."""
    return folders.made(folder, 0o700)


def free() -> int:
    """Bytes that the disk of the data folder has left."""
    return shutil.disk_usage(made(uploads())).free


class Lock:
    """A lock on a file, held as long as any process holds it open."""

    def __init__(self, path: Path, *, shared: bool = False) -> None:
        made(path.parent)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        self._kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX

    def taken(self, patience: float = 0.0) -> bool:
        """Whether it could be taken, tried for so many seconds."""
        until = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(self._file, self._kind | fcntl.LOCK_NB)
            except OSError as problem:
                if problem.errno not in (errno.EAGAIN, errno.EACCES):
                    raise
                if time.monotonic() >= until:
                    return False
                time.sleep(0.05)
            else:
                return True

    def fileno(self) -> int:
        """What a process is handed that is to hold it too."""
        return self._file

    def close(self) -> None:
        """Lets go of it here."""
        os.close(self._file)


def of_batch(batch: int) -> Path:
    """The lock of whoever is at work on a batch."""
    return uploads() / "batches" / f".{batch}.lock"


def of_workers() -> Path:
    """The lock that every worker shares while it runs."""
    return uploads() / ".workers.lock"


def held(path: Path) -> bool:
    """Whether somebody holds the lock now."""
    if not path.exists():
        return False
    lock = Lock(path)
    try:
        return not lock.taken()
    finally:
        lock.close()


@contextmanager
def looking() -> Iterator[Path]:
    """An empty folder for a look, gone afterwards."""
    from tempfile import mkdtemp

    folder = Path(mkdtemp(prefix=LOOKING, dir=made(uploads())))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep() -> int:
    """Removes what those left behind that were killed while a file arrived or was looked at; how many there were."""
    gone = 0
    for left in uploads().glob(".*-*") if uploads().is_dir() else ():
        if left.name.startswith(ARRIVING) and not held(left):
            left.unlink(missing_ok=True)
        elif left.name.startswith(LOOKING) and _age(left) > FORGOTTEN:
            shutil.rmtree(left, ignore_errors=True)
        else:
            continue
        gone += 1
    return gone


def contents_of_yesterday() -> list[Path]:
    """The contents that have lain here for a day or longer."""
    folder = uploads() / "files"
    return [f for f in folder.iterdir() if _age(f) > YESTERDAY] if folder.is_dir() else []


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0
