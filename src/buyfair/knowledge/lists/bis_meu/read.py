"""Reads a public copy of the list of military end users (bytes in, parties out)."""

from __future__ import annotations

from datetime import date

from buyfair.terms.party import Reading
from buyfair.terms.party_table import Countries
from buyfair.terms.restricted_copy import read_copy
from buyfair.terms.restricted_copy import told_day as told_day

ID = "bis_meu"


def read(copy: bytes, country: Countries, edition_day: date) -> Reading:
    """The parties of one edition. Raises: ValueError where the copy is of another list or form, or not whole."""
    return read_copy(copy, country, edition_day, ID, "bis-meu", "Military End-User List")
