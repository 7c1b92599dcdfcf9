"""The block of `Key: value` lines with which a contract file or a plan may open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from buyfair.terms.document import CELL, Document, WrittenLine

PAIR = re.compile(r"^\s*(?P<key>[A-Za-z][A-Za-z0-9 ./()'&-]{0,48}?)\s*(?::|\s=)\s*(?P<value>.*)$")
BESIDE = re.compile(r"\s{3,}(?=[A-Z][A-Za-z0-9 ./()'&-]{1,48}?:\s)")
"""Two pairs on one line stand apart by three blanks or more."""
ENOUGH = 4
"""So many known pairs make a block; a blank line ends it."""
SEARCHED = 150
"""How many lines from the top may hold it; a file puts letterhead, titles and notes above."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One pair: the key as the caller names it, what stands after it, and the line where it stands."""

    key: str
    value: str
    line: int


def header(
    document: Document, keys: Mapping[str, Sequence[re.Pattern[str]]], anywhere: Sequence[str] = ()
) -> tuple[Entry, ...]:
    """Every pair whose key is known, in order. A key told twice is told twice.

    The block ends with the first blank line below it; the keys `anywhere` are read further down too.
    """
    found: list[Entry] = []
    open_ended, below = False, False
    for line in document.lines[:SEARCHED]:
        pairs = [(_named(key, keys), key, value) for key, value in _pairs(line)]
        known = [(name, value) for name, _, value in pairs if name is not None and (not below or name in anywhere)]
        if len(found) >= ENOUGH and not known and (not line.text.strip() or below):
            below, open_ended = True, False
            continue
        found += [Entry(name, value, line.number) for name, value in known]
        if known:
            open_ended = True
        elif open_ended and not pairs and line.text[:1] in " \t" and line.text.strip():
            last = found[-1]
            found[-1] = Entry(last.key, f"{last.value} {line.text.strip()}", last.line)
        else:
            open_ended = False
    return tuple(found)


def _pairs(line: WrittenLine) -> Iterator[tuple[str, str]]:
    if line.row:
        cells = [c.strip() for c in line.text.split(CELL)]
        if ":" not in cells[0] and len(cells) >= 2:
            yield cells[0], cells[1] if len(cells) == 2 else "; ".join(cells[1:])
            return
        parts = cells
    else:
        parts = BESIDE.split(line.text)
    for part in parts:
        told = PAIR.match(part)
        if told is not None:
            yield told["key"].strip(), told["value"].strip()


def _named(key: str, keys: Mapping[str, Sequence[re.Pattern[str]]]) -> str | None:
    plain = " ".join(key.lower().split())
    for name, shapes in keys.items():
        for shape in shapes:
            told = shape.fullmatch(plain)
            if told is not None:
                return f"{name}{told[1]}" if shape.groups else name
    return None
