"""Reads a public copy of the Labor Department's list of goods (bytes in, listings out); nothing unexpected is passed over."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

HARMS = ("child_labor", "forced_labor", "forced_child_labor")

ONE_EDITION = (
    "good", "sector", "country", "region", *HARMS, "derived_labor_exploitation", "derived_country",
)  # fmt: skip
"""A copy of one edition: it says that a good is listed for its inputs, not for which harm."""

MERGED = (
    "country", "good", "sector", "region", *HARMS, "inputs_child_labor", "inputs_forced_labor", "edition",
)  # fmt: skip
"""A copy whose rows come from several editions; inputs stand per harm."""


class Row(NamedTuple):
    """One good, country and harm, as listings.csv holds it; `harm` is empty where the copy does not tell it."""

    good: str
    country: str
    harm: str
    through_inputs: str
    edition: str


def read(table: bytes, country: Callable[[str], str | None], edition: str = "") -> tuple[Row, ...]:
    """The listings of one copy, sorted. A harm of the good itself outweighs the same harm of its inputs.

    `country` turns a spelling into ISO alpha-3; `edition` names the edition where the copy has no column for it.

    Raises: ValueError where a column, a value, a country or a repeated pair is not expected.
    """
    rows = csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline=""))
    head = tuple(rows.fieldnames or ())
    if head not in (ONE_EDITION, MERGED):
        raise ValueError(f"The columns {', '.join(head)} are not those of a known copy of the list.")
    if bool(edition) is not (head == ONE_EDITION):
        raise ValueError("Name the edition of a copy that has no column for it, and of no other.")
    found: list[Row] = []
    seen: set[tuple[str, str]] = set()
    for row in rows:
        if None in row or None in row.values():
            raise ValueError(f"The row {list(row.values())} has another number of cells than the head.")
        good = unicodedata.normalize("NFC", row["good"].strip())
        code = country(row["country"])
        if code is None or not good:
            raise ValueError(f"The pair of good {good!r} and country {row['country']!r} cannot be read.")
        if (good, code) in seen:
            raise ValueError(f"The pair of {good} and {code} stands twice.")
        seen.add((good, code))
        found += [Row(good, code, harm, inputs, edition or row["edition"]) for harm, inputs in _harms(row, good)]
    return tuple(sorted(found))


def _harms(row: dict[str, str], good: str) -> list[tuple[str, str]]:
    """The harms of a row, each with whether it is that of an input."""
    if "edition" in row and row["edition"] not in _NOT_TOLD:
        raise ValueError(f"The edition {row['edition']!r} of {good} is not one that is known.")
    itself = [harm for harm in HARMS if _yes(row, harm, good)]
    if "edition" in row:
        below = [harm for harm in HARMS[:2] if _yes(row, f"inputs_{harm}", good) and harm not in itself]
    else:
        below = [""] if _yes(row, "derived_labor_exploitation", good) else []
    if not itself and not below:
        raise ValueError(f"The row of {good} from {row['country']} names no harm.")
    return [(harm, "no") for harm in itself] + [(harm, "yes") for harm in below]


_NOT_TOLD = {"2024": ("forced_child_labor",), "2022": ("inputs_child_labor", "inputs_forced_labor")}
"""Per edition of a merged copy, the columns that its source does not hold and that must be empty."""


def _yes(row: dict[str, str], column: str, good: str) -> bool:
    blank = column in _NOT_TOLD.get(row.get("edition", ""), ())
    expected = {"": False} if blank else {"Yes": True, "No": False}
    if row[column] not in expected:
        raise ValueError(f"The column {column} says {row[column]!r} of {good} from {row['country']}.")
    return expected[row[column]]
