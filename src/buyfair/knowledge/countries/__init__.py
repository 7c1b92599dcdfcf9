"""Countries and every spelling of them that award files and lists use; what lies inside the United States for the FAR."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Literal

from buyfair.terms import bundled


@dataclass(frozen=True, slots=True)
class Country:
    """One country or territory. `inside_us`: the 50 states, DC and outlying areas (FAR 2.101)."""

    code: str
    name: str
    inside_us: bool


def plain(spelling: str) -> str:
    """A spelling as the look-up keys it: upper case, no accents, single blanks."""
    decomposed = unicodedata.normalize("NFKD", spelling)
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return re.sub(r"\s+", " ", bare.upper()).strip()


@cache
def countries() -> dict[str, Country]:
    """Every country by its ISO 3166-1 alpha-3 code."""
    return {
        row["code"]: Country(row["code"], row["name"], row["inside_us"] == "yes")
        for row in bundled.rows(__name__, "countries.csv")
    }


@cache
def inside_us() -> tuple[str, ...]:
    """The codes inside the United States (FAR 2.101), sorted: there the lists do not look."""
    return tuple(sorted(c.code for c in countries().values() if c.inside_us))


@cache
def spellings() -> dict[str, str | None]:
    """Each spelling with its code; None where the words say that no country is recorded."""
    found: dict[str, str | None] = {
        plain(row["spelling"]): None for row in bundled.rows(__name__, "not_a_country.csv") if row["spelling"]
    }
    for row in bundled.rows(__name__, "countries.csv"):
        for spelling in (row["code"], row["name"], *row["spellings"].split("|")):
            if spelling.strip():
                found[plain(spelling)] = row["code"]
    return found


def country(spelling: str) -> Country | None:
    """The country that a spelling names; None where it names none or is not known."""
    code = spellings().get(plain(spelling))
    return None if code is None else countries()[code]


@cache
def _two_letters(system: str) -> dict[str, str]:
    return {row[system]: row["code"] for row in bundled.rows(__name__, f"{system}.csv") if row[system]}


def country_coded(letters: str, system: Literal["iso2", "fips"]) -> Country | None:
    """The country of a two-letter code, in the system that the column is known to use.

    The two systems clash (CH is Switzerland or China, AU Australia or Austria): a bare code says nothing by itself.
    """
    code = _two_letters(system).get(letters.strip().upper())
    return None if code is None else countries()[code]


def country_in_table(cell: str) -> Country | None:
    """The country that a cell of somebody's table names, by any spelling, ISO alpha-3 or ISO alpha-2."""
    return country(cell) or country_coded(cell, "iso2")
