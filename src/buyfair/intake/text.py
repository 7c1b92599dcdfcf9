"""The bytes of a text, whatever packs it: opened, looked through to its end, written anew in UTF-8 or with one line end."""

from __future__ import annotations

import codecs
import errno
import gzip
import io
import lzma
import struct
import zipfile
import zlib
from pathlib import Path
from typing import IO, Literal, cast

import zstandard

BLOCK = 1 << 20
Compression = Literal["none", "gzip", "zstd"]

DAMAGE = (
    EOFError, NotImplementedError, RuntimeError, ValueError, lzma.LZMAError, struct.error, zipfile.BadZipFile,
    zlib.error, zstandard.ZstdError,
)  # fmt: skip
"""What libraries raise over packed bytes that are damaged or of a kind they do not know; `is_damage` adds bare OSErrors."""


def is_damage(problem: BaseException) -> bool:
    """Whether a problem lies in the bytes and not in the machine: an OSError of the machine bears its number.

    A place before the beginning of a file is one that damaged bytes named.
    """
    return isinstance(problem, DAMAGE) or (isinstance(problem, OSError) and problem.errno in (None, errno.EINVAL))


def compression(path: Path) -> Compression:
    """How the content is compressed; the name may say otherwise."""
    with path.open("rb") as stream:
        start = stream.read(4)
    if start.startswith(b"\x1f\x8b"):
        return "gzip"
    return "zstd" if start == b"\x28\xb5\x2f\xfd" else "none"


def open_text(path: Path) -> IO[bytes]:
    """The text of a source as bytes, whatever its compression."""
    packed = compression(path)
    if packed == "gzip":
        return cast("IO[bytes]", gzip.open(path, "rb"))
    if packed == "zstd":
        return io.BufferedReader(zstandard.ZstdDecompressor().stream_reader(path.open("rb"), closefd=True))
    return path.open("rb")


def is_whole(path: Path) -> bool:
    """Whether a zst text has its last frame whole; a reader that streams takes a cut between blocks for the end."""
    if compression(path) != "zstd":
        return True
    frame = zstandard.ZstdDecompressor().decompressobj()
    with path.open("rb") as stream:
        while chunk := stream.read(BLOCK):
            while chunk:
                if frame.eof:
                    frame = zstandard.ZstdDecompressor().decompressobj()
                frame.decompress(chunk)
                chunk = frame.unused_data if frame.eof else b""
    return frame.eof


def is_utf8(path: Path) -> bool:
    """Whether the whole text decodes: a broken byte deep in a file must not cost its row silently."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with open_text(path) as stream:
            while chunk := stream.read(BLOCK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def recoded(path: Path, target: Path, encoding: str) -> Path:
    """A copy of a text in UTF-8."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    with open_text(path) as stream, target.open("w", encoding="utf-8", newline="") as out:
        while chunk := stream.read(BLOCK):
            out.write(decoder.decode(chunk))
        out.write(decoder.decode(b"", final=True))
    return target




def with_one_line_end(path: Path, target: Path, end: bytes = b"\n") -> Path:
    """A copy in which every line ends in one way.

    Where `end` is a line feed, a carriage return inside a line becomes a blank; where it is a carriage return, as on old
    machines, every one of them becomes a line end.
    """
    with open_text(path) as stream, target.open("wb") as out:
        if end == b"\r":
            while chunk := stream.read(BLOCK):
                out.write(chunk.replace(b"\r", b"\n"))
            return target
        for line in stream:
            out.write(line.removesuffix(b"\n").removesuffix(b"\r").replace(b"\r", b" ") + b"\n")
    return target
