"""Named patterns that rows of the bridge refer to in braces, so that a person can read a row: `{repair}|{software}`."""

from __future__ import annotations

import re
from functools import cache

from buyfair.terms import bundled

_NAME = re.compile(r"\{([a-z_]+)\}")


@cache
def named() -> dict[str, str]:
    """Every named pattern as it was written; one may refer to others."""
    return {word["name"]: word["pattern"] for word in bundled.card(__package__ or "", "words.toml")["word"]}


def names_in(cell: str) -> set[str]:
    """The names that a cell refers to, directly."""
    return set(_NAME.findall(cell))


@cache
def spelled_out(cell: str) -> str:
    """The pattern that a cell means, every name replaced by its pattern.

    Raises: KeyError where a name is not known, RecursionError where names go in a circle.
    """
    return _NAME.sub(lambda found: spelled_out(named()[found[1]]), cell)
