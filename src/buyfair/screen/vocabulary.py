"""What a reader of names must know: legal forms, trade words, places, and how common a word is among suppliers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Words about names, all in lower case and in Latin letters.

    `forms`: a legal form as its words -> its kind (co ltd -> llc). `spelled`: words -> the words they stand for (intl ->
    international). `places`: a place as its words -> its one spelling and whether it is a country. `trade`: words that
    say what a firm does or how it is built, not which firm it is. `silent`: words without weight. `ideographs`: words in
    Chinese (simplified), Japanese or Korean writing -> English words, and of what kind they are. `other`: a word -> words
    it may stand for. `held`: how many names of suppliers were counted; `seen`: a word -> in how many of them it stands.
    """

    forms: Mapping[Phrase, str]
    spelled: Mapping[Phrase, Phrase]
    places: Mapping[Phrase, tuple[str, str]]
    trade: frozenset[str]
    silent: frozenset[str]
    ideographs: Mapping[str, tuple[str, str]]
    other: Mapping[str, frozenset[str]]
    held: int
    seen: Mapping[str, int]
    longest: int = 0
    weights: dict[str, float] = field(default_factory=dict, repr=False)

    def weight(self, word: str) -> float:
        """How much a word says about which firm is meant: 1 for one never seen among suppliers, .1 for the commonest."""
        known = self.weights.get(word)
        if known is None:
            most = 0.45 if word in self.trade else 0.35 if len(word) < 3 else 1.0
            known = self.weights[word] = min(self.rarity(word), most)
        return known

    def rarity(self, word: str) -> float:
        """How rare a word is among suppliers, from .1 to 1."""
        return max(0.1, 1.0 - math.log1p(self.seen.get(word, 0)) / math.log1p(self.held))
