"""Where the rows of one award lie in tables that are ordered by award, so that a page reads these and no others."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from threading import Lock
from typing import Any

STEP = 2048
"""The first of every so many rows is known by its award."""
Ask = Callable[[str], Sequence[Mapping[str, Any]]]


class Places:
    """The awards with which every step of a table begins, read when the table is first asked; nothing of it changes."""

    def __init__(self) -> None:
        self._begins: dict[str, list[str]] = {}
        self._lock = Lock()

    def of(self, ask: Ask, table: str, award_id: str) -> str:
        """A condition about rows, met by every row of the award and by few others; `ask` puts a question to the file.

        In a table that is not ordered by award every row meets it.
        """
        begins = self._begun(ask, table)
        first = max(bisect_left(begins, award_id) - 1, 0) * STEP
        behind = bisect_right(begins, award_id) * STEP
        return f"rowid >= {first} AND rowid < {behind}" if begins else "true"

    def _begun(self, ask: Ask, table: str) -> list[str]:
        with self._lock:
            if table not in self._begins:
                rows = ask(f"SELECT rowid AS at, award_id FROM {table} WHERE rowid % {STEP} = 0 ORDER BY rowid")
                begins = [row["award_id"] for row in rows]
                ordered = begins == sorted(begins) and [row["at"] for row in rows] == [n * STEP for n in range(len(rows))]
                self._begins[table] = begins if ordered else []
            return self._begins[table]
