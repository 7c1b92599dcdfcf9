"""The wordings of FAR 22.17 and of its clauses: which days each was read for."""

from __future__ import annotations

from datetime import date

from buyfair.judge.amounts import INFERRED, READ
from buyfair.judge.rule import CODIFIED, OVERHAUL, Text

PART = "22"
ALL_CONTRACTS = date(2007, 8, 17)
PRESENT_FORM = date(2015, 3, 2)
OVERHAUL_POSSIBLE = date(2025, 9, 30)
READ_ON = date(2026, 5, 23)
FAR_FILES = (
    "FAR source files (GSA), public copies up to the clause of November 2021; taken to stand by the overhaul text of May 2026"
)
OVERHAUL_TEXT = "FAR overhaul model deviation text (acquisition.gov), as compiled 22 May 2026"
FIRST_INTERIM = "72 FR 46335 (FAR case 2005-012), first interim rule for all contracts"


def codified(cites: str, quote: str, first: date = PRESENT_FORM) -> Text:
    """The codified wording since March 2015, or since it was last changed."""
    return Text(cites=cites, first=first, read_on=READ_ON, source=FAR_FILES, quote=quote, regimes=(CODIFIED,))


def overhaul(cites: str, quote: str) -> Text:
    """The overhaul wording since it could be adopted."""
    return Text(
        cites=cites, first=OVERHAUL_POSSIBLE, read_on=READ_ON, source=OVERHAUL_TEXT, quote=quote, regimes=(OVERHAUL,)
    )


def wordings(cites_codified: str, cites_overhaul: str, quote: str) -> tuple[Text, ...]:
    """Both wordings, where the same words stand in both."""
    return (codified(cites_codified, quote), overhaul(cites_overhaul, quote))


def since_2007(cites: str, quote: str = "") -> Text:
    """The first wording for all contracts, until the present form."""
    return Text(
        cites=cites, first=ALL_CONTRACTS, until=PRESENT_FORM, read_on=READ_ON, source=FIRST_INTERIM, quote=quote,
        regimes=(CODIFIED,), mark=READ if quote else INFERRED,
    )  # fmt: skip
