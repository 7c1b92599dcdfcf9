"""Puts the lines of a page in the order in which a person reads them, with paragraphs apart and rows of tables whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from buyfair.intake.documents.columns import regions
from buyfair.intake.documents.lines import Line
from buyfair.intake.documents.pdf_rules import Rule
from buyfair.intake.documents.tables import rows_in


@dataclass(frozen=True, slots=True)
class Laid:
    """One line of text in reading order, or a row of a table."""

    text: str
    row: bool = False
    ends_wide: bool = False
    """It reaches the right edge, so that its sentence may go on behind it."""
    size: float = 0.0


def laid(lines: Sequence[Line], rules: Sequence[Rule]) -> list[Laid]:
    """The lines in reading order, a blank one where a paragraph ends."""
    found: list[Laid] = []
    for region in regions(list(lines), rules):
        part = _paragraphs(region, rules)
        if found and part and _parted(found[-1], part[0]):
            found.append(Laid(""))
        found += part
    return found


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
        if line.row:
            found.append(Laid(line.text, row=True))
            at += 1
            continue
        rows, taken = rows_in(lines, at, rules)
        if taken:
            found += [Laid(row, row=True) for row in rows]
            at += taken
            continue
        found.append(Laid(line.text, ends_wide=line.right > edge - 4 * line.size, size=line.size))
        at += 1
    return found


def _spacing(lines: Sequence[Line]) -> float:
    """How far apart lines of one paragraph mostly stand, in heights of their letters."""
    gaps = [(a.foot - b.base) / max(a.size, b.size) for a, b in pairwise(lines) if not a.row and not b.row]
    near = sorted(gap for gap in gaps if 0.5 < gap < 2.6)
    return near[len(near) // 3] if near else 1.2


def _breaks(above: Line, line: Line, spacing: float) -> bool:
    """Whether a new paragraph begins: more space, letters of another size, or an indent behind a full stop."""
    if above.row or line.row:
        return above.row != line.row
    if above.foot - line.base > 1.25 * spacing * max(above.size, line.size):
        return True
    if abs(above.size - line.size) > 0.15 * max(above.size, line.size):
        return True
    return line.left - above.left > 0.8 * line.size and above.text[-1:] in ".:;"


def _parted(above: Laid, below: Laid) -> bool:
    """Whether a paragraph ends where a column or a page does; a sentence goes on where its line was full and did not end."""
    return not runs_on(above, below)


def runs_on(above: Laid, below: Laid) -> bool:
    """Whether a sentence goes on behind the end of a column or a page."""
    if above.row or below.row or not above.text or abs(above.size - below.size) > 0.1 * above.size:
        return False
    return below.text[:1].islower() or above.ends_wide and above.text[-1:] not in ".!?:;" and not below.text[:1].isdigit()
