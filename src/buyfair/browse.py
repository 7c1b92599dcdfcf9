"""The portfolio as it is asked: the figures of a snapshot, whole or of the awards that meet what a person filters by."""

from __future__ import annotations

from typing import Any

from buyfair.browse_filters import FIELDS, Filters, parse
from buyfair.browse_opening import Chosen, Opened, Remembered, chosen, opened
from buyfair.columns.held_asked import ACCEPTED
from buyfair.columns.later import saying
from buyfair.snapshots import Snapshot
from buyfair.summary import pictured

__all__ = ["FIELDS", "NOBODY", "OF_THE_WHOLE", "Filters", "figures", "parse"]

Document = dict[str, Any]

OF_THE_WHOLE = (
    "day", "versions", "inputs", "passed_over", "lines.read", "lines.rejected", "lines.superseded", "dollars.read",
    "dollars.rejected", "dollars.superseded", "dollars_are", "notes", "rejected_why", "unreadable", "subawards", "waivers",
    "leads", "blind_spots", "whole_government", "sources",
)  # fmt: skip
"""The keys that tell of the whole portfolio whatever is filtered by: they belong to no award, or were never kept by award."""

NOBODY = Filters()
_remembered = Remembered()


def figures(snapshot: Snapshot, filters: Filters = NOBODY) -> Document:
    """The picture of the awards that meet the filters, of the shape and meaning of summary.json.

    What stands under OF_THE_WHOLE is that of the whole portfolio. Answers are remembered: do not change what is given.

    Raises: InputRefusedError where the snapshot was not made for filtering, or the question took too long.
    """
    if not filters:
        return _remembered.of((snapshot.id, "whole"), snapshot.summary)
    return _remembered.of((snapshot.id, filters), lambda: counted(snapshot, filters))


def counted(snapshot: Snapshot, filters: Filters) -> Document:
    """The figures, counted anew."""
    of = opened(snapshot)
    with saying(), chosen(of, filters) as about:
        return _document(of, about)


def _document(of: Opened, about: Chosen) -> Document:
    judged, seen, reached = about.judged()
    told = pictured(about.engine, judged, seen, reached)
    accepted = about.engine.answer(ACCEPTED)[0]
    found = {key: told.get(key, value) for key, value in of.whole.items()}
    return found | {key: {**of.whole[key], "accepted": accepted[key]} for key in ("lines", "dollars")}
