"""What an installation is short of when work cannot be done: room on its disk, or its database; said in a sentence."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.management.base import CommandError
from django.db import InterfaceError, OperationalError

from buyfair.terms.errors import TooSlowError

NO_ROOM_ON_DISK = frozenset({errno.ENOSPC, errno.EDQUOT})
FULL = ("SQLITE_FULL", "53100", "53200")
"""By SQLite's name or PostgreSQL's state: neither the disk nor the memory of the database takes more."""
BUSY = (
    *("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY"),
    *("53", "55P03", "40", "57P", "08"),
)
"""By their first signs: somebody else writes, too many are connected, or the database is going down or away."""


@dataclass(frozen=True)
class Shortage:
    """What is short; `status` is what a page answers with, `mends` what to do."""

    title: str
    sentence: str
    mends: str
    status: int


ROOM = Shortage(
    "There is no room left", "The disk or the database of this installation is full.",
    "Tell whoever runs this installation to make room; then send it again.", 507,
)  # fmt: skip
DATABASE = Shortage(
    "The database does not answer", "The database of this installation is busy or cannot be reached.",
    "Wait a minute, then send it again; if it goes on, tell whoever runs this installation.", 503,
)  # fmt: skip


LATER = "Ask again in a minute; of the portfolio, filter by one thing more. If it goes on, tell whoever runs this installation."


def shortage_of(problem: BaseException | None) -> Shortage | None:
    """What was short where this went wrong; None where it is a defect."""
    while problem is not None:
        if isinstance(problem, TooSlowError):
            return Shortage("No answer in time", str(problem), LATER, 503)
        if isinstance(problem, OperationalError | InterfaceError):
            return _of_database(problem)
        if isinstance(problem, OSError) and problem.errno in NO_ROOM_ON_DISK:
            return ROOM
        problem = problem.__cause__ or problem.__context__
    return None


def _of_database(problem: Exception) -> Shortage | None:
    below = problem.__cause__
    told = str(getattr(below, "sqlite_errorname", None) or getattr(below, "sqlstate", None) or "")
    if told.startswith(FULL):
        return ROOM
    # A server that is not there tells no state at all; SQLite always names what went wrong.
    return DATABASE if told.startswith(BUSY) or not told else None


@contextmanager
def said(nothing: str) -> Iterator[None]:
    """A command that meets a shortage, or a file it may not touch, ends with a sentence and status 3.

    `nothing` says what did not come about.
    """
    try:
        yield
    except (OSError, OperationalError, InterfaceError) as problem:
        short = shortage_of(problem)
        if short is None and isinstance(problem, OSError) and problem.strerror:
            where = f"{problem.filename}: " if problem.filename else ""
            raise CommandError(f"{where}{problem.strerror}. {nothing} Mend it, then run it again.", returncode=3) from None
        if short is None:
            raise
        raise CommandError(f"{short.sentence} {nothing} {short.mends.replace('send', 'run')}", returncode=3) from None
