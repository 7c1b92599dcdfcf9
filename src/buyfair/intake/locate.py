"""Finds where records stand in a text file, so that what was set aside can be found again by line and by eye."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO


@dataclass(frozen=True, slots=True)
class Place:
    """Where one data record stands: its number and first physical line, from 1 (the header is line 1), and its bytes.

    `closed` is false for a last record whose quote is never closed.
    """

    record: int
    line: int
    begin: int
    end: int
    raw: bytes
    closed: bool = True

    def text(self) -> str:
        """The record as it stood, without its line end."""
        return self.raw.decode("utf-8", "replace").rstrip("\r\n")


def records(stream: IO[bytes]) -> Iterator[Place]:
    """Every record of a CSV text after its header, lines of blanks passed over.

    A record goes on over line ends that stand inside quotes, by RFC 4180; a quoted field that goes on behind its closing
    quote ends with its line.
    """
    number, line, offset, begun_line, begin = -1, 0, 0, 0, 0
    held: list[bytes] = []
    for physical in stream:
        line += 1
        if not held:
            begun_line, begin = line, offset
        offset += len(physical)
        if not held and not physical.strip():
            continue
        held.append(physical)
        if _ends_inside_quotes(held):
            continue
        number += 1
        if number > 0:
            yield Place(number, begun_line, begin, offset, b"".join(held))
        held = []
    if held:
        yield Place(number + 1, begun_line, begin, offset, b"".join(held), closed=False)


def wanted_records(stream: IO[bytes], numbers: set[int]) -> Iterator[Place]:
    """The records of these numbers; stops after the last of them."""
    last = max(numbers, default=0)
    for place in records(stream):
        if place.record in numbers:
            yield place
        if place.record >= last:
            return


def records_at(stream: IO[bytes], positions: list[int]) -> tuple[list[Place], int]:
    """The records that hold these byte positions, and how many records there are; a position among blanks holds none."""
    found: list[Place] = []
    at, count = 0, 0
    ordered = sorted(positions)
    place: Place | None = None
    for place in records(stream):
        count += 1
        while at < len(ordered) and ordered[at] < place.begin:
            at += 1
        if not place.closed or (at < len(ordered) and ordered[at] < place.end):
            found.append(place)
    # a last record without line end is told by a place behind it
    if place is not None and ordered and ordered[-1] >= place.end and not place.raw.endswith(b"\n") and place not in found:
        found.append(place)
    return found, count


_QUOTED = re.compile(rb'"(?:[^"]|"")*')


def _ends_inside_quotes(held: list[bytes]) -> bool:
    """Whether the text so far leaves a quote open; a quote counts only where a field opens with it."""
    if len(held) == 1 and _plainly_closed(held[0]):
        return False
    text = b"".join(held)
    at = 0 if text.startswith(b'"') else _next_field_in_quotes(text, 0)
    while at >= 0:
        quoted = _QUOTED.match(text, at)
        assert quoted is not None
        close = quoted.end()
        if close >= len(text):
            return True
        if text[close + 1 : close + 2] not in (b",", b"\r", b"\n", b""):
            return False
        at = _next_field_in_quotes(text, close)
    return False


def _next_field_in_quotes(text: bytes, start: int) -> int:
    """Where the next field opens with a quote; -1 where none does."""
    found = text.find(b',"', start)
    return found + 1 if found >= 0 else -1


def _plainly_closed(line: bytes) -> bool:
    """A quick yes for the line that opens and closes each of its quotes; anything odd is left to the full look."""
    quotes = line.count(b'"')
    if quotes == 0:
        return True
    opened = line.count(b',"') + line.startswith(b'"')
    closed = line.count(b'",') + line.rstrip(b"\r\n").endswith(b'"')
    return quotes % 2 == 0 and opened == closed
