"""The work of every day, one part after the other: a part that fails keeps no other from being done, and is named."""

from __future__ import annotations

import fcntl
import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connections

from buyfair.web.core.clock import day_of, now, today

CLOCK = ("clock", "check_clock")
"""What is looked at first: work of a wrong day cannot be undone."""
LOCK = ".daily.lock"
"""Held by a run while it is at work; it tells when the last one began."""
LONGEST = timedelta(days=1)
"""A run that takes longer hangs."""
PARTS = (
    ("expired certificates", "expire_certificates"),
    ("leads", "take_leads", "--if-any"),
    ("deadlines", "deadlines"),
    ("messages about risks", "risk_messages"),
    ("anchor", "anchor_ledger"),
    ("proof of the ledger", "verify_ledger"),
    ("documents that no case took", "forget_untaken"),
    ("old sessions", "clearsessions"),
    ("old results of work", "prune_db_task_results"),
)
"""What each is called, and the command that does it with what it is told; each of them may be run twice."""


@dataclass(frozen=True)
class Part:
    """How one part went, in one line."""

    called: str
    said: str
    failed: bool = False


def parts(*, sure: bool = False) -> Iterator[Part]:
    """Does each part in its turn, and tells how it went; none where the clock cannot be right, unless somebody is `sure`."""
    if not sure and (clock := _done(*CLOCK)).failed:
        yield clock
        return
    for called, command, *told in PARTS:
        yield _done(called, command, *told)


def _done(called: str, command: str, *told_it: str) -> Part:
    out, wrong = io.StringIO(), io.StringIO()
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()  # the part before may have lost the database
    try:
        call_command(command, *told_it, stdout=out, stderr=wrong)
    except CommandError as refusal:
        return Part(called, _line(str(refusal)), failed=True)
    except Exception as problem:  # whatever it is, the other parts are done all the same
        logging.getLogger("buyfair.daily").exception("%s failed", command)
        return Part(called, _line(f"manage.py {command} ended with {type(problem).__name__}: {problem}"), failed=True)
    if told := wrong.getvalue().strip():
        return Part(called, _line(f"{out.getvalue()} {told}"), failed=True)
    return Part(called, _line(out.getvalue()) or "done.")


def _line(told: str) -> str:
    return " ".join(told.split())


DONE = "done"
"""Stands behind the hour at which a run began, once all of it was done."""


def done_today() -> bool:
    """Whether a run of this data folder began today and did all of it: one that was cut short, or failed, is run again."""
    try:
        began, _, how = (settings.HOME / LOCK).read_text("ascii").partition(" ")
        return how == DONE and day_of(datetime.fromisoformat(began)) == today()
    except (OSError, ValueError):
        return False


def note_done() -> None:
    """Notes that the run that is at work did all of it."""
    with (settings.HOME / LOCK).open("a", encoding="ascii") as lock:
        lock.write(f" {DONE}")


@contextmanager
def alone() -> Iterator[bool]:
    """Whether no other run of this data folder is at work; none begins while this one is.

    Raises: CommandError where the other one has been at it for longer than a day.
    """
    settings.HOME.mkdir(parents=True, exist_ok=True)
    with (settings.HOME / LOCK).open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            _not_hung(lock.read())
            yield False
        else:
            lock.truncate(0)
            lock.write(now().isoformat())
            lock.flush()
            yield True


def _not_hung(since: str) -> None:
    """Raises: CommandError where a run that began then should have ended."""
    try:
        began = datetime.fromisoformat(since.partition(" ")[0])
    except ValueError:
        return
    if now() - began > LONGEST:
        raise CommandError(f"Another run began at {since} and has not ended: it hangs. See what it waits for, end it, and run "
                           "this again.")  # fmt: skip
