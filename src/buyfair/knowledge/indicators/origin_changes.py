"""Whether the recorded origin of goods changes between the actions of one award."""

from __future__ import annotations

from buyfair.columns.words import Expression, TableExpression, first_true, nothing, text, yes
from buyfair.knowledge.countries import countries
from buyfair.measure.indicator import Indicator, Row, among, capital
from buyfair.records.table import Column


def _sums(lines: TableExpression) -> dict[str, Expression]:
    goods = lines.counts & (lines["item"] == text("supply")).fill_null(False)
    origin = first_true((goods, lines.origin_country), otherwise=nothing())
    return {
        "origin_lines": yes(origin.notnull()),
        "origin_silent": yes((goods & lines.origin_country.isnull()) | (lines.counts & lines["item"].isnull())),
        "origin_first": origin.min(),
        "origin_last": origin.max(),
    }


def _says(row: Row) -> str:
    first, last = (countries()[row[c]].name for c in ("origin_first", "origin_last"))
    record = "records" if row["origin_lines"] == 1 else "record"
    return (
        f"{capital(among(row['origin_lines'], row['lines'], 'action'))} {record} an origin of goods, and not the same one: "
        f"{first} and {last} are among them."
    )


def _says_no(row: Row) -> str:
    same = countries()[row["origin_first"]].name
    return f"All {row['origin_lines']:,} actions that record an origin of goods record the same one: {same}."


INDICATOR = Indicator(
    code="origin_changes",
    title="Origin changes between actions",
    asks="Do the actions of the award record different countries of origin?",
    unit="actions on goods that record an origin, of which some record another one",
    worse="more",
    source="FPDS element 9E, country of product or service origin, action by action.",
    feeds=("usaspending_transactions_2017", "usaspending_2013", "fpds_report", "fpds_atom"),
    caution="An award may rightly hold goods from several countries; or a slip was mended.",
    assumptions="Each action of goods records the origin of what it buys.",
    exclusions="Services, whose recorded origin is the place of performance.",
    gathers=(
        Column("origin_lines", "count", "lines of goods that record an origin"),
        Column("origin_silent", "count", "lines of goods that record none, or that may be goods"),
        Column("origin_first", "text", "the first of these countries by code, ISO alpha-3"),
        Column("origin_last", "text", "the last of them by code, ISO alpha-3"),
    ),
    sums=_sums,
    applies=lambda a: (a.origin_lines + a.origin_silent) > 1,
    holds=lambda a: first_true(
        (a.origin_first != a.origin_last, True), (a.origin_silent > 0, nothing("boolean")), otherwise=False
    ),
    says=_says,
    says_no=_says_no,
    silence="an action on goods does not record its origin",
)
