"""Whole tables to take along, without a cap: rows of the awards that meet the filters, batch by batch, never held whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from buyfair.browse import Figures
from buyfair.browse_filters import Filters
from buyfair.browse_opening import opened
from buyfair.browse_tables import FIGURES, batch
from buyfair.columns.held_lists import exported
from buyfair.columns.held_tables import TABLES
from buyfair.snapshots import Snapshot
from buyfair.terms.errors import refuse

WHAT = ("awards", "lines", "exposures", "duties", "suppliers", *TABLES, *FIGURES)
AT_ONCE = 10_000
"""Rows held at a time."""
SECONDS = 3600
"""An export may take so long."""


def rows(snapshot: Snapshot, filters: Filters, what: str) -> Iterator[pa.RecordBatch]:
    """All rows of a table that belong to the awards that meet the filters, in batches.

    A list that the figures hold whole is taken from them; any other is read as it is written.

    Raises: InputRefusedError for a table that there is not.
    """
    if what not in WHAT:
        raise refuse(f'"{what[:60]}" is no table to take along', "a table", f"take one of {', '.join(WHAT)}")
    if what in FIGURES:
        return iter((batch(Figures(snapshot, filters), what),))
    of = opened(snapshot)
    asked = filters.asked()
    sql = TABLES[what](asked) if what in TABLES else exported(what, asked, str(snapshot.folder))
    return _streamed(of.held.asking(SECONDS), sql)


def _streamed(asking: Any, sql: str) -> Iterator[pa.RecordBatch]:
    with asking as engine:
        yield from engine.stream(sql, AT_ONCE)
