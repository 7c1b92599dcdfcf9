"""Hashes inputs beside the reading of them, and counts line ends per block so that a line is found again quickly."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Digest:
    """sha256 of a file's bytes, and how many line ends stand in each block of it (nothing for what is no plain text)."""

    sha256: str
    line_ends: tuple[int, ...]


def digest(path: Path, lines: bool) -> Digest:
    """Reads the file once."""
    sha = hashlib.sha256()
    ends: list[int] = []
    with path.open("rb") as stream:
        while chunk := stream.read(BLOCK):
            sha.update(chunk)
            if lines:
                ends.append(chunk.count(b"\n"))
    return Digest(sha.hexdigest(), tuple(ends))


class Digests:
    """Digests of several files, made in the background one after the other."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="digest")
        self._asked: dict[Path, Future[Digest]] = {}

    def ask(self, path: Path, lines: bool) -> None:
        """Begins to read a file."""
        if path not in self._asked:
            self._asked[path] = self._pool.submit(digest, path, lines)

    def of(self, path: Path) -> Digest:
        """The digest of a file that was asked for; waits for it."""
        return self._asked[path].result()

    def close(self) -> None:
        """Lets go of what was not begun."""
        self._pool.shutdown(wait=True, cancel_futures=True)


class LineFinder:
    """Finds the text of a physical line (from 1) of a plain file through the counts of line ends per block."""

    def __init__(self, path: Path, line_ends: Sequence[int]) -> None:
        self._path, self._upto = path, list(accumulate(line_ends))
        self._held: tuple[int, bytes] = (-1, b"")

    def lines(self) -> int:
        """How many line ends the file has."""
        return self._upto[-1] if self._upto else 0

    def ends_in_line_end(self) -> bool:
        """Whether the last line is ended too."""
        with self._path.open("rb") as stream:
            stream.seek(-1, 2)
            return stream.read(1) == b"\n"

    def text(self, line: int, count: int) -> bytes:
        """So many physical lines from this one on, with their line ends."""
        begin = self._begin(line)
        with self._path.open("rb") as stream:
            stream.seek(begin)
            return b"".join(stream.readline() for _ in range(count))

    def _begin(self, line: int) -> int:
        if line == 1:
            return 0
        wanted = line - 1  # the line end behind which the line begins
        block = bisect_left(self._upto, wanted)
        if self._held[0] != block:
            with self._path.open("rb") as stream:
                stream.seek(block * BLOCK)
                self._held = (block, stream.read(BLOCK))
        nth = wanted - (self._upto[block - 1] if block else 0)
        at = -1
        for _ in range(nth):
            at = self._held[1].find(b"\n", at + 1)
        return block * BLOCK + at + 1
