"""Reads the public extract of exclusions (bytes in, parties out): firms and vessels; individuals are passed over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from buyfair.terms.party import Kind, ListedParty, Reading, Statement, Status
from buyfair.terms.party_names import key
from buyfair.terms.party_table import Countries, merged
from buyfair.terms.table_text import cells, records
from buyfair.terms.written_days import day_or_none, told_before

ID = "sam_exclusions"
_BEFORE = (
    "Classification", "Name", "Prefix", "First", "Middle", "Last", "Suffix", "Address 1", "Address 2", "Address 3",
    "Address 4", "City", "State / Province", "Country", "Zip Code",
)  # fmt: skip
_AFTER = (
    "Exclusion Program", "Excluding Agency", "CT Code", "Exclusion Type", "Additional Comments", "Active Date",
    "Termination Date", "Record Status", "Cross-Reference", "SAM Number", "CAGE", "NPI",
)  # fmt: skip
EXTRACT = (*_BEFORE, "Open Data Flag", "Blank (Deprecated)", "Unique Entity ID", *_AFTER, "Creation_Date")
BOTH_NUMBERS = (*_BEFORE, "D&B Open Data Flag", "Unique Entity Identifier (DUNS)", "Unique Entity Identifier (SAM)",
                *_AFTER, "Creation_Date")  # fmt: skip
DUNS_ONLY = (*_BEFORE, "DUNS", *_AFTER)
NAMES = ("name", "type", "agency", "activeDate")
"""A public copy that keeps names only: firms, without numbers or addresses."""
NAMES_ONLY = "The file gives names only: it adds parties and removes none, and numbers told before stay."
KINDS: dict[str, Kind | None] = {
    "Firm": "organization",
    "Special Entity Designation": "organization",
    "Vessel": "vessel",
    "Individual": None,
    "": "not_told",
}
"""Per classification the kind of party; none for individuals, whom Buyfair does not look at."""
TYPES = {
    "Ineligible (Proceedings Completed)",
    "Ineligible (Proceedings Complete)",
    "Ineligible (Proceedings Pending)",
    "Prohibition/Restriction",
    "Voluntary Exclusion",
    "",
}
RECORDS: dict[str, Status] = {"": "in_force", "Active": "in_force", "Inactive": "lifted"}
NO_COUNTRY = {"", "XUN"}
"""XUN stands for a country that is unknown."""
FORMER = {"ANT", "SCG"}
"""Codes of states that are no more (Netherlands Antilles, Serbia and Montenegro): which successor is not told."""
KOSOVO = "XKS"
COMMENTS_AT = EXTRACT.index("Additional Comments")


def read(table: bytes, country: Countries, edition_day: date) -> Reading:
    """The parties of one extract; several exclusions of a party under one SAM number are its statements.

    Cross-references and comments are left out on purpose: they tell of other records and of persons.
    Raises: ValueError where a column, a classification, a type, a country or a day is not expected.
    """
    head, *rows = cells(table) or [[]]
    if tuple(head) == NAMES:
        return _names(rows, edition_day)
    whole, mended = _mended(rows, len(head))
    passed: Counter[str] = Counter()
    found = list(_parties(records(whole, head, (EXTRACT, BOTH_NUMBERS, DUNS_ONLY)), country, edition_day, passed))
    doubts = (f"In {mended} records a comment had broken the row; they were read from both ends.",) if mended else ()
    return Reading(merged(found), tuple(sorted(passed.items())), doubts)


def _names(rows: list[list[str]], edition_day: date) -> Reading:
    found = []
    for at, r in enumerate(records(rows, NAMES, (NAMES,)), 1):
        statement = _statement(at, r["type"], day_or_none(r["activeDate"], "iso"), None, edition_day, r["agency"])
        found.append(ListedParty(ID, f"{edition_day}", key(r["name"]), r["name"], (statement,)))
    return Reading(merged(found), doubts=(NAMES_ONLY,), partial=True)


def is_partial(parties: Iterable[ListedParty]) -> bool:
    """Whether these are the parties of a copy with names only: no party bears a number; the extract numbers almost all."""
    return not any(party.identifiers for party in parties)


def _mended(rows: list[list[str]], width: int) -> tuple[list[list[str]], int]:
    """Rows whose comment holds quotation marks that are not doubled come apart there: what stands around it is whole."""
    if width != len(EXTRACT):
        return rows, 0
    after = width - COMMENTS_AT - 1
    whole = [[*row[:COMMENTS_AT], "", *row[-after:]] if len(row) > width else row for row in rows]
    return whole, sum(len(row) > width for row in rows)


def _parties(
    rows: Iterator[dict[str, str]], country: Countries, edition_day: date, passed: Counter[str]
) -> Iterator[ListedParty]:
    for at, r in enumerate(rows, 1):
        if r["Classification"] not in KINDS:
            raise ValueError(f"The classification {r['Classification']!r} of record {at} is not known.")
        kind = KINDS[r["Classification"]]
        if kind is None:
            passed["individual"] += 1
        elif not r["Name"]:
            passed["no name of an organization"] += 1
        else:
            yield _party(at, r, kind, country, edition_day)


def _party(at: int, r: dict[str, str], kind: Kind, country: Countries, edition_day: date) -> ListedParty:
    if r["Record Status"] not in RECORDS:
        raise ValueError(f"The record status {r['Record Status']!r} of record {at} is not known.")
    until = None if r["Termination Date"] == "Indefinite" else day_or_none(r["Termination Date"], "month_first", "iso")
    about = ", ".join(filter(None, (r["Exclusion Program"], r["Excluding Agency"], r["CT Code"])))
    since = day_or_none(r["Active Date"], "month_first", "iso")
    statement = _statement(at, r["Exclusion Type"], since, until, edition_day, about, RECORDS[r["Record Status"]])
    numbers = {
        "uei": r.get("Unique Entity ID", r.get("Unique Entity Identifier (SAM)", "")),
        "duns": r.get("DUNS", r.get("Unique Entity Identifier (DUNS)", "")),
        "cage": r["CAGE"],
        "sam": r["SAM Number"],
    }
    place = _place(r["Country"], country)
    address = ", ".join(filter(None, (r["Address 1"], r["Address 2"], r["City"], r["State / Province"], r["Zip Code"])))
    return ListedParty(
        ID, f"{edition_day}", "-".join(filter(None, (key(r["Name"]), r["SAM Number"].lower()))), r["Name"], (statement,),
        (), kind, (place,) if place else (), (address,) if r["Address 1"] or r["City"] else (),
        tuple((scheme, value) for scheme, value in numbers.items() if value),
    )  # fmt: skip


def _statement(
    at: int,
    what: str,
    since: date | None,
    until: date | None,
    edition_day: date,
    about: str,
    status: Status = "in_force",
) -> Statement:
    if what not in TYPES:
        raise ValueError(f"The exclusion type {what!r} of record {at} is not known.")
    first = told_before(since, until)
    return Statement(what or "exclusion, type not told", status, first, until, edition_day, about, "", at)


def _place(code: str, country: Countries) -> str | None:
    if code in NO_COUNTRY or code in FORMER:
        return None
    found = country("Kosovo" if code == KOSOVO else code)
    if found is None and code != KOSOVO:
        raise ValueError(f"The country {code!r} is not known.")
    return found
