"""Lays the words of a page into lines, columns, tables and paragraphs, by where they stand and not by the order of the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from buyfair.intake.documents.pdf_words import Word
from buyfair.intake.documents.tables import Rule, rows_in

SMALLEST_COLUMN = 3
"""Lines on each side of a gutter below which two columns are not told from a table."""


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

    @property
    def left(self) -> float:
        return self.chunks[0].left

    @property
    def right(self) -> float:
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
    return [_line(sorted(row, key=lambda w: w.left)) for row in rows]


def _line(words: list[Word]) -> Line:
    sizes = sorted(word.size for word in words)
    size = sizes[len(sizes) // 2]
    gaps = [b.left - a.right for a, b in pairwise(words)]
    blank = median(gap for gap in gaps if gap > 0.1 * size) if sum(gap > 0.1 * size for gap in gaps) > 2 else 0.25 * size
    wide = max(0.8 * size, 2.2 * blank) if blank < 0.7 * size else 0.8 * size
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
    return Line(tuple(chunks), median(word.base for word in words if word.size >= size * 0.9), size)


@dataclass(frozen=True, slots=True)
class Laid:
    """One line of text in reading order, or a row of a table."""

    text: str
    row: bool = False
    ends_wide: bool = False
    """It reaches the right edge, so that its sentence may go on behind it."""


def laid(lines: Sequence[Line], rules: Sequence[Rule]) -> list[Laid]:
    """The lines in reading order, a blank one where a paragraph ends."""
    found: list[Laid] = []
    for region in _regions(list(lines), rules, depth=0):
        part = _paragraphs(region, rules)
        if found and part and _parted(found[-1], part[0]):
            found.append(Laid(""))
        found += part
    return found


def _regions(lines: list[Line], rules: Sequence[Rule], depth: int) -> Iterator[list[Line]]:
    """Runs of lines that are read one after the other; two columns become two runs."""
    gutter = _gutter(lines) if depth < 3 else None
    if gutter is None:
        yield lines
        return
    held: list[Line] = []
    for band, open_ in _bands(lines, gutter):
        left, right = _halves(band, gutter)
        if not open_ or not _are_columns(left, right, gutter, rules):
            held += band
            continue
        if held:
            yield held
            held = []
        yield from _regions(left, rules, depth + 1)
        yield from _regions(right, rules, depth + 1)
    if held:
        yield held


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where the fewest chunks are cut by an upright line through the middle half of the text."""
    chunks = [chunk for line in lines for chunk in line.chunks]
    if len(lines) < SMALLEST_COLUMN:
        return None
    left, right = min(c.left for c in chunks), max(c.right for c in chunks)
    places = [left + (right - left) * n / 100 for n in range(25, 76)]
    cut = [sum(c.left < x < c.right for c in chunks) for x in places]
    fewest = min(cut)
    if fewest > 0.6 * len(lines):
        return None
    at = [n for n, count in enumerate(cut) if count == fewest]
    runs: list[list[int]] = []
    for n in at:
        if runs and n == runs[-1][-1] + 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    best = max(runs, key=lambda run: (len(run), -abs(run[len(run) // 2] - 25)))
    return places[best[len(best) // 2]]


def _bands(lines: Sequence[Line], gutter: float) -> Iterator[tuple[list[Line], bool]]:
    """Runs of lines that all cross the gutter, and runs of which none does."""
    held: list[Line] = []
    open_ = True
    for line in lines:
        clear = not any(c.left < gutter < c.right for c in line.chunks)
        if held and clear != open_:
            yield held, open_
            held = []
        open_ = clear
        held.append(line)
    if held:
        yield held, open_


def _halves(lines: Sequence[Line], gutter: float) -> tuple[list[Line], list[Line]]:
    halves: tuple[list[Line], list[Line]] = [], []
    for line in lines:
        left = tuple(c for c in line.chunks if c.right <= gutter)
        for half, keep in zip(halves, (left, line.chunks[len(left) :]), strict=True):
            if keep:
                half.append(Line(keep, line.base, line.size))
    return halves


def _are_columns(left: Sequence[Line], right: Sequence[Line], gutter: float, rules: Sequence[Rule]) -> bool:
    """Columns hold running text: several lines each that mostly fill their width, with no drawn rows across the gutter."""
    if min(len(left), len(right)) < SMALLEST_COLUMN:
        return False
    top = max(left[0].base, right[0].base)
    low = min(left[-1].base, right[-1].base)
    if sum(rule.left < gutter < rule.right and low < rule.base < top for rule in rules) >= 2:
        return False
    return _fills(left) and _fills(right)


def _fills(lines: Sequence[Line]) -> bool:
    width = max(line.right for line in lines) - min(line.left for line in lines)
    filled = [sum(c.right - c.left for c in line.chunks) for line in lines]
    letters = sum(len(line.text) for line in lines) / len(lines)
    return letters >= 15 and sum(filled) / len(lines) >= 0.6 * width


def _paragraphs(lines: Sequence[Line], rules: Sequence[Rule]) -> list[Laid]:
    """Lines with a blank one where the space between two is larger than the line spacing; rows of tables whole."""
    spacing = _spacing(lines)
    edge = max((line.right for line in lines), default=0.0)
    found: list[Laid] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if at and _breaks(lines[at - 1], line, spacing):
            found.append(Laid(""))
        rows, taken = rows_in(lines, at, rules)
        if taken:
            found += [Laid(row, row=True) for row in rows]
            at += taken
            continue
        found.append(Laid(line.text, ends_wide=line.right > edge - 4 * line.size))
        at += 1
    return found


def _spacing(lines: Sequence[Line]) -> float:
    """How far apart lines of one paragraph mostly stand, in heights of their letters."""
    gaps = [(a.base - b.base) / max(a.size, b.size) for a, b in pairwise(lines)]
    near = sorted(gap for gap in gaps if 0.5 < gap < 2.6)
    return near[len(near) // 3] if near else 1.2


def _breaks(above: Line, line: Line, spacing: float) -> bool:
    """Whether a new paragraph begins: more space, letters of another size, or an indent behind a full stop."""
    if above.base - line.base > 1.25 * spacing * max(above.size, line.size):
        return True
    if abs(above.size - line.size) > 0.15 * max(above.size, line.size):
        return True
    return line.left - above.left > 0.8 * line.size and above.text[-1:] in ".:;"


def _parted(above: Laid, below: Laid) -> bool:
    """Whether a paragraph ends where a column or a page does; a sentence goes on where its line was full and did not end."""
    return not runs_on(above, below)


def runs_on(above: Laid, below: Laid) -> bool:
    """Whether a sentence goes on behind the end of a column or a page."""
    if above.row or below.row or not above.text:
        return False
    return below.text[:1].islower() or above.ends_wide and above.text[-1:] not in ".!?:;" and not below.text[:1].isdigit()
