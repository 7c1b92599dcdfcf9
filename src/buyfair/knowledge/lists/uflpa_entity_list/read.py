"""Reads the published page of the UFLPA Entity List (bytes in, parties out); nothing unexpected is passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from html.parser import HTMLParser
from typing import NamedTuple

from buyfair.terms import bundled
from buyfair.terms.party import ListedParty, Reading, Statement
from buyfair.terms.party_names import Named, key, one_line, read_name
from buyfair.terms.party_table import Countries, merged
from buyfair.terms.written_days import day

ID = "uflpa_entity_list"
HEADS = (("Name of Entity", "Effective Date"), ("Entity Name", "Effective Date"))
SECTIONS = ("(i)", "(ii)", "(iv)", "(v)")
"""The parts of section 2(d)(2)(B) that name entities; (iii) asks for products."""
EXPECTED = {"(i)", "(ii)", "(v)"}
"""The sections that every edition so far has had: a page without one of them is cut short."""
IN_CHINA = ("(i)",)
"""The sections whose heading tells the place: entities in Xinjiang. The page tells no country of the others."""
_CHANGED = re.compile(r"Last Updated: ?(\d{2})/(\d{2})/(\d{4})")
_HEADING = re.compile(r".*\bA list of (.+?) ?Section 2\(d\)\(2\)\(B\)(\([ivx]+\))$")


class Row(NamedTuple):
    """One row of the page: the section and its ground, the name cell and the effective date."""

    section: str
    ground: str
    name: str
    since: date


class _Page(HTMLParser):
    """The tables of the page, each with the words that stand before it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[tuple[str, list[list[str]]]] = []
        self.words: list[str] = []
        self.open = False
        self._before = 0
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            if self.open:
                raise ValueError("A table of the page stands inside another.")
            self.tables.append((one_line(" ".join(self.words[self._before :])), []))
            self.open = True
        elif self.open and tag == "tr":
            self.tables[-1][1].append([])
        elif self.open and tag in ("td", "th"):
            self._cell = []
        elif tag == "br":
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self.open, self._before = False, len(self.words)
        elif tag in ("td", "th") and self._cell is not None:
            if not self.tables[-1][1]:
                raise ValueError("A cell of the page stands in no row.")
            self.tables[-1][1][-1].append(one_line("".join(self._cell)))
            self._cell = None

    def handle_data(self, data: str) -> None:
        (self.words if self._cell is None else self._cell).append(data)


def told_day(page: bytes) -> date | None:
    """The day of the last change that the page tells of itself; None where it tells none."""
    told = _CHANGED.search(one_line(" ".join(_read_page(page).words)))
    return None if told is None else date(int(told[3]), int(told[1]), int(told[2]))


def read(page: bytes, country: Countries, edition_day: date) -> Reading:
    """The parties of one edition; a party in several sections has a statement for each.

    Raises: ValueError where a table, a section, a name or a day is not expected.
    """
    found = (p for at, row in enumerate(rows(page), 1) for p in _parties(row, at, country, edition_day))
    return Reading(merged(found))


def _read_page(page: bytes) -> _Page:
    try:
        words = page.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("The page is not UTF-8 text.") from None
    parsed = _Page()
    parsed.feed(words)
    parsed.close()
    if parsed.open:
        raise ValueError("The page ends inside a table: it is cut short.")
    return parsed


def rows(page: bytes) -> tuple[Row, ...]:
    """The rows of the page as they stand. Raises: ValueError where a table, a section or a day is not expected."""
    tables = _read_page(page).tables
    found = tuple(row for before, cells in tables for row in _table(before, cells))
    sections = {row.section for row in found}
    if EXPECTED - sections:
        raise ValueError(f"The page has no rows of section {', '.join(sorted(EXPECTED - sections))}.")
    if len(sections) != len(tables):
        raise ValueError("Two tables of the page are of one section.")
    return found


def _table(before: str, cells: list[list[str]]) -> Iterator[Row]:
    told = _HEADING.match(before)
    head = tuple(cells[0]) if cells else ()
    if told is None or head not in HEADS:
        raise ValueError(f"A table headed {', '.join(head)} after {before[-80:]!r} is none of the list.")
    if told[2] not in SECTIONS:
        raise ValueError(f"The section {told[2]} names no entities.")
    for row in cells[1:]:
        if len(row) != 2 or not row[0]:
            raise ValueError(f"The row {row} is not a name and a day.")
        yield Row(told[2], told[1], row[0], day(row[1], "words"))


@cache
def _in_short() -> dict[str, str]:
    """The heading of each section, and the same in few words; a heading that is not known stays as it stands."""
    return {s["heading"]: s["about"] for s in bundled.card(__package__ or "", "list.toml")["section"]}


def _parties(row: Row, at: int, country: Countries, edition_day: date) -> Iterator[ListedParty]:
    """The party of a row, then the subsidiaries that it names."""
    places = (country("China"),) if row.section in IN_CHINA else ()
    about = _in_short().get(row.ground, row.ground)
    statement = Statement(f"section 2(d)(2)(B){row.section}", "in_force", row.since, None, edition_day, about, "", at)
    named = read_name(row.name)

    def party(it: Named, part_of: str) -> ListedParty:
        return ListedParty(
            ID, f"{edition_day}", key(it.name), it.name, (statement,), it.aliases, "organization",
            tuple(place for place in places if place), (), (), it.with_subsidiaries, part_of,
        )  # fmt: skip

    yield party(named, "")
    for below in named.below:
        yield party(below, named.name)
