"""Reads the consolidated screening list (bytes in, parties out): organizations and vessels of every list that it joins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from buyfair.knowledge.countries import country_coded
from buyfair.terms.organization_words import kind_by_words
from buyfair.terms.party import Kind, ListedParty, Reading, Statement
from buyfair.terms.party_names import key
from buyfair.terms.party_table import Countries, merged
from buyfair.terms.restricted_copy import NO_WORD
from buyfair.terms.table_text import cells, records
from buyfair.terms.written_days import day_or_none, told_before

ID = "csl"
COLUMNS = (
    "_id", "source", "entity_number", "type", "programs", "name", "title", "addresses", "federal_register_notice",
    "start_date", "end_date", "standard_order", "license_requirement", "license_policy", "call_sign", "vessel_type",
    "gross_tonnage", "gross_registered_tonnage", "vessel_flag", "vessel_owner", "remarks", "source_list_url", "alt_names",
    "citizenships", "dates_of_birth", "nationalities", "places_of_birth", "source_information_url", "ids",
)  # fmt: skip
TYPES: dict[str, Kind | None] = {"Entity": "organization", "Vessel": "vessel", "Individual": None, "Aircraft": None}
_NUMBER = re.compile(r"^(?:[A-Z]{2}, )?(?P<value>[^,]+), (?P<scheme>[^,]+)$")
SCHEMES = {
    "Vessel Registration Identification": "imo",
    "D-U-N-S Number": "duns",
    "Unified Social Credit Code (USCC)": "uscc",
    "Legal Entity Number": "lei",
}
"""The identifiers that are carried over; the others are of registers whose country is not told, or no identifiers."""


def read(table: bytes, country: Countries, edition_day: date) -> Reading:
    """The parties of one edition; the listings of one party on several lists are its statements.

    Raises: ValueError where a column, a type or a day is not expected.
    """
    head, *rows = cells(table) or [[]]
    passed: Counter[str] = Counter()
    found = []
    for at, r in enumerate(records(rows, head, (COLUMNS,)), 1):
        kind, why = _kind(r)
        if kind is None:
            passed[why] += 1
        else:
            found.append(_party(at, r, kind, edition_day))
    return Reading(merged(found), tuple(sorted(passed.items())))


def _kind(r: dict[str, str]) -> tuple[Kind | None, str]:
    """What a record is about, or why it is passed over; the lists of two departments do not tell firms from persons."""
    if r["type"]:
        if r["type"] not in TYPES:
            raise ValueError(f"The type {r['type']!r} of {r['name']} is not known.")
        return TYPES[r["type"]], r["type"].lower()
    told = kind_by_words(r["name"])
    return ("organization", "") if told == "organization" else (None, "person" if told == "person" else NO_WORD)


def _party(at: int, r: dict[str, str], kind: Kind, edition_day: date) -> ListedParty:
    since, until = (day_or_none(r[column], "iso") for column in ("start_date", "end_date"))
    about = r["programs"] or r["license_requirement"]
    statement = Statement(
        r["source"], "in_force", told_before(since, until), until, edition_day, about, r["federal_register_notice"], at
    )
    addresses = tuple(dict.fromkeys(a for a in r["addresses"].split("; ") if a))
    aliases = tuple(dict.fromkeys(n for n in r["alt_names"].split("; ") if n and n != r["name"]))
    return ListedParty(
        ID, f"{edition_day}", "-".join(filter(None, (key(r["name"]), r["entity_number"]))), r["name"], (statement,), aliases,
        kind, tuple(dict.fromkeys(_codes(addresses))), tuple(a for a in addresses if "," in a), tuple(_numbers(r["ids"])),
    )  # fmt: skip


def _codes(addresses: tuple[str, ...]) -> Iterator[str]:
    """The countries of addresses, each of which ends with an ISO code of two letters where it tells one."""
    for address in addresses:
        found = country_coded(address.rpartition(", ")[2], "iso2")
        if found is not None:
            yield found.code


def _numbers(ids: str) -> Iterator[tuple[str, str]]:
    for part in ids.split("; "):
        told = _NUMBER.match(part)
        if told is not None and told["scheme"] in SCHEMES:
            yield SCHEMES[told["scheme"]], told["value"].removeprefix("IMO ")
