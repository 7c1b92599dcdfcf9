"""Keeps a worker running beside the server, begins another when one ends, and ends with the server, however that ends.

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
    worker = begun()
    while not ending and os.getppid() == parent:
        time.sleep(_EVERY)
        if worker.poll() is not None:
            time.sleep(_AGAIN)
            worker = begun()
    ended(worker)


def begun() -> subprocess.Popen[bytes]:
    """A worker, in a session of its own: an interrupt at the terminal is passed on by whoever began it."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "buyfair.web.settings"}
    command = [sys.executable, "-c", _WORK, "--with", str(os.getpid())]
    return subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
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
