"""Reads the bank's table of ineligible firms (bytes in, parties out); persons are passed over."""

from __future__ import annotations

from collections import Counter
from datetime import date

from buyfair.terms.organization_words import kind_by_words
from buyfair.terms.party import ListedParty, Reading, Statement
from buyfair.terms.party_names import key, short_names
from buyfair.terms.party_table import Countries, merged
from buyfair.terms.restricted_copy import NO_WORD
from buyfair.terms.table_text import cells, records
from buyfair.terms.written_days import day_or_none, told_before

ID = "ebrd_ineligible"
COLUMNS = ("Firm Name", "Address", "Nationality", "Ineligible From", "Ineligible Until", "Notice Effective At EBRD",
           "Originating Institution", "Prohibited Practice")  # fmt: skip
WITHOUT_END = {"Indefinite", "Permanent", "Ongoing", ""}
_DAY = len("2024-07-01")
"""A stamp such as 2024-07-01T12:00:59Z opens with its day."""


def read(table: bytes, country: Countries, edition_day: date) -> Reading:
    """The firms of one edition; several decisions on a firm are its statements.

    Raises: ValueError where a column, a country or a day is not expected.
    """
    head, *rows = cells(table) or [[]]
    passed: Counter[str] = Counter()
    found = []
    for at, r in enumerate(records(rows, head, (COLUMNS,)), 1):
        told = kind_by_words(r["Firm Name"])
        if told == "organization":
            found.append(_party(at, r, country, edition_day))
        else:
            passed["person" if told == "person" else NO_WORD] += 1
    return Reading(merged(found), tuple(sorted(passed.items())))


def _party(at: int, r: dict[str, str], country: Countries, edition_day: date) -> ListedParty:
    until = None if r["Ineligible Until"] in WITHOUT_END else day_or_none(r["Ineligible Until"][:_DAY], "iso")
    since = day_or_none((r["Ineligible From"] or r["Notice Effective At EBRD"])[:_DAY], "iso")
    what = f"ineligibility, decided by {r['Originating Institution']}"
    statement = Statement(
        what, "in_force", told_before(since, until), until, edition_day, r["Prohibited Practice"], "", at
    )
    place = country(_once(r["Nationality"]))
    if place is None:
        raise ValueError(f"The country {r['Nationality']!r} of {r['Firm Name']} is not known.")
    name, short = short_names(r["Firm Name"])
    return ListedParty(
        ID, f"{edition_day}", key(name), name, (statement,), tuple(n for n in short if n != name), "organization",
        (place,), (r["Address"],) if r["Address"] else (),
    )  # fmt: skip


def _once(words: str) -> str:
    """A cell that says its words twice, once."""
    told = words.split(" ")
    half = len(told) // 2
    return " ".join(told[:half]) if told[:half] == told[half:] else words
