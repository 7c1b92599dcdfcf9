"""One source into stretches of raw columns in file order, with the records that could not be split set aside."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb

from buyfair.intake import cells
from buyfair.intake.checkpoint import Checkpoint
from buyfair.intake.feed import RAW, Feed, Read
from buyfair.intake.locate import records_at
from buyfair.intake.regular import NO_FACTS, Facts, Found, read_regular
from buyfair.intake.shape import RAW_SIGN, Lookup, Shape, literal, quoted, raw_name, spelled
from buyfair.intake.sources import Source, as_windows, with_plain_line_ends
from buyfair.intake.text import open_text
from buyfair.terms.errors import InputRefusedError, refuse

Say = Callable[[str], None]

STRETCH = 2 << 30
"""A plain text is read in stretches of about this many bytes, each a step that a killed run need not repeat."""
_MIB = 1 << 20
_AMOUNT = re.compile(r"dollar|obligat|amount|total|spend|value")
_AWARD = re.compile(r"award|piid|contract.?(id|number)|date|day\b")
_SURE = 20
"""So many records in a row must have the header's number of fields where a stretch begins."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A record that could not be split into the header's fields: its number, its line, its text."""

    record: int
    line: int
    raw: str


@dataclass(frozen=True, slots=True)
class Part:
    """A Parquet stretch of raw columns, in file order. `before`: records of the source ahead of it.

    `numbered`: it carries the number of each record; else that is told from the row's place. `renamed`: how the raw
    columns are called in it, where it is the file that the user gave. `facts`: what all cells of a column have in common,
    told of a plainly regular text: then cells are so cheap to read that they are read wherever they are asked for.
    """

    path: Path
    rows: int
    before: int
    numbered: bool = False
    renamed: tuple[tuple[str, str], ...] = ()
    facts: Facts = NO_FACTS

    def raw(self) -> str:
        """Its raw rows as SQL, each with the number of its record."""
        columns = ", ".join(f"cast({quoted(theirs)} AS VARCHAR) AS {raw_name(ours)}" for ours, theirs in self.renamed) or "*"
        number = "_record" if self.numbered else f"cast(file_row_number + {self.before + 1} AS BIGINT) AS _record"
        kept = columns if not self.numbered else "* EXCLUDE (_record)"
        kept = kept if kept != "*" else "* EXCLUDE (file_row_number)"
        return (
            f"SELECT {kept}, {number} FROM read_parquet({literal(str(self.path))}, hive_partitioning = false"
            f"{'' if self.numbered else ', file_row_number = true'})"
        )


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """What came of one source. Unit: `records` are data records, broken ones included."""

    source: Source
    feed: Feed
    shape: Shape
    parts: tuple[Part, ...]
    broken: tuple[Broken, ...]
    records: int

    def rows(self, part: Part, which: str = "true") -> str:
        """The typed rows of a part as SQL, in file order; `which` chooses among the raw rows by `_record`."""
        return self.shape.knowing(part.facts).select(f"SELECT * FROM ({part.raw()}) WHERE {which}")


class _BrokenInStretchError(Exception):
    """A stretch holds a broken record: the whole text is read in one go, where quotes can be followed."""


class _NotUtf8Error(Exception):
    """Bytes that are no UTF-8."""


class Loader:
    """Reads sources one after the other through one scratch database."""

    def __init__(
        self, sql: duckdb.DuckDBPyConnection, work: Path, lookups: Mapping[Read, Lookup], done: Checkpoint, say: Say
    ) -> None:
        self.sql, self.work, self.lookups, self.done, self.say = sql, work, lookups, done, say

    def load(self, source: Source, feed: Feed, step: str) -> Loaded:
        """Reads one source as a feed; steps that an earlier run finished are taken from its work folder.

        Raises: InputRefusedError where the text cannot be read to its end.
        """
        before = self.done.kept(step)
        if before is not None:
            return self._again(source, feed, before)
        loaded = self._read(source, feed, step)
        self.done.keep(step, {
            "path": str(loaded.source.path), "compression": loaded.source.compression,
            "notes": list(loaded.source.notes), "header": list(loaded.source.header), "records": loaded.records,
            "taken": loaded.shape.taken, "order": loaded.shape.order, "by_content": loaded.shape.by_content,
            "parts": [[str(p.path), p.rows, p.before, p.numbered, p.renamed, p.facts.noted()] for p in loaded.parts],
            "broken": [[b.record, b.line, b.raw] for b in loaded.broken],
        })  # fmt: skip
        return loaded

    def _again(self, source: Source, feed: Feed, note: dict[str, Any]) -> Loaded:
        source = replace(
            source, path=Path(note["path"]), compression=note["compression"], notes=tuple(note["notes"]),
            header=tuple(note["header"]),
        )  # fmt: skip
        shape = Shape(feed, note["taken"], note["order"], note["by_content"], self.lookups)
        parts = tuple(
            Part(Path(path), rows, before, numbered, tuple((ours, theirs) for ours, theirs in renamed), Facts.of(facts))
            for path, rows, before, numbered, renamed, facts in note["parts"]
        )
        return Loaded(source, feed, shape, parts, tuple(Broken(*b) for b in note["broken"]), note["records"])

    def _read(self, source: Source, feed: Feed, step: str) -> Loaded:
        self.say(f"reading {source.name()}")
        by_content = not _has_key(source, feed)
        while True:
            try:
                loaded = self._load(source, feed, step, by_content)
            except _NotUtf8Error:
                source = as_windows(source, self.work)
                continue
            if loaded.records == 0:
                raise refuse(
                    f"{source.name()} has a header and no record", "award actions below the header", "export it again"
                )
            source = loaded.source
            order = self._day_order(loaded)
            if order != loaded.shape.order:
                shape = Shape(feed, loaded.shape.taken, order, by_content, self.lookups)
                loaded = replace(loaded, shape=shape)
            if not by_content and self._keyless(loaded):
                # some rows have no key: what tells them apart is the whole row, so the whole row is read
                by_content = True
                continue
            return loaded

    def _load(self, source: Source, feed: Feed, step: str, by_content: bool) -> Loaded:
        names = _raw_names(source, feed)
        known = feed.known_columns()
        taken = [n for n in names if by_content or n in known]
        shape = Shape(feed, taken, "undecided", by_content, self.lookups)
        tag = _tag(step, by_content, source)
        if source.kind == "parquet":
            theirs = dict(zip(names, source.header, strict=True))
            rows = self._count(source.path)
            part = Part(source.path, rows, 0, renamed=tuple((n, theirs[n]) for n in taken))
            if "file_row_number" in source.header or self._zoned(source.path):
                # the engine's own name for a row's place; moments that every session would write in its own zone
                part = Part(self._copied(part, tag), rows, 0)
            return Loaded(source, feed, shape, (part,), (), rows)
        try:
            return self._text(source, feed, names, shape, tag)
        except duckdb.InvalidInputException as problem:
            if "state machine" not in str(problem):
                raise _unreadable(source, problem) from None
            source = with_plain_line_ends(source, self.work)
            tag = _tag(step, by_content, source)
            try:
                return self._text(source, feed, names, shape, tag)
            except duckdb.InvalidInputException as again:
                raise _unreadable(source, again) from None
        except duckdb.IOException as problem:
            if "GZIP" not in str(problem) and "ZSTD" not in str(problem):
                raise
            raise _unreadable(source, problem) from None

    def _zoned(self, path: Path) -> bool:
        found = self.sql.execute(
            f"DESCRIBE SELECT * FROM read_parquet({literal(str(path))}, hive_partitioning = false)"
        ).fetchall()
        return any("TIME ZONE" in str(row[1]) for row in found)

    def _copied(self, part: Part, tag: str) -> Path:
        target = self.work / f"{tag}.parquet"
        columns = ", ".join(f"cast({quoted(theirs)} AS VARCHAR) AS {raw_name(ours)}" for ours, theirs in part.renamed)
        self.sql.execute(
            f"COPY (SELECT {columns} FROM read_parquet({literal(str(part.path))}, hive_partitioning = false)) "
            f"TO {literal(str(target))} (FORMAT parquet, COMPRESSION lz4_raw)"
        )
        return target

    def _count(self, path: Path) -> int:
        return self._one(f"SELECT count(*) FROM read_parquet({literal(str(path))}, hive_partitioning = false)")

    # text

    def _text(self, source: Source, feed: Feed, names: list[str], shape: Shape, tag: str) -> Loaded:
        bounds = _bounds(source)
        if len(bounds) > 2:
            try:
                return self._in_stretches(source, feed, names, shape, tag, bounds)
            except _BrokenInStretchError:
                self.say(f"reading {source.name()} again in one go: it holds broken records")
        elif bounds:
            regular = self._regular(source, names, shape, tag, 0, bounds[0], bounds[1])
            if regular is not None:
                return Loaded(source, feed, shape, (regular,), (), regular.rows)
        part = self._write_csv(source, source.path, names, shape, tag, 0)
        places = self._broken_places()
        if not places:
            return Loaded(source, feed, shape, (part,), (), part.rows)
        broken, records = self._set_broken_aside(source, places, part.rows)
        return Loaded(source, feed, shape, (self._numbered(part, broken, tag),), tuple(broken), records)

    def _in_stretches(
        self, source: Source, feed: Feed, names: list[str], shape: Shape, tag: str, bounds: list[int]
    ) -> Loaded:
        with source.path.open("rb") as stream:
            header = stream.read(bounds[0])
        parts: list[Part] = []
        for nth, (begin, end) in enumerate(zip(bounds, bounds[1:], strict=False)):
            step, before = f"{tag}-{nth:04}", sum(p.rows for p in parts)
            kept = self.done.kept(step)
            if kept is None:
                self.say(f"reading {source.name()}: {100 * begin // bounds[-1]} %")
                part = self._regular(source, names, shape, step, before, begin, end)
                if part is None:
                    stretch = _cut(source.path, header, begin, end, self.work / "stretch.csv")
                    part = self._write_csv(source, stretch, names, shape, step, before)
                    stretch.unlink()
                    if self._broken_places():
                        raise _BrokenInStretchError
                self.done.keep(step, {"rows": part.rows, "facts": part.facts.noted()})
            else:
                part = Part(self.work / f"{step}.parquet", kept["rows"], before, facts=Facts.of(kept["facts"]))
            parts.append(part)
        return Loaded(source, feed, shape, tuple(parts), (), sum(p.rows for p in parts))

    def _regular(
        self, source: Source, names: list[str], shape: Shape, tag: str, before: int, begin: int, end: int
    ) -> Part | None:
        """The quick way through a plainly regular text; None where it is not."""
        target = self.work / f"{tag}.parquet"
        draft = target.with_suffix(".draft")
        found = read_regular(source.path, begin, end, names, shape.taken, RAW_SIGN, shape.asked(), draft)
        if found is None:
            return None
        draft.replace(target)
        return Part(target, found.rows, before, facts=self._facts(found))

    def _facts(self, found: Found) -> Facts:
        spellings = {
            name: dict(
                self.sql.execute(
                    f"SELECT cell, {spelled('cell')} FROM (SELECT unnest(?::VARCHAR[]) AS cell)", [sorted(values)]
                ).fetchall()
            )
            for name, values in found.values.items()
        }
        return Facts(frozenset(found.trimmed), frozenset(found.alike), spellings)

    def _write_csv(self, source: Source, path: Path, names: list[str], shape: Shape, tag: str, before: int) -> Part:
        columns = ", ".join(f"{literal(RAW_SIGN + n)}: 'VARCHAR'" for n in names)
        self.sql.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")
        raw = (
            f"SELECT {', '.join(map(raw_name, shape.taken))} FROM read_csv({literal(str(path))}, columns = {{{columns}}}, "
            "header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"', hive_partitioning = false, "
            f"compression = '{source.compression}', nullstr = '', strict_mode = true, store_rejects = true, "
            "max_line_size = 16777216)"
        )
        target = self.work / f"{tag}.parquet"
        draft = target.with_suffix(".draft")
        self.sql.execute(f"COPY ({raw}) TO {literal(str(draft))} (FORMAT parquet, COMPRESSION lz4_raw)")
        draft.replace(target)
        part = Part(target, self._count(target), before)
        wrong = "SELECT count(*) FROM reject_errors WHERE upper(cast(error_type AS VARCHAR)) LIKE '%ENCODING%'"
        if self._one(wrong):
            raise _NotUtf8Error
        return part

    def _broken_places(self) -> list[int]:
        found = self.sql.execute("SELECT DISTINCT byte_position FROM reject_errors").fetchall()
        return [int(row[0]) - 1 for row in found]

    def _set_broken_aside(self, source: Source, positions: list[int], rows: int) -> tuple[list[Broken], int]:
        """Walks the text once to say which records were broken, and on what line they stand."""
        with open_text(source.path) as stream:
            places, count = records_at(stream, positions)
        if not all(place.closed for place in places):
            raise refuse(
                f"in {source.name()} a quote is opened in the record on line {places[-1].line} and never closed, "
                "so that the rest of the file cannot be told apart",
                "a closing quote in that record",
                "close the quote, or remove it, and run again",
            )
        if rows + len(places) != count:
            raise refuse(
                f"the quotes of {source.name()} cannot be read in one way only",
                "quotes around whole fields, doubled inside them (RFC 4180)",
                "export the file again",
            )
        return [Broken(place.record, place.line, place.text()) for place in places], count

    def _numbered(self, part: Part, broken: list[Broken], tag: str) -> Part:
        """The same rows, each with the number of its record, since broken ones stand between them."""
        target = self.work / f"{tag}-numbered.parquet"
        self.sql.execute(
            f"CREATE OR REPLACE TEMP TABLE kept AS SELECT record, row_number() OVER (ORDER BY record) - 1 AS nth "
            f"FROM (SELECT unnest(range(1, {part.rows + len(broken)} + 1)) AS record) "
            "WHERE NOT list_contains(?::BIGINT[], record)",
            [[b.record for b in broken]],
        )
        self.sql.execute(
            f"COPY (SELECT t.* EXCLUDE (file_row_number), kept.record AS _record "
            f"FROM read_parquet({literal(str(part.path))}, file_row_number = true) t "
            f"JOIN kept ON kept.nth = t.file_row_number ORDER BY kept.record) "
            f"TO {literal(str(target))} (FORMAT parquet, COMPRESSION lz4_raw)"
        )
        self.sql.execute("DROP TABLE kept")
        part.path.unlink()
        return Part(target, part.rows, 0, numbered=True)

    # what the rows themselves show

    def _day_order(self, loaded: Loaded) -> cells.DayOrder:
        """The order of day and month, from the days with slashes that the source shows."""
        firsts, seconds = loaded.shape.day_parts()
        parts = [
            self.sql.execute(f"SELECT coalesce(max({firsts}), 0), coalesce(max({seconds}), 0) FROM ({p.raw()})").fetchall()[0]
            for p in loaded.parts
        ]
        return cells.day_order((max(int(p[0]) for p in parts), max(int(p[1]) for p in parts)))

    def _keyless(self, loaded: Loaded) -> bool:
        def keyless(part: Part) -> int:
            shape = loaded.shape.knowing(part.facts)
            return self._one(
                f"SELECT count(*) FROM ({part.raw()}) WHERE ({shape.key()}) IS NULL AND ({shape.award_id()}) IS NOT NULL"
            )

        return any(keyless(part) for part in loaded.parts)

    def _one(self, query: str) -> int:
        return int(self.sql.execute(query).fetchall()[0][0])


def _tag(step: str, by_content: bool, source: Source) -> str:
    """What the files of a step are called: a text that was written anew is another text."""
    return f"{step}-{'whole' if by_content else 'map'}-{len(source.notes)}"


def recognized(source: Source, feeds: tuple[Feed, ...]) -> Feed:
    """The layout of a source, told from its header: of those that fit, the one that knows most of its columns.

    Raises: InputRefusedError naming the columns that are missing and the layout that came nearest.
    """
    if source.feed is not None:
        return source.feed
    header = frozenset(name.lower() for name in source.header)
    fitting = [f for f in feeds if f.nested is None and f.may_be(header) and not f.missing(header)]
    if fitting:
        return max(fitting, key=lambda f: len(header & f.known_columns()))
    flat = [f for f in feeds if f.nested is None]
    nearest = max(flat, key=lambda f: (len(header & f.known_columns()), -len(f.missing(header))))
    amounts = [name for name in source.header if _AMOUNT.search(name.lower())]
    if amounts and len(source.header) <= 8 and not any(_AWARD.search(name) for name in header):
        by = ", ".join(name for name in source.header if name not in amounts)
        raise refuse(
            f"{source.name()} holds totals ({', '.join(amounts)} by {by}), not awards: nothing in it says which contract, "
            "or when",
            "single awards or contract actions",
            "name the download that the totals were made from",
        )
    known = len(header & nearest.known_columns())
    lacks = " and ".join(nearest.missing(header) or ["what marks its layout"])
    came = (
        f"of its {len(source.header)} columns {known} are known from {nearest.title}, the nearest layout"
        if known
        else f"none of its {len(source.header)} columns is known from any award file, such as {nearest.title}"
    )
    raise refuse(
        f"{source.name()} lacks {lacks} ({came})",
        "contract actions or awards as USAspending or FPDS export them, or a plain table with our column names",
        "export the awards themselves, or add the missing columns",
    )


def _has_key(source: Source, feed: Feed) -> bool:
    """Whether the feed tells one row from another by more than its content."""
    header = {name.lower() for name in source.header}
    if header & set(feed.line_key):
        return True
    parts = [feed.field("transaction_number"), feed.field("piid")]
    return all(part is not None and header & set(part.names) for part in parts)


def _raw_names(source: Source, feed: Feed) -> list[str]:
    """The raw table's names: the map's own where it reads the column, a number for any other.

    Raises: InputRefusedError where a column that the map reads stands twice.
    """
    known = feed.known_columns()
    lower = [name.lower() for name in source.header]
    twice = sorted(name for name in known if lower.count(name) > 1)
    if twice:
        raise refuse(
            f"{source.name()} has {lower.count(twice[0])} columns named {twice[0]}",
            "one column of each name",
            "remove or rename the one that does not hold",
        )
    if feed.nested is not None:
        known |= {RAW}
    return [name if name in known else f"column_{i}" for i, name in enumerate(lower)]


def _unreadable(source: Source, problem: Exception) -> InputRefusedError:
    return refuse(
        f"{source.name()} cannot be read to its end ({str(problem).splitlines()[0]})",
        "a whole comma-separated file",
        "download it again",
    )


# stretches of a large plain text


def _bounds(source: Source) -> list[int]:
    """Where the stretches of a large plain text begin, the first behind the header, and its end; else nothing.

    A stretch begins at a line end behind which many records in a row have the header's number of fields: inside a
    quoted text that cannot be. A smaller text, or one of few columns, is one stretch.
    """
    if source.compression != "none" or len(source.header) < 2:
        return []
    size = source.path.stat().st_size
    with source.path.open("rb") as stream:
        header = stream.readline()
        if header.count(b'"') % 2 or b"\r" in header or len(header) == size:
            return []
        bounds = [len(header)]
        if size < 1.5 * STRETCH or len(source.header) < 10:
            return [*bounds, size]
        for about in range(STRETCH, size - STRETCH // 2, STRETCH):
            stream.seek(about)
            begin = _record_begins(stream.read(8 * _MIB), len(source.header))
            if begin is None:
                return []
            bounds.append(about + begin)
    return [*bounds, size]


def _record_begins(window: bytes, fields: int) -> int | None:
    """The first line end in the window behind which records of this many fields follow each other."""
    at = -1
    for _ in range(200):
        at = window.find(b"\n", at + 1)
        if at < 0:
            return None
        text = window[at + 1 : at + 1 + _MIB].decode("utf-8", "replace")
        rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            following = list(islice(rows, _SURE))
        except csv.Error:
            continue
        if len(following) == _SURE and all(len(row) == fields for row in following):
            return at + 1
    return None


def _cut(path: Path, header: bytes, begin: int, end: int, target: Path) -> Path:
    """A file of its own with the header and one stretch."""
    with path.open("rb") as source, target.open("wb") as out:
        out.write(header)
        source.seek(begin)
        left = end - begin
        while left > 0:
            chunk = source.read(min(16 * _MIB, left))
            if not chunk:
                raise OSError(5, "the file became shorter while it was read")
            out.write(chunk)
            left -= len(chunk)
    return target
