"""Tiers of the Trafficking in Persons Report by country and year: a line of context that weighs nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from buyfair.terms import bundled

NAMES = {"1": "tier 1", "2": "tier 2", "W": "tier 2 watch list", "3": "tier 3", "S": "special case"}
"""What each sign of tiers.csv stands for, in the report's words."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where one year's report put a country: one tier if it is known, else all that it may be, with the reason.

    `mark`: `read` from a complete source, `checked` where two sources agree, `one copy` where one stands alone.
    """

    country: str
    year: int
    may_be: tuple[str, ...]
    source: str
    mark: str
    reason: str

    @property
    def tier(self) -> str | None:
        """The tier; None where it is not known."""
        return self.may_be[0] if len(self.may_be) == 1 else None

    def sentence(self) -> str:
        """The line of context, with what it does not say."""
        said = " or ".join(self.may_be) or "not known"
        why = f" ({self.reason})" if self.reason else ""
        return (
            f"Trafficking in Persons Report {self.year}, {self.country}: {said}{why}. "
            "It grades what the government did, not this good, place or supplier."
        )


def tier(country: str, year: int) -> Placement:
    """Where the report of a year put a country (ISO alpha-3)."""
    source, row = _source(year), _placed().get(country)
    if source is None:
        return _unknown(country, year, "", _no_report(year))
    title = source["title"]
    if row is None:
        return _unknown(country, year, title, "no report held ranks it")
    sign = row[str(year)]
    if sign:
        mark = "read" if source["complete"] else "checked" if country in source["checked"] else "one copy"
        return Placement(country, year, (NAMES[sign],), title, mark, "")
    if "names_only" in source:
        rest = tuple(name for name in NAMES.values() if name not in source["names_only"])
        return Placement(country, year, rest, title, "", "not known which: the source names no others")
    if country in source.get("contradicted", ()):
        return _unknown(country, year, title, "the sources held contradict each other")
    if not source["complete"]:
        return _unknown(country, year, title, "the copy held does not name it")
    return _unknown(country, year, title, "not ranked, a special case, or not in that report")


def card() -> dict[str, Any]:
    """What a tier means and does not mean, the sources and what stays unknown."""
    return bundled.card(__name__, "source.toml")


def years() -> tuple[int, ...]:
    """The years whose reports are held, at least in part."""
    return tuple(sorted(year for source in _sources() for year in source["years"]))


@cache
def _sources() -> tuple[dict[str, Any], ...]:
    return tuple(card()["source"])


def _source(year: int) -> dict[str, Any] | None:
    return next((source for source in _sources() if year in source["years"]), None)


@cache
def _placed() -> dict[str, dict[str, str]]:
    return {row["country"]: row for row in bundled.rows(__name__, "tiers.csv")}


def _no_report(year: int) -> str:
    first = card()["first_report"]
    return f"the first report came out in {first}" if year < first else "the report of this year is not held"


def _unknown(country: str, year: int, source: str, reason: str) -> Placement:
    return Placement(country, year, (), source, "", reason)
