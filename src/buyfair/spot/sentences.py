"""Parts a document into sentences, each with the lines it stands on and the heading above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from buyfair.terms.document import CELL, Document, WrittenLine

ABBREVIATED = re.compile(
    r"(?:\b(?:Nos?|Inc|Co|Corp|Ltd|Mr|Mrs|Ms|Dr|St|Jr|Sr|Sgt|Maj|Capt|Col|Lt|Gen|approx|est|ref|para|paras|sec|art|fig|cf|"
    r"vs|viz|incl|excl|attn|tel|ext|encl|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|i\.e|e\.g|a\.m|p\.m)"
    r"|\b[A-Z]|\.[A-Z])\.$",
    re.IGNORECASE,
)
"""Ends in a stop that ends no sentence."""
ENDS = re.compile(r"[.!?][\"')\]”’]*(?=\s)")
BULLET = re.compile(
    r"^\s*(?:[-*•·▪◦–—o]\s+|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]\s+|\d{1,2}(?:\.\d{1,2})+\.?\s+"
    r"|§\s*\d+|\[[ xX✓_]?\]\s*|[☐☑☒]\s*)"
)
RULED = re.compile(r"^\s*[-=_*~#.]{3,}\s*$")
KEYED = re.compile(r"^\s*[A-Z][\w /()'&.-]{1,40}:\s+\S")
NUMBERED = re.compile(
    r"^\s*(?:section|part|article|chapter|annex|appendix|tab|step)?\s*(?:\d{1,2}(?:\.\d{1,2})*|[A-Z]|[IVX]{1,4})[.):]?\s+[A-Z]",
    re.IGNORECASE,
)
SMALL = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "our", "the", "their", "to", "under",
     "who", "with")
)  # fmt: skip
"""Words that a title writes small."""
LONGEST_HEADING = 90


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, a list item, a heading or a row of a table.

    Unit: `line` and `last` are numbers of lines from 1, `page` from 1 or None.
    """

    text: str
    line: int
    last: int
    page: int | None
    heading: str = ""
    is_heading: bool = False
    row: bool = False
    block: int = 0
    """Which paragraph of the document it stands in."""

    @property
    def place(self) -> str:
        """Where a person finds it: `page 3, line 41`."""
        return f"line {self.line}" if self.page is None else f"page {self.page}, line {self.line}"


def sentences(document: Document) -> tuple[Sentence, ...]:
    """Every sentence in reading order; rows of tables whole."""
    found: list[Sentence] = []
    heading = ""
    for n, block in enumerate(_blocks(document.lines)):
        first = block[0]
        if first.row:
            found.append(Sentence(first.text.strip(), first.number, first.number, first.page, heading, row=True, block=n))
            continue
        if len(block) == 1 and _is_heading(first.text):
            heading = _bare(first.text)
            found.append(Sentence(heading, first.number, first.number, first.page, heading, is_heading=True, block=n))
            continue
        found += _parted(block, heading, n)
    return tuple(found)


def _blocks(lines: Sequence[WrittenLine]) -> Iterator[list[WrittenLine]]:
    """Paragraphs, list items, headings and rows, each a run of lines."""
    held: list[WrittenLine] = []
    for line in lines:
        blank = not line.text.strip() or RULED.match(line.text) is not None
        alone = line.row or _is_heading(line.text) and not _runs_on(held, line)
        if held and (blank or alone or BULLET.match(line.text) or KEYED.match(line.text)):
            yield held
            held = []
        if blank:
            continue
        if alone:
            yield [line]
        else:
            held.append(line)
    if held:
        yield held


def _runs_on(held: Sequence[WrittenLine], line: WrittenLine) -> bool:
    """A short line that merely ends a paragraph is no heading."""
    if not held:
        return False
    above = held[-1].text.rstrip()
    return above[-1:] not in ".!?:;" or line.text.strip()[:1].islower()


def _is_heading(text: str) -> bool:
    said = text.strip()
    if not said or len(said) > LONGEST_HEADING or CELL in said or KEYED.match(said):
        return False
    if said.startswith("#"):
        return True
    bare = _bare(said)
    if not bare or not any(c.isalpha() for c in bare):
        return False
    if bare[-1] in ".!?;,":
        return False
    letters = [c for c in bare if c.isalpha()]
    words = bare.split()
    if sum(c.isupper() for c in letters) >= 0.8 * len(letters) and len(letters) > 3:
        return True
    numbered = NUMBERED.match(said)
    titled = all(w[:1].isupper() or w.lower() in SMALL or not w[:1].isalpha() for w in words)
    if numbered is not None and len(words) <= 10 and (titled or len(words) <= 7):
        return True
    return said.endswith(":") and len(words) <= 8 or titled and len(words) <= 8 and len(letters) > 3


def _bare(text: str) -> str:
    """A heading without its marks of numbering."""
    return re.sub(r"^\s*#+\s*", "", text).strip().rstrip(":").strip()


def _parted(block: Sequence[WrittenLine], heading: str, number: int) -> Iterator[Sentence]:
    """The sentences of one paragraph; a word parted at a line's end is joined again."""
    text, starts = _joined(block)
    begin = 0
    for cut in [*(m.end() for m in ENDS.finditer(text)), len(text)]:
        said = text[begin:cut].strip()
        if not said or cut < len(text) and ABBREVIATED.search(said):
            continue
        at = begin + len(text[begin:cut]) - len(text[begin:cut].lstrip())
        first, last = _line_at(block, starts, at), _line_at(block, starts, cut - 1)
        yield Sentence(said, first.number, last.number, first.page, heading, block=number)
        begin = cut


def _joined(block: Sequence[WrittenLine]) -> tuple[str, list[int]]:
    text, starts = "", []
    for line in block:
        said = " ".join(line.text.split())
        if re.search(r"[a-z]-$", text) and said[:1].islower():
            text = text[:-1]
        elif text:
            text += " "
        starts.append(len(text))
        text += said
    return text, starts


def _line_at(block: Sequence[WrittenLine], starts: Sequence[int], at: int) -> WrittenLine:
    return block[max(n for n, start in enumerate(starts) if start <= max(at, 0))]
