"""Lines of a PDF page: words on one base line, parted where a wide gap stands between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from buyfair.intake.documents.pdf_words import Word


@dataclass(frozen=True, slots=True)
class Chunk:
    """Words of one line with no wide gap between them. Unit: points."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Line:
    """All chunks on one base line, from left to right. Unit: points; `base` is larger higher up."""

    chunks: tuple[Chunk, ...]
    base: float
    size: float
    words: tuple[Word, ...]
    foot: float
    """The base line of its last words: below `base` for a row of cells that hold several lines."""
    row: bool = False
    """It is a row of drawn cells, already joined."""

    @property
    def left(self) -> float:
        """Where its first piece begins. Unit: points."""
        return self.chunks[0].left

    @property
    def right(self) -> float:
        """Where its last piece ends. Unit: points."""
        return self.chunks[-1].right

    @property
    def text(self) -> str:
        """The line as it stands, wide gaps kept as three blanks."""
        return "   ".join(chunk.text for chunk in self.chunks)


def lines_of(words: Sequence[Word]) -> list[Line]:
    """Words that stand on one base line, from the top of the page down."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (-w.base, w.left)):
        row = rows[-1] if rows else None
        if row is not None and abs(row[0].base - word.base) <= 0.3 * max(row[0].size, word.size):
            row.append(word)
        else:
            rows.append([word])
    return [line_of(sorted(row, key=lambda w: w.left)) for row in rows]


def _wide(gaps: Sequence[float], size: float) -> float:
    """From which gap on two words stand apart: some letters wide, and much wider than the blanks of the line."""
    if len(gaps) > 2 and 0.4 * size < max(gaps) < min(2 * size, 1.15 * min(gaps)):
        return max(gaps)  # few words, spread to the margin
    blanks = [gap for gap in gaps if gap > 0.1 * size]
    blank = median(blanks) if len(blanks) > 2 else 0.25 * size
    return max(0.8 * size, 2.2 * blank) if blank < 0.7 * size else 0.8 * size


def line_of(words: list[Word]) -> Line:
    """One line of words that stand from left to right, parted where a gap is wider than its blanks."""
    sizes = sorted(word.size for word in words)
    size = sizes[len(sizes) // 2]
    gaps = [b.left - a.right for a, b in pairwise(words)]
    wide = _wide(gaps, size)
    chunks: list[Chunk] = []
    said, left, right = words[0].text, words[0].left, words[0].right
    for word in words[1:]:
        gap = word.left - right
        if gap > wide:
            chunks.append(Chunk(said, left, right))
            said, left, right = word.text, word.left, word.right
            continue
        said += word.text if gap < 0.06 * size else f" {word.text}"
        right = max(right, word.right)
    chunks.append(Chunk(said, left, right))
    base = median(word.base for word in words if word.size >= size * 0.9)
    return Line(tuple(chunks), base, size, tuple(words), base)
