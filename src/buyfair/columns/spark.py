"""The distributed engine: the same questions asked of Apache Spark, where the rows already lie or are too many for one machine.

What Spark is told and tells passes through one folder that it sees under the same name: Parquet in, Parquet out. What is
asked more than once is written there and read again, so that no number dealt out to rows is ever dealt anew.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from ibis.backends.sql.datatypes import PySparkType
from numpy.typing import NDArray

from buyfair.columns.embedded import machine
from buyfair.columns.engine import PARQUET, TYPES, TableExpression, by_key, no_table, quoted, shaped
from buyfair.columns.spark_session import asking, session
from buyfair.columns.spark_sql import portable, said
from buyfair.records.table import SQL_TYPES, Kind, Table
from buyfair.terms.errors import MachineError

FEW = 10_000
"""Tables of no more rows travel within the question; larger ones lie in the folder."""

EMBEDDED_MEMORY = "1GB"
"""What the embedded engine may hold that hands rows over and puts written ones in order."""

_ARROW = {
    "text": pa.string(), "day": pa.date32(), "stamp": pa.timestamp("us"), "money": pa.decimal128(18, 2),
    "count": pa.int64(), "flag": pa.bool_(),
}  # fmt: skip


class Spark:
    """One Spark engine; `work` is a folder that Spark sees under the same name.

    Raises: MachineError where Spark, its library or its Java is not there.
    """

    def __init__(self, work: Path, address: str) -> None:
        self.work = work
        self._session = session(address)
        self._schemas: dict[str, Any] = {}
        self._numbers = count()
        self._writers = ThreadPoolExecutor(max_workers=1)
        self._files = duckdb.connect()
        self._files.execute(
            "SET autoinstall_known_extensions = false; SET TimeZone = 'UTC'; SET threads = 2; "
            f"SET temp_directory = '{quoted(work / 'spill')}'; SET memory_limit = '{EMBEDDED_MEMORY}'"
        )

    def _place(self, name: str) -> Path:
        """A place in the folder that no table had before."""
        return self.work / f"{name}-{next(self._numbers)}"

    def _seen(self, name: str, schema: Any, rows: Any) -> TableExpression:
        """Rows that Spark holds, as a table of this name."""
        rows.createOrReplaceTempView(name)
        self._schemas[name] = schema
        return self.table(name)

    def _of_files(self, name: str, schema: Any, place: Path) -> TableExpression:
        columns = ", ".join(f"`{c}` {PySparkType.to_string(kind)}" for c, kind in schema.items())
        return self._seen(name, schema, self._session.read.schema(columns).parquet(str(place)))

    def table(self, name: str) -> TableExpression:
        """A table that the engine holds by this name."""
        return ibis.table(self._schemas[name], name=name)

    def hand_over(self, name: str, rows: str) -> TableExpression:
        """What reading gave: a query of the embedded engine, written once where Spark reads it."""
        place = self._place(name)
        place.mkdir()
        with machine():
            self._files.execute(f"COPY ({rows}) TO '{quoted(place / 'rows.parquet')}' ({PARQUET})")
            told = self._files.execute(f"DESCRIBE {rows}").fetchall()
        schema = ibis.schema({str(row[0]): _KINDS[str(row[1])] for row in told})
        with asking():
            return self._of_files(name, schema, place)

    def lying(self, place: str, name: str) -> TableExpression:
        """A table of Parquet files, taken where it lies: nothing of it passes through this machine.

        Raises: InputRefusedError where there is none.
        """
        try:
            with asking():
                rows = self._session.read.parquet(place)
                told = {c.name: PySparkType.from_string(c.dataType.simpleString()) for c in rows.schema.fields}
                return self._seen(name, ibis.schema(told), rows)
        except MachineError:
            raise no_table(place) from None

    def standing(self, name: str, expression: TableExpression, by: str) -> TableExpression:
        """Rows as they are: what is written is put in order then."""
        return expression

    def read(self, path: Path, name: str) -> TableExpression:
        """A Parquet file as a table, its rows numbered from 0 as `nth`."""
        rows = f"FROM read_parquet('{quoted(path)}', file_row_number = true, hive_partitioning = false)"
        return self.hand_over(name, f"SELECT * EXCLUDE (file_row_number), file_row_number AS nth {rows}")

    def again(self, path: Path, name: str, expression: TableExpression) -> TableExpression:
        """Rows that were written: Spark need not read them back from the one file."""
        return expression

    def _told(self, name: str, held: pa.Table, schema: Any) -> TableExpression:
        """A table of the caller's memory as one of Spark's."""
        with asking():
            if not held.num_rows:
                nothing = ", ".join(f"CAST(NULL AS {PySparkType.to_string(kind)}) AS `{c}`" for c, kind in schema.items())
                return self._seen(name, schema, self._session.sql(f"SELECT {nothing} WHERE false"))
            if held.num_rows <= FEW:
                return self._seen(name, schema, self._session.createDataFrame(held))
            place = self._place(name)
            place.mkdir()
            pq.write_table(held, place / "rows.parquet")
            return self._of_files(name, schema, place)

    def values(self, name: str, columns: Mapping[str, Kind], rows: Iterable[Sequence[object]]) -> TableExpression:
        """Knowledge as a table."""
        held = list(rows)
        arrays = [pa.array([row[i] for row in held], type=_ARROW[kind]) for i, kind in enumerate(columns.values())]
        return self._told(name, pa.table(arrays, names=list(columns)), ibis.schema({c: TYPES[k] for c, k in columns.items()}))

    def arrays(self, name: str, columns: Mapping[str, NDArray[np.int64]]) -> TableExpression:
        """Arrays of whole numbers as a table."""
        held = pa.table({c: pa.array(column) for c, column in columns.items()})
        return self._told(name, held, ibis.schema(dict.fromkeys(columns, "int64")))

    def lists(self, name: str, key: str, of: str, rows: Sequence[Sequence[int]]) -> TableExpression:
        """Lists of whole numbers as a table: `key` counts them from 1, `of` is the list."""
        numbered = pa.array(range(1, len(rows) + 1), type=pa.int64())
        held = pa.table({key: numbered, of: pa.array([list(row) for row in rows], type=pa.list_(pa.int64()))})
        return self._told(name, held, ibis.schema({key: "int64", of: "array<int64>"}))

    def _asked(self, expression: TableExpression) -> Any:
        """The rows of an expression, in its very types: Spark reckons some numbers in narrower ones."""
        cells = [
            f"`{c}`" if kind.is_struct() else f"CAST(`{c}` AS {PySparkType.to_string(kind)}) AS `{c}`"
            for c, kind in expression.schema().items()
        ]
        return self._session.sql(f"SELECT {', '.join(cells)} FROM ({said(expression)}) AS asked")

    def speaking(self, rows: TableExpression, patterns: Mapping[int, str]) -> TableExpression:
        """Of rows with `words` in capitals and the number of a `pattern` those in whose words the pattern speaks.

        Rows with one pattern are brought together: it is put together once for all of them, and hundreds of patterns in one
        expression are more than Spark makes a program of.
        """
        told = self.values("patterns_told", {"pattern": "count", "looked_for": "text"},
                           ((n, portable(pattern)) for n, pattern in sorted(patterns.items())))  # fmt: skip
        held = self.keep("words_by_pattern", rows.filter(rows.words.notnull()).join(told, "pattern").order_by("pattern"))
        return held.filter(held.words.re_search(held.looked_for)).select(*rows.columns)

    def keep(self, name: str, expression: TableExpression) -> TableExpression:
        """Evaluates once and holds the result, where several questions are asked of it."""
        place = self._place(name)
        with asking():
            self._asked(expression).write.parquet(str(place))
            return self._of_files(name, expression.schema(), place)

    def rows(self, expression: TableExpression) -> list[dict[str, Any]]:
        """The rows of a small result."""
        with asking():
            found: list[dict[str, Any]] = self._asked(expression).toArrow().to_pylist()
            return found

    def numbers(self, expression: TableExpression) -> dict[str, NDArray[np.int64]]:
        """The columns of a result of whole numbers, none of them missing, each as one array."""
        with asking():
            found = self._asked(expression).toArrow()
        return {name: np.asarray(found[name].to_numpy(), dtype=np.int64) for name in found.column_names}

    def write(self, expression: TableExpression, table: Table, path: Path, order: Sequence[str] = ()) -> None:
        """Writes the columns that the table declares, in their types: in the order told, or by its key."""
        self.begin(expression, table, path, order).result()

    def begin(self, expression: TableExpression, table: Table, path: Path, order: Sequence[str] = ()) -> Future[None]:
        """Spark writes the rows as they come to it; the embedded engine then puts them in order in one file."""
        if table.in_file_order and not order:
            raise ValueError(f"{table.name} stands in file order: columns that tell it are needed")
        place = self._place(table.name)
        with asking():
            self._asked(shaped(expression, table, *(c for c in order if c not in table.names()))).write.parquet(str(place))
        return self._writers.submit(self._in_order, place, table, path, order)

    def _in_order(self, place: Path, table: Table, path: Path, order: Sequence[str]) -> None:
        told = ", ".join(f'"{c}"' for c in order) if order else by_key(table)
        if any(place.glob("*.parquet")):
            parts = quoted(place / "*.parquet")
            cells = ", ".join(f'CAST("{c.name}" AS {SQL_TYPES[c.kind]}) AS "{c.name}"' for c in table.columns)
            rows = f"SELECT {cells} FROM read_parquet('{parts}') ORDER BY {told}"
        else:
            rows = f"SELECT {', '.join(f'CAST(NULL AS {SQL_TYPES[c.kind]}) AS {c.name}' for c in table.columns)} LIMIT 0"
        with machine():
            self._files.cursor().execute(f"COPY ({rows}) TO '{quoted(path)}' ({PARQUET})")
        shutil.rmtree(place, ignore_errors=True)

    def close(self) -> None:
        """Lets go of everything held; the session stays for the next who asks."""
        self._writers.shutdown()
        self._files.close()
        with asking():
            for name in self._schemas:
                self._session.catalog.dropTempView(name)
        shutil.rmtree(self.work, ignore_errors=True)


_KINDS = {SQL_TYPES[kind]: TYPES[kind] for kind in SQL_TYPES}
