"""Whether the award was not competed and drew a single offer."""

from __future__ import annotations

from buyfair.columns.words import Expression, TableExpression, yes
from buyfair.measure.indicator import Indicator, Row, always, among, any_of_lines, capital, none_of
from buyfair.records.table import Column

FEW = 1
NOT_COMPETED = (
    "NOT COMPETED", "NOT AVAILABLE FOR COMPETITION", "NOT COMPETED UNDER SAP", "NON-COMPETITIVE DELIVERY ORDER",
    "C", "B", "G", "NDO",
)  # fmt: skip
"""FPDS element 10A, in words and as codes."""
FILLER = 999
"""An offers count that stands for no count."""


def _sums(lines: TableExpression) -> dict[str, Expression]:
    offers = lines.offers_received.nullif(FILLER).nullif(0)
    closed = lines.extent_competed.upper().isin(NOT_COMPETED)
    few = offers <= FEW
    return {
        "competition_yes": yes(closed & few),
        "competition_silent": yes((closed & few).isnull()),
    }


def _says(row: Row) -> str:
    was = "was" if row["competition_yes"] == 1 else "were"
    return f"{capital(among(row['competition_yes'], row['lines'], 'action'))} {was} not competed and drew a single offer."


INDICATOR = Indicator(
    code="few_offers_not_competed",
    title="Not competed, one offer",
    asks="Was the award not competed and answered by a single offer?",
    unit="actions that say so, of the award's actions",
    worse="more",
    source="FPDS elements 10A (extent competed) and 10D (number of offers received).",
    feeds=(
        "usaspending_transactions", "usaspending_transactions_2018", "usaspending_transactions_2017", "usaspending_2016",
        "usaspending_2013", "fpds_report", "fpds_atom", "fpds_atom_flat",
    ),  # fmt: skip
    caution="There are lawful reasons not to compete (FAR 6.302): it is about the government's own practice.",
    assumptions="An order carries the competition of its own or of its vehicle, as FPDS fills it in.",
    exclusions="A count of 0 or 999 offers stands for no count and is read as not recorded.",
    gathers=(
        Column("competition_yes", "count", "actions that say both"),
        Column("competition_silent", "count", "actions of which that cannot be told"),
    ),
    sums=_sums,
    applies=always,
    holds=lambda a: any_of_lines(a.competition_yes, a.competition_silent),
    says=_says,
    says_no=lambda row: none_of(
        row["lines"], "action", "was both closed to competition and answered by a single offer.",
        "was not both closed to competition and answered by a single offer.",
    ),
    silence="the record does not tell the extent of competition and the number of offers",
)
