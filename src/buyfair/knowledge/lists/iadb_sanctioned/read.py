"""Reads the bank's workbook of sanctioned firms (bytes in, parties out); individuals are passed over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from buyfair.terms.party import ListedParty, Reading, Statement
from buyfair.terms.party_names import key, short_names
from buyfair.terms.party_table import Countries, merged
from buyfair.terms.table_text import cells, records
from buyfair.terms.written_days import day, told_before

ID = "iadb_sanctioned"
COLUMNS = ("Title", "Entity", "Nationality", "Country", "From", "To", "Grounds", "Source", "IDB Sanction Type",
           "IDB Sanction Source", "Other Name")  # fmt: skip
FIRM, INDIVIDUAL = "Firm", "Individual"
ONGOING = "Ongoing"
NO_COUNTRY = {"Regional", ""}
"""What stands in the column of nationalities where no country is told."""


def read(book: bytes, country: Countries, edition_day: date) -> Reading:
    """The firms of one edition; several sanctions of a firm are its statements.

    The last row, which tells how the export was filtered, is passed over.
    Raises: ValueError where a column, an entity, a country or a day is not expected.
    """
    head, *rows = cells(book) or [[]]
    rows = [row for row in rows if any(row[1:])]
    passed: Counter[str] = Counter()
    found = []
    for at, r in enumerate(records(rows, head, (COLUMNS,)), 1):
        if r["Entity"] == INDIVIDUAL:
            passed["individual"] += 1
        elif r["Entity"] == FIRM and r["Title"]:
            found.append(_party(at, r, country, edition_day))
        else:
            raise ValueError(f"The entity {r['Entity']!r} of record {at} is not known.")
    return Reading(merged(found), tuple(passed.items()))


def _party(at: int, r: dict[str, str], country: Countries, edition_day: date) -> ListedParty:
    since, until = day(r["From"], "short_words"), None if r["To"] == ONGOING else day(r["To"], "short_words")
    about = ", ".join(dict.fromkeys(part.strip() for part in r["Grounds"].split(",") if part.strip()))
    what = f"{r['IDB Sanction Type'] or 'sanction'}, {r['Source']}"
    statement = Statement(what, "in_force", told_before(since, until), until, edition_day, about, "", at)
    name, short = short_names(r["Title"])
    aliases = dict.fromkeys((*short, *((r["Other Name"],) if r["Other Name"] else ())))
    return ListedParty(
        ID, f"{edition_day}", key(name) or name, name, (statement,), tuple(a for a in aliases if a != name), "organization",
        tuple(dict.fromkeys(_codes(r["Nationality"], country))),
    )  # fmt: skip


def _codes(nationalities: str, country: Countries) -> Iterator[str]:
    """The countries of a cell, which are several where a firm has several seats; a name may hold a comma itself."""
    whole = country(nationalities)
    if whole is not None:
        yield whole
        return
    for part in nationalities.split(", "):
        code = country(part)
        if code is None and part not in NO_COUNTRY:
            raise ValueError(f"The country {part!r} is not known.")
        if code is not None:
            yield code
