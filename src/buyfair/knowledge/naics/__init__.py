"""Industry codes: their names, and the sectors that each fits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from buyfair.terms import bundled


@dataclass(frozen=True, slots=True)
class Fit:
    """The sectors that an industry fits, for every code that begins with `naics`; none of the five where it is empty."""

    naics: str
    sectors: tuple[str, ...]
    reason: str


@cache
def titles() -> dict[str, str]:
    """Every industry code of two to six digits with its name."""
    return {row["naics"]: row["title"] for row in bundled.rows(__name__, "titles.csv")}


def title(naics: str) -> str | None:
    """The name of an industry code; None where the table does not know it."""
    return titles().get(naics)


@cache
def fits() -> tuple[Fit, ...]:
    """Every beginning of industry codes of which somebody has said which sectors it fits, in the order of the file."""
    return tuple(
        Fit(row["naics"], tuple(filter(None, row["sectors"].split("|"))), row["reason"])
        for row in bundled.rows(__name__, "fits.csv")
    )


def fit(naics: str) -> Fit | None:
    """What the longest beginning known of an industry code says; None where none does."""
    held = {f.naics: f for f in fits()}
    found = (held.get(naics[:length]) for length in range(len(naics), 0, -1))
    return next((f for f in found if f is not None), None)


@cache
def codes_by_title() -> dict[str, str]:
    """The six-digit code of each name, in upper case; a name that two of them share names none."""
    found: dict[str, list[str]] = {}
    for code, name in titles().items():
        if len(code) == 6:
            found.setdefault(" ".join(name.upper().split()), []).append(code)
    return {name: codes[0] for name, codes in found.items() if len(codes) == 1}
