"""What makes a sentence of a plan specific or dated: names, places, languages, days, numbers."""

from __future__ import annotations

import re
from functools import cache

from buyfair.knowledge.plans import card
from buyfair.spot.specific import Detail
from buyfair.terms import bundled

LANGUAGE, PLACE = "language", "place"


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
