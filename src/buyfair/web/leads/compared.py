"""The two strings of a lead word by word: which words met and how, and which stand on one side only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from buyfair.knowledge.name_words import vocabulary
from buyfair.screen.align import Alignment, Meeting
from buyfair.screen.likeness import findings
from buyfair.screen.model import likelihood
from buyfair.screen.names import Word, readings, visible

SAME, ALIKE, ALONE = "same", "alike", "alone"


@dataclass(frozen=True)
class Piece:
    """A stretch of a string as it was given; `how` is empty for what is not compared (a legal form, a comma)."""

    text: str
    how: str = ""


@dataclass(frozen=True)
class Row:
    """Words that met, or that stand on one side only: on the award, on the list, and which of these it is in words."""

    left: str
    right: str
    says: str


@dataclass(frozen=True)
class Compared:
    """Both strings in pieces, and the rows of the table beneath."""

    left: tuple[Piece, ...]
    right: tuple[Piece, ...]
    rows: tuple[Row, ...]


def compared(asked: str, listed: str) -> Compared:
    """The best laying side by side; without rows where one of them has no letters to compare."""
    known = vocabulary()
    best = max((findings(a, b) for a in readings(asked, known) for b in readings(listed, known)),
               key=lambda found: likelihood(found[1]), default=None)  # fmt: skip
    if best is None:
        return Compared((Piece(visible(asked)),), (Piece(visible(listed)),), ())
    beside = best[0].beside
    left, right = _hows(beside, 0), _hows(beside, 1)
    return Compared(tuple(_pieces(asked, best[0].left.words, left)), tuple(_pieces(listed, best[0].right.words, right)),
                    tuple(_rows(beside)))  # fmt: skip


def _hows(beside: Alignment, side: int) -> dict[int, str]:
    """By word of one side, whether it met."""
    return {id(word): SAME if _as_written(met) else ALIKE for met in beside.met for word in met.sides[side]}


def _as_written(met: Meeting) -> bool:
    """Whether both strings have the very letters, not only the same word."""
    return met.how == "same" and met.left[0].said == met.right[0].said


def _pieces(given: str, words: Sequence[Word], hows: dict[int, str]) -> Iterator[Piece]:
    """The string cut at its words; a word that is not there as it was read (another script) is left to the table."""
    text, at = visible(given), 0
    low = text.lower()
    for word in words:
        found = low.find(word.said.lower(), at) if len(low) == len(text) else -1
        if found < 0:
            continue
        if found > at:
            yield Piece(text[at:found])
        at = found + len(word.said)
        yield Piece(text[found:at], hows.get(id(word), ALONE))
    if at < len(text):
        yield Piece(text[at:])


def _rows(beside: Alignment) -> Iterator[Row]:
    for met in sorted(beside.met, key=lambda m: not _as_written(m)):
        same = "the same word" if _as_written(met) else "the same word, written otherwise"
        says = same if met.how == "same" else f"met, {met.how}"
        yield Row(_row(met.left), _row(met.right), says)
    yield from (Row(word.said, "", "stands on the award only") for word in beside.left_only)
    yield from (Row("", word.said, "stands on the list only") for word in beside.right_only)


def _row(words: Iterable[Word]) -> str:
    return " ".join(word.said for word in words)
