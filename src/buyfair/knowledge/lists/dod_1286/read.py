"""Reads a public copy of the section 1286 list (bytes in, parties out): institutions; programs are passed over."""

from __future__ import annotations

from datetime import date

from buyfair.terms.party import Kind, Reading
from buyfair.terms.party_table import Countries
from buyfair.terms.restricted_copy import Entry, read_copy
from buyfair.terms.restricted_copy import told_day as told_day

ID = "dod_1286"
INSTITUTIONS, PROGRAMS = "Table 1:", "Table 2:"


def read(copy: bytes, country: Countries, edition_day: date) -> Reading:
    """The institutions of one edition.

    Raises: ValueError where the copy is of another list or form, not whole, or an entry stands in no known table.
    """
    return read_copy(copy, country, edition_day, ID, "dow-1286", "section 1286 list", _kind)


def _kind(entry: Entry) -> Kind | str:
    """An institution of the first table, or a program to recruit talent, which is no party."""
    notes = entry["notes"] or ""
    if INSTITUTIONS in notes:
        return "organization"
    if PROGRAMS in notes:
        return "program, no party"
    raise ValueError(f"The entry {entry['name']!r} stands in no table that is known.")
