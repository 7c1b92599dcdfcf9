"""The portfolio that the pages show: the snapshot that stands as current in the data folder."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from buyfair import snapshots
from buyfair.snapshots import Snapshot


def shown() -> Snapshot | None:
    """The current snapshot, its own name resolved, so that one answer reads one snapshot; None where none was taken yet.

    `snapshots/current` is a link to an immutable folder; a switch replaces the link in one step.
    """
    return snapshots.current(Path(settings.HOME))


def assessed() -> Path | None:
    """The folder of the current snapshot; None where none was taken yet."""
    current = Path(settings.HOME) / "snapshots" / "current"
    return current.resolve() if current.is_dir() else None
