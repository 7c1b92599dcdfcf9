"""The certificates that are kept: which rule asks for each, in which clause its text stands, whether it comes each year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from buyfair import catalogue
from buyfair.judge.rule import Rule
from buyfair.knowledge.clauses import Edition, clauses


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of certificate: the row of the rules that asks for it, the clause that holds its text."""

    key: str
    label: str
    row: str
    clause: str
    yearly: bool = False
    before_award: bool = False
    names_lines: bool = False


SUBCONTRACT = "subcontract"
"""The one that a subcontractor signs: of it there may be several below one contract."""
KINDS: Mapping[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind("before_award", "Compliance plan, before award (FAR 52.222-56)", "TIP-04", "52.222-56", before_award=True),
        Kind("yearly", "Compliance plan, every year (FAR 52.222-50(h)(5))", "TIP-07", "52.222-50", yearly=True),
        Kind("child_labor", "Child labor, listed end products (FAR 52.222-18)", "CL-03", "52.222-18", before_award=True,
             names_lines=True),
        Kind(SUBCONTRACT, "Subcontract, compliance plan (FAR 52.222-50(i)(2))", "TIP-09", "52.222-50", yearly=True),
    )
}  # fmt: skip
OTHER = "other"
"""A text version that is none of those held."""
REFERRED = {"child_labor": "CL-07"}
"""The rule by which reason to believe is passed on, where it is not that of the trafficking clause."""
CREDIBLE, RELIANCE = "TIP-19", "CL-04"


def versions() -> tuple[tuple[str, str], ...]:
    """Every text version that a certificate may print, as choices of a form."""
    numbers = dict.fromkeys(kind.clause for kind in KINDS.values())
    told = [(f"{n} {e.printed}", f"{n} ({e.printed})") for n in numbers for e in clauses()[n].editions]
    return (*told, (OTHER, "another text, or no date printed"))


def edition(version: str) -> tuple[str, Edition | None]:
    """The clause that a text version names, and its edition; None where it is none of those held."""
    number, _, printed = version.partition(" ")
    known = clauses().get(number)
    return number, next((e for e in known.editions if e.printed == printed), None) if known is not None else None


@cache
def rule(row: str) -> Rule:
    """The rule of a row of the table."""
    return next(r for r in catalogue.rules() if r.row == row)
