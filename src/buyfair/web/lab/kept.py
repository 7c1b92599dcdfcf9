"""What the lab made once is kept in the data folder, whole or not at all, and the oldest is let go when it grows large."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

MOST_KEPT = 256 * 1024 * 1024
"""Bytes of all that is kept; what was looked at longest ago goes first."""
REFUSED_FOR = 60.0
"""Seconds after which what could not be made is tried again."""
PART, REFUSED = ".part", ".refused"


def shelf(home: Path) -> Path:
    """Where it is kept."""
    return home / "lab"


def held(home: Path, key: str) -> Path | None:
    """The file of this key; None where it was not made, or was let go."""
    path = shelf(home) / key
    try:
        os.utime(path)
    except OSError:
        return None
    return path


def keep(home: Path, key: str, content: bytes) -> None:
    """Keeps it under its key in one step: who looks meanwhile sees nothing or the whole."""
    folder = shelf(home)
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{key}.{os.getpid()}{PART}"
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / key)


def let_go(home: Path, most: int = MOST_KEPT) -> None:
    """Lets the oldest go until what is kept has at most so many bytes."""
    found = []
    for path in shelf(home).iterdir():
        with suppress(OSError):
            if path.is_file() and path.suffix != ".lock":
                found.append((path.stat().st_mtime, path.stat().st_size, path))
    size = sum(each[1] for each in found)
    for _, of, path in sorted(found)[:-1]:  # the newest stays, however large it is
        if size <= most:
            return
        path.unlink(missing_ok=True)
        size -= of


def refuse(home: Path, key: str, sentence: str, status: int) -> None:
    """Keeps for a minute why it could not be made, so that a page that looks again can say it."""
    keep(home, key + REFUSED, json.dumps([status, sentence]).encode())


def refusal(home: Path, key: str) -> tuple[int, str] | None:
    """Why it could not be made a moment ago; None where that was not so."""
    path = shelf(home) / (key + REFUSED)
    try:
        if time.time() - path.stat().st_mtime > REFUSED_FOR:
            return None
        status, sentence = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return int(status), str(sentence)


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """One at a time on this machine, whatever process asks; what a process left half written when it died is swept away."""
    folder = shelf(home)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "one.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for part in folder.glob(f"*{PART}"):
            part.unlink(missing_ok=True)
        yield
