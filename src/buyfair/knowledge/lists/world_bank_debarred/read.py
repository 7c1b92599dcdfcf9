"""Reads the World Bank's workbook of debarred firms (bytes in, parties out); persons are passed over."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from buyfair.terms.organization_words import kind_by_words
from buyfair.terms.party import ListedParty, Reading, Statement
from buyfair.terms.party_names import key, short_names
from buyfair.terms.party_table import Countries, merged
from buyfair.terms.restricted_copy import NO_WORD
from buyfair.terms.table_text import cells
from buyfair.terms.written_days import day, told_before

ID = "world_bank_debarred"
COLUMNS = ["Firm Name", "Additional Firm Info", "Address", "Country", "Ineligibility Period", "", "Grounds"]
BELOW = ["", "", "", "", "From Date", "To Date", ""]
"""The head stands in two rows."""
FOR_GOOD = date(2999, 12, 31)
_DOWNLOADED = re.compile(r"^Downloaded on: (\d{2}/\d{2}/\d{4})\b")
_MARK = re.compile(r"^\*\d+$|^\(BUT ONLY FOR .+\)$")
"""A footnote's number, or a limit of the debarment: no other name."""


def told_day(book: bytes) -> date | None:
    """The day on which the workbook was downloaded, which it tells day first."""
    told = next((_DOWNLOADED.match(cell) for row in cells(book)[:1] for cell in row[:1]), None)
    return None if told is None else day(told[1], "day_first")


def read(book: bytes, country: Countries, edition_day: date) -> Reading:
    """The firms of one edition; several debarments of a firm are its statements.

    Raises: ValueError where a column, a country or a day is not expected.
    """
    rows = cells(book)
    if rows and _DOWNLOADED.match(rows[0][0]):
        rows = rows[1:]
    if rows[:2] != [COLUMNS, BELOW]:
        raise ValueError(f"The columns {', '.join(rows[0] if rows else [])[:200]} are not those of the workbook.")
    passed: Counter[str] = Counter()
    found = []
    for at, row in enumerate(rows[2:], 1):
        told = kind_by_words(row[0])
        if len(row) != len(COLUMNS) or not row[0]:
            raise ValueError(f"The record {at} is not one of {len(COLUMNS)} cells with a name.")
        if told == "organization":
            found.append(_party(at, row, country, edition_day))
        else:
            passed["person" if told == "person" else NO_WORD] += 1
    return Reading(merged(found), tuple(sorted(passed.items())))


def _party(at: int, row: list[str], country: Countries, edition_day: date) -> ListedParty:
    firm, more, address, place, since, until, grounds = row
    code = country(place)
    if code is None:
        raise ValueError(f"The country {place!r} of {firm} is not known.")
    last = day(until, "iso")
    end = None if last == FOR_GOOD else last
    limit = more if more.startswith("(") else ""
    first = told_before(day(since, "iso"), end)
    statement = Statement("debarment", "in_force", first, end, edition_day, grounds, limit, at)
    name, short = short_names(firm)
    aliases = (*short, *((more,) if more and not _MARK.match(more) else ()))
    return ListedParty(
        ID, f"{edition_day}", key(name), name, (statement,), tuple(a for a in dict.fromkeys(aliases) if a != name),
        "organization", (code,), (address,) if address else (),
    )  # fmt: skip
