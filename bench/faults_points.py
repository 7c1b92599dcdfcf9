"""Ends a piece of work at the n-th moment at which it asks the disk or the database for something: killed, or refused room."""

from __future__ import annotations

import errno
import os
import select
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

CHANGES = frozenset({"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.chmod", "os.truncate"})
"""What the interpreter tells of before it changes a folder."""
ACCEPTED, DONE_WRONG = 0, 3


class Moments:
    """Counts the moments of one process; at the wanted one it is killed, or told that the disk is full."""

    def __init__(self, wanted: int, full: bool) -> None:
        self.seen, self.wanted, self.full, self.on = 0, wanted, full, False

    def one(self) -> None:
        """Another moment has come."""
        if not self.on:
            return
        self.seen += 1
        if self.seen == self.wanted and not self.full:
            os.kill(os.getpid(), signal.SIGKILL)
        elif self.seen == self.wanted:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def heard(self, event: str, told: tuple[Any, ...]) -> None:
        """What the interpreter is about to do."""
        takes_room = not self.full or event in ("os.mkdir", "os.symlink", "os.link")
        writes = event == "open" and isinstance(told[2], int) and told[2] & (os.O_WRONLY | os.O_RDWR)
        if writes or event in CHANGES and takes_room:
            self.one()

    def asked(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        """A statement to the database: a moment before it, and one after."""
        if self.full:
            return execute(sql, *rest)
        self.one()
        found = execute(sql, *rest)
        self.one()
        return found


@dataclass(frozen=True)
class Ended:
    """How a piece of work came to its end; `moments` are those that it came to, where it lived to tell."""

    accepted: bool
    killed: bool
    moments: int


def ended_at(wanted: int, work: Callable[[], object], *, full: bool = False) -> tuple[bool, int]:
    """Does the work in a process of its own that ends at that moment; whether it was accepted, and how many moments it had.

    `full` refuses room at that moment instead. Work that meets a full disk must end with an error of its own, or do without.
    """
    found = ended(work, wanted, full=full)
    return found.accepted, found.moments


def begun(work: Callable[[int], int]) -> tuple[int, int]:
    """Begins work in a process of its own: its number, and where to read what it tells; its status is what work gives."""
    told, tells = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(told)
            status = work(tells)
        finally:
            os._exit(status)
    os.close(tells)
    return child, told


def ended(work: Callable[[], object], wanted: int = 0, *, full: bool = False, after: float | None = None) -> Ended:
    """The same; `after` so many seconds it is killed from outside, wherever it is, within a write of the database too."""
    child, told = begun(lambda tells: _worked(Moments(wanted, full), work, tells))
    if after is not None and not select.select([told], [], [], after)[0]:
        os.kill(child, signal.SIGKILL)
    with os.fdopen(told, "rb") as pipe:
        said = pipe.read().decode()
    _, status = os.waitpid(child, 0)
    assert said or os.WIFSIGNALED(status), "the work ended by itself and said nothing"
    return Ended(said.startswith("accepted"), not said, int(said.rpartition(" ")[2] or wanted) if said else wanted)


def watched(moments: Moments) -> Callable[[int, bytes], int]:
    """From now on each flush, each write and each opening of this process is a moment; gives back how to write unwatched."""
    of_fsync, of_write = os.fsync, os.write

    def fsync(handle: int) -> None:
        moments.one()
        of_fsync(handle)

    def write(handle: int, content: Any) -> int:
        moments.one()
        return of_write(handle, content)

    os.fsync, os.write = fsync, write
    sys.addaudithook(moments.heard)
    return of_write


def _worked(moments: Moments, work: Callable[[], object], tells: int) -> int:
    from django.db import connection

    of_write = watched(moments)
    with connection.execute_wrapper(moments.asked):
        moments.on = True
        try:
            work()
            accepted = "accepted"
        except Exception:
            accepted = "refused"
            if not moments.full:
                traceback.print_exc()
        moments.on = False
    of_write(tells, f"{accepted} {moments.seen}".encode())
    return ACCEPTED if accepted == "accepted" else DONE_WRONG
