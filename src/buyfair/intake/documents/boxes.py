"""Puts the words of a drawn grid into its cells: what stands in one box is read whole, whatever stands beside it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from buyfair.intake.documents.lines import Chunk, Line, lines_of
from buyfair.intake.documents.pdf_rules import Drawn
from buyfair.intake.documents.pdf_words import Word
from buyfair.intake.documents.tables import cell_text
from buyfair.terms.document import CELL

TALLEST = 0.6
"""The part of the page's height from which on a box is a frame around text and no cell."""


class Box(NamedTuple):
    """A cell as drawn. Unit: points."""

    top: float
    left: float
    low: float
    right: float


def boxed(words: Sequence[Word], drawn: Drawn, height: float) -> tuple[list[Line], list[Word]]:
    """Rows of drawn cells, each as one line, and the words that stand in none."""
    if len(drawn.rules) < 2 or len(drawn.posts) < 2:
        return [], list(words)
    cells: dict[Box, list[Word]] = {}
    free: list[Word] = []
    for word in words:
        box = _box(word, drawn)
        if box is None or box.top - box.low > TALLEST * height:
            free.append(word)
        else:
            cells.setdefault(box, []).append(word)
    rows: list[Line] = []
    for row in _rows(cells):
        if len(row) > 1:
            rows.append(_line(row, cells))
        else:
            free += cells[row[0]]
    return rows, free


def _box(word: Word, drawn: Drawn) -> Box | None:
    """The nearest drawn line on each side of a word."""
    x, y = (word.left + min(word.right, word.left + word.size)) / 2, word.base + word.size / 4
    tops = [rule.base for rule in drawn.rules if rule.left - 2 <= x <= rule.right + 2]
    sides = [post.at for post in drawn.posts if post.low - 2 <= y <= post.high + 2]
    tops.sort()
    sides.sort()
    above, beside = bisect_left(tops, y), bisect_left(sides, x)
    if not 0 < above < len(tops) or not 0 < beside < len(sides):
        return None
    return Box(round(tops[above]), round(sides[beside - 1]), round(tops[above - 1]), round(sides[beside]))


def _rows(cells: dict[Box, list[Word]]) -> list[list[Box]]:
    """Boxes whose upper edges stand at one height and that follow one another from left to right."""
    rows: list[list[Box]] = []
    for box in sorted(cells, key=lambda b: (-b.top, b.left)):
        if rows and abs(rows[-1][0].top - box.top) <= 3:
            rows[-1].append(box)
        else:
            rows.append([box])
    return [sorted(row, key=lambda b: b.left) for row in rows]


def _line(row: Sequence[Box], cells: dict[Box, list[Word]]) -> Line:
    """A row as one line, its cells joined."""
    texts = [cell_text([line.text for line in lines_of(cells[box])]) for box in row]
    words = [word for box in row for word in cells[box]]
    size = max(word.size for word in words)
    chunk = Chunk(CELL.join(texts), row[0].left, row[-1].right)
    return Line((chunk,), max(word.base for word in words), size, (), min(word.base for word in words), row=True)
