"""A table on its way into a file: its columns, its rows as they come, and what takes them piece by piece."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from buyfair.records.table import Kind

Rows = Iterable[Sequence[Any]]
AT_ONCE = 2_000
"""So many rows are held at a time."""


@dataclass(frozen=True)
class Sheet:
    """A table to write: its columns with their kinds, its rows as they come, and what is said of it."""

    name: str
    columns: tuple[tuple[str, Kind], ...]
    rows: Rows
    about: Mapping[str, str]


def some(rows: Iterable[Any], most: int = AT_ONCE) -> Iterator[list[Any]]:
    """The rows, so many at a time."""
    at = iter(rows)
    while held := list(islice(at, most)):
        yield held


def spelled(value: Any) -> str:
    """A value as text; what is not told is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


class Pipe:
    """A file that is written at one end and taken at the other."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._written = 0
        self.closed = False

    def write(self, piece: Any) -> int:
        """Takes a piece in; its bytes."""
        data = bytes(piece)
        self._parts.append(data)
        self._written += len(data)
        return len(data)

    def tell(self) -> int:
        """Bytes written so far."""
        return self._written

    def flush(self) -> None:
        """Nothing is held back."""

    def writable(self) -> bool:
        """It is."""
        return True

    def readable(self) -> bool:
        """What was written is taken, not read."""
        return False

    def seekable(self) -> bool:
        """What is gone is gone."""
        return False

    def close(self) -> None:
        """Nothing more is written."""
        self.closed = True

    def taken(self) -> bytes:
        """What was written since it was last asked."""
        parts, self._parts = self._parts, []
        return b"".join(parts)
