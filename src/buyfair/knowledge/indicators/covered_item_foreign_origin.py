"""Whether the Department of Defense bought food, clothing, textiles or hand tools of foreign origin."""

from __future__ import annotations

from buyfair.columns.words import Expression, TableExpression, first_true, nothing, silent, total, yes
from buyfair.knowledge.groups import groups
from buyfair.measure.indicator import Indicator, Row, among, any_of_lines, capital, none_of, within
from buyfair.records.table import Column

COVERED = tuple(sorted({code[:2] for code in groups()["BERRY_CODES"].versions[-1].members}))
"""Groups of product codes with the items of 10 U.S.C. 4862(b): hand and measuring tools, textiles and tents, clothing,
food."""


DEFENSE = ("97", "17", "21", "57")
"""How the codes of agencies of the department begin: the department's own, Navy, Army, Air Force."""


def _of_defense(lines: TableExpression) -> Expression:
    """Whether the department bought it: by its name, else by the code of the agency."""
    return first_true(
        (lines.agency.notnull(), lines.agency.upper().contains("OF DEFENSE")),
        (lines.sub_agency_code.notnull(), lines.sub_agency_code.substr(0, 2).isin(DEFENSE)),
        otherwise=nothing("boolean"),
    )


def _sums(lines: TableExpression) -> dict[str, Expression]:
    covered = lines.counts & _of_defense(lines) & lines.psc.substr(0, 2).isin(COVERED)
    foreign = covered & lines.foreign_origin
    return {
        "covered_lines": yes(covered),
        "covered_silent": silent(covered),
        "covered_foreign_lines": yes(foreign),
        "covered_foreign_dollars": total(lines.dollars_obligated, foreign),
        "covered_foreign_silent": silent(foreign),
    }


def _says(row: Row) -> str:
    part = capital(within(row["covered_foreign_dollars"], row["dollars"]))
    on = among(row["covered_foreign_lines"], row["covered_lines"], "line")
    return f"{part} stand on {on} of covered items, recorded as made abroad."


def _says_no(row: Row) -> str:
    if not row["covered_lines"]:
        return "Of no line is it told that it is a covered item of foreign origin."
    return none_of(
        row["covered_lines"], "line", "of covered items is recorded as made abroad.",
        "of covered items is not recorded as made abroad.",
    )  # fmt: skip


INDICATOR = Indicator(
    code="covered_item_foreign_origin",
    title="Covered defense item of foreign origin",
    asks="Did the Department of Defense buy food, clothing, textiles or hand tools recorded as made abroad?",
    unit="US dollars on such lines, of the award's net obligations",
    worse="more dollars",
    source="10 U.S.C. 4862 (the Berry Amendment), DFARS 225.7002: items to be grown or made in the United States, with "
    "exceptions; recorded country of product or service origin.",
    feeds=("fpds_report",),
    caution="There are many lawful exceptions (thresholds, resale, use abroad, nonavailability): no breach is found here.",
    assumptions="The group of the product code stands for the items of the law.",
    exclusions="Items of the law under other codes; components and fibers; other departments' own laws.",
    gathers=(
        Column("covered_lines", "count", "defense lines of food, clothing, textiles or hand tools"),
        Column("covered_foreign_lines", "count", "of these, of foreign origin"),
        Column("covered_foreign_dollars", "money", "obligations on these"),
        Column("covered_silent", "count", "lines that may be such and do not record agency or code"),
        Column("covered_foreign_silent", "count", "lines that may be such of foreign origin and do not record agency, code "
               "or origin"),
    ),
    sums=_sums,
    applies=lambda a: any_of_lines(a.covered_lines, a.covered_silent),
    holds=lambda a: any_of_lines(a.covered_foreign_lines, a.covered_foreign_silent),
    says=_says,
    says_no=_says_no,
    silence="a line does not record its agency, its product code or its origin",
    rests_on=("BA-01",),
)
