"""Holding an interrupt back while something is made that must not be left half made."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Holds an interrupt back until the end of the block.

    It is noted by a handler, not held by a mask: a mask covers one thread, and the system may give the signal to another,
    upon which the interpreter raises it in this one all the same.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # interrupts reach the main thread only
        return
    met: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: met.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if met:
        raise KeyboardInterrupt
