"""Reads the form in which a public copy re-shapes lists of restricted parties that are published as PDF or as a web page."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from buyfair.terms.organization_words import kind_by_words
from buyfair.terms.party import Kind, ListedParty, Reading, Statement
from buyfair.terms.party_names import key, one_line, short_names
from buyfair.terms.party_table import Countries, merged
from buyfair.terms.table_text import decoded
from buyfair.terms.written_days import day_or_none

HEAD = {"list_id", "source_file", "extracted", "count", "entities"}
FIELDS = {"name", "aliases", "country", "address", "status", "effective_date", "federal_register", "notes"}
Entry = dict[str, Any]
KindOf = Callable[[Entry], Kind | str]
"""The kind of an entry; any other word is the reason for which it is passed over."""


def organizations(entry: Entry) -> Kind | str:
    """For a list that names organizations only."""
    return "organization"


def by_words(entry: Entry) -> Kind | str:
    """For a list that does not tell firms from persons: what bears no word of an organization is passed over."""
    told = kind_by_words(entry["name"])
    return told if told == "organization" else {"person": "person"}.get(told, NO_WORD)


NO_WORD = "may be a person: no word of an organization in the name"


def read_copy(
    copy: bytes, country: Countries, edition_day: date, list_id: str, copy_id: str, what: str,
    kind_of: KindOf = organizations, goes_on: Callable[[Entry], str] = lambda entry: "",
) -> Reading:  # fmt: skip
    """The parties of a copy; `what` is the list's word for a listing, `goes_on` what it says of a party beside its name.

    Raises: ValueError where the copy is of another list, of another form, or not whole.
    """
    passed: Counter[str] = Counter()
    found = []
    for at, entry in enumerate(_entries(copy, copy_id), 1):
        kind = kind_of(entry)
        if kind in ("organization", "vessel", "site", "goods", "not_told"):
            found.append(_party(at, entry, kind, country, edition_day, list_id, what, goes_on(entry)))  # type: ignore[arg-type]
        else:
            passed[kind] += 1
    return Reading(merged(found), tuple(sorted(passed.items())))


def told_day(copy: bytes) -> date | None:
    """The day on which the copy was made of the issuer's text."""
    held = _document(copy)
    return day_or_none(str(held["extracted"]), "iso")


def _document(copy: bytes) -> dict[str, Any]:
    try:
        held = json.loads(decoded(copy))
    except (json.JSONDecodeError, RecursionError):
        raise ValueError("The file is not whole JSON.") from None
    if not isinstance(held, dict) or set(held) != HEAD or not isinstance(held["entities"], list):
        raise ValueError("The file is not a copy of a list of restricted parties in the form that is known.")
    return held


def _entries(copy: bytes, copy_id: str) -> Iterator[Entry]:
    held = _document(copy)
    if held["list_id"] != copy_id:
        raise ValueError(f"The copy is of the list {held['list_id']!r}, not of {copy_id!r}.")
    if held["count"] != len(held["entities"]):
        raise ValueError(f"The copy holds {len(held['entities'])} entries where it tells {held['count']}.")
    for at, entry in enumerate(held["entities"], 1):
        if not isinstance(entry, dict) or set(entry) != FIELDS or not isinstance(entry["aliases"], list):
            raise ValueError(f"The entry {at} has other fields than expected.")
        texts = [entry["name"], *entry["aliases"], *(entry[f] or "" for f in FIELDS - {"name", "aliases"})]
        if not all(isinstance(text, str) for text in texts) or not entry["name"].strip() or entry["status"]:
            raise ValueError(f"The entry {at} holds a value that is not expected.")
        yield entry


def _party(
    at: int, entry: Entry, kind: Kind, country: Countries, edition_day: date, list_id: str, what: str, about: str
) -> ListedParty:
    place = country(entry["country"]) if entry["country"] else None
    if entry["country"] and place is None:
        raise ValueError(f"The country {entry['country']!r} of {entry['name']} is not known.")
    name, short = short_names(one_line(entry["name"]))
    since = day_or_none(entry["effective_date"] or "", "iso") or first_cited(entry["federal_register"] or "")
    statement = Statement(
        what, "in_force", since, None, edition_day, about, one_line(entry["federal_register"] or ""), at
    )
    aliases = dict.fromkeys((*short, *(one_line(a) for a in entry["aliases"])))
    return ListedParty(
        list_id, f"{edition_day}", key(name), name, (statement,), tuple(a for a in aliases if a and a != name), kind,
        (place,) if place else (), tuple(_addresses(entry["address"] or "")), tuple(_numbers(entry["notes"] or "")),
    )  # fmt: skip


def _addresses(cell: str) -> Iterator[str]:
    """The addresses of a cell; where it points to those of another entry, the pointer is left out."""
    told = re.sub(r" ?\(See alternate address(?:es)? under [^()]*\)\.?", "", one_line(cell))
    yield from (part for part in (part.strip().rstrip(".") for part in told.split("; and ")) if part)


def _numbers(notes: str) -> Iterator[tuple[str, str]]:
    """The unified social credit code of a Chinese firm, where the notes tell it."""
    yield from (("uscc", number) for number in re.findall(r"\bUSCC: ([0-9A-Z]{18})\b", notes))


def first_cited(cited: str) -> date | None:
    """The day of the earliest citation of the Federal Register; None where a citation has no day."""
    days = []
    for month, day, year in re.findall(r"\b(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})\b", cited):
        whole = int(year) if len(year) == 4 else int(year) + (1900 if int(year) > 50 else 2000)
        try:
            days.append(date(whole, int(month), int(day)))
        except ValueError:
            return None
    return min(days) if days and len(days) >= len(re.findall(r"\bFR\b", cited)) else None
