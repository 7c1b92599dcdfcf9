"""Reads public copies of the Labor Department's list of goods (bytes in, listings out); nothing unexpected is passed over."""

from __future__ import annotations

import csv
import io
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple
from xml.etree import ElementTree

HARMS = ("child_labor", "forced_labor", "forced_child_labor")

ONE_EDITION = (
    "good", "sector", "country", "region", *HARMS, "derived_labor_exploitation", "derived_country",
)  # fmt: skip
"""A copy of one edition: it says that a good is listed for its inputs, not for which harm."""

MERGED = (
    "country", "good", "sector", "region", *HARMS, "inputs_child_labor", "inputs_forced_labor", "edition",
)  # fmt: skip
"""A copy whose rows come from several editions; inputs stand per harm."""

IN_WORDS = ("country", "good", "exploitation_type", "edition")
"""A copy that names the harms of a pair in one cell; it does not tell forced child labor."""

SHEET = ("Country", "Good", "Child Labor", "Forced Labor")
"""The workbook of 2016: an X where the harm is listed; it does not tell forced child labor."""

TOLD_BY = {"xml": HARMS, "sheet": HARMS[:2], "words": HARMS[:2]}
"""Which harms each of the official forms can tell."""


class Row(NamedTuple):
    """One good, country and harm of one edition; `harm` is empty where the copy does not tell it."""

    good: str
    country: str
    harm: str
    through_inputs: str
    edition: str


class _Pair(NamedTuple):
    """One good and country as a copy spells them, with each harm and whether it is that of an input."""

    good: str
    country: str
    harms: list[tuple[str, str]]
    edition: str


Countries = Callable[[str], str | None]
"""Turns a spelling into ISO alpha-3; None where it cannot."""


def read(table: bytes, country: Countries, edition: str = "", at_least: int = 1) -> tuple[Row, ...]:
    """The listings of one CSV copy, sorted. A harm of the good itself outweighs the same harm of its inputs.

    `edition` names the edition where the copy has no column for it; `at_least`: fewer pairs are a copy cut short.

    Raises: ValueError where a column, a value, a country or a repeated pair is not expected, or pairs are missing.
    """
    rows = csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline=""))
    head = tuple(rows.fieldnames or ())
    if head not in (ONE_EDITION, MERGED, IN_WORDS):
        raise ValueError(f"The columns {', '.join(head)} are not those of a known copy of the list.")
    if bool(edition) is (head == MERGED):
        raise ValueError("Name the edition of a copy that has no column for it, and of no other.")
    return _listings(_pairs_of_table(rows, head, edition), country, at_least)


def read_xml(document: bytes, country: Countries, edition: str, at_least: int = 1) -> tuple[Row, ...]:
    """The listings of one file of the Labor Department's app, sorted; a good without a country lists nothing.

    Raises: ValueError where an element, a value, a country or a repeated pair is not expected, or pairs are missing.
    """
    try:
        root = ElementTree.fromstring(document.decode("utf-8-sig"))
    except ElementTree.ParseError as broken:
        raise ValueError(f"The file is not whole XML: {broken}.") from broken
    if root.tag != "Goods":
        raise ValueError(f"The file opens with {root.tag}, not with Goods.")
    return _listings(_pairs_of_xml(root, edition), country, at_least)


def read_xlsx(book: bytes, country: Countries, edition: str, at_least: int = 1) -> tuple[Row, ...]:
    """The listings of the Labor Department's workbook, sorted.

    Raises: ValueError where a column, a mark, a country or a repeated pair is not expected, or pairs are missing.
    """
    rows = _sheet(book)
    head = tuple(next(rows, []))
    if head != SHEET:
        raise ValueError(f"The columns {', '.join(head)} are not those of the workbook of the list.")
    return _listings(_pairs_of_sheet(rows, edition), country, at_least)


def _listings(pairs: Iterable[_Pair], country: Countries, at_least: int) -> tuple[Row, ...]:
    found: list[Row] = []
    seen: set[tuple[str, str]] = set()
    for pair in pairs:
        good, code = unicodedata.normalize("NFC", pair.good.strip()), country(pair.country)
        if code is None or not good:
            raise ValueError(f"The pair of good {good!r} and country {pair.country!r} cannot be read.")
        if (good, code) in seen:
            raise ValueError(f"The pair of {good} and {code} stands twice.")
        if not pair.harms:
            raise ValueError(f"The row of {good} from {pair.country} names no harm.")
        seen.add((good, code))
        found += [Row(good, code, harm, inputs, pair.edition) for harm, inputs in pair.harms]
    if len(seen) < at_least:
        raise ValueError(f"The copy holds {len(seen)} pairs where at least {at_least} are expected: it is cut short.")
    return tuple(sorted(found))


# CSV


def _pairs_of_table(rows: csv.DictReader[str], head: tuple[str, ...], edition: str) -> Iterator[_Pair]:
    for row in rows:
        if None in row or None in row.values():
            raise ValueError(f"The row {list(row.values())} has another number of cells than the head.")
        harms = _harms_in_words(row) if head == IN_WORDS else _harms(row)
        yield _Pair(row["good"], row["country"], harms, edition or row["edition"])


_WORDS = {
    "Child Labor": ("child_labor", "no"),
    "Forced Labor": ("forced_labor", "no"),
    "Inputs Produced with Child Labor": ("child_labor", "yes"),
    "Inputs Produced with Forced Labor": ("forced_labor", "yes"),
}


def _harms_in_words(row: dict[str, str]) -> list[tuple[str, str]]:
    said = [words.strip() for words in row["exploitation_type"].split(",") if words.strip()]
    unread = [words for words in said if words not in _WORDS]
    if unread:
        raise ValueError(f"The harm {unread[0]!r} of {row['good']} is not one that is known.")
    itself = [harm for harm, inputs in map(_WORDS.__getitem__, said) if inputs == "no"]
    below = [harm for harm, inputs in map(_WORDS.__getitem__, said) if inputs == "yes" and harm not in itself]
    return [(harm, "no") for harm in itself] + [(harm, "yes") for harm in below]


def _harms(row: dict[str, str]) -> list[tuple[str, str]]:
    """The harms of a row, each with whether it is that of an input."""
    good = row["good"]
    if "edition" in row and row["edition"] not in _NOT_TOLD:
        raise ValueError(f"The edition {row['edition']!r} of {good} is not one that is known.")
    itself = [harm for harm in HARMS if _yes(row, harm, good)]
    if "edition" in row:
        below = [harm for harm in HARMS[:2] if _yes(row, f"inputs_{harm}", good) and harm not in itself]
    else:
        below = [""] if _yes(row, "derived_labor_exploitation", good) else []
    return [(harm, "no") for harm in itself] + [(harm, "yes") for harm in below]


_NOT_TOLD = {"2024": ("forced_child_labor",), "2022": ("inputs_child_labor", "inputs_forced_labor")}
"""Per edition of a merged copy, the columns that its source does not hold and that must be empty."""


def _yes(row: dict[str, str], column: str, good: str) -> bool:
    blank = column in _NOT_TOLD.get(row.get("edition", ""), ())
    expected = {"": False} if blank else {"Yes": True, "No": False}
    if row[column] not in expected:
        raise ValueError(f"The column {column} says {row[column]!r} of {good} from {row['country']}.")
    return expected[row[column]]


# The app

_IN_GOOD = {"Good_Name", "Good_Sector", "Countries"}
_HARM_TAGS = ("Child_Labor", "Forced_Labor", "Forced_Child_Labor")
_INPUT_TAGS = ("Derived_Labor_Exploitation", "Derived_Country")
_IN_COUNTRY = {"Country_Name", "Country_Region", *_HARM_TAGS}


def _pairs_of_xml(root: ElementTree.Element, edition: str) -> Iterator[_Pair]:
    for entry in root:
        if {part.tag for part in entry} != _IN_GOOD:
            raise ValueError(f"The entry {_text(entry, 'Good_Name')!r} has other parts than a good has.")
        for place in entry.iter("Country"):
            parts = {part.tag for part in place}
            if parts not in (_IN_COUNTRY, _IN_COUNTRY | set(_INPUT_TAGS)):
                raise ValueError(f"A country of {_text(entry, 'Good_Name')!r} has other parts than expected.")
            good = _text(entry, "Good_Name")
            harms = [(harm, "no") for harm, tag in zip(HARMS, _HARM_TAGS, strict=True) if _marked(place, tag, good)]
            if _INPUT_TAGS[0] in parts and _marked(place, _INPUT_TAGS[0], good):
                harms.append(("", "yes"))
            yield _Pair(good, _text(place, "Country_Name"), harms, edition)


def _text(element: ElementTree.Element, tag: str) -> str:
    return (element.findtext(tag) or "").strip()


def _marked(place: ElementTree.Element, tag: str, good: str) -> bool:
    said = _text(place, tag)
    if said not in ("Yes", "No"):
        raise ValueError(f"The element {tag} says {said!r} of {good} from {_text(place, 'Country_Name')}.")
    return said == "Yes"


# The workbook

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LARGEST = 20_000_000
"""No part of the workbook may unpack to more bytes than this: the real one has 80,000."""


def _sheet(book: bytes) -> Iterator[list[str]]:
    """The rows of the first sheet, each with as many cells as the head."""
    try:
        with zipfile.ZipFile(io.BytesIO(book)) as folder:
            words = ["".join(part.itertext()) for part in _part(folder, "xl/sharedStrings.xml")]
            sheet = _part(folder, "xl/worksheets/sheet1.xml")
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError) as broken:
        raise ValueError(f"The file is not a whole workbook: {broken}.") from broken
    for row in sheet.iter(f"{_MAIN}row"):
        cells = {_column(cell): _cell(cell, words) for cell in row}
        if any(cells.values()):
            if set(cells) - set("ABCD"):
                raise ValueError(f"The row {sorted(cells.values())} has cells beyond the fourth column.")
            yield [cells.get(column, "") for column in "ABCD"]


def _part(folder: zipfile.ZipFile, name: str) -> ElementTree.Element:
    if folder.getinfo(name).file_size > _LARGEST:
        raise ValueError(f"The part {name} of the workbook is larger than a list can be.")
    return ElementTree.fromstring(folder.read(name))


def _column(cell: ElementTree.Element) -> str:
    return cell.get("r", "").rstrip("0123456789")


def _cell(cell: ElementTree.Element, words: list[str]) -> str:
    held = (cell.findtext(f"{_MAIN}v") or "").strip()
    return words[int(held)].strip() if cell.get("t") == "s" and held else held


def _pairs_of_sheet(rows: Iterator[list[str]], edition: str) -> Iterator[_Pair]:
    for place, good, *marks in rows:
        if set(marks) - {"X", ""}:
            raise ValueError(f"The row of {good} from {place} is marked {sorted(set(marks) - {'X', ''})}, not X.")
        yield _Pair(good, place, [(harm, "no") for harm, mark in zip(HARMS[:2], marks, strict=True) if mark], edition)
