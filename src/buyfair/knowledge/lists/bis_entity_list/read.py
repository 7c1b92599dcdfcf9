"""Reads a public copy of the Entity List (bytes in, parties out); names without a word of an organization are passed over."""

from __future__ import annotations

from datetime import date

from buyfair.terms.party import Reading
from buyfair.terms.party_names import one_line
from buyfair.terms.party_table import Countries
from buyfair.terms.restricted_copy import Entry, by_words, read_copy
from buyfair.terms.restricted_copy import told_day as told_day

ID = "bis_entity_list"


def read(copy: bytes, country: Countries, edition_day: date) -> Reading:
    """The parties of one edition; an entity that stands under several countries is one party with all of them.

    Raises: ValueError where the copy is of another list or form, or not whole.
    """
    return read_copy(copy, country, edition_day, ID, "bis-entity-list", "Entity List", by_words, _requirement)


def _requirement(entry: Entry) -> str:
    """What the licence requirement covers, in the list's words."""
    return one_line(entry["notes"] or "")
