"""A process of its own for files that strangers made: bounded in memory, ended with whoever began it."""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
import sys
import threading
import time
from typing import Any

REFUSED, MACHINE, STOPPED = 1, 3, 130
"""How a process ends that could not do it: the input was wrong, the machine could not, it was told to stop."""
_EVERY = 0.3


NO_ROOM = ("There is no room left on the disk of this installation: tell whoever runs it to make room, then resume this; its "
           "files are kept, and nothing of it is shown.")  # fmt: skip


def no_room(problem: BaseException | None) -> bool:
    """Whether the disk was full where this went wrong, whoever met it: the machine, or the engine that says so in words."""
    while problem is not None:
        if isinstance(problem, OSError) and problem.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        if any(os.strerror(number) in str(problem) for number in (errno.ENOSPC, errno.EDQUOT)):
            return True
        problem = problem.__cause__ or problem.__context__
    return False


def tell(**words: Any) -> None:
    """One line of JSON to whoever began the process."""
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def bound(parent: int, *, memory: int, file: int | None = None, seconds: int | None = None) -> None:
    """Sets the limits of this process, and ends it when its parent is gone.

    Unit: bytes of memory and of any one file, seconds of CPU.
    """
    limits = ((resource.RLIMIT_DATA, memory), (resource.RLIMIT_FSIZE, file), (resource.RLIMIT_CPU, seconds))
    for which, most in limits:
        if most is not None:
            _, hard = resource.getrlimit(which)
            allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(which, (allowed, hard))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    threading.Thread(target=_with, args=(parent,), daemon=True).start()


def _with(parent: int) -> None:
    """Ends with the parent: nobody would hear what this process says, and another may be at work on the same."""
    while os.getppid() == parent:
        time.sleep(_EVERY)
    os._exit(STOPPED)
