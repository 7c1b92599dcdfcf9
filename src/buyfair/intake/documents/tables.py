"""Finds the rows of a table among the lines of a PDF page, a cell of several lines made whole again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from buyfair.intake.documents.lines import Chunk, Line
from buyfair.intake.documents.pdf_rules import Rule
from buyfair.intake.documents.pdf_words import Word
from buyfair.terms.document import CELL

LISTED = re.compile(
    r"(?:[-*•·▪◦–—o§]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|(?:\d{1,2}|[A-Z])(?:[.-]\d{1,2})*\.?|\[.?\]|[☐☑☒])"
)
"""What stands before an item of a list: it is no cell of a table."""
KEY = re.compile(r"(?:\d{2,4}\.\d{3}-\d+|\d{4}[A-Z]{0,2})\b")
"""A number of a clause or an item: it begins a row wherever it stands."""
AMOUNT = re.compile(r"^[^A-Za-z]*\d[^A-Za-z]*$")
LOOK_AHEAD = 4
"""Lines of one wrapped cell behind which the next row is still looked for."""


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
        for part in (part for chunk in line.chunks for part in _parted(chunk, line, columns)):
            rows[-1][_column(part, columns)].append(part.text)
    return [CELL.join(cell_text(cell) for cell in row) for row in rows], taken


def cell_text(lines: Sequence[str]) -> str:
    """The lines of a cell as one; a word or a number that was parted at a line's end is joined again."""
    said = ""
    for line in lines:
        parted = re.search(r"[a-z]-$", said) and line[:1].islower()
        hyphened = re.search(r"\w-$", said) and line[:1].isalnum()
        said = said[:-1] + line if parted else said + line if hyphened else f"{said} {line}"
    return " ".join(said.split())


def _length(lines: Sequence[Line], at: int, rules: Sequence[Rule]) -> int:
    """How many lines from here on are one table: lines of several cells in line, and the wrapped lines between them."""
    if not _is_row(lines[at]):
        return 0
    last = at
    for nth in range(at + 1, len(lines)):
        if lines[nth].row or nth - last > LOOK_AHEAD or lines[nth - 1].base - lines[nth].base > 4.5 * lines[nth].size:
            break
        tight = lines[nth - 1].base - lines[nth].base < 1.4 * lines[nth].size
        if _is_row(lines[nth]) or len(lines[nth].chunks) > 1 and tight and _in_line(lines[last], lines[nth]):
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
    if len(line.chunks) < 2 or line.row:
        return False
    first = line.chunks[0].text
    return not (len(line.chunks) == 2 and (LISTED.fullmatch(first) or first.endswith(":")))


def _in_line(one: Line, other: Line) -> bool:
    """Whether a chunk behind the first begins, ends or is centred at the same place in both."""
    near = 0.5 * max(one.size, other.size)
    for a in one.chunks[1:]:
        for b in other.chunks[1:]:
            middle = abs(a.left + a.right - b.left - b.right) / 2
            if min(abs(a.left - b.left), middle) < near:
                return True
            # lines of running text all end at the margin; amounts do so in a column
            if abs(a.right - b.right) < near and AMOUNT.search(a.text) and AMOUNT.search(b.text):
                return True
    return False


def _ruled_between(above: Line, line: Line, rules: Sequence[Rule]) -> bool:
    """Whether a line is drawn between two lines, across most of both."""
    left, right = max(above.left, line.left), min(above.right, line.right)
    return any(
        line.base + 0.3 * line.size < r.base < above.base and r.left <= left + 5 and r.right >= right - 5 for r in rules
    )


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


def _parted(chunk: Chunk, line: Line, columns: Sequence[tuple[float, float]]) -> list[Chunk]:
    """A chunk that runs into the next column is cut where a word begins with that column: its cell was filled to the edge."""
    cuts = [begin for begin, _ in columns if chunk.left + 3 < begin < chunk.right]
    words = [word for word in line.words if chunk.left <= word.left and word.right <= chunk.right]
    parts: list[list[Word]] = [[]]
    for word in words:
        if parts[-1] and any(abs(word.left - cut) < 3 for cut in cuts):
            parts.append([])
        parts[-1].append(word)
    if len(parts) < 2:
        return [chunk]
    return [replace(chunk, text=" ".join(w.text for w in part), left=part[0].left, right=part[-1].right) for part in parts]


def _new_row(run: Sequence[Line], nth: int, columns: Sequence[tuple[float, float]], rules: Sequence[Rule]) -> bool:
    """By its key, by drawn lines, or by the space between rows; else a line with an empty first cell goes on with its row."""
    line = run[nth]
    if KEY.match(line.chunks[0].text):
        return True
    if sum(_ruled_between(a, b, rules) for a, b in pairwise(run)) >= 2:
        return _ruled_between(run[nth - 1], line, rules)
    gaps = [a.base - b.base for a, b in pairwise(run)]
    tight = min(gaps)
    loose = sum(gap > 1.12 * tight for gap in gaps)
    short = sum(gap <= 1.12 * tight and len(b.chunks) < len(columns) for gap, b in zip(gaps, run[1:], strict=True))
    told = loose >= 2 or short > 0 and 2 * (loose + short) >= len(gaps)
    if max(gaps) >= 1.25 * tight and tight <= 1.4 * line.size and told:
        return gaps[nth - 1] > 1.12 * tight
    return _column(line.chunks[0], columns) == 0
