"""What makes a sentence of a plan specific or dated: names, places, languages, days, numbers."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import cache

from buyfair.knowledge.plans import card
from buyfair.spot.specific import Detail, names_in
from buyfair.terms import bundled

LANGUAGE, PLACE = "language", "place"
SHORTEST, LIKE = 6, 0.85
"""A word of so many letters is taken for a language spelled wrong from this likeness on. Unit: letters; share, 0 to 1."""


def _detail(entry: dict[str, object]) -> Detail:
    ignored = entry.get("ignored")
    return Detail(
        str(entry["kind"]), re.compile(str(entry["pattern"]), 0 if entry.get("case") else re.IGNORECASE),
        None if ignored is None else re.compile(str(ignored)),
    )  # fmt: skip


@cache
def specific_kinds() -> tuple[Detail, ...]:
    """The kinds that tie a sentence to one contract, languages and places aside."""
    return tuple(_detail(e) for e in card("details.toml")["detail"] if not e.get("weak"))


@cache
def dated_kinds() -> tuple[Detail, ...]:
    """The kinds that say when, by when or how often."""
    return tuple(_detail(e) for e in card("details.toml")["detail"] if e.get("dated"))


@cache
def languages() -> dict[str, str]:
    """Each spelling of a language with its name."""
    rows = bundled.rows("buyfair.knowledge.plans", "languages.csv")
    return {spelling: row["language"] for row in rows for spelling in row["spellings"].split("|")}


def languages_in(text: str) -> tuple[str, ...]:
    """Every language that a text names, by name; one spelled wrong counts, too: `Portugese`, `Swahilli`."""
    exact = names_in(text, languages())
    words = {w for w in re.findall(r"[^\W\d_]+", text) if len(w) >= SHORTEST}
    meant = (name for w in sorted(words) if (name := _misspelled(w.lower())) is not None)
    return tuple(dict.fromkeys((*exact, *meant)))


@cache
def _misspelled(word: str) -> str | None:
    """The language that a word was meant for: alike, with its first and last letter, and no other word held here."""
    known = {spelling.lower(): name for spelling, name in languages().items()}
    if word in known or word in {w.lower() for w in nationals()}:
        return None
    near = (s for s in known if len(s) >= SHORTEST - 1 and (s[0], s[-1]) == (word[0], word[-1]))
    return next((known[s] for s in near if SequenceMatcher(None, s, word).ratio() >= LIKE), None)


@cache
def spoken_in(country: str) -> frozenset[str]:
    """The languages that workers of a country mostly understand; none where that is not held."""
    rows = bundled.rows("buyfair.knowledge.plans", "languages.csv")
    return frozenset(row["language"] for row in rows if country in row["countries"].split("|"))


@cache
def nationals() -> dict[str, str]:
    """Each word for nationals of a country with its code."""
    rows = bundled.rows("buyfair.knowledge.plans", "nationals.csv")
    return {word: row["country"] for row in rows for word in row["words"].split("|")}
