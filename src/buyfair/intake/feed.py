"""What a feed is: a layout of columns, which table of records/ its rows become, and what its dollars are.

A feed is one file in feeds/: its field map (our name, the official element names, how the cell is read) as a table at
the top, and nothing of how reading works.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from buyfair.records.lines import ACTIONS
from buyfair.records.table import Table

Read = Literal[
    "text", "code", "day", "stamp", "money", "count", "flag", "country", "commercial", "product_title",
    "place_of_manufacture", "industry_title",
]  # fmt: skip
"""How a cell becomes a value; see cells.py. `product_title` and `industry_title` find the code of a title."""
Part = Literal["whole", "before_colon", "behind_colon"]
"""Which part of a cell holds the value, where a feed writes code and name in one: "2000: Department of the Treasury"."""
Dollars = Literal["action", "award_total", "account_share", "sub_award", "none"]
"""What an amount is: the change by one action; an award's whole; one account's share of an award; part of a prime; none."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column of ours: where a feed keeps it (the first that is filled counts) and how it is read.

    For a country, `names` are code columns and `spelled` the columns that spell it out.
    """

    ours: str
    names: tuple[str, ...]
    read: Read = "text"
    spelled: tuple[str, ...] = ()
    part: Part = "whole"


Row = dict[str, str | None]
"""One flat record out of a nested text: cells by element name; `RAW` holds the record as it stood."""
RAW = "_raw"


@dataclass(frozen=True, slots=True)
class Nested:
    """How records are taken out of a nested text (JSON, XML): whether it is this feed's, and its rows one by one.

    `looks_like` sees the first MiB. `rows` streams; a record that cannot be understood comes as a row of RAW alone.

    `rows` raises ValueError with what is wrong where the text breaks off or is not what it seemed.
    """

    looks_like: Callable[[bytes], bool]
    rows: Callable[[Path], Iterator[Row]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One layout. `marks`: a header that holds all names of one of these sets may be this feed (none: any header may).

    `award_key` and `line_key` are columns that hold the feed's own keys; without them the key is built from the parts
    that the fields piid, sub_agency_code, parent_piid, parent_agency_code, modification and transaction_number give.
    `vehicle` names columns and the values that say a row is a vehicle. `deleted` names a column in which D says that the
    row is gone. `not_when` are conditions (column, values) under which a row is no contract: such rows are rejected as
    `not_a_contract`; so are rows whose award key begins with none of `contract_prefixes`. `currency` names the column that
    says in what money the amount is: another than USD is rejected, an empty one counts as US dollars. `note` is said of
    every input of the layout.
    """

    id: str
    title: str
    dollars: Dollars
    fields: tuple[Field, ...]
    table: Table = ACTIONS
    marks: tuple[frozenset[str], ...] = ()
    award_key: tuple[str, ...] = ()
    line_key: tuple[str, ...] = ()
    vehicle: tuple[str, tuple[str, ...]] | None = None
    deleted: tuple[str, ...] = ()
    not_when: tuple[tuple[str, tuple[str, ...]], ...] = ()
    currency: tuple[str, ...] = ()
    contract_prefixes: tuple[str, ...] = ()
    note: str = ""
    nested: Nested | None = None

    def field(self, ours: str) -> Field | None:
        """The field that feeds a column of ours; None where the layout has none."""
        return next((f for f in self.fields if f.ours == ours), None)

    def known_columns(self) -> frozenset[str]:
        """Every element name that the map reads, in lower case."""
        named = {name for f in self.fields for name in (*f.names, *f.spelled)}
        named |= {*self.award_key, *self.line_key, *self.deleted, *self.currency}
        named |= {self.vehicle[0]} if self.vehicle else set()
        return frozenset(named | {column for column, _ in self.not_when})

    def may_be(self, header: frozenset[str]) -> bool:
        """Whether the header holds what marks this layout."""
        return not self.marks or any(mark <= header for mark in self.marks)

    def missing(self, header: frozenset[str]) -> list[str]:
        """What the reader cannot do without and this header lacks, in words that name the columns."""
        found = []
        for what, names in self.needed():
            if not header & set(names):
                found.append(f"{what} ({' or '.join(names[:2])})")
        return found

    def needed(self) -> list[tuple[str, tuple[str, ...]]]:
        """What every row must have: in words, and the columns any one of which gives it."""
        piid = self.field("piid")
        out = [("the award's identifier", (*(piid.names if piid else ()), *self.award_key))]
        for column, words in NEEDED.get(self.table.name, ()):
            held = self.field(column)
            assert held is not None, f"{self.id} does not map {column}"
            out.append((words, (*held.names, *held.spelled)))
        return out


NEEDED: dict[str, tuple[tuple[str, str], ...]] = {
    "actions": (("action_date", "the day of the action"), ("dollars_obligated", "the obligated amount")),
    "subawards": (("action_date", "the day of the sub-award"), ("dollars", "the amount of the sub-award")),
    "waivers": (),
}
"""Per table of records/, the columns beside the award's identifier without which a row says nothing."""
