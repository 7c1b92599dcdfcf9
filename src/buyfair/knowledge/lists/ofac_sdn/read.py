"""Reads the three files of specially designated nationals (an archive in, parties out): organizations and vessels."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date

from buyfair.terms.party import Kind, ListedParty, Reading, Statement
from buyfair.terms.party_names import key
from buyfair.terms.party_table import Countries, merged
from buyfair.terms.table_text import WORKBOOK, cells

ID = "ofac_sdn"
NOTHING = "-0-"
"""Stands in a cell that is empty."""
WIDTHS = {"sdn": 12, "alt": 5, "add": 6}
"""The files and how many cells their rows have: parties, other names, addresses. They have no head."""
KINDS: dict[str, Kind | None] = {"": "organization", "vessel": "vessel", "individual": None, "aircraft": None}
OTHER_NAMES = {"aka", "fka", "nka"}
LARGEST = 1 << 28
FIRST_ALONE = "Other names and addresses are in the files alt.csv and add.csv, which were not brought."
_FILE = re.compile(r"(?:^|[^a-z])(sdn|alt|add)(?:[^a-z]|$)")
_IMO = re.compile(r"\bVessel Registration Identification IMO (\d{7})\b")
_NO_COUNTRY = re.compile(r"^(?:Region: .+|undetermined|None Identified|Netherlands Antilles)$")
"""A region, no place, or a country that is no more: which successor is meant is not told."""
Table = list[list[str]]


def read(files: bytes, country: Countries, edition_day: date) -> Reading:
    """The parties of one edition, from an archive of the three files or from the first alone, then without other names.

    Raises: ValueError where a file, a row, a type, a kind of name or a country is not expected.
    """
    tables = _tables(files)
    names = _by_number(tables["alt"], _other_name)
    addresses = _by_number(tables["add"], _address)
    passed: Counter[str] = Counter()
    found = []
    for at, row in enumerate(tables["sdn"], 1):
        if row[2] not in KINDS:
            raise ValueError(f"The type {row[2]!r} of record {at} is not known.")
        kind = KINDS[row[2]]
        if kind is None:
            passed[row[2]] += 1
        else:
            found.append(_party(at, row, kind, names[row[0]], addresses[row[0]], country, edition_day))
    return Reading(merged(found), tuple(sorted(passed.items())), () if tables["alt"] else (FIRST_ALONE,))


def _tables(files: bytes) -> dict[str, Table]:
    if not files.startswith(WORKBOOK):
        return {"sdn": _rows("sdn", files), "alt": [], "add": []}
    found: dict[str, Table] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(files)) as archive:
            for member in archive.infolist():
                told = _FILE.search(member.filename.rpartition("/")[2].lower())
                if told is not None and member.file_size <= LARGEST:
                    found[told[1]] = _rows(told[1], archive.read(member))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        raise ValueError("The archive is broken.") from None
    if set(found) != set(WIDTHS):
        raise ValueError("The archive does not hold the three files sdn.csv, alt.csv and add.csv.")
    return found


def _rows(name: str, file: bytes) -> Table:
    """The rows of one file; the sign that ends a file of old is left out."""
    rows = [["" if cell == NOTHING else cell for cell in row] for row in cells(file) if row != ["\x1a"]]
    wrong = next((row for row in rows if len(row) != WIDTHS[name] or not row[0].isdigit()), None)
    if wrong is not None or not rows:
        raise ValueError(f"A row of {name}.csv is not one of {WIDTHS[name]} cells that opens with a number: {wrong}.")
    return rows


def _by_number(table: Table, of: Callable[[list[str]], str]) -> defaultdict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in table:
        found[row[0]].append(of(row))
    return found


def _other_name(row: list[str]) -> str:
    if row[2] not in OTHER_NAMES:
        raise ValueError(f"The kind of name {row[2]!r} is not known.")
    return row[3]


def _address(row: list[str]) -> str:
    return "\n".join(row[2:5])


def _party(
    at: int, row: list[str], kind: Kind, names: list[str], addresses: list[str], country: Countries, edition_day: date
) -> ListedParty:
    number, name, _, program, *_, flag, _, remarks = row
    places = (*(address.rpartition("\n")[2] for address in addresses), flag if kind == "vessel" else "")
    program = program.replace("] [", ", ")
    statement = Statement("specially designated national", "in_force", None, None, edition_day, program, "", at)
    imo = _IMO.search(remarks)
    told = (", ".join(part for part in address.split("\n") if part) for address in addresses)
    return ListedParty(
        ID, f"{edition_day}", f"{key(name)}-{number}", name, (statement,), tuple(dict.fromkeys(n for n in names if n != name)),
        kind, tuple(dict.fromkeys(_codes(places, country))), tuple(dict.fromkeys(a for a in told if "," in a)),
        (("imo", imo[1]),) if imo else (),
    )  # fmt: skip


def _codes(places: tuple[str, ...], country: Countries) -> Iterator[str]:
    for place in places:
        if place and not _NO_COUNTRY.match(place):
            code = country(place)
            if code is None:
                raise ValueError(f"The country {place!r} is not known.")
            yield code
