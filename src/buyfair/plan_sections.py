"""Which of the five parts a sentence of a plan belongs to: by the heading above it, how its paragraph opens, its words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby

from buyfair.knowledge.plans import parts
from buyfair.spot.statements import SAYS, Statement
from buyfair.terms.document import CELL

OPENING_WORDS, LEAST, MOST_OF_ALL = 6, 2, 0.6
"""A paragraph may open with a heading of so few words; so many words of a part make a section its; a section that holds so
much of the plan is no section of one part."""


def headed_part(heading: str) -> str | None:
    """The part that a heading announces: the one whose word stands first in it, the longer word before the shorter."""
    found = [(m.start(), -len(m.group(0)), part.id) for part in parts() if (m := part.heading.search(heading))]
    return min(found)[2] if found else None


def sectioned(held: Sequence[Statement]) -> dict[int, str | None]:
    """The part of each sentence, by its number."""
    sections: dict[int, list[Statement]] = defaultdict(list)
    blocks: dict[int, list[Statement]] = defaultdict(list)
    for s in held:
        sections[s.section].append(s)
        blocks[s.block].append(s)
    found: dict[int, str | None] = {}
    for inside in sections.values():
        whole = len(inside) >= MOST_OF_ALL * len(held) and len({s.block for s in inside}) > 1
        part = None if whole else headed_part(inside[0].heading) or _by_words(inside)
        for s in inside:
            found[s.at] = _opened(blocks[s.block]) or part or _by_words(blocks[s.block])
    return found | _by_order([blocks[b] for b in sorted(blocks)], found)


def _by_order(blocks: Sequence[Sequence[Statement]], found: Mapping[int, str | None]) -> dict[int, str | None]:
    """Paragraphs that nothing tells, by the order of the law: those between two parts are what stands between them there."""
    order = [part.id for part in parts()]
    told = [found[block[0].at] for block in blocks]
    result: dict[int, str | None] = {}
    at = 0
    for known, run in groupby(enumerate(told), lambda pair: pair[1] is not None):
        inside = list(run)
        if not known and at:
            after = next((part for part in told[inside[-1][0] + 1 :] if part), None)
            start = order.index(told[inside[0][0] - 1] or "") + 1
            between = [p for p in order[start : order.index(after) if after else None] if p not in told]
            chosen = between if len(between) <= len(inside) else between[-len(inside) :]
            for (n, _), part in zip(inside, chosen, strict=False):
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


def _by_words(inside: Sequence[Statement]) -> str | None:
    """The part of which most words stand in these sentences, where they are more than a few and more than of any other."""
    counts = Counter({part.id: sum(len(part.topic.findall(s.said)) for s in inside) for part in parts()})
    (best, most), (_, second) = counts.most_common(2)
    return best if most >= LEAST and most > second else None
