"""Which of the five parts a sentence of a plan belongs to: by the heading above it, how its paragraph opens, its words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from buyfair.knowledge.plans import parts
from buyfair.knowledge.plans.frames import worker_document
from buyfair.spot.sentences import BULLET
from buyfair.spot.statements import SAYS, Statement
from buyfair.terms.document import CELL, Document, WrittenLine

OPENING_WORDS, LEAST, MOST_OF_ALL, LONG = 6, 2, 0.6, 9
"""A paragraph may open with a heading of so few words; so many words of a part make a section its; a section that holds so
much of the plan is no section of one part; a paragraph of more sentences than LONG may hold several."""
TITLE, BELOW = 11, 1.5
"""A title above its text has at most so many words; the line below is so many times as long."""


def headed_part(heading: str) -> str | None:
    """The part that a heading announces: the one whose word stands first in it, the longer word before the shorter."""
    found = [(m.start(), -len(m.group(0)), part.id) for part in parts() if (m := part.heading.search(heading))]
    return min(found)[2] if found else None


def titled(document: Document) -> Document:
    """The document with a mark before each title that stands right above its text, with no blank line between."""
    lines = document.lines
    return replace(document, lines=tuple(
        replace(line, text=f"# {line.text.strip()}") if 0 < n < len(lines) - 1 and _is_title(*lines[n - 1 : n + 2]) else line
        for n, line in enumerate(lines)
    ))  # fmt: skip


def _is_title(above: WrittenLine, line: WrittenLine, below: WrittenLine) -> bool:
    """A short line that announces a part, nothing above it and a longer line that opens a sentence below."""
    said, text = line.text.strip(), below.text.strip()
    if worker_document().leaves.match(said) and len(said.split()) <= TITLE and said[-1] not in ".!?;,":
        return not above.text.strip() and not line.row
    if above.text.strip() or not said or not text or line.row or below.row or CELL in said or said[-1] in ".!?;,:":
        return False
    if len(said.split()) > TITLE or ":" in said or BULLET.match(below.text) or not text[0].isupper():
        return False
    return said[0].isalnum() and not said[0].islower() and len(text) > BELOW * len(said) and headed_part(said) is not None


def sectioned(held: Sequence[Statement]) -> dict[int, str | None]:
    """The part of each sentence, by its number."""
    sections: dict[int, list[Statement]] = defaultdict(list)
    blocks: dict[int, list[Statement]] = defaultdict(list)
    for s in held:
        sections[s.section].append(s)
        blocks[s.block].append(s)
    found: dict[int, str | None] = {}
    headed = False
    for inside in sections.values():
        whole = len(inside) >= MOST_OF_ALL * len(held) and (len(inside) >= LONG or len({s.block for s in inside}) > 1)
        announced = None if whole else headed_part(inside[0].heading)
        headed = headed or announced is not None
        part = announced or (None if whole else _by_words(inside))
        for s in inside:
            found[s.at] = _opened(blocks[s.block]) or part
    lists = _with_their_lists(held, blocks)
    for block in lists:
        if all(found[s.at] is None for s in block):
            found |= _by_sentences(block) if len(block) > LONG else _by_paragraph(block)
    return found | _by_order(lists, found, headed)


def _with_their_lists(held: Sequence[Statement], blocks: Mapping[int, list[Statement]]) -> list[list[Statement]]:
    """The paragraphs in order, a list together with the line that opens it."""
    root = {block: block for block in blocks}
    opened: dict[str, int] = {}
    for s in held:
        if s.lead in opened:
            root[s.block] = root[opened[s.lead]]
        opened[s.said] = s.block
    found: dict[int, list[Statement]] = defaultdict(list)
    for block in sorted(blocks):
        found[root[block]] += blocks[block]
    return [found[block] for block in sorted(found)]


def _by_paragraph(block: Sequence[Statement]) -> dict[int, str | None]:
    """The part of a paragraph, until a sentence in it is plainly about another."""
    part = _by_words(block)
    found: dict[int, str | None] = {}
    for s in block:
        part = _by_words([s]) or part
        found[s.at] = part
    return found


def _by_sentences(block: Sequence[Statement]) -> dict[int, str | None]:
    """A long paragraph without headings: each sentence by its own words, else as the one before it."""
    own = [_by_words([s], least=1) for s in block]
    for n in range(1, len(own) - 1):
        if own[n] is not None and own[n - 1] == own[n + 1] is not None:
            own[n] = own[n - 1]
    last: str | None = None
    found: dict[int, str | None] = {}
    for s, part in zip(block, own, strict=True):
        last = part or last
        found[s.at] = last
    return found


def _by_order(
    blocks: Sequence[Sequence[Statement]], found: Mapping[int, str | None], headed: bool
) -> dict[int, str | None]:  # fmt: skip
    """Paragraphs that nothing tells, by the order of the law: those between two parts are what stands between them there.

    What stands before the first part is an introduction, unless the plan has no headings at all.
    """
    order = [part.id for part in parts()]
    told = [found[block[0].at] for block in blocks]
    result: dict[int, str | None] = {}
    at = 0
    for known, run in groupby(enumerate(told), lambda pair: pair[1] is not None):
        inside = list(run)
        if not known and (at or not headed):
            after = next((part for part in told[inside[-1][0] + 1 :] if part), None)
            start = order.index(told[inside[0][0] - 1] or "") + 1 if at else 0
            between = [p for p in order[start : order.index(after) if after else None] if p not in told]
            chosen = between[-len(inside) :]
            free = inside if at else inside[-len(chosen) :] if chosen else []
            for (n, _), part in zip(free, chosen, strict=False):
                result |= {s.at: part for s in blocks[n]}
        at += len(inside)
    return result


def _opened(block: Sequence[Statement]) -> str | None:
    """The part that the first words of a paragraph announce: `Awareness programme.`, `Housing: ...`."""
    first = block[0].said
    if CELL in first:
        return headed_part(first.partition(CELL)[0])
    opening, colon, _ = first.partition(":")
    if colon and len(opening.split()) <= OPENING_WORDS:
        return headed_part(opening)
    short = len(first.split()) <= OPENING_WORDS and len(block) > 1 and not SAYS.search(first)
    return headed_part(first) if short else None


def _by_words(inside: Sequence[Statement], least: int = LEAST) -> str | None:
    """The part of which most words stand in these sentences, where they are more than a few and more than of any other."""
    counts = Counter({part.id: sum(len(part.topic.findall(s.said)) for s in inside) for part in parts()})
    (best, most), (_, second) = counts.most_common(2)
    return best if most >= least and most > second else None
