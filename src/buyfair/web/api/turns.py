"""Work that takes long is done for one program at a time in each process: others are told to come again, and nobody waits.

So most of the threads of a server, and one of the places where texts are read, are left to the people at their pages.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from buyfair.web.api.frame import ProblemError

_ONE = threading.BoundedSemaphore(1)


@contextmanager
def turn() -> Iterator[None]:
    """The turn of one program. Raises: ProblemError, 503, where another has it."""
    if not _ONE.acquire(blocking=False):
        raise ProblemError(503, "Another program is having texts or names read just now; nothing was done; send it again.")
    try:
        yield
    finally:
        _ONE.release()
