"""Opens award files as they come: CSV, gz, zst, zip of several, Parquet, JSON, XML, a workbook, or a folder of these."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import json
import struct
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from buyfair.intake.feed import RAW, Feed, Row
from buyfair.intake.feeds import FEEDS
from buyfair.intake.sheets import looks_like_sheet, tables
from buyfair.intake.text import DAMAGE, compression, is_damage, is_utf8, is_whole, open_text, recoded, with_one_line_end
from buyfair.terms.errors import InputRefusedError, refuse

SUFFIXES = (
    ".csv", ".csv.gz", ".csv.zst", ".zip", ".parquet", ".json", ".json.gz", ".jsonl", ".jsonl.gz", ".xml", ".xml.gz",
    ".xlsx", ".xls", ".ods",
)  # fmt: skip
"""What a folder is searched for; a file named outright is judged by its content, not by its name."""

_SHEETS = (".xlsx", ".xls", ".ods")
_HEAD = 1 << 20
_ROWS = 10_000
_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
"""A gzip frame's ten bytes: no name, no time, so that a member becomes the same bytes every time."""


@dataclass(frozen=True, slots=True)
class Given:
    """One file that the user named, or that stood in a folder the user named. Unit: `size` in bytes."""

    path: Path
    name: str
    size: int
    changed: int
    in_folder: bool


@dataclass(frozen=True, slots=True)
class Source:
    """One table of text or Parquet that an engine can read.

    `path` may be a copy in the work folder (a zip member as gzip, a re-coded text); `file` and `member` name what
    the user gave.
    """

    file: str
    member: str | None
    kind: Literal["csv", "parquet"]
    path: Path
    header: tuple[str, ...]
    compression: Literal["none", "gzip", "zstd"] = "none"
    notes: tuple[str, ...] = field(default=())
    feed: Feed | None = None

    def name(self) -> str:
        """How messages call it."""
        return self.file if self.member is None else f"{self.file} ({self.member})"


def find(paths: Sequence[Path]) -> list[Given]:
    """The files behind the paths, folders opened one level deep, in the order given.

    Raises: InputRefusedError where a path does not exist or a folder holds no award file.
    """
    found: dict[Path, bool] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.is_file() and p.name.lower().endswith(SUFFIXES))
            inside = [p for p in inside if p.name not in _own_products(path)]
            if not inside:
                raise refuse(
                    f"the folder {path.name or path} holds no award file",
                    "one or more files ending in " + ", ".join(SUFFIXES),
                    "name the folder that the downloads lie in, or the files themselves",
                )
            for file in inside:
                found.setdefault(file.resolve(), True)
        elif path.is_file():
            found[path.resolve()] = False
        else:
            raise refuse(f"there is no file or folder {path}", "a path that exists", "check the spelling of the path")
    names = Counter(path.name for path in found)
    return [
        _given(path, path.name if names[path.name] == 1 else f"{path.parent.name}/{path.name}", in_folder=inside_folder)
        for path, inside_folder in found.items()
    ]


def _own_products(folder: Path) -> frozenset[str]:
    """What an earlier run wrote into the folder, by its manifest: never taken for input."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        ours = "knowledge" in manifest["versions"]
        return frozenset({"manifest.json", *(str(entry["name"]) for entry in manifest["files"])}) if ours else frozenset()
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()


def _given(path: Path, name: str, *, in_folder: bool) -> Given:
    try:
        with path.open("rb"):
            pass
        stat = path.stat()
    except OSError as problem:
        raise refuse(
            f"{path.name} cannot be opened ({problem.strerror})", "a readable file", "check its rights"
        ) from None
    shown = name.encode("utf-8", "replace").decode()
    return Given(path, shown, stat.st_size, stat.st_mtime_ns, in_folder)


def open_sources(given: Given, work: Path) -> tuple[list[Source], list[tuple[str, str]]]:
    """The tables inside one file, and the members of an archive that were passed over, each with the reason.

    Raises: InputRefusedError with one sentence where the file is empty, binary, a web page, truncated, or not
    comma-separated.
    """
    name = given.name
    if given.size == 0:
        raise refuse(f"{name} is empty (0 bytes)", "a CSV or Parquet file of award actions", "download it again")
    with given.path.open("rb") as stream:
        start = stream.read(8)
    if looks_like_sheet(start, given.path):
        return [_text(name, sheet, path, work) for sheet, path in tables(given.path, name, work)], []
    if start.startswith(b"PK\x03\x04") or start.startswith(b"PK\x05\x06"):
        return _zip_members(given, work)
    # the engine reads patterns in names: it gets a plain one
    plain = work / f"given-{_stem(str(given.path), str(given.changed))}"
    plain.unlink(missing_ok=True)
    plain.symlink_to(given.path)
    if start.startswith(b"PAR1"):
        return [_parquet(name, plain)], []
    if given.path.suffix.lower() == ".parquet" and not start.startswith((b"\x1f\x8b", b"\x28\xb5\x2f\xfd")):
        raise refuse(f"{name} does not begin as Parquet does", "a Parquet file", "download or write it again")
    return [_text(name, None, plain, work)], []


_ARCHIVES = (".zip", ".gz", ".zst", ".7z", ".tar", ".rar", ".bz2", ".xz")


def _zip_members(given: Given, work: Path) -> tuple[list[Source], list[tuple[str, str]]]:
    try:
        archive = zipfile.ZipFile(given.path)
    except DAMAGE:
        raise refuse(
            f"{given.name} begins as a zip but its directory at the end is missing or damaged (a truncated download)",
            "a whole zip archive of CSV files",
            "download it again",
        ) from None
    with archive:
        members = sorted((m for m in archive.infolist() if _holds_data(m)), key=lambda m: m.filename)
        if not members:
            raise refuse(
                f"{given.name} holds no CSV or Parquet file",
                "a zip of award CSV files",
                "check that it is the right archive",
            )
        sources: list[Source] = []
        passed_over = [
            (f"{given.name} ({m.filename})", "it is packed once more; expected a file; unpack it and name it.")
            for m in archive.infolist()
            if m.filename.lower().endswith(_ARCHIVES)
        ]
        met: Counter[str] = Counter()
        for member in members:
            met[member.filename] += 1
            name = member.filename if met[member.filename] == 1 else f"{member.filename} ({met[member.filename]})"
            try:
                sources += _zip_member(given, archive, member, name, work)
            except InputRefusedError as refusal:
                if len(members) == 1:
                    raise
                passed_over.append((f"{given.name} ({name})", str(refusal)))
        return sources, passed_over


def _holds_data(member: zipfile.ZipInfo) -> bool:
    name = member.filename.lower()
    shadow = name.startswith("__macosx/") or name.rsplit("/", 1)[-1].startswith("._")
    return not member.is_dir() and not shadow and name.endswith((".csv", ".parquet", ".json", ".jsonl", ".xml", *_SHEETS))


def _zip_member(given: Given, archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, work: Path) -> list[Source]:
    if member.flag_bits & 0x1:
        raise refuse(f"{given.name} is locked with a password", "an open archive", "unpack it first")
    whole = member.filename.lower().endswith((".parquet", *_SHEETS))
    plain = whole or member.compress_type != zipfile.ZIP_DEFLATED
    copy = work / f"{_stem(given.name, name)}{Path(member.filename).suffix.lower() if plain else '.csv.gz'}"
    try:
        if plain:
            with archive.open(member) as source, copy.open("wb") as target:
                while chunk := source.read(_HEAD):
                    target.write(chunk)
        else:
            _as_gzip(given.path, member, copy)
    except (*DAMAGE, OSError) as problem:
        if not is_damage(problem):
            raise
        why = "it is damaged" if isinstance(problem, OSError) else str(problem).rstrip(".") or "it breaks off"
        raise refuse(
            f"{name} in {given.name} cannot be unpacked ({why})",
            "a whole archive",
            "download it again",
        ) from None
    if copy.suffix == ".parquet":
        return [_parquet(given.name, copy, name)]
    if copy.suffix in _SHEETS:
        sheets = tables(copy, f"{given.name} ({name})", work)
        return [_text(given.name, f"{name}/{sheet}", path, work) for sheet, path in sheets]
    return [_text(given.name, name, copy, work)]


def _as_gzip(path: Path, member: zipfile.ZipInfo, target: Path) -> None:
    """The member's compressed stream in a gzip frame: no byte is unpacked (decision 0005).

    Raises: EOFError where the archive is cut short; struct.error where the member's head is.
    """
    with path.open("rb") as source, target.open("wb") as out:
        source.seek(member.header_offset)
        name_length, extra_length = struct.unpack("<HH", source.read(30)[26:30])
        source.seek(name_length + extra_length, io.SEEK_CUR)
        out.write(_GZIP_HEAD)
        left = member.compress_size
        while left > 0:
            chunk = source.read(min(left, _HEAD))
            if not chunk:
                raise EOFError("it is cut short")
            out.write(chunk)
            left -= len(chunk)
        out.write(struct.pack("<II", member.CRC, member.file_size & 0xFFFFFFFF))


def _stem(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _parquet(name: str, path: Path, member: str | None = None) -> Source:
    try:
        found = (
            duckdb.connect()
            .execute("DESCRIBE SELECT * FROM read_parquet(?, hive_partitioning = false)", [str(path)])
            .fetchall()
        )
    except duckdb.Error:
        raise refuse(
            f"{name} begins as Parquet but cannot be read (damaged or truncated)",
            "a whole Parquet file",
            "write it again",
        ) from None
    return Source(name, member, "parquet", path, tuple(str(row[0]) for row in found))


def _text(file: str, member: str | None, path: Path, work: Path) -> Source:
    name = file if member is None else f"{file} ({member})"
    try:
        return _text_of(name, file, member, path, work)
    except InputRefusedError:
        raise
    except (*DAMAGE, OSError) as problem:
        if not is_damage(problem) and compression(path) == "none":
            raise
        raise refuse(
            f"{name} is compressed but damaged or cut short", "a whole compressed file", "download it again"
        ) from None


def _text_of(name: str, file: str, member: str | None, path: Path, work: Path) -> Source:
    notes: tuple[str, ...] = ()
    head = _head(path)
    if not is_whole(path):
        raise EOFError
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        path = recoded(path, work / f"{_stem(file, member or '')}.utf8.csv", "utf-16")
        head, notes = _head(path), ("read as UTF-16",)
    if not head.strip():
        raise refuse(f"{name} holds only blanks", "a CSV file of award actions", "download it again")
    for feed in FEEDS:
        if feed.nested is not None and feed.nested.looks_like(head):
            return _flattened(name, file, member, path, feed, work)
    _refuse_other_than_text(name, head)
    if head.count(b"\r") - head.count(b"\r\n") > head.count(b"\n"):
        path = with_one_line_end(path, work / f"{_stem(file, member or '', 'line ends')}.csv", b"\r")
        head, notes = _head(path), (*notes, "carriage returns read as line ends")
    if compression(path) != "none" and not is_utf8(path):
        return as_windows(Source(file, member, "csv", path, (), compression(path)), work)
    header = _header(name, head.decode("utf-8-sig", errors="replace"))
    return Source(file, member, "csv", path, header, compression(path), notes)


def _head(path: Path) -> bytes:
    with open_text(path) as stream:
        return stream.read(_HEAD)


def as_windows(source: Source, work: Path) -> Source:
    """The same text read as Windows-1252, where its bytes are no UTF-8."""
    path = recoded(source.path, work / f"{_stem(source.file, source.member or '')}.utf8.csv", "cp1252")
    header = _header(source.name(), _head(path).decode("utf-8-sig", errors="ignore"))
    notes = (*source.notes, "read as Windows-1252")
    return replace(source, path=path, compression="none", header=header, notes=notes)


def with_plain_line_ends(source: Source, work: Path) -> Source:
    """The same text with one kind of line end, where a file mixes several."""
    target = with_one_line_end(source.path, work / f"{_stem(source.file, source.member or '', 'line ends')}.csv")
    note = "mixed line ends read as one kind"
    return replace(source, path=target, compression="none", notes=(*source.notes, note))


def _flattened(name: str, file: str, member: str | None, path: Path, feed: Feed, work: Path) -> Source:
    """The records of a nested text as a table of text, a bounded number at a time."""
    assert feed.nested is not None
    columns = (*sorted(feed.known_columns()), RAW)
    schema = pa.schema([(column, pa.string()) for column in columns])
    target = work / f"{_stem(file, member or '')}.parquet"
    try:
        with pq.ParquetWriter(target, schema) as out:
            held: list[Row] = []
            for row in feed.nested.rows(path):
                held.append(row)
                if len(held) == _ROWS:
                    out.write_table(_as_table(held, schema))
                    held = []
            out.write_table(_as_table(held, schema))
    except (*DAMAGE, OSError) as problem:
        if not is_damage(problem):
            raise
        raise refuse(
            f"{name} cannot be read to its end ({problem})", f"a whole file of {feed.title}", "save it again"
        ) from None
    return Source(file, member, "parquet", target, columns, feed=feed)


def _as_table(rows: list[Row], schema: pa.Schema) -> pa.Table:
    def clean(cell: str | None) -> str | None:
        return None if cell is None else cell.encode("utf-8", "replace").decode()

    return pa.table([pa.array([clean(row.get(n)) for row in rows], pa.string()) for n in schema.names], schema=schema)


def _refuse_other_than_text(name: str, head: bytes) -> None:
    if not head.strip():
        raise refuse(f"{name} holds only blanks", "a CSV file of award actions", "download it again")
    opening = head[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if opening.startswith((b"{", b"[")) or (opening.startswith(b"<?xml") and b"<html" not in opening):
        kind = "XML" if opening.startswith(b"<") else "JSON"
        known = ", ".join(feed.title for feed in FEEDS if feed.nested is not None)
        raise refuse(f"{name} is {kind} of no layout that is known here", known, "save the pages as they were served")
    if opening.startswith((b"<!doctype", b"<html", b"<head", b"<?xml")) or b"<html" in opening:
        raise refuse(
            f"{name} is a web page saved under the name of a data file, probably an error page",
            "a CSV file of award actions",
            "download the file again and look at it before you pass it on",
        )
    if b"\0" in head:
        raise refuse(f"{name} is a binary file", "a CSV, gz, zst, zip or Parquet file", "export it as CSV")


def _header(name: str, text: str) -> tuple[str, ...]:
    csv.field_size_limit(max(csv.field_size_limit(), 16 * _HEAD))  # the longest line that is read
    text = text.lstrip("\ufeff")
    if text[:1] in ("\r", "\n"):
        raise refuse(
            f"{name} begins with an empty line", "a header of column names on the first line", "remove the lines above it"
        )
    try:
        first = next(csv.reader(io.StringIO(text, newline="")), [])
    except csv.Error:
        raise refuse(
            f"the header of {name} opens a quote that it does not close", "a header of column names", "export it again"
        ) from None
    if len(first) == 1:
        for sign, called in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
            if first[0].count(sign) >= 2:
                raise refuse(
                    f"the fields of {name} are separated by {called}",
                    "fields separated by commas",
                    "export it again as comma-separated values",
                )
    return tuple(column.strip() for column in first)
