"""What a snapshot holds beside the assessed files so that pages read it quickly."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

FORMAT = 1
"""Grows with each change of what is made, so that a snapshot is taken anew."""

Say = Callable[[str], None]


def make_for_reading(folder: Path, say: Say = lambda _: None) -> None:
    """Makes what the pages read, in the folder of a snapshot that is being taken."""
