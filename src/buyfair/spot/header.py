"""The block of `Key: value` lines with which a contract file or a plan may open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from buyfair.terms.document import CELL, Document, WrittenLine

PAIR = re.compile(r"^\s*(?P<key>[A-Za-z][A-Za-z0-9 ./()'&-]{0,48}?)\s*(?::|\s=)\s*(?P<value>.*)$")
BESIDE = re.compile(r"(?<!\s)\s{3,}(?=[A-Z][A-Za-z0-9 ./()'&-]{1,48}?:(?:\s|$))")
"""Two pairs on one line stand apart by three blanks or more."""
ENOUGH = 4
"""So many known pairs make a block."""
WIDE = 90
"""A line so long was broken by its width; what stands below belongs to it."""
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

    The block ends with the first line below it that is no such pair; the keys `anywhere` are read further down too.
    """
    found: list[Entry] = []
    open_ended, below, wide = False, False, 0
    for line in document.lines[:SEARCHED]:
        pairs = [(_named(key, keys), key, value) for key, value in _pairs(line)]
        known = [(name, value) for name, _, value in pairs if name is not None and (not below or name in anywhere)]
        leans = bool(found) and (found[-1].value[-1:] in ";,-" or wide >= WIDE) or line.text[:1].islower()
        goes_on = open_ended and not known and found[-1].key not in anywhere and (leans or not pairs and line.text[:1] in " \t")
        if len(found) >= ENOUGH and not known and line.text.strip() and not goes_on:
            below = True
        found += [Entry(name, value, line.number) for name, value in known]
        if found and not found[-1].value and not known and (below_it := _first_cell(line)):
            found[-1] = Entry(found[-1].key, below_it, found[-1].line)
            open_ended = True
            continue
        if known:
            open_ended = True
        elif goes_on and line.text.strip():
            last = found[-1]
            found[-1] = Entry(last.key, f"{last.value} {line.text.strip()}", last.line)
        else:
            open_ended = False
        wide = len(line.text.rstrip())
    return tuple(found)


def _first_cell(line: WrittenLine) -> str:
    """What stands first on a line: in a narrow form the value of a pair falls below its key."""
    return next((c.strip() for c in line.text.split(CELL.strip()) if c.strip()), "")


def _pairs(line: WrittenLine) -> Iterator[tuple[str, str]]:
    if line.row:
        cells = [c.strip() for c in line.text.split(CELL)]
        if ":" not in cells[0]:
            if len(cells) == 2 or re.match(r"(?:line|clin|item)\b", cells[0], re.I):
                yield cells[0], "; ".join(cells[1:])
            return
        parts = cells
    else:
        parts = BESIDE.split(line.text)
    for part in parts:
        told = PAIR.match(part)
        if told is not None:
            yield told["key"].strip(), told["value"].strip()


def _named(key: str, keys: Mapping[str, Sequence[re.Pattern[str]]]) -> str | None:
    if key[:1].islower():
        return None
    plain = " ".join(key.lower().split())
    for name, shapes in keys.items():
        for shape in shapes:
            told = shape.fullmatch(plain)
            if told is not None:
                return f"{name}{told[1]}" if shape.groups else name
    return None
