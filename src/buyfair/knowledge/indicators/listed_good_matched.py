"""How much of the award is a good that a list names for the very country recorded as its origin."""

from __future__ import annotations

from buyfair.measure.indicator import Indicator, Row, always, any_of_lines, stands_on


def _says(row: Row) -> str:
    return f"{stands_on(row, 'matched_dollars', 'matched_lines')} whose good and recorded origin are on a list."


def _says_no(row: Row) -> str:
    of = "its one line" if row["lines"] == 1 else f"any of its {row['lines']:,} lines"
    return f"No list names, for {of}, the good and its recorded origin."


INDICATOR = Indicator(
    code="listed_good_matched",
    title="Listed good from a listed country",
    asks="How much of the award is a good that a list names for the very country recorded as its origin?",
    unit="US dollars on such lines, of the award's net obligations",
    worse="more dollars",
    source="The lists of goods made with child labor or forced labor (22 U.S.C. 7112; Executive Order 13126), newest "
    "edition held; recorded country of product or service origin.",
    feeds=(
        "usaspending_transactions", "usaspending_transactions_2018", "usaspending_transactions_2017", "usaspending_2016",
        "usaspending_2013", "usaspending_api_dump", "usaspending_search_download", "usaspending_search_awards",
        "usaspending_account_breakdown", "fpds_report", "fpds_atom", "fpds_atom_flat",
    ),  # fmt: skip
    caution="It is about the good and the place, not about this supplier: a listing says nothing of any one maker.",
    assumptions="Product code and description name the good; the recorded origin is the last step of making.",
    exclusions="Goods that are only made from a listed good, or that the code merely may contain: listed_input counts them.",
    applies=always,
    holds=lambda a: any_of_lines(a.matched_lines, a.unread_lines + a.may_match_lines),
    says=_says,
    says_no=_says_no,
    silence="a line leaves out its product code, industry code, description or origin, and might match with it",
    rests_on=("dol_tvpra", "dol_eo13126"),
)
