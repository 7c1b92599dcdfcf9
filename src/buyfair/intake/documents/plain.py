"""Reads a plain text: its letters, its pages parted by form feeds, and the tables that somebody drew in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from buyfair.intake.documents.characters import readable
from buyfair.intake.documents.tables import LISTED
from buyfair.terms.document import CELL, WrittenLine

RULE = re.compile(r"^[\s|+\-=:_─-╿]*$")
"""A line of a table that only draws; it may hold nothing."""
BARS = re.compile(r"[|│┃║]")
CLAUSE = re.compile(r"^\s*(?:\([a-z0-9]+\)\s*|\[.?\]\s*|[☐☑☒]\s*|(?<![_X])[_X]+(?![_X])\s*)*\d{2,4}\.\d{3}-\d+")
"""The number of a clause: it stays in one line with its title and its day, however far apart they stand."""
APART = re.compile(r"\t+| {3,}")


Shape = list[tuple[int, int, str]]


def read_plain(name: str, content: bytes) -> tuple[list[WrittenLine], int | None, list[str]]:
    """Lines numbered as an editor numbers them; pages only where form feeds part them."""
    text, notes = decoded(content)
    text, changes = _as_changed(text)
    notes += changes
    parts = re.sub(r"\r\n?|[\v\x85\u2028\u2029]", "\n", text).rstrip("\n").split("\f")
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()
    paged = len(parts) > 1
    lines: list[WrittenLine] = []
    for page, part in enumerate(parts, 1):
        # behind a form feed, the rest of its own line and what follows are one text
        for said, row in rows_of([readable(line) for line in part.rstrip("\n").split("\n")]):
            lines.append(WrittenLine(said, len(lines) + 1, page if paged else None, row))
    return lines, len(parts) if paged else None, notes


DELETED, INSERTED = re.compile(r"\[-(?!\s{0,80}\])"), re.compile(r"\{\+")
LONGEST_CHANGE = 2000


def _marked(text: str, opens: re.Pattern[str], closes: str, reads: Callable[[str], str]) -> tuple[str, int]:
    """The text with what stands between two marks as it reads now, and how often; a mark that is not closed soon is text."""
    pieces: list[str] = []
    begin = count = 0
    for mark in opens.finditer(text):
        inner = mark.end()
        if mark.start() < begin or (end := text.find(closes, inner + 1, inner + LONGEST_CHANGE + 2)) < 0:
            continue
        pieces += (text[begin : mark.start()], reads(text[inner:end]))
        begin, count = end + 2, count + 1
    return "".join((*pieces, text[begin:])), count


def _as_changed(text: str) -> tuple[str, list[str]]:
    """A text with changes marked `[-out-]` and `{+in+}`, as it reads after them; line ends stay."""
    changed, out = _marked(text, DELETED, "-]", lambda inner: "\n" * inner.count("\n"))
    changed, came = _marked(changed, INSERTED, "+}", str)
    count = out + came
    return changed, [f"The text marks {count} change{'s' if count > 1 else ''}; it is read as changed."] if count else []


def decoded(content: bytes) -> tuple[str, list[str]]:
    """UTF-8, UTF-16 with its mark, else the Western European code page of Windows, which is said."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace"), []
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace"), ["The text is not UTF-8; it was read as Windows-1252."]


def rows_of(lines: Sequence[str]) -> list[tuple[str, bool]]:
    """Each line with its cells joined where it is a row of a table; a line that only draws a table becomes blank."""
    shapes = [_shape(line) for line in lines]
    ticked = _ticked(lines, shapes)
    out: list[tuple[str, bool]] = []
    for at, line in enumerate(lines):
        shape = shapes[at]
        beside = [shapes[n] for n in (at - 1, at + 1) if 0 <= n < len(lines)]
        if at in ticked:
            out.append((CELL.join(ticked[at]), True))
        elif shape is not None and (any(_aligned(shape, other) for other in beside) or _barred_beside(lines, at)):
            out.append((CELL.join(cell for _, _, cell in shape), True))
        elif _draws(lines, at):
            out.append(("", False))
        else:
            out.append((line.rstrip(), False))
    return out


YES_NO = re.compile(r"(?:yes|no|n/?a|open|done)", re.IGNORECASE)
TICK = re.compile(r"[xX✓✔☑☒]")


def _ticked(lines: Sequence[str], shapes: Sequence[Shape | None]) -> dict[int, list[str]]:
    """Rows of a checklist: a lone cross says the word of the column under which it stands."""
    heads: Shape = []
    found: dict[int, list[str]] = {}
    for at, line in enumerate(lines):
        cells = _apart(line) if line.strip() else []
        marks = [c for c in cells if YES_NO.fullmatch(c[2])]
        if len(marks) > 1 and len(cells) > len(marks):
            heads = marks
        elif heads and shapes[at] is not None and any(TICK.fullmatch(c[2]) for c in cells[1:]):
            found[at] = [_word_above(c, heads) if TICK.fullmatch(c[2]) else c[2] for c in cells]
    return found


def _word_above(cell: tuple[int, int, str], heads: Shape) -> str:
    return min(heads, key=lambda head: abs((head[0] + head[1]) - (cell[0] + cell[1])))[2].lower()


def _shape(line: str) -> Shape | None:
    """The cells of a line and where they stand; None for a line that is no row whatever stands beside it."""
    if BARS.search(line) and not RULE.match(line):
        inner = re.sub(r"^\s*[|│┃║]|[|│┃║]\s*$", "", line)
        cells = [cell.strip() for cell in BARS.split(inner)]
        return [(-1, -1, cell) for cell in cells] if len(cells) > 1 or inner != line else None
    if not line.strip() or CLAUSE.match(line) or ". . ." in line or "...." in line:
        return None
    cells_at = _apart(line)
    first = cells_at[0][2] if cells_at else ""
    if len(cells_at) < 2 or len(cells_at) == 2 and (LISTED.fullmatch(first) or first.endswith(":")):
        return None
    return cells_at


def _apart(line: str) -> Shape:
    """Cells that tabs or three blanks part."""
    tabbed = "\t" in line.strip()
    cells: Shape = []
    begin = 0
    for gap in [*APART.finditer(line), None]:
        end = len(line) if gap is None else gap.start()
        if line[begin:end].strip():
            place = (-2, len(cells)) if tabbed else (begin + len(line[begin:end]) - len(line[begin:end].lstrip()), end)
            cells.append((*place, line[begin:end].strip()))
        begin = 0 if gap is None else gap.end()
    return cells


def _aligned(one: Shape, other: Shape | None) -> bool:
    """Whether two lines are rows of one table: the same bars or tabs, or a cell behind the first that stands at one place."""
    if other is None or (one[0][0] < 0 or other[0][0] < 0) and one[0][0] != other[0][0]:
        return False
    if one[0][0] < 0:
        return len(one) == len(other)
    return any(abs(a[0] - b[0]) <= 1 or abs(a[1] - b[1]) <= 1 for a in one[1:] for b in other[1:])


def _barred_beside(lines: Sequence[str], at: int) -> bool:
    """A row with bars at its edges, or beside a line that draws, is a row though its neighbours have other cells."""
    line = lines[at].strip()
    if not BARS.search(line):
        return False
    return BARS.match(line) is not None and BARS.match(line[-1:]) is not None or any(
        _only_draws(lines[n]) for n in (at - 1, at + 1) if 0 <= n < len(lines)
    )


def _only_draws(line: str) -> bool:
    return RULE.match(line) is not None and re.search(r"[|+─-╿]", line) is not None


def _draws(lines: Sequence[str], at: int) -> bool:
    return _only_draws(lines[at]) and len(lines[at].strip()) > 1
