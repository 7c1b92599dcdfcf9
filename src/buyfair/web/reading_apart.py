"""Reads what strangers wrote in a process beside this one: a slow or broken file harms no page."""

from __future__ import annotations

import json
import os
import resource
import select
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from buyfair.web.casework.refused import RefusedError

SECONDS = 45
"""How long one text may take. Unit: seconds."""
MEMORY = 2_000_000_000
"""What one text may take. Unit: bytes."""


class BusyError(RefusedError):
    """Too many texts are being read at this moment."""

    status = 503


class Beside:
    """A process that answers line by line; it is ended where an answer takes too long, and begun again for the next."""

    def __init__(self, module: str, seconds: float = SECONDS) -> None:
        self._module, self._seconds = module, seconds
        self._worker: subprocess.Popen[bytes] | None = None

    def ask(self, asked: Mapping[str, Any]) -> dict[str, Any] | None:
        """The answer; None where the time came to an end, nothing told where the process did."""
        worker = self._running()
        assert worker.stdin is not None and worker.stdout is not None
        until, said = time.monotonic() + self._seconds, b""
        try:
            worker.stdin.write(json.dumps(asked).encode() + b"\n")
            worker.stdin.flush()
            while not said.endswith(b"\n"):
                ready, _, _ = select.select([worker.stdout], [], [], max(0.0, until - time.monotonic()))
                if not ready:
                    return None
                if not (piece := os.read(worker.stdout.fileno(), 1 << 16)):
                    return {}
                said += piece
        except BrokenPipeError:
            return {}
        told: dict[str, Any] = json.loads(said)
        return told

    def _running(self) -> subprocess.Popen[bytes]:
        if self._worker is None:
            self._worker = subprocess.Popen(
                [sys.executable, "-m", self._module], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
            )  # fmt: skip
        return self._worker

    def close(self) -> None:
        """Ends the process beside."""
        if self._worker is not None:
            self._worker.kill()
            self._worker.communicate()
            self._worker = None


def answering(answer: Callable[[dict[str, Any]], Mapping[str, Any]]) -> None:
    """The other end: answers until nobody asks any more, within the memory that one text may take."""
    with suppress(ValueError, OSError):  # a machine that sets no such limit reads all the same
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    say_to, sys.stdout = sys.stdout, sys.stderr  # what a library prints is no answer
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), file=say_to, flush=True)
