"""Reads a plainly regular text into raw columns, each block by itself, and says what all cells of a column have in common.

Plainly regular: valid UTF-8 without NUL, lines ended by LF, every quote opening or closing a whole field or doubled inside
one (RFC 4180), every record with the header's number of fields. There all readers agree; whatever is otherwise is left to
the general way. Columns come as numbered values, so that a value is looked at once per block and not once per row.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from buyfair.intake.feed import Read

_BLOCK = 8 << 20
"""Bytes that are split at once: small enough to stay near the processor."""
_ROWS = 122_880
"""Rows of a group of the file, as the engine would cut them."""
_FEW = 2_000
"""A column of more values than these is not listed."""

_CODE = "^[0-9A-Z]+$"
_AMOUNT = r"^-?[0-9]{1,15}(\.[0-9]{1,2})?$"
_DAY = "^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}$"
_LIKE: dict[str, str] = {"code": _CODE, "money": _AMOUNT, "day": _DAY}
_LISTED = ("country", "product_title", "industry_title")


@dataclass(frozen=True, slots=True)
class Facts:
    """What holds for every filled cell of a column, from which reading it becomes simpler; no fact is always safe.

    `trimmed`: no blanks around it, and more than blanks. `alike`: columns and the kind of cell that all theirs are:
    `code` (digits and capitals), `money` (digits, a minus, at most two decimals), `day` (an ISO day).
    `spelled`: all cells of a column, each with its spelling.
    """

    trimmed: frozenset[str] = frozenset()
    alike: frozenset[tuple[str, str]] = frozenset()
    spelled: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def noted(self) -> list[Any]:
        """As a note of a finished step holds them."""
        return [] if self is NO_FACTS else [sorted(self.trimmed), sorted(self.alike), self.spelled]

    @staticmethod
    def of(note: Sequence[Any]) -> Facts:
        """Out of such a note."""
        return NO_FACTS if not note else Facts(frozenset(note[0]), frozenset((c, k) for c, k in note[1]), note[2])


NO_FACTS = Facts()
"""Of a text that is not plainly regular nothing is known beforehand."""


@dataclass(slots=True)
class Found:
    """What a text was found to hold: its rows, the facts as above, and the values of columns that have few."""

    asked: Mapping[str, frozenset[Read]]
    rows: int = 0
    trimmed: set[str] = field(default_factory=set)
    alike: set[tuple[str, str]] = field(default_factory=set)
    values: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.trimmed = set(self.asked)
        self.alike = {(c, kind) for c, reads in self.asked.items() for kind in _LIKE if kind in reads}
        self.values = {c: set() for c, reads in self.asked.items() if reads & set(_LISTED)}

    def look(self, table: pa.Table) -> None:
        """Takes back what the cells of one more block deny."""
        self.rows += table.num_rows
        for name in self.asked:
            column = table.column(name).combine_chunks()
            cells = column.dictionary if isinstance(column, pa.DictionaryArray) else column
            if name in self.trimmed and not _all(pc.equal(pc.utf8_trim_whitespace(cells), cells)):
                self.trimmed.discard(name)
            for kind, pattern in _LIKE.items():
                if (name, kind) in self.alike and not _all(pc.match_substring_regex(cells, pattern)):
                    self.alike.discard((name, kind))
            if name in self.values:
                self.values[name].update(cells.unique().drop_null().to_pylist())
                if len(self.values[name]) > _FEW:
                    del self.values[name]


def _all(holds: pa.Array) -> bool:
    return pc.all(holds, min_count=0).as_py() is not False


class _OddError(Exception):
    """Something in the text that is not plainly regular."""


def read_regular(
    path: Path, begin: int, end: int, names: Sequence[str], taken: Sequence[str], sign: str,
    asked: Mapping[str, frozenset[Read]], target: Path,
) -> Found | None:  # fmt: skip
    """Writes the records between two places of a text as Parquet, in file order; None where it is not plainly regular.

    `names`: what the text's columns are called, each once; `taken`: those that are written, with `sign` before the name.
    `asked`: of which columns facts are wanted, and how they are read.
    """
    found = Found(asked)
    whole: frozenset[str] | None = None
    workers = min(4, max(2, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 2))
    try:
        with ThreadPoolExecutor(workers, thread_name_prefix="split") as pool, _Writer(target, sign) as out:
            blocks = _blocks(path, begin, end)
            ahead: deque[Future[pa.Table]] = deque()
            for block in blocks:
                if whole is None:
                    first = _split(block, names, taken, frozenset())
                    whole = frozenset(n for n in taken if _many(first.column(n)))
                    ahead.append(pool.submit(_split, block, names, taken, whole))
                    continue
                ahead.append(pool.submit(_split, block, names, taken, whole))
                if len(ahead) > workers + 1:
                    out.add(ahead.popleft().result(), found)
            while ahead:
                out.add(ahead.popleft().result(), found)
    except (_OddError, pa.ArrowInvalid):
        target.unlink(missing_ok=True)
        return None
    return found if found.rows else None


def _many(column: pa.ChunkedArray) -> bool:
    """Whether nearly every row has its own value, so that numbering them gains nothing."""
    return sum(len(chunk.dictionary) for chunk in column.chunks) * 4 > len(column)


class _Writer:
    """Blocks into groups of rows of one file."""

    def __init__(self, target: Path, sign: str) -> None:
        self._target, self._sign = target, sign
        self._held: list[pa.Table] = []
        self._rows = 0
        self._out: pq.ParquetWriter | None = None

    def __enter__(self) -> _Writer:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                self._write()
        finally:
            if self._out is not None:
                self._out.close()

    def add(self, table: pa.Table, found: Found) -> None:
        """One more block."""
        found.look(table)
        self._held.append(table)
        self._rows += table.num_rows
        if self._rows >= _ROWS:
            self._write()

    def _write(self) -> None:
        if not self._held:
            return
        table = pa.concat_tables(self._held).unify_dictionaries().combine_chunks()
        table = table.rename_columns([self._sign + n for n in table.column_names])
        if self._out is None:
            self._out = pq.ParquetWriter(self._target, table.schema, compression="lz4", store_schema=False)
        self._out.write_table(table, row_group_size=len(table))
        self._held, self._rows = [], 0


def _split(block: bytes, names: Sequence[str], taken: Sequence[str], whole: frozenset[str]) -> pa.Table:
    """The wanted columns of whole records, as numbered values but for those of `whole`."""
    _refuse_odd(block)
    return pyarrow.csv.read_csv(
        pa.BufferReader(block),
        read_options=pyarrow.csv.ReadOptions(use_threads=False, block_size=len(block) + 1, column_names=list(names)),
        parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
        convert_options=pyarrow.csv.ConvertOptions(
            include_columns=list(taken), null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=True,
            column_types={n: pa.string() if n in whole else pa.dictionary(pa.int32(), pa.string()) for n in taken},
        ),
    )  # fmt: skip


_QUOTE, _COMMA, _LINE_END, _RETURN = b'",\n\r'


def _refuse_odd(block: bytes) -> None:
    """Raises _OddError where quotes do not open, close or double as they should, or where other signs stand in the way."""
    if b"\0" in block:
        raise _OddError
    if not block.isascii():
        try:
            block.decode("utf-8")
        except UnicodeDecodeError:
            raise _OddError from None
    bytes_ = np.frombuffer(block, np.uint8)
    quotes = np.flatnonzero(bytes_ == _QUOTE)
    if len(quotes) % 2:
        raise _OddError
    before, behind = bytes_[quotes[::2] - 1], bytes_[np.minimum(quotes[1::2] + 1, len(bytes_) - 1)]
    if len(quotes) and quotes[0] == 0:
        before[0] = _LINE_END
    for sides in (before, behind):
        if not ((sides == _QUOTE) | (sides == _COMMA) | (sides == _LINE_END)).all():
            raise _OddError
    # outside quotes a carriage return would end a line, and an empty line is no record
    odd = np.flatnonzero(bytes_ == _RETURN) if b"\r" in block else np.empty(0, np.int64)
    if b"\n\n" in block:
        odd = np.append(odd, np.flatnonzero((bytes_[:-1] == _LINE_END) & (bytes_[1:] == _LINE_END)))
    if block.startswith(b"\n") or (np.searchsorted(quotes, odd) % 2 == 0).any():
        raise _OddError


def _blocks(path: Path, begin: int, end: int) -> Iterator[bytes]:
    """Pieces of the text that end with a record: with a line end outside quotes."""
    with path.open("rb") as stream:
        stream.seek(begin)
        rest, left = b"", end - begin
        while left:
            read = stream.read(min(_BLOCK, left))
            if not read:
                raise _OddError
            left -= len(read)
            block = rest + read
            at = len(block) if not left else _last_record_end(block)
            yield block[:at]
            rest = block[at:]


def _last_record_end(block: bytes) -> int:
    """Behind the last line end that stands outside quotes; a block begins outside of them."""
    quotes, at = block.count(b'"'), len(block)
    for _ in range(10_000):
        ends = block.rfind(b"\n", 0, at)
        if ends < 0:
            break
        quotes -= block.count(b'"', ends, at)
        if quotes % 2 == 0:
            return ends + 1
        at = ends
    raise _OddError
