"""An index of words over short texts: which of them meet the words typed, the best first, in a few milliseconds."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import log

_TOKEN = re.compile(r"[a-z]+\d*-\d+|\d[\d,]*(?:\.\d+)*(?:-\d+)?|[^\W\d_]+|\d+")
_EMPTY = frozenset(["a", "an", "and", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to", "what", "which", "with"])
_ALIKE = {"labour": "labor", "licence": "license"}
NAME, TITLE, SOON, BODY = 12, 6, 3, 1
"""What a word weighs by where it stands: in a name of the thing, in its title, in its first words, in its text."""
PREFIX = 0.4
"""What a word weighs of which only the beginning was typed."""
SHORTEST_PREFIX = 3
MOST_PREFIXES = 200
SHORT_WHY, LONGEST_WHY = 60, 180


@dataclass(frozen=True)
class Entry:
    """One thing to find. `names` are other words for it that are typed whole; `prior` tips a balance between kinds."""

    title: str
    url: str
    kind: str
    names: tuple[str, ...]
    first: str
    text: str
    prior: float = 1.0


@dataclass
class Index:
    """Where each word stands."""

    entries: Sequence[Entry]
    held: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    whole: dict[tuple[str, ...], list[int]] = field(default_factory=lambda: defaultdict(list))
    called: list[list[frozenset[str]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for number, entry in enumerate(self.entries):
            names = ((NAME, name) for name in entry.names)
            for weight, text in ((BODY, entry.text), (SOON, entry.first), (TITLE, entry.title), *names):
                for token in tokens(text):
                    self.held[token][number] = max(weight, self.held[token].get(number, 0))
            names_in_words = {tuple(tokens(said)) for said in (entry.title, *entry.names)}
            self.called.append([frozenset(name) for name in names_in_words])
            for name in names_in_words:
                self.whole[name].append(number)
        self.words = sorted(self.held)

    def find(self, typed: str, limit: int) -> list[Entry]:
        """The entries that meet all the words, else those that meet most of them; the best first."""
        asked = self._joined([t for t in tokens(typed) if t not in _EMPTY] or list(tokens(typed)))
        if not asked:
            return []
        met = [self._met(token) for token in dict.fromkeys(asked)]
        found = set.union(*(set(m) for m in met))
        most = max((sum(number in m for m in met) for number in found), default=0)
        named = set(self.whole.get(asked, ()))
        kept = {number for number in found if sum(number in m for m in met) == most} | named
        score = {n: self._score(n, met) * (1 + self._share(n, set(asked))) for n in kept}
        ranked = sorted(kept, key=lambda n: (n not in named, -score[n], self.entries[n].title))
        return [self.entries[number] for number in ranked[:limit]]

    def _joined(self, asked: list[str]) -> tuple[str, ...]:
        """`tip 04` is `tip-04`, where such a word stands somewhere."""
        kept: list[str] = []
        for token in asked:
            whole = f"{kept[-1]}-{token}" if kept and token.isdigit() else ""
            kept[len(kept) - bool(whole in self.held) :] = [whole if whole in self.held else token]
        return tuple(kept)

    def _score(self, number: int, met: list[dict[int, float]]) -> float:
        return self.entries[number].prior * sum(m.get(number, 0.0) for m in met)

    def _share(self, number: int, asked: set[str]) -> float:
        """How much of what was asked is a whole name of the entry: shrimp of `forced labor shrimp`."""
        return max((len(name) / len(asked) for name in self.called[number] if name <= asked), default=0.0)

    def _met(self, token: str) -> dict[int, float]:
        """What one word weighs in each entry that has it, or a word that begins with it; rare words weigh more."""
        found: dict[int, float] = {}
        for word in self._beginning(token):
            rare = log(1 + len(self.entries) / len(self.held[word])) * (1 if word == token else PREFIX)
            for number, weight in self.held[word].items():
                found[number] = max(found.get(number, 0.0), weight * rare)
        return found

    def _beginning(self, token: str) -> Iterator[str]:
        if token in self.held:
            yield token
        if len(token) < SHORTEST_PREFIX:
            return
        at = bisect_left(self.words, token)
        for word in self.words[at : at + MOST_PREFIXES]:
            if not word.startswith(token):
                return
            if word != token:
                yield word


def tokens(text: str) -> Iterator[str]:
    """The words of a text as they are compared: small letters, amounts without commas, one form for one and many."""
    for met in _TOKEN.finditer(text.casefold()):
        word = met[0]
        if word[0].isdigit():
            yield word.replace(",", "")
        else:
            yield _ALIKE.get(word, word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word)


def why(entry: Entry, typed: str) -> str:
    """The sentence of an entry in which most of the words stand, and what follows where that is short."""
    asked = [re.compile(rf"(?<![\d.]){re.escape(word)}") for word in set(tokens(typed)) - _EMPTY]
    held = _sentences(entry)
    at = max(range(len(held)), key=lambda n: sum(word.search(held[n][1]) is not None for word in asked), default=0)
    said = ""
    for part, _, of in held[at:]:
        if len(said) >= SHORT_WHY or of != held[at][2]:
            break
        said = f"{said} {part}"
    plain = said.replace("|", " ").replace("`", "").replace("**", "").replace("#", "")
    said = " ".join(plain.split()).removeprefix("- ")
    return said if len(said) <= LONGEST_WHY else f"{said[: LONGEST_WHY - 3].rsplit(' ', 1)[0]} ..."


@lru_cache(maxsize=4096)
def _sentences(entry: Entry) -> tuple[tuple[str, str, int], ...]:
    """The sentences of an entry, each beside how it is compared and the paragraph that it stands in."""
    paragraphs = (entry.first, *entry.text.split("\n"))
    parts = ((part, n) for n, text in enumerate(paragraphs) for part in re.split(r"(?<=[.;])\s+", text))
    return tuple((part, part.casefold().replace(",", ""), n) for part, n in parts if part.strip())
