"""Parts a document into sentences, each with the lines it stands on and the heading above it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

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
    r"|(?:Tab|TAB|Exhibit|EXHIBIT|Encl(?:osure)?|Attachment)\s+(?:\d{1,2}[A-Za-z]?|[A-Z])\b"
    r"|[QA]\d{0,2}[.:)]\s+|§\s*\d+|[\[(_]\s*[xX✓_ ]*\s*[\])_]\s*\(?\w|[☐☑☒■□]\s*)"
)
NUMBERED_CLAUSE = re.compile(r"^\s*(?:(?:DFARS|FAR|[A-Z]{1,2}[.-]\d{1,3})\s+)?\d{2,3}\.\s?\d{3}\s?[-\u2010-\u2015]\s?\d{1,4}\b")
"""A line that opens with the number of a clause."""
ENTRY = re.compile(r"^\s*(?:tab|exhibit|encl(?:osure)?|attachment)\s+\w{1,3}\b\W*\w", re.IGNORECASE)
"""An entry of an index is no heading."""
MAIL_HEAD = re.compile(r"^\W*(?:From|Sent|To|Cc|Date|Subject):\s.*\b(?:Sent|To|Date|Subject|From):", re.IGNORECASE)
"""A line that says who wrote to whom; the letter begins below it."""
INITIAL = re.compile(r"^\s*[A-Z]\.\s+[A-Z][a-z]")
"""A name that begins with its initial is no item of a list where the line above breaks off."""
RUNNING = re.compile(r"(?:\b[a-z]+|,|\bFAR|\bDFARS|\bclauses?)$")
LEANING = re.compile(r"(?:\b(?:in|of|and|for|the|to|on|with|or|by|a|an|at|from)|,)$")
"""Ends that lean on the next line."""
CLAUSE_BULLET = re.compile(r"^\W*(?:\w{1,4}\W+){0,3}\d{2,3}\.\d{3}-\d+")
FULL_LINE = 55
ONLY_MARK = re.compile(r"^\W*(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivx]{1,4})[.)]$")
"""A number before a paragraph is no sentence."""
RULED = re.compile(r"^\s*[-=_*~#.]{3,}\s*$")
KEYED = re.compile(r"^\s*[A-Z][\w /()'&.-]{1,60}:\s+\S")
NUMBERED = re.compile(
    r"^\s*(?:section|part|article|chapter|annex|appendix|tab|table|step)?\s*(?:\d{1,2}(?:\.\d{1,2})*|[A-Z]|[IVX]{1,4})[.):]?\s+[A-Z]",
    re.IGNORECASE,
)
SMALL = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "our", "the", "their", "to", "under",
     "who", "with")
)  # fmt: skip
"""Words that a title writes small."""
APART = re.compile(r"(?<=\S)\s{3,}(?=\S)")
"""What stands so far apart on one line is not one phrase."""
PARENTHESES = re.compile(r"\([^)]*\)")
LONGEST_HEADING = 90
MOST = 500
"""No heading is longer, whatever it says in parentheses."""
LONGEST = 3000
"""What goes on longer without a full stop is no sentence that anybody reads at once; it is parted between words."""
EMPTY = re.compile(r"(?<!\s)\s{9,}")
"""More blanks inside one row than any table needs."""
CLOSES = re.compile(r"[;,)|](?=\s)")
"""Marks behind which so long a text is best parted."""
TAIL = 80
"""So many letters tell whether a stop ends a sentence."""


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
    blocks = list(_blocks(document.lines))
    for n, block in enumerate(blocks):
        first = block[0]
        if _is_row(first):
            said = EMPTY.sub("   ", first.text.strip())
            found += _bounded(Sentence(said, first.number, first.number, first.page, heading, row=True, block=n))
            continue
        if len(block) == 1 and (_is_heading(first.text) or _stands_alone(blocks, n)):
            heading = _bare(first.text)
            found.append(Sentence(heading, first.number, first.number, first.page, heading, is_heading=True, block=n))
            continue
        found += (piece for sentence in _parted(block, heading, n) for piece in _bounded(sentence))
    return tuple(found)


def paragraphs(said: Sequence[Sentence]) -> list[list[Sentence]]:
    """The sentences of each paragraph, list item or row, in order."""
    found: dict[int, list[Sentence]] = {}
    for sentence in said:
        found.setdefault(sentence.block, []).append(sentence)
    return list(found.values())


def _bounded(sentence: Sentence) -> Iterator[Sentence]:
    """The sentence; one that never ends in pieces, parted where a clause, a cell or a word ends."""
    text, begin = sentence.text, 0
    if len(text) <= LONGEST:
        yield sentence
        return
    while begin < len(text):
        most = begin + LONGEST
        ends = [m.end() for m in CLOSES.finditer(text, begin + 2 * LONGEST // 3, most)]
        cut = len(text) if most >= len(text) else ends[-1] if ends else text.rfind(" ", begin, most) + 1 or most
        if said := text[begin:cut].strip():
            yield replace(sentence, text=said)
        begin = cut


def _is_row(line: WrittenLine) -> bool:
    """Three cells or more; two are a label and its text, which reads as a paragraph."""
    return line.row and line.text.strip(" |").count(CELL.strip()) >= 2 and not ENTRY.match(line.text)


def _stands_alone(blocks: Sequence[Sequence[WrittenLine]], n: int) -> bool:
    """A short line without a final stop, blank lines around it and text below, is a heading too."""
    line = blocks[n][0]
    said = line.text.strip()
    if len(said) > LONGEST_HEADING or said[-1] in ".!?;,:" or CELL in said or KEYED.match(said) or APART.search(said):
        return False
    if not said[0].isupper() or len(said.split()) > 12 or re.search(r"\d{4}", said):
        return False
    if NUMBERED_CLAUSE.match(said) or ENTRY.match(said):
        return False
    above = n == 0 or line.number - blocks[n - 1][-1].number > 1
    return above and n + 1 < len(blocks) and blocks[n + 1][0].number - line.number > 1


def _blocks(lines: Sequence[WrittenLine]) -> Iterator[list[WrittenLine]]:
    """Paragraphs, list items, headings and rows, each a run of lines."""
    held: list[WrittenLine] = []
    for line in lines:
        blank = not line.text.strip() or RULED.match(line.text) is not None
        alone = _is_row(line) or _is_heading(line.text) and not _runs_on(held, line)
        inside = bool(held) and ENTRY.match(held[0].text) is not None and _indent(line.text) > _indent(held[0].text)
        if held and (blank or alone or _opens(held[-1], line, inside)):
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


def _opens(above: WrittenLine, line: WrittenLine, inside: bool) -> bool:
    """Whether a line begins something new: an item, a pair, or a clause that does not merely stand at a line's head."""
    if MAIL_HEAD.match(above.text):
        return True
    if INITIAL.match(line.text) and above.text.rstrip()[-1:].isalpha():
        return False
    if BULLET.match(line.text) or KEYED.match(line.text) or line.row and not line.text.lstrip().startswith(CELL.strip()):
        return True
    said = above.text.rstrip()
    listed = NUMBERED_CLAUSE.match(said) is not None
    if listed and _indent(line.text) <= _indent(above.text) and line.text.strip()[:1].isupper() and not LEANING.search(said):
        return True
    running = len(said) >= FULL_LINE and RUNNING.search(said) and not listed and not CLAUSE_BULLET.match(said)
    return NUMBERED_CLAUSE.match(line.text) is not None and not running and not (inside and not listed)


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _runs_on(held: Sequence[WrittenLine], line: WrittenLine) -> bool:
    """A short line that merely ends a paragraph is no heading."""
    if not held:
        return False
    above = held[-1].text.rstrip()
    if _in_capitals(line.text) and len(line.text.split()) > 2 and not _in_capitals(above):
        return False
    return above[-1:] not in ".!?:;" or line.text.strip()[:1].islower()


def _is_heading(text: str) -> bool:
    said = text.strip()
    if not said or len(said) > MOST or len(PARENTHESES.sub("", said)) > LONGEST_HEADING or CELL in said or KEYED.match(said):
        return False
    if said.startswith("#"):
        return True
    if NUMBERED_CLAUSE.match(said) or ENTRY.match(said):
        return False
    bare = _bare(said)
    if not bare or not any(c.isalpha() for c in bare):
        return False
    if bare[-1] in ".!?;,":
        return False
    letters = [c for c in PARENTHESES.sub("", bare) if c.isalpha()]
    words = bare.split()
    if _in_capitals(bare):
        return True
    numbered = NUMBERED.match(said)
    titled = all(w[:1].isupper() or w.lower() in SMALL or not w[:1].isalpha() for w in words)
    if numbered is not None and len(words) <= 10 and (titled or len(words) <= 7):
        return True
    return said.endswith(":") and len(words) <= 8 or titled and len(words) <= 8 and len(letters) > 3


def _in_capitals(text: str) -> bool:
    letters = [c for c in PARENTHESES.sub("", text[:MOST]) if c.isalpha()]
    return len(letters) > 3 and sum(c.isupper() for c in letters) >= 0.8 * len(letters)


def _bare(text: str) -> str:
    """A heading without its marks of numbering."""
    return re.sub(r"^\s*#+\s*", "", text).strip().rstrip(":").strip()


def _parted(block: Sequence[WrittenLine], heading: str, number: int) -> Iterator[Sentence]:
    """The sentences of one paragraph; a word parted at a line's end is joined again."""
    text, starts = _joined(block)
    begin = 0
    for cut in [*(m.end() for m in ENDS.finditer(text)), len(text)]:
        tail = text[max(begin, cut - TAIL) : cut].strip()
        if not tail or cut < len(text) and (_abbreviated(tail) or cut - begin < TAIL and ONLY_MARK.match(tail)):
            continue
        said = text[begin:cut].strip()
        at = begin + len(text[begin:cut]) - len(text[begin:cut].lstrip())
        first, last = _line_at(block, starts, at), _line_at(block, starts, cut - 1)
        yield Sentence(said, first.number, last.number, first.page, heading, block=number)
        begin = cut


def _abbreviated(said: str) -> bool:
    """Whether its stop is that of an abbreviation; `Section I.` ends a sentence."""
    return ABBREVIATED.search(said) is not None and NAMED_BY_LETTER.search(said) is None


NAMED_BY_LETTER = re.compile(
    r"\b(?:section|part|annex|appendix|schedule|tab|volume|alternate|chapter|exhibit|block)\s+[A-Z]+\.$", re.IGNORECASE
)


def _joined(block: Sequence[WrittenLine]) -> tuple[str, list[int]]:
    """The text, and where each line begins in it; gathered piece by piece, since a paragraph may have any number of lines."""
    pieces: list[str] = []
    starts: list[int] = []
    length = 0
    for line in block:
        said = " ".join(APART.sub(CELL, line.text.strip(" |")).split())
        if pieces and PARTED_WORD.search(pieces[-1]) and said[:1].islower():
            pieces[-1] = pieces[-1][:-1]
            length -= 1
        elif length:
            pieces.append(" ")
            length += 1
        starts.append(length)
        if said:
            pieces.append(said)
            length += len(said)
    return "".join(pieces), starts


PARTED_WORD = re.compile(r"(?<=[a-z])-$")


def _line_at(block: Sequence[WrittenLine], starts: Sequence[int], at: int) -> WrittenLine:
    return block[bisect_right(starts, max(at, 0)) - 1]
