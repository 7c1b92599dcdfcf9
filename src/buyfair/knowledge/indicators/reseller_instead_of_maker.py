"""Whether goods were bought from a firm that says it does not make goods."""

from __future__ import annotations

from buyfair.columns.words import Expression, TableExpression, silent, text, yes
from buyfair.measure.indicator import Indicator, Row, among, any_of_lines, capital
from buyfair.records.table import Column


def _sums(lines: TableExpression) -> dict[str, Expression]:
    goods = lines.counts & (lines["item"] == text("supply"))
    reseller = goods & ~lines.manufacturer_of_goods
    return {
        "goods_lines": yes(goods),
        "goods_silent": silent(goods),
        "reseller_lines": yes(reseller),
        "maker_silent": silent(reseller),
    }


def _says(row: Row) -> str:
    part, whole = row["reseller_lines"], row["goods_lines"]
    was = "was" if part == 1 else "were"
    return (
        f"{capital(among(part, whole, 'line'))} of goods {was} bought from a firm that does not say that it makes goods: the "
        "record does not name the maker."
    )


def _says_no(row: Row) -> str:
    if not row["goods_lines"]:
        return "No line is told to be of goods from a firm that does not make them."
    every, was = among(row["goods_lines"], row["goods_lines"], "line"), "was" if row["goods_lines"] == 1 else "were"
    return f"{capital(every)} of goods {was} bought from a firm that says it makes goods."


INDICATOR = Indicator(
    code="reseller_instead_of_maker",
    title="Bought from a reseller",
    asks="Were goods bought from a firm that does not say that it makes goods?",
    unit="lines of goods, of the award's lines of goods",
    worse="a reading, neither better nor worse",
    source="Registration of the supplier as recorded in FPDS: manufacturer of goods.",
    feeds=(
        "usaspending_transactions_2018", "usaspending_transactions_2017", "usaspending_2016", "usaspending_2013",
        "fpds_report", "fpds_atom",
    ),  # fmt: skip
    caution="Reselling is lawful and often asked for: it only tells that the maker is one step further away.",
    assumptions="The registration was true on the day of the action.",
    exclusions="Awards without a line of goods.",
    gathers=(
        Column("goods_lines", "count", "lines of goods"),
        Column("reseller_lines", "count", "of these, lines from a firm that does not say it makes goods"),
        Column("goods_silent", "count", "lines that do not tell whether they are of goods"),
        Column("maker_silent", "count", "lines that may be such and do not tell"),
    ),
    sums=_sums,
    applies=lambda a: any_of_lines(a.goods_lines, a.goods_silent),
    holds=lambda a: any_of_lines(a.reseller_lines, a.maker_silent),
    says=_says,
    says_no=_says_no,
    silence="a line does not say whether it is of goods, or whether the supplier makes goods",
)
