"""Cues: how a sentence is known to say a thing, written so that a person can read and correct them.

A cue is one or more patterns. Those joined by `++` must all stand in the sentence itself; those behind `~~` may stand in
it or in what it hangs on (heading, opening of its list, neighbours in the paragraph); one behind `!!` must not stand in
the sentence. `{word}` stands for a group of words that the caller names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from buyfair.spot.statements import Statement

NAMED = re.compile(r"\{([a-z_]+)\}")
PARTS = re.compile(r"\s+(\+\+|~~|!!)\s+")


@dataclass(frozen=True, slots=True)
class Cue:
    """One way to say a thing: patterns of the sentence, of what it hangs on, and those that speak against it."""

    inside: tuple[re.Pattern[str], ...]
    around: tuple[re.Pattern[str], ...]
    against: tuple[re.Pattern[str], ...]

    def said_by(self, statement: Statement) -> bool:
        """Whether the sentence says it."""
        return (
            all(p.search(statement.said) for p in self.inside)
            and not any(p.search(statement.said) for p in self.against)
            and (not self.around or _all_in(self.around, statement.around))
        )


def _all_in(patterns: Iterable[re.Pattern[str]], text: str) -> bool:
    return all(p.search(text) for p in patterns)


def cue(written: str, words: Mapping[str, str]) -> Cue:
    """A cue as it is written, `{word}` replaced by its group.

    Raises: ValueError where a group is not named or a pattern is none.
    """
    pieces = PARTS.split(f"++ {written}".replace("++ ", " ++ ", 1))
    signs, patterns = pieces[1::2], pieces[2::2]
    held: dict[str, list[re.Pattern[str]]] = {"++": [], "~~": [], "!!": []}
    for sign, pattern in zip(signs, patterns, strict=True):
        held[sign].append(compiled(pattern, words))
    return Cue(tuple(held["++"]), tuple(held["~~"]), tuple(held["!!"]))


def compiled(pattern: str, words: Mapping[str, str]) -> re.Pattern[str]:
    """One pattern, groups of words put in; case never matters. Raises: ValueError, as above."""
    try:
        return re.compile(_spelled(pattern, words, 0), re.IGNORECASE)
    except (re.error, KeyError) as wrong:
        raise ValueError(f"The cue {pattern[:80]!r} cannot be read: {wrong}.") from None


def _spelled(pattern: str, words: Mapping[str, str], depth: int) -> str:
    """The pattern without names of groups; a group may name others, a few deep."""
    if depth > 4:
        raise ValueError(f"The groups of {pattern[:80]!r} name each other in a circle.")
    if not NAMED.search(pattern):
        return pattern
    return _spelled(NAMED.sub(lambda m: f"(?:{words[m.group(1)]})", pattern), words, depth + 1)


def said(cues: Iterable[Cue], statement: Statement) -> bool:
    """Whether the sentence says it in any of these ways."""
    return any(cue.said_by(statement) for cue in cues)
