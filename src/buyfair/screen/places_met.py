"""Lays the names of streets, villages and towns of two addresses side by side, words written together included."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from buyfair.screen.addresses import Address
from buyfair.screen.align import align
from buyfair.screen.names import Name, Word

ENOUGH = 4
"""Letters that a word must have to be looked for inside words written together."""

TOGETHER = 8
"""Letters from which a word may be several written together."""

LIGHT = 0.3
"""What a word of one or two letters weighs beside another word."""


@dataclass(frozen=True, slots=True)
class PlacesMet:
    """The share of the left address's names that met, of the right one's, of both together, and the words that met."""

    left: float
    right: float
    both: float
    words: tuple[str, ...]


def meet(left: Address, right: Address) -> PlacesMet:
    """The names of both addresses side by side; an address without names met nothing."""
    a, b = _name(left), _name(right)
    beside = align(a, b)
    met_left = sum(m.likeness * _weight(m.left) for m in beside.met) + _inside(beside.left_only, right)
    met_right = sum(m.likeness * _weight(m.right) for m in beside.met) + _inside(beside.right_only, left)
    return PlacesMet(
        met_left / (a.weight or 1.0),
        met_right / (b.weight or 1.0),
        (met_left + met_right) / ((a.weight + b.weight) or 1.0),
        tuple(dict.fromkeys(w.said for m in beside.met for w in m.left)),
    )


def _name(address: Address) -> Name:
    words = tuple(Word(text, "word", 1.0 if len(text) > 2 else LIGHT, text) for text in address.words)
    letters = "".join(address.words)
    return Name(address.given, words, "", letters, letters, letters, _weight(words))


def _weight(words: Iterable[Word]) -> float:
    return sum(w.weight for w in words)


def _inside(unmet: Iterable[Word], other: Address) -> float:
    """The weight of words that stand inside words of the other address, or that are such words written together."""
    return sum(w.weight * _held(w.text, other) for w in unmet)


def _held(text: str, other: Address) -> float:
    if len(text) >= ENOUGH and text in other.run:
        return 1.0
    share = _covered(text, other.words) if len(text) >= TOGETHER else 0.0
    return share if share >= 0.5 else 0.0


def _covered(text: str, words: Iterable[str]) -> float:
    """The share of its letters that words of the other address make up."""
    left = text
    for word in sorted(words, key=lambda w: (-len(w), w)):
        if len(word) >= ENOUGH:
            left = left.replace(word, " ", 1)
    return 1.0 - sum(c != " " for c in left) / len(text)
