"""The one place where the pages read a portfolio: which snapshot is shown, and what it says under the filters of an address."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from buyfair import browse, browse_rows, snapshots
from buyfair.snapshots import Snapshot
from buyfair.terms.errors import InputRefusedError
from buyfair.web.portfolio import form
from buyfair.web.portfolio.address import Asked

Figures = Mapping[str, Any]


def held() -> Snapshot | None:
    """The snapshot that is shown; None where none was taken yet."""
    return snapshots.current(Path(settings.HOME))


def figures(of: Snapshot, asked: Asked) -> Figures:
    """The picture of the awards that meet the filters, in the shape of summary.json.

    Raises: InputRefusedError where the snapshot cannot be filtered; TooSlowError.
    """
    return browse.Figures(of, asked.filters)


def choices(of: Snapshot, asked: Asked) -> form.Choices:
    """What can be chosen in this snapshot beside the other filters, each value with its number of awards.

    Nothing where it was not made for filtering: the page shows its whole, and says so to whoever filters.
    """
    try:
        return browse_rows.facets(of, asked.filters, form.CHOSEN)
    except InputRefusedError:
        return {}


def awards(of: Snapshot, asked: Asked, order: str, after: str | None, limit: int) -> browse_rows.Page:
    """One page of the awards that meet the filters.

    Raises: InputRefusedError for an order that there is not, or a mark that no page gave.
    """
    return browse_rows.awards(of, asked.filters, order, after, limit)


def many(of: Snapshot, asked: Asked) -> int:
    """How many awards meet the filters."""
    return browse_rows.many(of, asked.filters)


def search(of: Snapshot, words: str, limit: int) -> browse_rows.Found:
    """Awards, suppliers and vehicles that bear all of the words."""
    return browse_rows.search(of, words, limit)
