"""The portfolio as it is asked: the figures of a snapshot, whole or of the awards that meet what a person filters by."""

from __future__ import annotations

from typing import Any

from buyfair.snapshots import Snapshot

Document = dict[str, Any]


def figures(snapshot: Snapshot) -> Document:
    """The picture, of the shape of summary.json."""
    return snapshot.summary()
