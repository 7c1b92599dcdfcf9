"""Lays two names side by side: which words met and how, and which stand on one side only."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Literal, NamedTuple

from rapidfuzz.distance import OSA

from buyfair.screen.names import Name, Word
from buyfair.screen.pinyin import is_pinyin

How = Literal["same", "spelled otherwise", "shortened", "written apart", "initials", "cut off", "another word for it"]


_PLACES = frozenset({"place", "country"})
_LOOKS_LIKE = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("0", "o"), ("1", "l"), ("5", "s"))
_VOWELS = frozenset("aeiou")
TOGETHER = 4
"""Letters that a word must have to be two words written together."""


class Meeting(NamedTuple):
    """Words of the left name and words of the right name that met; `likeness` is 1 where they are the same."""

    left: tuple[Word, ...]
    right: tuple[Word, ...]
    how: How
    likeness: float

    @property
    def sides(self) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
        """The words of the left name, then those of the right."""
        return self.left, self.right

    @property
    def weight(self) -> float:
        """What the met words say about which firm is meant."""
        return max(sum(w.weight for w in self.left), sum(w.weight for w in self.right))


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two names side by side."""

    met: tuple[Meeting, ...]
    left_only: tuple[Word, ...]
    right_only: tuple[Word, ...]


def align(left: Name, right: Name) -> Alignment:
    """The best laying side by side: the same words first, then words alike, then words written apart or as initials."""
    met: list[Meeting] = []
    ours, theirs = list(left.words), list(right.words)
    if ours and theirs and left.letters != right.letters and _written_together(left, right):
        return Alignment((Meeting(left.words, right.words, "written apart", 1.0),), (), ())
    _same(ours, theirs, met)
    if ours and theirs:
        _apart(ours, theirs, met)
        _alike(ours, theirs, met)
        _initials(ours, theirs, met)
    return Alignment(tuple(met), tuple(ours), tuple(theirs))


def _written_together(left: Name, right: Name) -> bool:
    """The same letters in a row, gaps, silent words and the legal form aside or not (van der Bilt, SiemensAG)."""
    a, b = {left.letters, left.run, left.all_letters}, {right.letters, right.run, right.all_letters}
    return not a.isdisjoint(b)


def _same(ours: list[Word], theirs: list[Word], met: list[Meeting]) -> None:
    texts = [other.text for other in theirs]
    for word in tuple(ours):
        if word.text in texts:
            at = texts.index(word.text)
            met.append(Meeting((word,), (theirs[at],), "same", 1.0))
            ours.remove(word)
            del theirs[at], texts[at]


def _alike(ours: list[Word], theirs: list[Word], met: list[Meeting]) -> None:
    """Pairs of words by likeness, the most alike first; equal likeness goes to the heavier and then to the earlier."""
    found = []
    for a in ours:
        for b in theirs:
            likeness, how = _likeness(a, b)
            if likeness > 0:
                found.append((likeness, how, a, b))
    found.sort(key=lambda f: (-f[0], -f[2].weight - f[3].weight, min(f[2].text, f[3].text), max(f[2].text, f[3].text)))
    for likeness, how, a, b in found:
        if a in ours and b in theirs:
            met.append(Meeting((a,), (b,), how, likeness))
            ours.remove(a)
            theirs.remove(b)


def _likeness(a: Word, b: Word) -> tuple[float, How]:
    """How alike two different words are; 0 where a reader would not take one for the other."""
    ours, theirs = a.kind, b.kind
    if ours == "number" or theirs == "number" or (ours in _PLACES and theirs in _PLACES):
        return 0.0, "same"  # another number, another known place
    if a.text in b.also or b.text in a.also:
        return 0.85, "another word for it"
    return _spelling(a.text, ours == "trade", b.text, theirs == "trade")


@lru_cache(maxsize=262_144)
def _spelling(a: str, a_trade: bool, b: str, b_trade: bool) -> tuple[float, How]:
    """How alike two words are by their letters and by which of them is one of the trade: the same pairs come again."""
    short, short_trade, long, long_trade = (a, a_trade, b, b_trade) if len(a) <= len(b) else (b, b_trade, a, a_trade)
    if short[0] == long[0] and len(short) >= 2:
        if long_trade and not short_trade and len(long) - len(short) > 1 and _shortens(short, long):
            return 0.9, "shortened"
        if len(short) >= 4 and long.startswith(short) and len(long) - len(short) >= 3:
            return 0.6, "cut off"
    if (short_trade or long_trade) and (short[0] != long[0] or len(short) < 6):
        return 0.0, "same"  # energy and synergy, park and par are other words
    if _seen(short) == _seen(long):
        return 0.9, "spelled otherwise"
    return _by_letters(short, long), "spelled otherwise"


@lru_cache(maxsize=65_536)
def _seen(word: str) -> str:
    """The word as a machine that reads print may take it: rn for m, cl for d, 0 for o."""
    for other, letter in _LOOKS_LIKE:
        word = word.replace(other, letter)
    return word


def _by_letters(short: str, long: str) -> float:
    """By the letters that must change; short words must be nearer than long ones."""
    size = len(long)
    most = 1 if size <= 6 else 2 if size <= 9 else 3
    if size < 3 or size - len(short) > most:
        return 0.0
    changes = OSA.distance(short, long, score_cutoff=most)
    if changes > most or (changes > 1 and short[0] != long[0]):
        return 0.0
    likeness = 1.0 - changes / size * 1.2 - 0.05 * (short[0] != long[0])
    if is_pinyin(short) and is_pinyin(long):  # another syllable is another word
        likeness -= 0.15 if changes == 1 and size > 5 else 0.4
    return max(likeness, 0.0)


def _shortens(short: str, long: str) -> bool:
    """Whether the short word is the beginning of the long one, or its letters without most vowels (srvc, services)."""
    if len(short) < 3:
        return False
    letters = iter(long)
    return long.startswith(short) or (
        not _VOWELS.intersection(short[1:]) and all(letter in letters for letter in short)
    )


def _apart(ours: list[Word], theirs: list[Word], met: list[Meeting]) -> None:
    """Words written together on one side and apart on the other (Goodwill and Good Will)."""
    for one, many, swap in ((ours, theirs, False), (theirs, ours, True)):
        runs = _joined(many, one)
        if not runs:
            continue
        for word in tuple(one):
            if len(word.text) < TOGETHER:
                continue
            for joined, run in runs:
                likeness = _joined_likeness(word.text, joined)
                if likeness:
                    met.append(Meeting(run if swap else (word,), (word,) if swap else run, "written apart", likeness))
                    one.remove(word)
                    for part in run:
                        many.remove(part)
                    runs = _joined(many, one)
                    break


def _joined(words: list[Word], one: list[Word]) -> list[tuple[str, tuple[Word, ...]]]:
    """Two, three or four words in a row and their letters without gaps, where they are as long as one of the others."""
    if len(words) < 2:
        return []
    sizes = {len(w.text) + more for w in one if len(w.text) >= TOGETHER for more in (-1, 0, 1)}
    ends = list(accumulate((len(w.text) for w in words), initial=0))
    return [
        ("".join([w.text for w in words[at : at + n]]), tuple(words[at : at + n]))
        for n in (2, 3, 4)
        for at in range(len(words) - n + 1)
        if ends[at + n] - ends[at] in sizes
    ]


def _joined_likeness(word: str, joined: str) -> float:
    if abs(len(joined) - len(word)) > 1:
        return 0.0
    if word == joined:
        return 1.0
    if len(joined) >= 7 and OSA.distance(word, joined, score_cutoff=1) <= 1:
        return 0.88
    return 0.0


def _initials(ours: list[Word], theirs: list[Word], met: list[Meeting]) -> None:
    """The first letters of at least three words stand for them (PLA)."""
    for one, many, swap in ((ours, theirs, False), (theirs, ours, True)):
        if len(many) < 3:
            continue
        for word in tuple(one):
            n = len(word.text)
            if word.kind != "word" or not 3 <= n <= 6:
                continue
            for at in range(len(many) - n + 1):
                run = tuple(many[at : at + n])
                if "".join(w.text[0] for w in run) == word.text:
                    met.append(Meeting(run if swap else (word,), (word,) if swap else run, "initials", 0.85))
                    one.remove(word)
                    del many[at : at + n]
                    break
