"""Whether the recorded origin and the place-of-manufacture code of one action contradict each other."""

from __future__ import annotations

from buyfair.columns.words import Expression, TableExpression, text, yes
from buyfair.measure.indicator import Indicator, Row, any_of_lines
from buyfair.records.table import Column

BOTH = "an origin and a place-of-manufacture code"
MADE_INSIDE = ("D",)
MADE_OUTSIDE = ("E", "F", "G", "H", "I", "J", "K", "L")
"""FPDS element 9H: D made in the United States; E to L made outside, by the exception that let it be bought."""


def _sums(lines: TableExpression) -> dict[str, Expression]:
    inside, outside = (lines.place_of_manufacture.isin(codes) for codes in (MADE_INSIDE, MADE_OUTSIDE))
    against = (inside & lines.foreign_origin) | (outside & ~lines.foreign_origin)
    coded = lines.counts & (inside | outside)
    other = ~lines.counts | (lines["item"].notnull() & (lines["item"] != text("supply")))
    return {
        "contradictions": yes(lines.counts & against),
        "comparable_lines": yes(coded & lines.foreign_origin.notnull()),
        "comparison_silent": yes(~other & (lines.place_of_manufacture.isnull() | (coded & lines.foreign_origin.isnull()))),
    }


def _says(row: Row) -> str:
    part, whole = row["contradictions"], row["comparable_lines"]
    if whole == 1:
        return f"The one line of goods that records {BOTH} contradicts itself: one says made in the United States, one not."
    against = "1 contradicts itself" if part == 1 else f"{part:,} contradict themselves"
    return f"Of {whole:,} lines of goods that record {BOTH}, {against}: one says made in the United States, one not."


def _says_no(row: Row) -> str:
    if row["comparable_lines"] == 1:
        return f"On the one line of goods that records {BOTH} the two agree."
    return f"On all {row['comparable_lines']:,} lines of goods that record {BOTH} the two agree."


INDICATOR = Indicator(
    code="origin_contradictions",
    title="Origin contradicts the code of manufacture",
    asks="Does the recorded origin of goods contradict the place-of-manufacture code of the same action?",
    unit="actions on goods that contradict themselves, of those that record both",
    worse="more",
    source="FPDS elements 9E (country of product or service origin) and 9H (place of manufacture).",
    feeds=("usaspending_transactions_2017", "usaspending_2016", "usaspending_2013", "fpds_report", "fpds_atom"),
    caution="Either may be the slip: it tells that the origin was not looked at closely, not where the good was made.",
    assumptions="D says made in the United States, E to L made outside; A, B and C say neither of a manufactured product.",
    exclusions="Waivers, certificates and disclosures, until they are read; services.",
    gathers=(
        Column("contradictions", "count", "lines of goods whose origin contradicts the code of manufacture"),
        Column("comparable_lines", "count", "lines of goods that record both"),
        Column("comparison_silent", "count", "lines that may be goods and record one of them only"),
    ),
    sums=_sums,
    applies=lambda a: (a.comparable_lines + a.comparison_silent) > 0,
    holds=lambda a: any_of_lines(a.contradictions, a.comparison_silent),
    says=_says,
    says_no=_says_no,
    silence="a line of goods does not record both its origin and its place-of-manufacture code",
)
