"""What a document says, sentence by sentence, each with what it hangs on: the heading above, the line that opens its list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from textwrap import wrap

from buyfair.spot.sentences import BULLET, Sentence

SAYS = re.compile(
    r"\b(?:we|i|they|he|she|who|is|are|was|were|be|will|shall|must|may|can|cannot|do|does|has|have|never|gets?|pays?|keeps?|"
    r"takes?|gives?|lives?|goes|says|speaks|sleeps?|visits?|checks?|holds?|works?|comes?|asks?|calls?)\b",
    re.IGNORECASE,
)
"""Words of a sentence: a heading that has one says something."""
FEWEST_WORDS = 4
NEARBY, LONGEST = 2, 900


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence that says something. Unit: `at` counts statements from 0; `near` are the two before and after it in
    its paragraph, `lead` opens its list, `section` is the number of the heading above it."""

    at: int
    said: str
    place: str
    heading: str
    section: int
    lead: str
    near: str
    block: int

    @property
    def around(self) -> str:
        """The sentence with all that it hangs on."""
        return "\n".join((self.heading, self.lead, self.near, self.said))


def bounded(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """The sentences, one that never ends parted between words: nobody reads it as one."""
    return tuple(piece for s in sentences for piece in ((s,) if len(s.text) <= LONGEST else _cut(s)))


def _cut(sentence: Sentence) -> Iterator[Sentence]:
    for piece in wrap(sentence.text, LONGEST):
        yield replace(sentence, text=piece, is_heading=False)


def statements(sentences: Sequence[Sentence]) -> tuple[Statement, ...]:
    """Every sentence that says something, in reading order: headings that only announce are left out."""
    found: list[Statement] = []
    held = [s for s in sentences if not s.is_heading or _says(s.text)]
    sections = _sections(sentences)
    lead, listed = "", False
    for n, sentence in enumerate(held):
        is_item = BULLET.match(sentence.text) is not None or sentence.row
        same_item = n > 0 and held[n - 1].block == sentence.block
        if not is_item and not (listed and same_item):
            lead, listed = "", False
        if is_item and not same_item:
            lead, listed = _opening(held, n, lead), True
        near = " ".join(
            s.text for s in held[max(0, n - NEARBY) : n + NEARBY + 1] if s.block == sentence.block and s is not sentence
        )
        found.append(
            Statement(n, sentence.text, sentence.place, sentence.heading, sections[id(sentence)], lead, near, sentence.block)
        )
    return tuple(found)


def _says(heading: str) -> bool:
    return len(heading.split()) >= FEWEST_WORDS and SAYS.search(heading) is not None


def _sections(sentences: Sequence[Sentence]) -> dict[int, int]:
    """Which heading each sentence stands under, counted."""
    found, section = {}, 0
    for sentence in sentences:
        section += sentence.is_heading
        found[id(sentence)] = section
    return found


def _opening(held: Sequence[Sentence], at: int, lead: str) -> str:
    """The line that opens the list of this item: the nearest one above that ends in a colon, or that of the list so far."""
    if lead:
        return lead
    above = held[at - 1] if at else None
    return above.text if above is not None and above.text.rstrip().endswith((":", "to", "-", "–", "—")) else ""
