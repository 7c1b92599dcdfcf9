"""The connection to the column engine: tables in, expressions evaluated, ordered files out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pyarrow as pa

from buyfair.records.table import Kind, Table
from buyfair.terms.errors import MachineError, refuse

Expression = Any
"""A column expression; its library has no types to offer."""
TableExpression = Any
"""A table expression."""

_ARROW: dict[Kind, pa.DataType] = {
    "text": pa.string(),
    "day": pa.date32(),
    "stamp": pa.timestamp("us"),
    "money": pa.decimal128(18, 2),
    "count": pa.int64(),
    "flag": pa.bool_(),
}


@contextmanager
def _machine() -> Iterator[None]:
    """What disk or memory refuses is said in one sentence; a sum beyond money's range is an input's defect."""
    try:
        yield
    except (duckdb.OutOfMemoryException, duckdb.IOException) as problem:
        raise MachineError(f"the engine stopped: {str(problem).splitlines()[0]}") from None
    except duckdb.ConversionException:
        raise refuse(
            "the amounts of one award, supplier or total pass ten thousand trillion dollars",
            "amounts in US dollars",
            "look for an amount with misplaced decimals or in another currency",
        ) from None


class Engine:
    """One embedded engine over a scratch database, so that memory stays bounded.

    Everything written is ordered by its key: the same input gives the same bytes.
    """

    def __init__(self, work: Path, memory: str | None = None) -> None:
        self.work = work
        self._con = ibis.duckdb.connect(str(work / "engine.duckdb"))
        self.run("SET autoinstall_known_extensions = false; SET TimeZone = 'UTC'")
        self.run(f"SET temp_directory = '{str(work / 'spill').replace(chr(39), chr(39) * 2)}'")
        if memory is not None:
            self.run(f"SET memory_limit = '{memory}'")

    def run(self, sql: str) -> None:
        """Runs one statement of the engine's own (settings, copies)."""
        with _machine():
            self._con.raw_sql(sql)

    def read(self, path: Path, name: str) -> TableExpression:
        """A Parquet file as a table."""
        return self._con.read_parquet(str(path), table_name=name, hive_partitioning=False)

    def table(self, name: str) -> TableExpression:
        """A table that the engine holds by this name."""
        return self._con.table(name)

    def values(self, name: str, columns: Mapping[str, Kind], rows: Iterable[Sequence[object]]) -> TableExpression:
        """Knowledge as a table: the rows in the order given."""
        held = list(rows)
        arrays = [pa.array([row[i] for row in held], type=_ARROW[kind]) for i, kind in enumerate(columns.values())]
        self._con.con.register("incoming", pa.table(arrays, names=list(columns)))
        self.run(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM incoming")
        self._con.con.unregister("incoming")
        return self.table(name)

    def keep(self, name: str, expression: TableExpression) -> TableExpression:
        """Evaluates once and holds the result, where several questions are asked of it."""
        self.run(f"CREATE OR REPLACE TABLE {name} AS {ibis.to_sql(expression, dialect='duckdb')}")
        return self.table(name)

    def rows(self, expression: TableExpression) -> list[dict[str, Any]]:
        """The rows of a small result."""
        with _machine():
            found: list[dict[str, Any]] = expression.to_pyarrow().to_pylist()
        return found

    def write(self, expression: TableExpression, table: Table, path: Path) -> None:
        """Writes the columns that the table declares, in their types, ordered by its key."""
        shaped = expression.select(**{c.name: typed(expression[c.name], c.kind) for c in table.columns}).order_by(
            [ibis.asc(key, nulls_first=False) for key in table.key]
        )
        query = ibis.to_sql(shaped, dialect="duckdb")
        target = str(path).replace("'", "''")
        self.run(f"COPY ({query}) TO '{target}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)")

    def close(self) -> None:
        """Lets go of the scratch database."""
        self._con.disconnect()


_TYPES: dict[Kind, str] = {
    "text": "string",
    "day": "date",
    "stamp": "timestamp",
    "money": "decimal(18, 2)",
    "count": "int64",
    "flag": "boolean",
}


def typed(column: Expression, kind: Kind) -> Expression:
    """The column in the type that records/ declares."""
    return column.cast(_TYPES[kind])
