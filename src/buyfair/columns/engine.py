"""What is asked of an engine: to take tables in, to evaluate expressions, to write files in order.

Which engine it is stays open: expressions are written once. The embedded engine evaluates them by default;
where the rows already lie with Spark, Spark does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from buyfair.records.table import SQL_TYPES, Kind, Table
from buyfair.terms.errors import InputRefusedError, refuse

Expression = Any
"""A column expression; its library has no types to offer."""
TableExpression = Any
"""A table expression."""


class Engine(Protocol):
    """One connection to an engine; tables have names, and one of the same name takes the place of an earlier one.

    Everything written is in file order or ordered by its key: the same input gives the same rows in the same order.
    """

    def table(self, name: str) -> TableExpression:
        """A table that the engine holds by this name."""

    def hand_over(self, name: str, rows: str) -> TableExpression:
        """What reading gave, a query of the embedded engine over files of its own, as a table of this engine."""

    def lying(self, place: str, name: str) -> TableExpression:
        """A table of Parquet files, taken where it lies; its rows have no order.

        Raises: InputRefusedError where there is none.
        """

    def standing(self, name: str, expression: TableExpression, by: str) -> TableExpression:
        """Rows in the order of a column, for an engine that keeps rows as they come; for another as they are."""

    def read(self, path: Path, name: str) -> TableExpression:
        """A Parquet file as a table, its rows numbered from 0 as `nth`."""

    def again(self, path: Path, name: str, expression: TableExpression) -> TableExpression:
        """The rows of an expression that was written to a file, from wherever they are had sooner."""

    def values(self, name: str, columns: Mapping[str, Kind], rows: Iterable[Sequence[object]]) -> TableExpression:
        """Knowledge as a table."""

    def arrays(self, name: str, columns: Mapping[str, NDArray[np.int64]]) -> TableExpression:
        """Arrays of whole numbers as a table: one row after the other."""

    def lists(self, name: str, key: str, of: str, rows: Sequence[Sequence[int]]) -> TableExpression:
        """Lists of whole numbers as a table: `key` counts them from 1, `of` is the list."""

    def speaking(self, rows: TableExpression, patterns: Mapping[int, str]) -> TableExpression:
        """Of rows with `words` in capitals and the number of a `pattern` those in whose words the pattern speaks."""

    def keep(self, name: str, expression: TableExpression) -> TableExpression:
        """Evaluates once and holds the result, where several questions are asked of it."""

    def rows(self, expression: TableExpression) -> list[dict[str, Any]]:
        """The rows of a small result."""

    def numbers(self, expression: TableExpression) -> dict[str, NDArray[np.int64]]:
        """The columns of a result of whole numbers, none of them missing, each as one array."""

    def write(self, expression: TableExpression, table: Table, path: Path, order: Sequence[str] = ()) -> None:
        """Writes the columns that the table declares, in their types: in file order, or ordered by its key.

        `order` are columns of the expression that tell file order to an engine which does not keep rows as they come.
        """

    def begin(self, expression: TableExpression, table: Table, path: Path, order: Sequence[str] = ()) -> Future[None]:
        """Begins to write in file order, while other questions are asked; what is given back ends with the writing."""

    def close(self) -> None:
        """Lets go of everything held."""


TYPES: dict[Kind, str] = {
    "text": "string",
    "day": "date",
    "stamp": "timestamp",
    "money": "decimal(18, 2)",
    "count": "int64",
    "flag": "boolean",
}
"""The types of records/ in the words of the library of expressions."""

PARQUET = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880"
"""How every table is written, whichever engine made its rows."""


def typed(column: Expression, kind: Kind) -> Expression:
    """The column in the type that records/ declares."""
    return column.cast(TYPES[kind])


def shaped(expression: TableExpression, table: Table, *more: str) -> TableExpression:
    """The columns that the table declares, in their types, and more of the expression's own."""
    columns = {c.name: typed(expression[c.name], c.kind) for c in table.columns}
    return expression.select(**columns, **{name: expression[name] for name in more})


def declared(query: str, table: Table) -> str:
    """The query with its numbers in the very types declared: an engine sums whole numbers into wider ones."""
    cells = [
        f'CAST("{c.name}" AS {SQL_TYPES[c.kind]}) AS "{c.name}"' if c.kind in ("count", "money") else f'"{c.name}"'
        for c in table.columns
    ]
    return f"SELECT {', '.join(cells)} FROM ({query})"


def by_key(table: Table) -> str:
    """The order of a table that is ordered by its key: what is not told stands last."""
    return ", ".join(f'"{key}" ASC NULLS LAST' for key in table.key)


def beyond_money() -> InputRefusedError:
    """A sum beyond money's range is an input's defect, on whichever engine it shows."""
    return refuse(
        "the amounts of one award, supplier or total pass ten thousand trillion dollars",
        "amounts in US dollars",
        "look for an amount with misplaced decimals or in another currency",
    )


def no_table(place: str) -> InputRefusedError:
    """Where nothing lies that the engine can read as a table."""
    return refuse(f"{place} is no table that the engine can read", "a Parquet file, or a folder of Parquet files, that it sees",
                  "name the file or folder itself")  # fmt: skip


def quoted(path: Path) -> str:
    """A path as it stands between quotes."""
    return str(path).replace("'", "''")
