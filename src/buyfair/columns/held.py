"""Opens the file that pages read of a snapshot: read-only, by any number at a time, each question within its time."""

from __future__ import annotations

import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb
import ibis
import pyarrow as pa

from buyfair.columns.embedded import Embedded, machine
from buyfair.columns.engine import TYPES, TableExpression, quoted
from buyfair.columns.held_places import Places
from buyfair.columns.later import Later, said
from buyfair.records.table import Kind
from buyfair.terms.errors import MachineError, TooSlowError


@cache
def _speech() -> Any:
    """Puts expressions into the engine's language."""
    return ibis.duckdb.connect()


class Asking(Embedded):
    """One conversation with a held file: what it keeps is its own, temporary, and gone when it ends.

    Questions in the engine's language may be asked by any thread at any time. So may expressions, which within `saying` are
    put into that language when first said, by one thread at a time: the library's books of them may not be written by several.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection, places: Places) -> None:
        self.work, self._raw, self._places = Path(), con, places

    def run(self, sql: str) -> None:
        """Runs one statement of the engine's own."""
        with machine():
            self._raw.execute(sql)

    def rows(self, expression: TableExpression) -> list[dict[str, Any]]:
        """The rows of a small result."""
        return self.answer(_words(expression))

    def keep(self, name: str, expression: TableExpression) -> TableExpression:
        """Evaluates once and holds the result for this conversation."""
        self.run(f"CREATE OR REPLACE TEMP TABLE {name} AS {_words(expression)}")
        return _table(expression.schema(), name)

    def look(self, name: str, sql: str, columns: Mapping[str, Kind]) -> TableExpression:
        """A query of the engine's own as a table of these columns."""
        self.run(f"CREATE OR REPLACE TEMP VIEW {name} AS {sql}")
        return _table(tuple((c, TYPES[kind]) for c, kind in columns.items()), name)

    def hold(self, name: str, sql: str, columns: Mapping[str, Kind]) -> TableExpression:
        """A query of the engine's own, evaluated once, as a table of these columns."""
        self.run(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")
        return _table(tuple((c, TYPES[kind]) for c, kind in columns.items()), name)

    def answer(self, sql: str, given: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """The rows of a query of the engine's own; each `?` stands for one value given."""
        with machine():
            found = self._raw.execute(sql, list(given))
            names = [column[0] for column in found.description]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def of_award(self, columns: str, table: str, award_id: str, order: str = "") -> list[dict[str, Any]]:
        """The rows of one award, of a table that is ordered by award."""
        near = self._places.of(self.answer, table, award_id)
        by = f" ORDER BY {order}" if order else ""
        return self.answer(f"SELECT {columns} FROM {table} WHERE {near} AND award_id = ?{by}", [award_id])

    def stream(self, sql: str, at_once: int) -> Iterator[pa.RecordBatch]:
        """The rows of a query in batches, never all at a time; one without rows tells its columns all the same."""
        with machine():
            reader = self._raw.sql(sql).to_arrow_reader(at_once)
            first = next(reader, None)
            yield pa.RecordBatch.from_pylist([], schema=reader.schema) if first is None else first
            yield from reader

    def beside(self, path: Path) -> str:
        """The name of another held file beside this one; it stays there for as long as this one is open."""
        name = f"held_{hashlib.sha256(str(path).encode()).hexdigest()[:12]}"
        self.run(f"ATTACH IF NOT EXISTS '{quoted(path)}' AS {name} (READ_ONLY)")
        return name

    def close(self) -> None:
        """Ends the conversation."""
        self._raw.close()


def _words(expression: TableExpression) -> str:
    """The expression in the engine's language; what was said before is not put into words anew."""
    if not isinstance(expression, Later):
        return str(_speech().compile(expression))
    said = expression
    return said.book.once(("words", said.number), lambda: str(_speech().compile(said.made())))


@said
def _table(columns: Any, name: str) -> TableExpression:
    """A table of the conversation by its name."""
    return ibis.table(dict(columns) if isinstance(columns, tuple) else columns, name=name)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one process may spend: memory of the engine as it writes it, its threads, and seconds of one question.

    One thread: questions are small, several people ask at a time, and to share one out costs a sixth more than it saves.
    """

    memory: str = "1GB"
    threads: int = 1
    seconds: float = 20


class Held:
    """A held file, opened once by a process and asked by its threads."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.path, self.seconds, self._places = path, limits.seconds, Places()
        settings: dict[str, Any] = {
            "memory_limit": limits.memory, "threads": limits.threads, "autoinstall_known_extensions": False,
            "temp_directory": "",
        }  # fmt: skip
        try:
            self._con = duckdb.connect(str(path), read_only=True, config=settings)
        except duckdb.Error as problem:
            raise MachineError(f"{path.name} cannot be opened ({str(problem).splitlines()[0]})") from None
        self._con.execute("SET TimeZone = 'UTC'; SET late_materialization_max_rows = 1000; SET parquet_metadata_cache = true")

    @contextmanager
    def asking(self, seconds: float | None = None) -> Iterator[Asking]:
        """A conversation of one thread. `seconds`: other than the usual. Raises: TooSlowError past its time."""
        engine = Asking(self._con.cursor(), self._places)
        late = threading.Timer(seconds or self.seconds, engine._raw.interrupt)
        late.daemon = True
        late.start()
        try:
            yield engine
        except duckdb.InterruptException:
            raise TooSlowError(
                f"The portfolio did not answer within {seconds or self.seconds:g} seconds: others ask much of this machine "
                "just now, or the question asks much at once."
            ) from None
        finally:
            late.cancel()
            engine.close()

    def close(self) -> None:
        """Lets go of the file."""
        self._con.close()


HELD = "browse.duckdb"
"""The name of the file in the folder of a snapshot."""
OPEN_AT_ONCE = 3
"""Files that a process holds open: of the snapshot that is shown, and of two compared."""
_limits = [Limits()]
_open: OrderedDict[tuple[int, str], Held] = OrderedDict()
_lock = Lock()


def limit(limits: Limits) -> None:
    """What files opened from now on may spend."""
    _limits[0] = limits


def held_in(folder: Path) -> Held | None:
    """The held file of a folder, opened by this process when first asked; None where the folder has none."""
    path = folder.resolve() / HELD
    if not path.is_file():
        return None
    key = (os.getpid(), str(path))
    with _lock:
        if key not in _open:
            _open[key] = Held(path, _limits[0])
            while len(_open) > OPEN_AT_ONCE:
                _open.popitem(last=False)
        _open.move_to_end(key)
        return _open[key]
