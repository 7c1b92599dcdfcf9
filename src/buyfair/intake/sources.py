"""Opens award files as they come: CSV, gz, zst, zip of several, Parquet, or a folder of these."""

from __future__ import annotations

import codecs
import csv
import gzip
import hashlib
import io
import json
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Literal, cast

import duckdb
import zstandard

from buyfair.terms.errors import InputRefusedError, refuse

SUFFIXES = (".csv", ".csv.gz", ".csv.zst", ".zip", ".parquet")
"""What a folder is searched for; a file named outright is judged by its content, not by its name."""

_HEAD = 1 << 20
_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
"""A gzip frame's ten bytes: no name, no time, so that a member becomes the same bytes every time."""


@dataclass(frozen=True, slots=True)
class Given:
    """One file that the user named, or that stood in a folder the user named."""

    path: Path
    name: str
    sha256: str
    size: int
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

    def name(self) -> str:
        """How messages call it."""
        return self.file if self.member is None else f"{self.file} ({self.member})"


def find(paths: Sequence[Path]) -> list[Given]:
    """The files behind the paths, folders opened one level deep, each hashed.

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
        return frozenset(str(entry["name"]) for entry in manifest["files"]) if ours else frozenset()
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()


def _given(path: Path, name: str, *, in_folder: bool) -> Given:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_HEAD):
                digest.update(chunk)
    except OSError as problem:
        raise refuse(
            f"{path.name} cannot be opened ({problem.strerror})", "a readable file", "check its rights"
        ) from None
    shown = name.encode("utf-8", "replace").decode()
    return Given(path, shown, digest.hexdigest(), path.stat().st_size, in_folder)


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
    if start.startswith(b"PK\x03\x04") or start.startswith(b"PK\x05\x06"):
        return _zip_members(given, work)
    # the engine reads patterns in names: it gets a plain one
    plain = work / f"given-{given.sha256[:16]}-{len(list(work.glob('given-*')))}"
    plain.symlink_to(given.path)
    if start.startswith(b"PAR1"):
        return [_parquet(name, plain)], []
    if given.path.suffix.lower() == ".parquet" and not start.startswith((b"\x1f\x8b", b"\x28\xb5\x2f\xfd")):
        raise refuse(f"{name} does not begin as Parquet does", "a Parquet file", "download or write it again")
    return [_text(name, None, plain, work)], []


def _zip_members(given: Given, work: Path) -> tuple[list[Source], list[tuple[str, str]]]:
    try:
        archive = zipfile.ZipFile(given.path)
    except zipfile.BadZipFile:
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
        passed_over: list[tuple[str, str]] = []
        for member in members:
            try:
                sources.append(_zip_member(given, archive, member, work))
            except InputRefusedError as refusal:
                if len(members) == 1:
                    raise
                passed_over.append((f"{given.name} ({member.filename})", str(refusal)))
        return sources, passed_over


def _holds_data(member: zipfile.ZipInfo) -> bool:
    name = member.filename.lower()
    shadow = name.startswith("__macosx/") or name.rsplit("/", 1)[-1].startswith("._")
    return not member.is_dir() and not shadow and name.endswith((".csv", ".parquet"))


def _zip_member(given: Given, archive: zipfile.ZipFile, member: zipfile.ZipInfo, work: Path) -> Source:
    if member.flag_bits & 0x1:
        raise refuse(f"{given.name} is locked with a password", "an open archive", "unpack it first")
    if member.filename.lower().endswith(".parquet") or member.compress_type != zipfile.ZIP_DEFLATED:
        copy = work / f"{_stem(given.name, member.filename)}{Path(member.filename).suffix.lower()}"
        try:
            with archive.open(member) as source, copy.open("wb") as target:
                while chunk := source.read(_HEAD):
                    target.write(chunk)
        except (zipfile.BadZipFile, EOFError, NotImplementedError) as problem:
            raise refuse(
                f"{member.filename} in {given.name} cannot be unpacked ({problem})",
                "a whole archive",
                "download it again",
            ) from None
        if copy.suffix == ".parquet":
            return _parquet(given.name, copy, member.filename)
        return _text(given.name, member.filename, copy, work)
    copy = work / f"{_stem(given.name, member.filename)}.csv.gz"
    _as_gzip(given.path, member, copy)
    return _text(given.name, member.filename, copy, work)


def _as_gzip(path: Path, member: zipfile.ZipInfo, target: Path) -> None:
    """The member's compressed stream in a gzip frame: no byte is unpacked (decision 0005)."""
    with path.open("rb") as source, target.open("wb") as out:
        source.seek(member.header_offset)
        local = source.read(30)
        name_length, extra_length = struct.unpack("<HH", local[26:30])
        source.seek(name_length + extra_length, io.SEEK_CUR)
        out.write(_GZIP_HEAD)
        left = member.compress_size
        while left > 0:
            chunk = source.read(min(left, _HEAD))
            if not chunk:
                raise refuse(f"{member.filename} in {path.name} is cut short", "a whole archive", "download it again")
            out.write(chunk)
            left -= len(chunk)
        out.write(struct.pack("<II", member.CRC, member.file_size & 0xFFFFFFFF))


def _stem(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


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


def _compression(path: Path) -> Literal["none", "gzip", "zstd"]:
    """How the content is compressed; the name may say otherwise."""
    with path.open("rb") as stream:
        start = stream.read(4)
    if start.startswith(b"\x1f\x8b"):
        return "gzip"
    return "zstd" if start == b"\x28\xb5\x2f\xfd" else "none"


def open_text(path: Path) -> IO[bytes]:
    """The text of a source as bytes, whatever its compression."""
    compression = _compression(path)
    if compression == "gzip":
        return cast("IO[bytes]", gzip.open(path, "rb"))
    if compression == "zstd":
        return io.BufferedReader(zstandard.ZstdDecompressor().stream_reader(path.open("rb"), closefd=True))
    return path.open("rb")


def _text(file: str, member: str | None, path: Path, work: Path) -> Source:
    name = file if member is None else f"{file} ({member})"
    try:
        with open_text(path) as stream:
            head = stream.read(_HEAD)
        if not _whole(path):
            raise EOFError
    except (OSError, EOFError, zlib.error, zstandard.ZstdError):
        raise refuse(
            f"{name} is compressed but damaged or cut short", "a whole compressed file", "download it again"
        ) from None
    _refuse_other_than_text(name, head)
    notes: tuple[str, ...] = ()
    if not _is_utf8(path):
        path = _recoded(path, work / f"{_stem(file, member or '')}.utf8.csv")
        notes = ("read as Windows-1252",)
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    text = head.decode("utf-8-sig", errors="ignore")
    header = _header(name, text)
    return Source(file, member, "csv", path, header, _compression(path), notes)


def with_plain_line_ends(source: Source, work: Path) -> Source:
    """The same text with one kind of line end, where a file mixes two."""
    target = work / f"{_stem(source.file, source.member or '', 'line ends')}.csv"
    with open_text(source.path) as stream, target.open("wb") as out:
        for line in stream:
            out.write(line.removesuffix(b"\n").removesuffix(b"\r") + b"\n")
    note = "mixed line ends read as one kind"
    return replace(source, path=target, compression="none", notes=(*source.notes, note))


def _refuse_other_than_text(name: str, head: bytes) -> None:
    if not head.strip():
        raise refuse(f"{name} holds only blanks", "a CSV file of award actions", "download it again")
    opening = head[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if opening.startswith((b"<!doctype", b"<html", b"<head", b"<?xml")) or b"<html" in opening:
        raise refuse(
            f"{name} is a web page saved under the name of a data file, probably an error page",
            "a CSV file of award actions",
            "download the file again and look at it before you pass it on",
        )
    if b"\0" in head:
        raise refuse(f"{name} is a binary file", "a CSV, gz, zst, zip or Parquet file", "export it as CSV")


def _whole(path: Path) -> bool:
    """Whether a zst text has its last frame whole; a reader that streams takes a cut between blocks for the end."""
    if _compression(path) != "zstd":
        return True
    frame = zstandard.ZstdDecompressor().decompressobj()
    with path.open("rb") as stream:
        while chunk := stream.read(_HEAD):
            while chunk:
                if frame.eof:
                    frame = zstandard.ZstdDecompressor().decompressobj()
                frame.decompress(chunk)
                chunk = frame.unused_data if frame.eof else b""
    return frame.eof


def _is_utf8(path: Path) -> bool:
    """Whether the whole text decodes: a broken byte deep in a file must not cost its row silently."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with open_text(path) as stream:
            while chunk := stream.read(_HEAD):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    except (OSError, EOFError, zlib.error, zstandard.ZstdError):
        raise refuse(
            f"{path.name} is compressed but damaged or cut short", "a whole compressed file", "download it again"
        ) from None
    return True


def _recoded(path: Path, target: Path) -> Path:
    with open_text(path) as stream, target.open("w", encoding="utf-8", newline="") as out:
        while chunk := stream.read(_HEAD):
            out.write(chunk.decode("cp1252", errors="replace"))
    return target


def _header(name: str, text: str) -> tuple[str, ...]:
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
