"""The seconds of processor that a command takes: work, not waiting."""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Mapping, Sequence

TRIES = 16


def least_work(command: Sequence[str], env: Mapping[str, str], at_most: float) -> tuple[float, str]:
    """The least seconds of processor of several tries, until one took at most that; and what that one printed.

    A machine that is busy elsewhere slows even the work of a processor; it does so now and then, not each time.
    """
    tried: list[tuple[float, str]] = []
    while not tried or (len(tried) < TRIES and min(tried)[0] > at_most):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        tried.append((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout))
    return min(tried)
