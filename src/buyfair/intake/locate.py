"""Finds where records stand in a text file, so that what was set aside can be found again by line and by eye."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO


@dataclass(frozen=True, slots=True)
class Place:
    """Where one data record stands: its number and its first physical line, both from 1 (the header is line 1)."""

    record: int
    line: int
    offset: int
    text: str


def records(stream: IO[bytes]) -> Iterator[Place]:
    """Every record of a CSV text after its header, blank lines passed over.

    A record goes on over line ends that stand inside quotes, by RFC 4180.
    """
    number, line, offset, begun_line, begun_offset = -1, 0, 0, 0, 0
    held: list[bytes] = []
    for physical in stream:
        line += 1
        if not held:
            begun_line, begun_offset = line, offset
        offset += len(physical)
        if not held and not physical.strip():
            continue
        held.append(physical)
        if _ends_inside_quotes(held):
            continue
        number += 1
        if number > 0:
            yield Place(number, begun_line, begun_offset, b"".join(held).decode("utf-8", "replace").rstrip("\r\n"))
        held = []
    if held:
        yield Place(number + 1, begun_line, begun_offset, b"".join(held).decode("utf-8", "replace").rstrip("\r\n"))


_QUOTED_FIELD = re.compile(rb'(?:(?<=,)|(?<=\n)|\A)"(?:[^"]|"")*"(?=,|\r?\n|\Z)')
_OPEN_QUOTE = re.compile(rb'(?:\A|[,\n])"')


def _ends_inside_quotes(held: list[bytes]) -> bool:
    """Whether the text so far leaves a quote open; a quote counts only where a field opens with it."""
    if len(held) == 1 and held[0].count(b'"') == 0:
        return False
    return _OPEN_QUOTE.search(_QUOTED_FIELD.sub(b"", b"".join(held))) is not None
