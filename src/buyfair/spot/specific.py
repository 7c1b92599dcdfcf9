"""Finds what is specific in a sentence: a place, a language, a person, a number to call, a day, a firm, a count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from buyfair.spot.statements import Statement


@dataclass(frozen=True, slots=True)
class Detail:
    """A kind of detail and how it is written; `case` says that capitals matter."""

    kind: str
    pattern: re.Pattern[str]
    ignored: re.Pattern[str] | None = None

    def found_in(self, text: str) -> tuple[str, ...]:
        """Each such detail in a text, without those that every document of the kind has."""
        found = (m.group(0).strip() for m in self.pattern.finditer(text))
        return tuple(f for f in found if self.ignored is None or self.ignored.search(f) is None)


@dataclass(frozen=True, slots=True)
class Found:
    """A detail in a sentence."""

    kind: str
    words: str
    statement: Statement


def details(statements: Iterable[Statement], kinds: Sequence[Detail]) -> tuple[Found, ...]:
    """All details of these kinds, in reading order."""
    return tuple(Found(k.kind, words, s) for s in statements for k in kinds for words in k.found_in(s.said))


def shingles(text: str, length: int) -> frozenset[tuple[str, ...]]:
    """Every run of so many words of a text, in small letters."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    return frozenset(tuple(words[n : n + length]) for n in range(len(words) - length + 1))


def share_copied(text: str, of: frozenset[tuple[str, ...]], length: int) -> float:
    """Which share of a sentence's runs of words stands in another text. Unit: 0 to 1; a sentence too short has none."""
    mine = shingles(text, length)
    return len(mine & of) / len(mine) if len(mine) >= length else 0.0


def names_in(text: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """What the words of a text name, by a table from spelling to name; the longer spelling first, each name once."""
    told = {spelling.lower(): name for spelling, name in names.items()}
    found = (told[m.group(0).lower()] for m in _any_of(tuple(sorted(told, key=len, reverse=True))).finditer(text))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=256)
def _any_of(spellings: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, spellings))})(?!\w)", re.IGNORECASE)
