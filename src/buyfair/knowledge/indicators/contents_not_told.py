"""How much of the award is of a kind of which nobody can tell from the record what it holds."""

from __future__ import annotations

from buyfair.measure.indicator import Indicator, Row, always, any_of_lines, stands_on


def _says(row: Row) -> str:
    known = "of which the record does not tell whether a listed good is in it"
    return f"{stands_on(row, 'untold_dollars', 'untold_lines')} {known}."


def _says_no(row: Row) -> str:
    every = "its one line" if row["lines"] == 1 else f"each of its {row['lines']:,} lines"
    return f"The record tells enough to look up {every}."


INDICATOR = Indicator(
    code="contents_not_told",
    title="Contents cannot be told",
    asks="How much of the award cannot be classified, or holds things that the record does not name?",
    unit="US dollars on such lines, of the award's net obligations",
    worse="more dollars",
    source="Product code, industry code and description of each line, and the tables that name the goods behind them.",
    feeds=(
        "usaspending_transactions", "usaspending_transactions_2018", "usaspending_transactions_2017", "usaspending_2016",
        "usaspending_2013", "usaspending_api_dump", "usaspending_search_download", "usaspending_search_awards",
        "usaspending_account_breakdown", "fpds_report", "fpds_atom", "fpds_atom_flat", "doge_fpds",
    ),  # fmt: skip
    caution="Unknown is neither safe nor suspect: it is the first thing to ask.",
    assumptions="A code that our tables do not bridge may hold anything.",
    exclusions="Goods of a recorded United States origin, where the lists do not look: their own figure in the summary.",
    applies=always,
    holds=lambda a: any_of_lines(a.untold_lines, a.may_shift_lines + a.may_hide_lines + a.unnamed_lines),
    says=_says,
    says_no=_says_no,
    silence="a line leaves out its product code, industry code, description, origin or place of work, and is looked up by "
    "what is left",
)
