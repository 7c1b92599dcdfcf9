"""Reads the public tables of tiers that the trafficking reports gave (bytes in, placements out); no cell is guessed."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from typing import NamedTuple

WORDS = {
    "Tier 1": "1",
    "Tier 2": "2",
    "Watchlist": "W",
    "Tier 2 Watch List": "W",
    "Tier 3": "3",
    "Special Case": "S",
    "NA": "",
}
"""How the tables write a tier, and the sign that stands for it in tiers.csv; the last names none."""

YEARLY = ("countryname", "iso", "year", "ccode", "tier")
ONE_YEAR = ("Country", "Tier", "Continent")
UPPER_HALF = ("gec_code", "country", "tier", "report_year", "text")
"""Columns of the table of 1999 to 2015, of the copy of 2024, and of the watch list, tier 3 and special cases of 2025."""


class Row(NamedTuple):
    """One country's sign in one year's report; an empty sign: the table names the country and no tier."""

    country: str
    year: int
    sign: str


def read(table: bytes, country: Callable[[str], str | None], year: int | None = None) -> tuple[Row, ...]:
    """The placements of one table, sorted; two different signs of one country and year stand side by side.

    `country` turns a spelling into ISO alpha-3; `year` names the report where the table has no column for it.

    Raises: ValueError where a column, a tier, a year or a country is not expected.
    """
    rows = csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline=""))
    head = tuple(rows.fieldnames or ())
    if head not in (YEARLY, ONE_YEAR, UPPER_HALF):
        raise ValueError(f"The columns {', '.join(head)} are not those of a known table of tiers.")
    if (year is None) is (head == ONE_YEAR):
        raise ValueError("Name the year of a table that has no column for it, and of no other.")
    found = set(_rows(rows, head, country, year))
    return tuple(sorted(found))


def _rows(
    rows: csv.DictReader[str], head: tuple[str, ...], country: Callable[[str], str | None], year: int | None
) -> Iterator[Row]:
    named, placed = ("iso", "tier") if head == YEARLY else ("Country", "Tier") if head == ONE_YEAR else head[1:3]
    for row in rows:
        code, said = country(row[named]), (row[placed] or "").strip()
        if code is None:
            raise ValueError(f"The country {row[named]!r} cannot be read.")
        if said not in WORDS:
            raise ValueError(f"The tier {said!r} of {row[named]} is not one that is known.")
        yield Row(code, _year(row, head) if year is None else year, WORDS[said])


def _year(row: dict[str, str], head: tuple[str, ...]) -> int:
    said = row["year" if head == YEARLY else "report_year"].removesuffix(".0")
    if not said.isdecimal():
        raise ValueError(f"The year {said!r} is not a year.")
    return int(said)
