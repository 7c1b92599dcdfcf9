"""Materials as the law on magnets, tantalum and tungsten names them, and the words that people write for them."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from buyfair.terms import bundled


def material_named(words: str) -> str:
    """Our name for a material.

    A phrase that only mentions one of them (`tungsten inserts`) gets the name that leaves its form or kind open; words that
    nobody here knows stay as they are: such a material is in no group of the law.
    """
    said = _plain(words)
    known = _names().get(said) or _names().get(said.removesuffix("s"))
    if known is not None:
        return known
    mentioned = (name for token, name in _card()["mentions"].items() if token in said.split())
    return str(next(mentioned, " ".join(words.split())))


def _plain(words: str) -> str:
    return " ".join(re.split(r"[\s\-/,]+", words.strip().lower()))


@cache
def _names() -> dict[str, str]:
    """Every spelling with the material that it means, as `_plain` leaves it."""
    return {
        _plain(said): entry["name"] for entry in _card()["material"] for said in (entry["name"], *entry["spelled"])
    }


@cache
def _card() -> dict[str, Any]:
    return bundled.card(__name__, "names.toml")
