"""Words of addresses and of names of production sites, as the readers of both take them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from buyfair.knowledge.name_words import vocabulary
from buyfair.screen.addresses import AddressWords
from buyfair.screen.vocabulary import Vocabulary
from buyfair.terms import bundled

OF_NAMES = ("trade", "site", "numbering")
"""Kinds of words that the table holds for names of sites; all others are words of addresses."""


@cache
def address_words() -> AddressWords:
    """Kinds of places and numbers, and the words by which firms call their sites."""
    rows = _rows()
    return AddressWords(
        known={r["word"]: (r["stands_for"], r["kind"]) for r in rows if r["kind"] not in OF_NAMES},
        site={r["word"]: r["kind"] == "site" for r in rows if r["kind"] in ("site", "numbering")},
    )


@cache
def site_vocabulary() -> Vocabulary:
    """The words of names, with what the makers of clothing and shoes say of their trade in many languages."""
    known = vocabulary()
    return replace(known, trade=known.trade | {r["word"] for r in _rows() if r["kind"] == "trade"}, weights={})


def _rows() -> list[dict[str, str]]:
    return bundled.rows(__package__, "address_words.csv")
