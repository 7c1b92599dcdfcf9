"""Reads a public copy of the Executive Order 13126 list (bytes in, listings out); nothing unexpected is passed over."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import NamedTuple

COLUMNS = ("Country", "Good")


class Row(NamedTuple):
    """One product and country, with the first day on which the edition held shows it."""

    good: str
    country: str
    first: str


def read(table: bytes, country: Callable[[str], str | None], published: str) -> tuple[Row, ...]:
    """The pairs of one edition, sorted; `country` turns a spelling into ISO alpha-3.

    Raises: ValueError where a column, a cell, a country or a repeated pair is not expected.
    """
    rows = csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline=""))
    head = tuple(rows.fieldnames or ())
    if head != COLUMNS:
        raise ValueError(f"The columns {', '.join(head)} are not those of a known copy of the list.")
    found: set[Row] = set()
    for row in rows:
        if None in row or None in row.values():
            raise ValueError(f"The row {list(row.values())} has another number of cells than the head.")
        code, good = country(row["Country"]), row["Good"].strip()
        if code is None or not good:
            raise ValueError(f"The pair of product {good!r} and country {row['Country']!r} cannot be read.")
        pair = Row(good, code, published)
        if pair in found:
            raise ValueError(f"The pair of {good} and {code} stands twice.")
        found.add(pair)
    return tuple(sorted(found))
