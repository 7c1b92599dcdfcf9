"""The portfolio that the pages show: the assessed folder that stands as current in the data folder."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


def assessed() -> Path | None:
    """The folder of the current snapshot, its own name resolved, so that one answer reads one snapshot; None where none
    was taken yet.

    `snapshots/current` is a link to an immutable folder; a switch replaces the link in one step.
    """
    current = Path(settings.HOME) / "snapshots" / "current"
    return current.resolve() if current.is_dir() else None
