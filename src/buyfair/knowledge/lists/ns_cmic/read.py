"""Reads a public copy of the list of Chinese military-industrial companies (bytes in, parties out)."""

from __future__ import annotations

import re
from datetime import date

from buyfair.terms.party import Reading
from buyfair.terms.party_table import Countries
from buyfair.terms.restricted_copy import Entry, read_copy
from buyfair.terms.restricted_copy import told_day as told_day

ID = "ns_cmic"


def read(copy: bytes, country: Countries, edition_day: date) -> Reading:
    """The parties of one edition. Raises: ValueError where the copy is of another list or form, or not whole."""
    return read_copy(copy, country, edition_day, ID, "ofac-nscmic", "NS-CMIC List", goes_on=_program)


def _program(entry: Entry) -> str:
    """The program under which the company stands."""
    told = re.search(r"Program: ([^;]+)", entry["notes"] or "")
    return "" if told is None else told[1].strip()
