"""What a column and a table are, before any engine reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "day", "stamp", "money", "count", "flag"]
"""text; a calendar day; a moment (UTC, to the second); US dollars with cents; a whole number; true or false."""

SQL_TYPES: dict[Kind, str] = {
    "text": "VARCHAR",
    "day": "DATE",
    "stamp": "TIMESTAMP",
    "money": "DECIMAL(18,2)",
    "count": "BIGINT",
    "flag": "BOOLEAN",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: every column may be null (not recorded) unless it says otherwise."""

    name: str
    kind: Kind
    says: str
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what a row is, the columns as they stand, the key that tells rows apart.

    Rows are ordered by the key, or stand `in_file_order`: as the actions stood in the files read, then by the key.
    """

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    in_file_order: bool = False

    def names(self) -> tuple[str, ...]:
        """The column names in file order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of this name.

        Raises: KeyError where the table has none.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)
