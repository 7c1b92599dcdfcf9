"""Whether the agency bought a good from a new supplier after a list first named it: leaving mends nothing by itself."""

from __future__ import annotations

from collections.abc import Sequence

from buyfair.columns.words import Expression, TableExpression, first_true, nothing
from buyfair.measure.indicator import Beside, Indicator, Row, of_a_good
from buyfair.records.table import Column


def _beside(awards: TableExpression) -> Sequence[Beside]:
    """Per agency and good what it bought before the good was listed, and from this supplier."""
    a = awards
    before = a.filter((a.first_action < a.good_listed_from) & a.agency.notnull() & a.good.notnull())
    market = before.group_by("agency", "good").agg(
        bought_before=before.count(), suppliers_not_told_before=before.supplier.isnull().cast("int64").sum()
    )
    named = before.filter(before.supplier.notnull())
    own = named.group_by("agency", "good", "supplier").agg(bought_before_from_it=named.count())
    return (market, ("agency", "good")), (own, ("agency", "good", "supplier"))


def _applies(awards: TableExpression) -> Expression:
    a = awards
    after = (a.first_action >= a.good_listed_from).fill_null(False)
    bought = first_true((a.agency.isnull(), nothing("boolean")), otherwise=a.bought_before.notnull())
    return first_true((a.unnamed_lines > 0, nothing("boolean")), otherwise=of_a_good(a) & after & bought)


def _holds(awards: TableExpression) -> Expression:
    a = awards
    return first_true(
        ((a.unnamed_lines > 0) | a.agency.isnull() | a.supplier.isnull(), nothing("boolean")),
        (a.bought_before_from_it.notnull(), False),
        (a.suppliers_not_told_before > 0, nothing("boolean")),
        otherwise=True,
    )


def _says(row: Row) -> str:
    before = row["bought_before"]
    none = "the agency's one award for it did not go" if before == 1 else f"none of the agency's {before:,} awards for it went"
    return f"Before a list first named the good ({row['good_listed_from']}), {none} to this supplier."


def _says_no(row: Row) -> str:
    part, whole = row["bought_before_from_it"], row["bought_before"]
    went = "the agency's one award for it" if whole == 1 else f"{part:,} of the agency's {whole:,} awards for it"
    return f"Before a list first named the good ({row['good_listed_from']}), {went} went to this supplier."


INDICATOR = Indicator(
    code="supplier_switch_after_listing",
    title="New supplier after a listing",
    asks="Did the agency turn to a supplier new to it for this good after a list first named the good?",
    unit="awards of the same agency and good before the listing: from this supplier, of all",
    worse="a reading: leaving a place without a plan mends nothing there",
    source="Days of the editions of the lists held; awards of the same agency and good in the same files.",
    feeds=("usaspending_transactions_2017", "usaspending_api_dump", "fpds_atom_flat"),
    caution="A new supplier has many reasons; it is about the government's own practice.",
    assumptions="An award is of the good of its largest line, and new to the agency is who has no award for it in the files; "
    "suppliers are told apart by UEI, else by name.",
    exclusions="Goods listed before the files begin; agencies that did not buy the good before.",
    gathers=(
        Column("bought_before", "count", "awards of the agency and good before the good was listed"),
        Column("suppliers_not_told_before", "count", "of these, without a supplier recorded"),
        Column("bought_before_from_it", "count", "of these, from this supplier"),
    ),
    beside=_beside,
    applies=_applies,
    holds=_holds,
    says=_says,
    says_no=_says_no,
    silence="the agency, the supplier, or what names the good is not recorded of this award, or the supplier of an earlier one",
    rests_on=("dol_tvpra", "dol_eo13126"),
)
