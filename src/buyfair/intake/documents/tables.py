"""Finds the rows of a table among the lines of a PDF page, a cell of several lines made whole again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from buyfair.terms.document import CELL

if TYPE_CHECKING:
    from buyfair.intake.documents.layout import Chunk, Line

LISTED = re.compile(r"^(?:[-*•·▪◦–—o]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)])$")
LOOK_AHEAD = 4
"""Lines of one wrapped cell behind which the next row is still looked for."""


class Rule(NamedTuple):
    """A line drawn across the page. Unit: points."""

    left: float
    right: float
    base: float


def rows_in(lines: Sequence[Line], at: int, rules: Sequence[Rule]) -> tuple[list[str], int]:
    """The rows of the table that begins at a line, and how many lines they take; nothing where none begins there."""
    taken = _length(lines, at, rules)
    if not taken:
        return [], 0
    run = lines[at : at + taken]
    columns = _columns(run)
    if len(columns) < 2:
        return [], 0
    rows: list[list[list[str]]] = []
    for nth, line in enumerate(run):
        new = nth == 0 or _new_row(run, nth, columns, rules)
        if new:
            rows.append([[] for _ in columns])
        for chunk in line.chunks:
            rows[-1][_column(chunk, columns)].append(chunk.text)
    return [CELL.join(" ".join(cell) for cell in row) for row in rows], taken


def _length(lines: Sequence[Line], at: int, rules: Sequence[Rule]) -> int:
    """How many lines from here on are one table: lines of several cells in line, and the wrapped lines between them."""
    if not _is_row(lines[at]):
        return 0
    last = at
    for nth in range(at + 1, len(lines)):
        if nth - last > LOOK_AHEAD or lines[nth - 1].base - lines[nth].base > 4.5 * lines[nth].size:
            break
        if _is_row(lines[nth]):
            if not _in_line(lines[last], lines[nth]) and not _ruled_between(lines[nth - 1], lines[nth], rules):
                break
            last = nth
        elif not _wrapped(lines[nth], lines[last]):
            break
    if last == at:
        return 0
    while last + 1 < len(lines) and _trails(lines[last], lines[last + 1], lines[at]):
        last += 1
    return last + 1 - at


def _is_row(line: Line) -> bool:
    """Several chunks, of which the first is no number of a list and no key of a form."""
    if len(line.chunks) < 2:
        return False
    first = line.chunks[0].text
    return not (len(line.chunks) == 2 and (LISTED.match(first) or first.endswith(":")))


def _in_line(one: Line, other: Line) -> bool:
    """Whether a chunk behind the first begins, ends or is centred at the same place in both."""
    near = 0.5 * max(one.size, other.size)
    for a in one.chunks[1:]:
        for b in other.chunks[1:]:
            middle = abs(a.left + a.right - b.left - b.right) / 2
            if min(abs(a.left - b.left), abs(a.right - b.right), middle) < near:
                return True
    return False


def _ruled_between(above: Line, line: Line, rules: Sequence[Rule]) -> bool:
    """Whether a line is drawn between two lines, across most of both."""
    left, right = max(above.left, line.left), min(above.right, line.right)
    return any(line.base + 0.3 * line.size < r.base < above.base and r.left <= left and r.right >= right for r in rules)


def _wrapped(line: Line, row: Line) -> bool:
    """Whether a line of one chunk stands within one cell of the row above it, close below."""
    chunk = line.chunks[0]
    over = [c for c in row.chunks if c.left - line.size < chunk.right and chunk.left < c.right + line.size]
    if len(line.chunks) != 1 or len(over) > 1:
        return False
    at = min(range(len(row.chunks)), key=lambda n: abs(row.chunks[n].left - chunk.left))
    after = row.chunks[at + 1].left if at + 1 < len(row.chunks) else float("inf")
    return abs(row.chunks[at].left - chunk.left) < line.size and chunk.right < after


def _trails(row: Line, line: Line, first: Line) -> bool:
    """Whether a line goes on in a cell of the table's last row: close below, and not under its first cell."""
    return row.base - line.base < 1.4 * line.size and line.left > first.left + line.size and _wrapped(line, row)


def _columns(run: Sequence[Line]) -> list[tuple[float, float]]:
    """From where to where each column stands, by the rows with the most cells."""
    most = max(len(line.chunks) for line in run)
    spans = [[chunk.left, chunk.right] for line in run if len(line.chunks) == most for chunk in line.chunks]
    merged: list[list[float]] = []
    for left, right in sorted(spans):
        if merged and left < merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], right)
        else:
            merged.append([left, right])
    return [(left, right) for left, right in merged]


def _column(chunk: Chunk, columns: Sequence[tuple[float, float]]) -> int:
    """The column with which a chunk shares most, else the nearest."""
    def shared(n: int) -> tuple[float, float]:
        left, right = columns[n]
        return min(right, chunk.right) - max(left, chunk.left), -abs(left - chunk.left)

    return max(range(len(columns)), key=shared)


def _new_row(run: Sequence[Line], nth: int, columns: Sequence[tuple[float, float]], rules: Sequence[Rule]) -> bool:
    """By drawn lines where the table has them; else a line that leaves its first cell empty goes on with the row above."""
    ruled = sum(_ruled_between(a, b, rules) for a, b in pairwise(run))
    if ruled >= 2 or ruled == 1 and len(run) <= 4:
        return _ruled_between(run[nth - 1], run[nth], rules)
    line = run[nth]
    if _column(line.chunks[0], columns) != 0:
        return False
    gap = run[nth - 1].base - line.base
    loosest = max(a.base - b.base for a, b in pairwise(run))
    return len(line.chunks) == len(columns) or gap > 1.35 * line.size or loosest < 1.3 * gap
