"""A snapshot taken once for all tests of a run: tests read it and change nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from buyfair import snapshots
from folders import made_once


def taken_once(factory: pytest.TempPathFactory, name: str, assessed: Path) -> snapshots.Snapshot:
    """The snapshot of an assessed folder, shown, in a data folder of this name."""

    def make(home: Path) -> None:
        snapshots.switch(home, snapshots.take(assessed, home).id)

    home = made_once(factory, name, make)
    found = snapshots.current(home)
    assert found is not None
    return found
