"""The two texts of the FAR as they were read for the rows outside subpart 22.17: from which day, in which copy."""

from __future__ import annotations

from datetime import date

from buyfair.judge.amounts import INFERRED, READ
from buyfair.judge.rule import CODIFIED, OVERHAUL, Text
from buyfair.judge.seen import Condition

HELD_FROM = date(2020, 10, 1)
"""The first day of the circular (FAC 2021-01) from which the copies read are taken to stand."""
OVERHAUL_POSSIBLE = date(2025, 5, 2)
READ_ON = date(2026, 11, 29)
OVERHAUL_READ_ON = date(2026, 5, 23)
FAR_FILES = "FAR source files (GSA), public copies of 2020 to 2025"
OVERHAUL_TEXT = (
    "FAR overhaul model deviation text as compiled 22 May 2026, from which the table of rules was made; its words are not held"
)


def codified(
    cites: str, quote: str = "", mark: str = READ, source: str = FAR_FILES, also: Condition | None = None
) -> Text:
    """The codified wording since the first day for which a copy is taken to stand."""
    return Text(
        cites=cites, first=HELD_FROM, read_on=READ_ON, source=source, quote=quote, mark=mark, regimes=(CODIFIED,), also=also
    )


def overhaul(
    cites: str, quote: str = "", mark: str = INFERRED, source: str = OVERHAUL_TEXT, also: Condition | None = None
) -> Text:
    """The overhaul wording since any part of it could be adopted."""
    return Text(
        cites=cites, first=OVERHAUL_POSSIBLE, read_on=OVERHAUL_READ_ON, source=source, quote=quote, mark=mark,
        regimes=(OVERHAUL,), also=also,
    )  # fmt: skip
