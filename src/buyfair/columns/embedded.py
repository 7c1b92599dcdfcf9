"""The embedded engine, in which a portfolio is judged by default: tables in, expressions evaluated, ordered files out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import ibis
import numpy as np
import pyarrow as pa
from ibis.backends.sql.datatypes import DuckDBType
from ibis.expr.operations import DatabaseTable, UnboundTable
from numpy.typing import NDArray

from buyfair.columns.engine import (
    PARQUET,
    TYPES,
    TableExpression,
    beyond_money,
    by_key,
    declared,
    no_table,
    quoted,
    shaped,
)
from buyfair.columns.words import speaks
from buyfair.records.table import SQL_TYPES, Kind, Table
from buyfair.terms.errors import MachineError

MEMORY = "2GB"
"""What the engine may hold before it goes to disk; the process needs about one gigabyte beside it."""

_SAID: dict[Any, str] = {}
"""Expressions in the engine's language: a program that assesses again asks the same of tables of the same names."""
_MOST_SAID = 2000

_FEW = 1000
"""A text of no more values than these is lent as numbers."""

BESIDE = "1GB"
"""What the engine beside it may hold that writes in file order."""

_IN_ORDER = (
    "SET TimeZone = 'UTC'; SET preserve_insertion_order = true; SET enable_caching_operators = false; "
    "SET disabled_optimizers = 'build_side_probe_side'"
)


@lru_cache(maxsize=256)
def _kind(said: str) -> ibis.DataType:
    """A type as the engine says it."""
    return DuckDBType.from_string(said)


@lru_cache(maxsize=128)
def _table(name: str, columns: tuple[tuple[str, str], ...]) -> TableExpression:
    """A table of these columns: files of one shape are read again and again, award after award."""
    return ibis.table({column: _kind(said) for column, said in columns}, name=name)


@lru_cache(maxsize=128)
def _numbered(name: str, columns: tuple[tuple[str, str], ...]) -> TableExpression:
    """The table of a file with its rows numbered."""
    return _table(name, columns).rename(nth="file_row_number")


@contextmanager
def machine() -> Iterator[None]:
    """What disk or memory refuses is said in one sentence; a sum beyond money's range is an input's defect."""
    try:
        yield
    except (duckdb.OutOfMemoryException, duckdb.IOException) as problem:
        raise MachineError(f"the engine stopped: {str(problem).splitlines()[0]}") from None
    except duckdb.ConversionException:
        raise beyond_money() from None


class Embedded:
    """One embedded engine; what passes its memory goes to the folder `work`.

    Everything written is in file order or ordered by its key: the same input gives the same bytes.
    """

    def __init__(self, work: Path, memory: str = MEMORY) -> None:
        self.work = work
        self._con = ibis.duckdb.connect()
        self._writers = ThreadPoolExecutor(max_workers=1)
        self.run(
            # No checkpoints: they would compress what is asked once or twice and let go.
            "SET autoinstall_known_extensions = false; SET TimeZone = 'UTC'; SET checkpoint_threshold = '1000TB'; "
            f"SET temp_directory = '{quoted(work / 'spill')}'; SET memory_limit = '{memory}'"
        )
        threads = int(self._con.con.execute("SELECT current_setting('threads')").fetchall()[0][0])
        # One thread alone cuts files into other row groups than several do, and so writes other bytes.
        self.run(f"SET threads = {max(2, threads)}")

    def run(self, sql: str) -> None:
        """Runs one statement of the engine's own (settings, copies)."""
        with machine():
            self._con.raw_sql(sql)

    def hand_over(self, name: str, rows: str) -> TableExpression:
        """What reading gave: a query over files of the embedded engine's own, as a table."""
        self.run(f"CREATE OR REPLACE VIEW {name} AS {rows}")
        return self.table(name)

    def lying(self, place: str, name: str) -> TableExpression:
        """A table of Parquet files, taken where it lies.

        Raises: InputRefusedError where there is none.
        """
        files = Path(place) / "**" / "*.parquet" if Path(place).is_dir() else Path(place)
        try:
            self._con.con.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM read_parquet('{quoted(files)}')")
        except (duckdb.IOException, duckdb.InvalidInputException):
            raise no_table(place) from None
        return self.table(name)

    def standing(self, name: str, expression: TableExpression, by: str) -> TableExpression:
        """Rows in the order of a column."""
        return self.keep(name, expression.order_by(by))

    def read(self, path: Path, name: str) -> TableExpression:
        """A Parquet file as a table, its rows numbered from 0 as `nth`."""
        rows = f"read_parquet('{quoted(path)}', hive_partitioning = false, file_row_number = true)"
        self._con.con.execute(f"CREATE OR REPLACE TEMPORARY VIEW {name} AS SELECT * FROM {rows}")
        return _numbered(name, self._columns(name))

    def again(self, path: Path, name: str, expression: TableExpression) -> TableExpression:
        """Rows that were written, numbered as they stand: to read them is cheaper than to make them anew."""
        return self.read(path, name)

    def table(self, name: str) -> TableExpression:
        """A table that the engine holds by this name."""
        return _table(name, self._columns(name))

    def _columns(self, name: str) -> tuple[tuple[str, str], ...]:
        """The columns of a table, each with its type as the engine says it."""
        return tuple((str(row[0]), str(row[1])) for row in self._con.con.execute(f"DESCRIBE {name}").fetchall())

    def _said(self, expression: TableExpression) -> str:
        """The expression in the engine's language; questions asked before are not put into words anew."""
        asked = expression.op()
        if asked not in _SAID:
            if len(_SAID) >= _MOST_SAID:
                _SAID.clear()
            _SAID[asked] = str(self._con.compile(expression))
        return _SAID[asked]

    def values(self, name: str, columns: Mapping[str, Kind], rows: Iterable[Sequence[object]]) -> TableExpression:
        """Knowledge as a table: the rows in the order given."""
        held = list(rows)
        named = ", ".join(f"\"{c}\" {SQL_TYPES[k]}" for c, k in columns.items())
        self.run(f"CREATE OR REPLACE TABLE {name} ({named})")
        lists = ", ".join(f"unnest(?::{SQL_TYPES[kind]}[])" for kind in columns.values())
        with machine():
            self._con.con.execute(f"INSERT INTO {name} SELECT {lists}", [[row[i] for row in held] for i in range(len(columns))])
        return ibis.table({c: TYPES[kind] for c, kind in columns.items()}, name=name)

    def speaking(self, rows: TableExpression, patterns: Mapping[int, str]) -> TableExpression:
        """Of rows with `words` in capitals and the number of a `pattern` those in whose words the pattern speaks."""
        return rows.filter(speaks(rows.words, rows.pattern, patterns))

    def keep(self, name: str, expression: TableExpression) -> TableExpression:
        """Evaluates once and holds the result, where several questions are asked of it."""
        self.run(f"CREATE OR REPLACE TABLE {name} AS {self._said(expression)}")
        return ibis.table(expression.schema(), name=name)

    def rows(self, expression: TableExpression) -> list[dict[str, Any]]:
        """The rows of a small result."""
        with machine():
            found = self._con.con.execute(self._said(expression))
            names = [column[0] for column in found.description]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def numbers(self, expression: TableExpression) -> dict[str, NDArray[np.int64]]:
        """The columns of a result of whole numbers, none of them missing, each as one array."""
        with machine():
            found = self._con.con.execute(self._said(expression)).fetchnumpy()
            return {name: np.asarray(column, dtype=np.int64) for name, column in found.items()}

    def arrays(self, name: str, columns: Mapping[str, NDArray[np.int64]]) -> TableExpression:
        """Arrays of whole numbers as a table: one row after the other."""
        held = pa.table({c: pa.array(column) for c, column in columns.items()})
        return self._taken(name, held, dict.fromkeys(columns, "int64"))

    def lists(self, name: str, key: str, of: str, rows: Sequence[Sequence[int]]) -> TableExpression:
        """Lists of whole numbers as a table: `key` counts them from 1, `of` is the list."""
        numbered = pa.array(range(1, len(rows) + 1), type=pa.int64())
        held = pa.table({key: numbered, of: pa.array([list(row) for row in rows], type=pa.list_(pa.int64()))})
        return self._taken(name, held, {key: "int64", of: "array<int64>"})

    def _taken(self, name: str, held: pa.Table, kinds: Mapping[str, str]) -> TableExpression:
        """A table of the caller's memory as one of the engine's own."""
        with machine():
            self._con.con.register(f"{name}_held", held)
            self._con.con.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM {name}_held")
            self._con.con.unregister(f"{name}_held")
        return ibis.table(kinds, name=name)

    def write(self, expression: TableExpression, table: Table, path: Path, order: Sequence[str] = ()) -> None:
        """Writes the columns that the table declares, in their types: in file order, or ordered by its key.

        File order is that of the table from which the expression begins; what it joins stands on the right.
        """
        if table.in_file_order:
            self.begin(expression, table, path).result()
            return
        query = f"{declared(self._said(shaped(expression, table)), table)} ORDER BY {by_key(table)}"
        self.run(f"COPY ({query}) TO '{quoted(path)}' ({PARQUET})")

    def begin(self, expression: TableExpression, table: Table, path: Path, order: Sequence[str] = ()) -> Future[None]:
        """Begins to write in file order, while other questions are asked; what is given back ends with the writing.

        Several threads would mix the rows that a join lets through, and so would one that holds small pieces back or
        exchanges the sides of a join. One thread beside this engine that does neither, over the same views and over
        copies of the tables asked, keeps rows as they come.
        """
        query = declared(self._said(shaped(expression, table)), table)
        with machine():
            beside = duckdb.connect(config={"threads": 1, "memory_limit": BESIDE})
            beside.execute(f"{_IN_ORDER}; SET temp_directory = '{quoted(self.work / 'spill-beside')}'")
            for held in sorted({t.name for t in expression.op().find((UnboundTable, DatabaseTable))}):
                self._lend(held, beside)
        return self._writers.submit(_copied, beside, f"COPY ({query}) TO '{quoted(path)}' ({PARQUET})")

    def _lend(self, name: str, to: duckdb.DuckDBPyConnection) -> None:
        """Lets another engine see the view of this name, or a copy of the table.

        There a text of few values is a number with its value beside it: files of it are written several times faster.
        """
        view = self._con.con.execute("SELECT sql FROM duckdb_views() WHERE view_name = ?", [name]).fetchall()
        if view:
            to.execute(str(view[0][0]))
            return
        copy = f"'{quoted(self.work / f'{name}.parquet')}'"
        self.run(f"COPY {name} TO {copy} (FORMAT parquet)")
        told = self._con.con.execute(f"DESCRIBE {name}").fetchall()
        texts = [str(row[0]) for row in told if row[1] == "VARCHAR"]
        values = [f'count(DISTINCT "{c}")' for c in texts] or ["count(*)"]
        counted = self._con.con.execute(f"SELECT {', '.join(values)} FROM {name}").fetchall()[0]
        few = [c for c, n in zip(texts, counted, strict=False) if 0 < n <= _FEW]
        for c in few:
            of = f'SELECT DISTINCT "{c}" FROM read_parquet({copy}) WHERE "{c}" IS NOT NULL ORDER BY 1'
            to.execute(f'CREATE TYPE "{name}.{c}" AS ENUM ({of})')
        numbered = ", ".join(f'CAST("{c}" AS "{name}.{c}") AS "{c}"' for c in few)
        columns = f"* REPLACE ({numbered})" if few else "*"
        to.execute(f"CREATE TABLE {name} AS SELECT {columns} FROM read_parquet({copy})")

    def close(self) -> None:
        """Lets go of everything held."""
        self._writers.shutdown()
        self._con.disconnect()


def _copied(engine: duckdb.DuckDBPyConnection, statement: str) -> None:
    """Runs one long statement on an engine of its own, and lets go of it."""
    with machine():
        try:
            engine.execute(statement)
        finally:
            engine.close()
