"""What the whole government obligated by agency and product code in FY2019 and FY2020: public totals, no firm named."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from buyfair.terms import bundled

YEARS = (2019, 2020)


@dataclass(frozen=True, slots=True)
class Spent:
    """Net obligations of one agency under one product code in one fiscal year. Unit: US dollars."""

    fiscal_year: int
    agency: str
    psc: str
    dollars: Decimal


@cache
def spending() -> tuple[Spent, ...]:
    """Every total; row: fiscal year x agency x code."""
    return tuple(
        Spent(int(row["fiscal_year"]), row["agency"], row["psc"], Decimal(row["dollars"]))
        for row in bundled.rows(__name__, "agency_psc.csv.gz")
    )
