"""How much of the award is a listed good whose place of making is not recorded."""

from __future__ import annotations

from buyfair.measure.indicator import Indicator, Row, always, any_of_lines, none_of, stands_on


def _says(row: Row) -> str:
    return (
        f"{stands_on(row, 'place_dollars', 'place_lines')} whose good is listed somewhere and whose place of "
        "growing, mining or making is not recorded."
    )


INDICATOR = Indicator(
    code="origin_not_told",
    title="Listed good, place not recorded",
    asks="How much of the award is a good that is listed somewhere, while the place of making is not recorded?",
    unit="US dollars on such lines, of the award's net obligations",
    worse="more dollars",
    source="The lists of goods made with child labor or forced labor, newest edition held; recorded country of product "
    "or service origin, which many feeds do not carry.",
    feeds=(
        "usaspending_transactions", "usaspending_transactions_2018", "usaspending_transactions_2017", "usaspending_2016",
        "usaspending_2013", "usaspending_api_dump", "usaspending_search_download", "usaspending_search_awards",
        "usaspending_account_breakdown", "fpds_report", "fpds_atom", "fpds_atom_flat",
    ),  # fmt: skip
    caution="Nothing is known of the place: the good may come from a country that no list names.",
    assumptions="A recorded origin is the last step of making and does not tell where a crop grew or an ore was mined.",
    exclusions="Goods that only may be the listed one.",
    applies=always,
    holds=lambda a: any_of_lines(a.place_lines, a.unread_lines),
    says=_says,
    says_no=lambda row: none_of(
        row["lines"], "line", "is a listed good whose place of growing, mining or making is not recorded.",
        "is not a listed good whose place of growing, mining or making is unrecorded.",
    ),
    silence="a line leaves out its product code, industry code or description, and might be a listed good",
    rests_on=("dol_tvpra", "dol_eo13126"),
)
