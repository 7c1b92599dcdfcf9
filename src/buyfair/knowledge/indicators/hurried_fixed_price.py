"""Whether a fixed price was set in a hurry or before the terms were: who signs late and firm squeezes those who make it."""

from __future__ import annotations

from buyfair.columns.words import Expression, TableExpression, days_between, first_true, nothing, silent, yes
from buyfair.measure.indicator import Indicator, Row, among, any_of_lines, counted, none_of
from buyfair.records.table import Column

DAYS = 30
"""FAR 5.203(c): the least time for offers on what is not commercial and above the simplified acquisition threshold."""
FIRM = ("FIRM FIXED PRICE", "J")
NOT_REPORTED = "NOT REPORTED"
UNSETTLED = ("LETTER CONTRACT", "OTHER UNDEFINITIZED ACTION", "A", "B")
SETTLED = ("NO", "N", "X")
"""FPDS elements 6A and 6C, in words and as codes; any other value says nothing."""
BASE = ("0", "00", "000", "0000", "P00000")


def _sums(lines: TableExpression) -> dict[str, Expression]:
    first = lines.modification.isin(BASE)
    days = days_between(lines.solicitation_date, lines.action_date)
    days = first_true((days >= 0, days), otherwise=nothing("int64"))
    pricing, terms = lines.pricing.upper().nullif(NOT_REPORTED), lines.undefinitized.upper()
    unsettled = first_true(
        (terms.isin(UNSETTLED), True), (terms.isin(SETTLED), False), otherwise=nothing("boolean")
    )
    return {
        "firm_lines": yes(pricing.isin(FIRM)),
        "pricing_silent": silent(pricing),
        "base_lines": yes(first),
        "base_silent": silent(first),
        "hurried_lines": yes(first & (days < DAYS)),
        "days_not_told": yes(first & days.isnull()),
        "days_to_award": days.min(where=first),
        "undefinitized_lines": yes(unsettled),
        "undefinitized_silent": silent(unsettled),
    }


def _hurry(awards: TableExpression) -> Expression:
    """A hurried award or unsettled terms; nothing where one of them is not told and the other not so."""
    a = awards
    untold = a.days_not_told + a.base_silent + first_true((a.base_lines == 0, 1), otherwise=0)
    return any_of_lines(a.hurried_lines, untold) | any_of_lines(a.undefinitized_lines, a.undefinitized_silent)


def _says(row: Row) -> str:
    parts = []
    if row["hurried_lines"]:
        parts.append(f"{counted(row['days_to_award'], 'day')} passed from the solicitation to the award, of the {DAYS} that "
                     "FAR 5.203(c) names for offers")  # fmt: skip
    if row["undefinitized_lines"]:
        parts.append(f"{among(row['undefinitized_lines'], row['lines'], 'action')} began before the terms were settled")
    return f"The price is firm, and {'; and '.join(parts)}."


def _says_no(row: Row) -> str:
    began = "begin before the terms were settled."
    rest = none_of(row["lines"], "action", began.replace("begin", "began"), f"did not {began}")
    passed = counted(row["days_to_award"], "day")
    return f"{passed} passed from the solicitation to the award, {DAYS} or more, and {rest[0].lower()}{rest[1:]}"


INDICATOR = Indicator(
    code="hurried_fixed_price",
    title="Fixed price, set in a hurry",
    asks="Was a firm fixed price set within thirty days of the solicitation, or before the terms were settled?",
    unit="days from solicitation to award; actions with unsettled terms, of the award's actions",
    worse="fewer days; more such actions",
    source="FPDS elements 6A (type of contract), 6C (undefinitized action), solicitation date; FAR 5.203(c).",
    feeds=("usaspending_transactions_2017", "usaspending_2013", "fpds_atom_flat"),
    caution="Simplified and urgent buying may lawfully be quick; it is about the government's own practice.",
    assumptions="The base action carries the day of award; a solicitation after the award is a slip and not read.",
    exclusions="Other types of contract. Where the base action is not in the files, the days cannot be told.",
    gathers=(
        Column("firm_lines", "count", "actions at a firm fixed price"),
        Column("pricing_silent", "count", "actions that do not tell the type of contract"),
        Column("hurried_lines", "count", "base actions awarded within thirty days of the solicitation"),
        Column("base_lines", "count", "base actions"),
        Column("base_silent", "count", "actions that do not tell whether they are the base action"),
        Column("days_not_told", "count", "base actions without a usable day of solicitation"),
        Column("days_to_award", "count", "days from solicitation to award, of the base action"),
        Column("undefinitized_lines", "count", "actions whose terms were not settled"),
        Column("undefinitized_silent", "count", "actions that do not tell whether they were"),
    ),
    sums=_sums,
    applies=lambda a: any_of_lines(a.firm_lines, a.pricing_silent),
    holds=_hurry,
    says=_says,
    says_no=_says_no,
    silence="the record does not tell the type of price, the days from solicitation to award, or whether terms were settled",
)
