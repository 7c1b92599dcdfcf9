"""Tells columns of running text from tables and from lines that cross the page, and puts them one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from buyfair.intake.documents.lines import Line, line_of
from buyfair.intake.documents.pdf_rules import Rule

SMALLEST_COLUMN = 3
"""Lines on each side of a gutter below which two columns are not told from a table."""
EDGE = 2
"""So many lines, set apart above or below two columns, stand outside them."""
DEEPEST = 6
"""How often a page is parted into columns and what stands above and below them."""


def regions(lines: list[Line], rules: Sequence[Rule], depth: int = 0) -> Iterator[list[Line]]:
    """Runs of lines that are read one after the other; two columns become two runs."""
    found = _columns(lines, rules) if depth < DEEPEST else None
    if found is None:
        if lines:
            yield lines
        return
    begin, end, left, right = found
    yield from regions(lines[:begin], rules, depth + 1)
    yield from regions(left, rules, depth + 1)
    yield from regions(right, rules, depth + 1)
    yield from regions(lines[end:], rules, depth + 1)


Columns = tuple[int, int, list[Line], list[Line]]


def _columns(lines: Sequence[Line], rules: Sequence[Rule], within: int = 0) -> Columns | None:
    """The longest run of lines with a gutter through it and running text on both sides of it."""
    if len(lines) < 2 * SMALLEST_COLUMN and sum(len(line.chunks) > 1 for line in lines) < SMALLEST_COLUMN:
        return None
    for begin, end, x in _gutters(lines):
        begin, end = _without_edges(lines, begin, end, x)
        halves = _halves(lines[begin:end], x)
        if _are_columns(*halves, x, rules, within):
            return begin, end, *halves
    return None


def _gutters(lines: Sequence[Line]) -> list[tuple[int, int, float]]:
    """Runs of lines and where an upright line through them touches no word, those with most text on both sides first."""
    spans = [_spans(line) for line in lines]
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    wide = _apart(lines, 0, len(lines))
    found: dict[tuple[int, int, int, int], tuple[int, float]] = {}
    for nth in range(20, 81):
        x = left + (right - left) * nth / 100
        for begin, end in (part for run in _clear(spans, x) for part in _parts(wide, *run)):
            before = sum(run[0][0] < x for run in spans[begin:end])
            behind = sum(run[-1][1] > x for run in spans[begin:end])
            if min(before, behind) >= SMALLEST_COLUMN:
                found.setdefault((begin, end, before, behind), (min(before, behind), x))
    best = sorted(found.items(), key=lambda one: (-one[1][0], one[1][1]))
    return [(begin, end, x) for (begin, end, _, _), (_, x) in best]


def _spans(line: Line) -> list[tuple[float, float]]:
    """What a line covers, blanks between its words too; a gap as wide as a gutter is left open."""
    if line.row:
        return [(line.left, line.right)]
    near = 0.6 * line.size
    spans: list[tuple[float, float]] = []
    for word in line.words:
        if spans and word.left - spans[-1][1] < near:
            spans[-1] = (spans[-1][0], max(spans[-1][1], word.right))
        else:
            spans.append((word.left, word.right))
    return [(begin - near / 3, end + near / 3) for begin, end in spans]


def _clear(spans: Sequence[Sequence[tuple[float, float]]], x: float) -> Iterator[tuple[int, int]]:
    """Runs of lines that an upright line at one place does not touch."""
    begin = 0
    for nth, covered in enumerate([*spans, None]):
        if covered is None or any(left < x < right for left, right in covered):
            if nth - begin >= SMALLEST_COLUMN:
                yield begin, nth
            begin = nth + 1


def _parts(wide: Sequence[int], begin: int, end: int) -> list[tuple[int, int]]:
    """A run, and the pieces of it that wide spaces across the page set apart."""
    cuts = [begin, *(nth for nth in wide if begin < nth < end), end]
    pieces = [piece for piece in pairwise(cuts) if piece[1] - piece[0] >= SMALLEST_COLUMN]
    return [(begin, end), *pieces] if len(cuts) > 2 else [(begin, end)]


def _apart(lines: Sequence[Line], begin: int, end: int) -> list[int]:
    """Lines with more than the space of a paragraph above them, on both sides of a gutter."""
    return [nth for nth in range(begin + 1, end) if lines[nth - 1].foot - lines[nth].base > 1.7 * lines[nth].size]


def _halves(lines: Sequence[Line], x: float) -> tuple[list[Line], list[Line]]:
    halves: tuple[list[Line], list[Line]] = [], []
    for line in lines:
        if line.row:
            halves[line.left > x].append(line)
            continue
        left = [word for word in line.words if word.left < x]
        for half, keep in zip(halves, (left, list(line.words[len(left) :])), strict=True):
            if keep:
                half.append(line_of(keep))
    return halves


def _without_edges(lines: Sequence[Line], begin: int, end: int, x: float) -> tuple[int, int]:
    """Lines far above or below both columns that the gutter happens to miss are no part of them."""
    apart = _apart(lines, begin, end)
    head = max((nth for nth in apart if nth - begin <= EDGE), default=begin)
    tail = min((nth for nth in apart if nth > head and end - nth <= EDGE), default=end)
    below = [nth for nth in apart if nth > head and all(line.right <= x for line in lines[nth:end])]
    return head, min([tail, *(nth for nth in below if lines[nth - 1].foot - lines[nth].base > 2.2 * lines[nth].size)])


def _are_columns(left: Sequence[Line], right: Sequence[Line], x: float, rules: Sequence[Rule], within: int) -> bool:
    """Columns hold running text that mostly fills their width, with no rows drawn or kept apart across the gutter."""
    if min(len(left), len(right)) < SMALLEST_COLUMN:
        return False
    top, low = max(left[0].base, right[0].base), min(left[-1].base, right[-1].base)
    if sum(rule.left < x < rule.right and low < rule.base < top for rule in rules) >= 2:
        return False
    if _in_step(left, right):
        return False
    return all(_fills(side) or within < 2 and _whole_columns(side, rules, within + 1) for side in (left, right))


def _whole_columns(lines: Sequence[Line], rules: Sequence[Rule], within: int) -> bool:
    """Whether all of these lines are columns themselves, as two of three are."""
    found = _columns(lines, rules, within)
    return found is not None and found[1] - found[0] == len(lines)


def _fills(lines: Sequence[Line]) -> bool:
    width = max(line.right for line in lines) - min(line.left for line in lines)
    filled = [sum(c.right - c.left for c in line.chunks) for line in lines]
    letters = sum(len(line.text) for line in lines) / len(lines)
    return letters >= 18 and sum(filled) / len(lines) >= 0.6 * width


def _in_step(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether wider spaces stand at the same heights on both sides, as between the rows of a table."""
    starts = []
    for lines in (left, right):
        gaps = [(a.foot - b.base) / b.size for a, b in pairwise(lines)]
        tight = min((gap for gap in gaps if gap > 0.5), default=1.2)
        starts.append([b.base for b, gap in zip(lines[1:], gaps, strict=True) if gap > 1.2 * tight])
    met = sum(any(abs(a - b) < 2 for b in starts[1]) for a in starts[0])
    return met >= 2 and met >= 0.8 * max(map(len, starts))
