"""The portfolio as it is asked: the figures of a snapshot, whole or of the awards that meet what a person filters by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from buyfair.browse_filters import FIELDS, Filters, parse
from buyfair.browse_opening import Remembered, chosen, opened
from buyfair.columns.held_asked import ACCEPTED
from buyfair.columns.later import saying
from buyfair.snapshots import Snapshot
from buyfair.summary import PORTIONS, portion

__all__ = ["FIELDS", "NOBODY", "OF_THE_WHOLE", "Figures", "Filters", "figures", "parse"]

Document = dict[str, Any]

OF_THE_WHOLE = (
    "day", "versions", "inputs", "passed_over", "lines.read", "lines.rejected", "lines.superseded", "dollars.read",
    "dollars.rejected", "dollars.superseded", "dollars_are", "notes", "rejected_why", "unreadable", "subawards", "waivers",
    "leads", "blind_spots", "whole_government", "sources",
)  # fmt: skip
"""The keys that tell of the whole portfolio whatever is filtered by: they belong to no award, or were never kept by award."""

NOBODY = Filters()
REMEMBERED = 240
"""Portions that a process keeps, of some twenty kilobytes to one megabyte each."""
_remembered = Remembered(REMEMBERED)


class Figures(Mapping[str, Any]):
    """The picture of the awards that meet the filters, of the shape and meaning of summary.json; read it, never change it.

    A portion of it is counted when it is first asked for: most pages show few. What stands under OF_THE_WHOLE is that of the
    whole portfolio.
    """

    def __init__(self, snapshot: Snapshot, filters: Filters) -> None:
        self._snapshot, self._filters = snapshot, filters
        self._whole: Mapping[str, Any] = _remembered.of((snapshot.id, "whole"), snapshot.summary)

    def __getitem__(self, key: str) -> Any:
        if key in ACCEPTED_OF and self._filters:
            return {**self._whole[key], "accepted": self._portion(_EXPOSED)[_ACCEPTED][key]}
        if key in _PORTION_OF and self._filters:
            return self._portion(_PORTION_OF[key])[key]
        return self._whole[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole)

    def __len__(self) -> int:
        return len(self._whole)

    def _portion(self, name: str) -> Mapping[str, Any]:
        key = (self._snapshot.id, self._filters, name)
        return _remembered.of(key, lambda: _counted(self._snapshot, self._filters, (name,)))


_EXPOSED, _ACCEPTED = "exposed", "accepted"
ACCEPTED_OF = ("lines", "dollars")
"""Keys of which a filter changes what is accepted, and nothing else."""
_PORTION_OF = {key: name for name, keys in PORTIONS.items() for key in keys}


def figures(snapshot: Snapshot, filters: Filters = NOBODY) -> Document:
    """All of the picture at once. Answers are remembered: do not change what is given.

    Raises: InputRefusedError where the snapshot was not made for filtering; TooSlowError past its time.
    """
    return dict(Figures(snapshot, filters))


def counted(snapshot: Snapshot, filters: Filters) -> Document:
    """The figures, counted anew."""
    told = _counted(snapshot, filters, tuple(PORTIONS))
    whole = snapshot.summary()
    found = {key: told.get(key, value) for key, value in whole.items()}
    return found | {key: {**whole[key], "accepted": told[_ACCEPTED][key]} for key in ACCEPTED_OF}


def _counted(snapshot: Snapshot, filters: Filters, portions: Iterable[str]) -> Document:
    found: Document = {}
    with saying(), chosen(opened(snapshot), filters) as about:
        for name in portions:
            found |= portion(about.engine, name, *about.judged(name))
            if name == _EXPOSED:
                found[_ACCEPTED] = about.engine.answer(ACCEPTED)[0]
    return found
