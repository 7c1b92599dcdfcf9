"""Whether the award was bought under commercial procedures, which several duties spare."""

from __future__ import annotations

from buyfair.columns.words import Expression, TableExpression, silent, yes
from buyfair.measure.indicator import Indicator, always, among, any_of_lines, capital, none_of
from buyfair.records.table import Column


def _sums(lines: TableExpression) -> dict[str, Expression]:
    return {"commercial_lines": yes(lines.commercial), "commercial_silent": silent(lines.commercial)}


INDICATOR = Indicator(
    code="commercial_procedures",
    title="Bought under commercial procedures",
    asks="Was the award bought under commercial procedures?",
    unit="actions that say so, of the award's actions",
    worse="more",
    source="FPDS element 10H, commercial acquisition procedures (FAR part 12).",
    feeds=(
        "usaspending_transactions_2018", "usaspending_transactions_2017", "usaspending_2016", "usaspending_2013",
        "fpds_report", "fpds_atom", "fpds_atom_flat",
    ),  # fmt: skip
    caution="Commercial procedures are not COTS: that an item is commercially available off the shelf is recorded nowhere.",
    assumptions="What one action says holds for the award.",
    exclusions="None.",
    gathers=(
        Column("commercial_lines", "count", "actions under commercial procedures"),
        Column("commercial_silent", "count", "actions that do not say"),
    ),
    sums=_sums,
    applies=always,
    holds=lambda a: any_of_lines(a.commercial_lines, a.commercial_silent),
    says=lambda row: f"{capital(among(row['commercial_lines'], row['lines'], 'action'))} used commercial procedures: the "
    "buyer asks less, and COTS items are likely but nowhere recorded.",
    says_no=lambda row: none_of(
        row["lines"], "action", "used commercial procedures.", "did not use commercial procedures."
    ),
    silence="the record does not say whether commercial procedures were used",
)
