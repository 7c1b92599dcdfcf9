"""Reads what most pages show before anybody asks: when a server starts, and anew when another snapshot is shown."""

from __future__ import annotations

import gc
import logging
from time import sleep

from buyfair.terms.errors import InputRefusedError, MachineError
from buyfair.web.core.held import shown
from buyfair.web.subjects import told_by_each

EVERY = 20.0
"""Seconds between two looks at what is shown."""
MADE_BEFORE_LOOKING = (10_000, 20, 50)
"""How many things are made before a process looks for what nobody needs any more, and how many looks before a deeper one."""


def watch() -> None:
    """Never ends.

    What stands after a reading stands for as long as the process: it is not looked through any more for what nobody needs,
    which would stop every page for a third of a second now and then.
    """
    before = None
    while True:
        now_shown = _id()
        if now_shown != before:
            read()
            gc.unfreeze()
            gc.collect()
            gc.freeze()
            gc.set_threshold(*MADE_BEFORE_LOOKING)
        before = now_shown
        sleep(EVERY)


def read() -> None:
    """Every subject reads what it wants read beforehand; what goes wrong there is one line of the log, whatever it is."""
    for subject in told_by_each("awake"):
        try:
            subject.awake()
        except Exception as problem:  # a server serves what can be served, and whoever opens the page is told
            told = f"{subject.__name__}: {type(problem).__name__}: {problem}"
            logging.getLogger("buyfair.awake").warning("Not everything was read beforehand (%s).", told)


def _id() -> str:
    """The snapshot that is shown; empty where there is none, or it cannot be read now."""
    try:
        held = shown()
    except (InputRefusedError, MachineError, OSError):
        return ""
    return held.id if held is not None else ""
