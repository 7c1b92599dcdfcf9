"""Opens the engine that a run asks for: the embedded one, or Spark at an address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

from buyfair.columns.engine import Engine
from buyfair.terms.errors import refuse

OpenEngine = Callable[[Path], Engine]
"""Opens an engine, given a folder for what it keeps."""

LOCAL = "local[*]"
"""Spark on this machine, one worker per core."""


def embedded(work: Path) -> Engine:
    """The embedded engine."""
    from buyfair.columns.embedded import Embedded

    return Embedded(work)


def spark(address: str = LOCAL, folder: Path | None = None) -> OpenEngine:
    """Spark at an address: `sc://HOST:PORT` of a Spark Connect server, or a master.

    `folder` is one that this machine and Spark see under the same name; by default the folder of the run, which Spark on
    this machine sees. Raises, when opened: MachineError where Spark is not there; InputRefusedError for no such folder.
    """

    def opened(work: Path) -> Engine:
        from buyfair.columns.spark import Spark

        if folder is None:
            return Spark(work.absolute(), address)
        if not folder.is_dir():
            raise refuse(f"{folder} is no folder", "one that this machine and Spark see under the same name", "make it first")
        return Spark(Path(mkdtemp(prefix="buyfair-", dir=folder.absolute())), address)

    return opened
