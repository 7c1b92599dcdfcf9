"""Reads a public copy of the FCC's Covered List (bytes in, parties out): providers, and categories that name nobody."""

from __future__ import annotations

from datetime import date

from buyfair.terms.party import Kind, Reading
from buyfair.terms.party_names import one_line
from buyfair.terms.party_table import Countries
from buyfair.terms.restricted_copy import Entry, read_copy
from buyfair.terms.restricted_copy import told_day as told_day

ID = "fcc_covered"
CATEGORY = "Category listing"


def read(copy: bytes, country: Countries, edition_day: date) -> Reading:
    """The parties of one edition. Raises: ValueError where the copy is of another list or form, or not whole."""
    return read_copy(copy, country, edition_day, ID, "fcc-covered", "Covered List", _kind, _covered)


def _kind(entry: Entry) -> Kind | str:
    """A provider, or all equipment of a kind, which names nobody."""
    return "goods" if (entry["notes"] or "").startswith(CATEGORY) else "organization"


def _covered(entry: Entry) -> str:
    """The equipment or services that are covered, in the list's words."""
    return one_line(entry["notes"] or "")
