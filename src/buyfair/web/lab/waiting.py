"""Who waits for what in the lab: one reform at a time, each once however many ask, and no more in line than can be served."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from buyfair.web.lab import kept
from buyfair.web.lab.asked import Asked
from buyfair.web.lab.work import BROKEN, DONE

SECONDS = 120
"""How long one reform may take on this machine."""
MOST_WAITING = 8
"""How many different things may stand in line in one process; who comes next is asked to come back."""
MOST_HELD = 2
"""How many pages at once may be held back in the hope that the answer comes in a moment; the others are told at once."""
LATE = (f"The reform took longer than the {SECONDS} seconds that one may take here; expected one that is answered in that "
        "time; try it with the command on a machine of your own: buyfair reform FILE --in FOLDER.")  # fmt: skip
ENDED = "The computation was ended before it was done; expected it to be let run; try again in a minute."


@dataclass(frozen=True, slots=True)
class Refused:
    """Why it could not be made: a status for the page, and a sentence."""

    status: int
    sentence: str


class Waiting:
    """It stands in line or is being computed."""


class Busy:
    """The line is full."""


Found = Path | Refused | Waiting | Busy


class Line:
    """The line of one process of pages, and the process beside it that does the work."""

    def __init__(self, seconds: int = SECONDS, most: int = MOST_WAITING) -> None:
        self._seconds, self._most = seconds, most
        self._change = threading.Condition()
        self._waiting: dict[tuple[Path, str], Asked] = {}
        self._held = 0
        self._thread: threading.Thread | None = None
        self._worker: subprocess.Popen[str] | None = None
        self._work: Path | None = None

    def found(self, home: Path, asked: Asked, patience: float) -> Found:
        """What is asked for: the file, or why there is none, or that it must be waited for. Unit: seconds of patience."""
        key = asked.key
        if (found := _there(home, key)) is not None:
            return found
        with self._change:
            if (home, key) not in self._waiting:
                if not self._room(asked):
                    return Busy()
                self._waiting[home, key] = asked
                self._start()
                self._change.notify_all()
            done = self._wait(home, key, patience)
        found = _there(home, key)
        return found if found is not None else Refused(BROKEN, ENDED) if done else Waiting()

    def _room(self, asked: Asked) -> bool:
        """Whether there is a place in line; reforms that people write get half of them, so that the ready ones get through."""
        own = sum(each.own for each in self._waiting.values())
        return len(self._waiting) < self._most and (not asked.own or own < self._most // 2)

    def _wait(self, home: Path, key: str, patience: float) -> bool:
        """Whether it was done within that time; nobody waits where enough do already."""
        if self._held >= MOST_HELD:
            return False
        self._held += 1
        try:
            return self._change.wait_for(lambda: (home, key) not in self._waiting, patience)
        finally:
            self._held -= 1

    def close(self) -> None:
        """Ends the process beside it; the next question starts a new one."""
        with self._change:
            self._change.wait_for(lambda: not self._waiting, self._seconds)
        self._end()

    def _start(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._serve, name="lab", daemon=True)
            self._thread.start()

    def _serve(self) -> None:
        """Asks the worker for one thing after the other."""
        while True:
            with self._change:
                self._change.wait_for(lambda: bool(self._waiting))
                (home, key), asked = min(self._waiting.items(), key=lambda each: each[1].own)  # ready ones first
            try:
                self._ask(home, key, asked)
            except OSError:  # a full disk, no more processes: who waits is told that it was ended
                self._end()
            finally:
                with self._change:
                    self._waiting.pop((home, key), None)
                    self._change.notify_all()

    def _ask(self, home: Path, key: str, asked: Asked) -> None:
        told = json.dumps({"asked": asked.document(), "home": str(home), "seconds": self._seconds}) + "\n"
        for again in (True, False):  # a worker that had just gone home is followed by a new one
            worker = self._running()
            assert worker.stdin is not None and worker.stdout is not None
            try:
                worker.stdin.write(told)
                worker.stdin.flush()
                if worker.stdout.readline().strip() == DONE:
                    return
            except BrokenPipeError:
                pass
            status = self._end()
            if status != 0 or not again:
                kept.refuse(home, key, LATE if status == -signal.SIGALRM else ENDED, BROKEN)
                return

    def _running(self) -> subprocess.Popen[str]:
        """The worker; a new one where there is none."""
        if self._worker is None or self._worker.poll() is not None:
            self._end()
            self._work = Path(tempfile.mkdtemp(prefix="buyfair-lab-"))
            self._worker = subprocess.Popen(
                [sys.executable, "-m", "buyfair.web.lab.work", str(self._work)], stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, text=True,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
            )  # fmt: skip
        return self._worker

    def _end(self) -> int:
        """Waits for the end of a worker that answers no more, sweeps its folder, and tells its status."""
        worker, self._worker = self._worker, None
        status = 0
        if worker is not None:
            for pipe in (worker.stdin, worker.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()
            try:
                status = worker.wait(5)
            except subprocess.TimeoutExpired:
                worker.kill()
                status = worker.wait()
        if self._work is not None:
            shutil.rmtree(self._work, ignore_errors=True)
            self._work = None
        return status


def _there(home: Path, key: str) -> Path | Refused | None:
    if (path := kept.held(home, key)) is not None:
        return path
    why = kept.refusal(home, key)
    return None if why is None else Refused(*why)


LINE = Line()
"""The line of this process."""
