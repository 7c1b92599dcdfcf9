"""How much of the award is manual work performed outside the United States."""

from __future__ import annotations

from buyfair.columns.words import Expression, TableExpression, text, total, yes
from buyfair.measure.indicator import Indicator, Row, always, any_of_lines, none_of, stands_on
from buyfair.records.table import Column
from buyfair.terms.exposure import ABROAD


def _sums(lines: TableExpression) -> dict[str, Expression]:
    abroad = (lines.sector == text(ABROAD)).fill_null(False)
    return {
        "abroad_lines": yes(abroad),
        "abroad_dollars": total(lines.dollars_obligated, abroad),
        "place_of_work_not_told": yes(lines.counts & (lines.unworked | lines.psc.isnull())),
    }


def _says(row: Row) -> str:
    return f"{stands_on(row, 'abroad_dollars', 'abroad_lines')} whose work is manual and performed outside the United States."


INDICATOR = Indicator(
    code="labor_service_abroad",
    title="Labor-intensive service abroad",
    asks="How much of the award is manual work performed outside the United States and its territories?",
    unit="US dollars on such lines, of the award's net obligations",
    worse="more dollars",
    source="Product or service code, description and place of performance; FAR 22.1703 asks for a compliance plan for "
    "services performed outside the United States.",
    feeds=(
        "usaspending_transactions", "usaspending_transactions_2018", "usaspending_transactions_2017", "usaspending_2016",
        "usaspending_2013", "usaspending_api_dump", "usaspending_search_download", "usaspending_search_awards",
        "usaspending_account_breakdown", "fpds_report", "fpds_atom", "fpds_atom_flat",
        "doge_fpds",
    ),  # fmt: skip
    caution="It is about the kind and the place of the work: audits found recruitment fees and held passports in such "
    "work, never in every contract.",
    assumptions="The code and the words name manual work: construction, cleaning, catering, guards, base operations, ships.",
    exclusions="Engineers, advisers, vehicle rental, communications, charter flights.",
    gathers=(
        Column("abroad_lines", "count", "lines of manual work outside the United States"),
        Column("abroad_dollars", "money", "obligations on these lines"),
        Column("place_of_work_not_told", "count", "lines that may be work and do not record what or where"),
    ),
    sums=_sums,
    applies=always,
    holds=lambda a: any_of_lines(a.abroad_lines, a.place_of_work_not_told),
    says=_says,
    says_no=lambda row: none_of(
        row["lines"], "line", "is manual work outside the United States.", "is not manual work outside the United States."
    ),
    silence="a line that may be manual work does not record its product code, its description or where it is performed",
    harms=("forced_labor",),
    rests_on=("TIP-05",),
)
