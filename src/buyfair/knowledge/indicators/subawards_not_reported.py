"""Whether no sub-award is reported on an award so large that first-tier sub-awards would have to be."""

from __future__ import annotations

from buyfair.columns.words import Expression, TableExpression, whole
from buyfair.measure.indicator import Indicator, counted
from buyfair.terms.money import spoken

AT_LEAST = 40_000
"""FAR 4.1403 and 52.204-10: first-tier subcontracts of $30,000 or more are reported, $40,000 from 1 October 2025. Asked is of
awards that reach the greater of the two, on any day."""


def _holds(awards: TableExpression) -> Expression:
    return awards.subawards == whole(0)


INDICATOR = Indicator(
    code="subawards_not_reported",
    title="No sub-award reported",
    asks="Is no first-tier sub-award reported, although one of this size would have to be if there were one?",
    unit="sub-awards linked to the award in the files read",
    worse="none",
    source="Federal Funding Accountability and Transparency Act (31 U.S.C. 6101 note), FAR 52.204-10; files of sub-awards "
    "read in the same run.",
    feeds=("usaspending_subawards",),
    caution="Having no subcontractor is lawful and common: it only tells that the tier below is not in the record.",
    assumptions="The file of sub-awards read covers the same awards and years.",
    exclusions="Runs without a file of sub-awards; awards below the threshold; classified work.",
    applies=lambda a: a.dollars >= whole(AT_LEAST),
    holds=_holds,
    says=lambda row: f"No sub-award is reported on an award of {spoken(row['dollars'])}, where a single one of "
    f"${AT_LEAST:,} or more would have to be.",
    says_no=lambda row: f"{counted(row['subawards'], 'sub-award is', 'sub-awards are')} reported on an award of "
    f"{spoken(row['dollars'])}.",
    silence="no file of sub-awards was read in this run",
    rests_on=("SC-01",),
)
