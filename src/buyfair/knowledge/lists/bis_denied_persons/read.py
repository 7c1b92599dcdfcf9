"""Reads the table of denied persons (bytes in, parties out): what bears a word of an organization; persons are passed over."""

from __future__ import annotations

from collections import Counter
from datetime import date

from buyfair.knowledge.countries import country_coded
from buyfair.terms.organization_words import kind_by_words
from buyfair.terms.party import ListedParty, Reading, Statement
from buyfair.terms.party_names import key
from buyfair.terms.party_table import Countries, merged
from buyfair.terms.restricted_copy import NO_WORD
from buyfair.terms.table_text import cells, records
from buyfair.terms.written_days import day_or_none, told_before

ID = "bis_denied_persons"
COLUMNS = ("Name", "Street_Address", "City", "State", "Country", "Postal_Code", "Effective_Date", "Expiration_Date",
           "Standard_Order", "Last_Update", "Action", "FR_Citation")  # fmt: skip
ORDERS = {"Y": "standard order", "N": "order with terms of its own", "": ""}
MISWRITTEN = {"PRC": "CHN", "NM": None}
"""Codes in the column of countries that are none: one means China, one is a state of the United States."""


def read(table: bytes, country: Countries, edition_day: date) -> Reading:
    """The firms of one edition; several orders against a firm, or addresses of it, are statements of one party.

    Raises: ValueError where a column, an order, a country or a day is not expected.
    """
    head, *rows = cells(table, "\t") or [[]]
    passed: Counter[str] = Counter()
    found = []
    for at, r in enumerate(records(rows, head, (COLUMNS,)), 1):
        told = kind_by_words(r["Name"])
        if told == "organization":
            found.append(_party(at, r, edition_day))
        else:
            passed["person" if told == "person" else NO_WORD] += 1
    return Reading(merged(found), tuple(sorted(passed.items())))


def _party(at: int, r: dict[str, str], edition_day: date) -> ListedParty:
    order = r["Standard_Order"].upper()
    if order not in ORDERS:
        raise ValueError(f"The order {order!r} of {r['Name']} is not known.")
    since, until = (day_or_none(r[column], "month_first") for column in ("Effective_Date", "Expiration_Date"))
    statement = Statement(
        "denial order", "in_force", told_before(since, until), until, edition_day, ORDERS[order], r["FR_Citation"], at
    )
    place = _place(r["Country"])
    address = ", ".join(filter(None, (r["Street_Address"], r["City"], r["State"], r["Postal_Code"])))
    return ListedParty(
        ID, f"{edition_day}", key(r["Name"]), r["Name"], (statement,), (), "organization", (place,) if place else (),
        (address,) if address else (),
    )  # fmt: skip


def _place(code: str) -> str | None:
    if not code or code in MISWRITTEN:
        return MISWRITTEN.get(code)
    found = country_coded(code, "iso2")
    if found is None:
        raise ValueError(f"The country {code!r} is not known.")
    return found.code
