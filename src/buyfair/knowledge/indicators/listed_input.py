"""How much of the award may hold a listed good, or is mainly made of one."""

from __future__ import annotations

from buyfair.measure.indicator import Indicator, Row, always, any_of_lines, none_of, stands_on


def _says(row: Row) -> str:
    return (
        f"{stands_on(row, 'input_dollars', 'input_lines')} which may hold a listed good, or whose main "
        "material is listed for a country that may supply it."
    )


INDICATOR = Indicator(
    code="listed_input",
    title="Listed input or mixed contents",
    asks="How much of the award may hold a listed good, or is mainly made of one?",
    unit="US dollars on such lines, of the award's net obligations",
    worse="more dollars",
    source="The lists of goods made with child labor or forced labor, newest edition held; main materials of goods.",
    feeds=(
        "usaspending_transactions", "usaspending_transactions_2018", "usaspending_transactions_2017", "usaspending_2016",
        "usaspending_2013", "usaspending_api_dump", "usaspending_search_download", "usaspending_search_awards",
        "usaspending_account_breakdown", "fpds_report", "fpds_atom", "fpds_atom_flat", "doge_fpds",
    ),  # fmt: skip
    caution="Possible, not found: where the main material came from is recorded nowhere in award data.",
    assumptions="One product code names the largest item; what a good is mainly made of is common knowledge of its trade.",
    exclusions="Inputs in traces: they are listed in exposures.parquet and lift nothing.",
    applies=always,
    holds=lambda a: any_of_lines(a.input_lines, a.unread_lines + a.may_shift_lines),
    says=_says,
    says_no=lambda row: none_of(
        row["lines"], "line", "holds a listed input as far as its code and words tell.",
        "holds no listed input as far as its code and words tell.",
    ),
    silence="a line leaves out its product code, industry code, description or origin, and might hold a listed input",
    rests_on=("dol_tvpra", "dol_eo13126"),
)
