"""Keeps a worker running beside the server, begins another when one ends, and ends with the server, however that ends.

Beside it the work of every day is done once a day, unless BUYFAIR_DAILY is 0 or this is a demonstration.

python -m buyfair.web.working PARENT
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import Any

_EVERY, _AGAIN, _GRACE = 0.3, 2.0, 40.0
"""Seconds between two looks, before another worker is begun, and for one to put its batch back into the queue."""
_FIRST, _HOUR = 60.0, 3600.0
"""Seconds until it is looked for the first time whether the work of the day is due, and from then on."""
_HANGS = 90_000.0
"""Seconds after which a run that has not ended hangs."""
_DAILY = """
import django
django.setup()
from django.core.management import call_command
call_command("daily", "--if-due")
"""
_WORK = """
import sys, django
django.setup()
from django.core.management import call_command
call_command("work", *sys.argv[1:])
"""


def main(parent: int) -> None:
    """Runs until the parent is gone or says so."""
    ending: list[int] = []

    def told(signum: int, frame: Any) -> None:
        ending.append(signum)

    for which in (signal.SIGINT, signal.SIGTERM):
        signal.signal(which, told)
    worker, day = begun(), Day()
    while not ending and os.getppid() == parent:
        time.sleep(_EVERY)
        day.look()
        if worker.poll() is not None:
            time.sleep(_AGAIN)
            worker = begun()
    ended(worker)
    day.end()


class Day:
    """The work of every day, looked for each hour; what it says goes where the server writes its log."""

    def __init__(self) -> None:
        self._wanted = os.environ.get("BUYFAIR_DAILY") != "0" and os.environ.get("BUYFAIR_DEMO") != "1"
        self._next = time.monotonic() + _FIRST
        self._run: subprocess.Popen[bytes] | None = None
        self._began = 0.0

    def look(self) -> None:
        """Begins it where an hour has passed and the last one has ended; it does nothing itself where the day's is done.

        Beside one that has not ended for longer than a day it is begun all the same: then it says that the other hangs.
        """
        now = time.monotonic()
        at_work = self._run is not None and self._run.poll() is None and now - self._began < _HANGS
        if not self._wanted or now < self._next or at_work:
            return
        self._next, self._began = now + _HOUR, now
        self._run = _process(_DAILY, sys.stderr.fileno())

    def end(self) -> None:
        """Tells a run to end; what is not done is done the next time it is asked for."""
        if self._run is not None:
            ended(self._run)


def begun() -> subprocess.Popen[bytes]:
    """A worker."""
    return _process(_WORK, subprocess.DEVNULL, "--with", str(os.getpid()))


def _process(script: str, says: int, *told: str) -> subprocess.Popen[bytes]:
    """A process in a session of its own: an interrupt at the terminal is passed on by whoever began it."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "buyfair.web.settings"}
    return subprocess.Popen([sys.executable, "-c", script, *told], env=environment, stdin=subprocess.DEVNULL, stdout=says,
                            start_new_session=True)  # fmt: skip


def ended(process: subprocess.Popen[bytes]) -> None:
    """Tells a process to end, and waits for it."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


if __name__ == "__main__":
    main(int(sys.argv[1]))
