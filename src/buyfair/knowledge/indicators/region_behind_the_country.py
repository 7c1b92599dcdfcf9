"""How much of the award comes from a country with a region for which the law presumes forced labor in such goods."""

from __future__ import annotations

from buyfair.columns.words import Expression, TableExpression, total, yes
from buyfair.measure.indicator import Indicator, Row, always, any_of_lines, none_of, stands_on
from buyfair.records.table import Column


def _sums(lines: TableExpression) -> dict[str, Expression]:
    named = lines.region.notnull()
    return {
        "region_lines": yes(named),
        "region_dollars": total(lines.dollars_obligated, named),
        "may_be_regional_lines": yes(lines.may_be_regional),
    }


def _says(row: Row) -> str:
    return (
        f"{stands_on(row, 'region_dollars', 'region_lines')} whose good is recorded as made in China, in a "
        "sector that the Uyghur Forced Labor Prevention Act looks at first; no award field names the region."
    )


INDICATOR = Indicator(
    code="region_behind_the_country",
    title="A region behind the country",
    asks="How much of the award is of a priority sector of the Xinjiang act and recorded as made in China?",
    unit="US dollars on such lines, of the award's net obligations",
    worse="more dollars",
    source="Strategy and updates of the Forced Labor Enforcement Task Force (Public Law 117-78, section 2(d)); "
    "recorded country of product or service origin.",
    feeds=(
        "usaspending_transactions", "usaspending_transactions_2018", "usaspending_transactions_2017", "usaspending_2016",
        "usaspending_2013", "usaspending_api_dump", "usaspending_search_download", "usaspending_search_awards",
        "usaspending_account_breakdown", "fpds_report", "fpds_atom", "fpds_atom_flat",
    ),  # fmt: skip
    caution="The presumption is about Xinjiang and about firms on the act's list, not about China: ask for the region.",
    assumptions="A good belongs to a sector as itself, as a kind of it, or through its main material.",
    exclusions="Goods of the sectors from other countries, though their inputs may come from Xinjiang; "
    "words of a region in a description, which may deny as well as say.",
    gathers=(
        Column("region_lines", "count", "lines from a country with such a region, in a priority sector"),
        Column("region_dollars", "money", "obligations on these lines"),
        Column("may_be_regional_lines", "count", "lines of such a sector that do not record an origin"),
    ),
    sums=_sums,
    applies=always,
    holds=lambda a: any_of_lines(a.region_lines, a.unread_lines + a.may_be_regional_lines),
    says=_says,
    says_no=lambda row: none_of(
        row["lines"], "line", "is recorded as made in China in a sector that the act looks at first.",
        "is not recorded as made in China in a sector that the act looks at first.",
    ),
    silence="a line leaves out its product code, industry code, description or origin, and might be of such a sector",
    harms=("forced_labor",),
    rests_on=("IM-06",),
)
