"""The lines with which a plan opens: which keys there are and how it is told that there is none of a thing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from buyfair.knowledge.plans import card


@dataclass(frozen=True, slots=True)
class HeaderWords:
    """How each key may be written, and the words for not told, for none, for people of the place and for a firm.

    `as_headed` points to the header in place of a name; `common` words say nothing of which work it is; `countries` are
    other names of countries.
    """

    keys: dict[str, str]
    untold: re.Pattern[str]
    none: re.Pattern[str]
    local: re.Pattern[str]
    firm: re.Pattern[str]
    as_headed: re.Pattern[str]
    common: frozenset[str]
    countries: tuple[str, ...]


@cache
def header_words() -> HeaderWords:
    """The words of a plan's header."""
    told = card("header.toml")
    keys = {spelled: key for key, ways in told["key"].items() for spelled in ways}
    said = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in told["words"].items()}
    common, other = frozenset(told["common"].split()), tuple(told["countries"])
    return HeaderWords(keys, said["untold"], said["none"], said["local"], said["firm"], said["as_headed"], common, other)
