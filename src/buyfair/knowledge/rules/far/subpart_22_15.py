"""The wordings of FAR 22.15 and of its provision and clause: which days each was read for."""

from __future__ import annotations

from datetime import date

from buyfair.judge.rule import CODIFIED, OVERHAUL, Text
from buyfair.knowledge.rules.far.subpart_22_17 import OVERHAUL_POSSIBLE, OVERHAUL_TEXT, PART

__all__ = ["PART", "wordings"]

FIRST = date(2001, 1, 18)
READ_ON, OVERHAUL_READ_ON = date(2026, 11, 29), date(2026, 5, 23)
FAR_FILES = (
    "FAR source files (GSA), a public copy as amended by FAC 2024-03; the first day is recalled from 66 FR 5346, not read"
)


def wordings(cites_codified: str, cites_overhaul: str, quote: str) -> tuple[Text, ...]:
    """Both wordings; the quotation is of the codified one, which the overhaul text restructures and keeps in substance."""
    return (
        Text(cites=cites_codified, first=FIRST, read_on=READ_ON, source=FAR_FILES, quote=quote, regimes=(CODIFIED,)),
        Text(cites=cites_overhaul, first=OVERHAUL_POSSIBLE, read_on=OVERHAUL_READ_ON, source=OVERHAUL_TEXT,
             regimes=(OVERHAUL,)),  # fmt: skip
    )
