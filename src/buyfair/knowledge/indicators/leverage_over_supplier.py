"""How much of what the government pays this supplier stands in this one award."""

from __future__ import annotations

from collections.abc import Sequence

from buyfair.columns.words import Expression, TableExpression, first_true, nothing, total
from buyfair.measure.indicator import Beside, Indicator, Row, counted
from buyfair.records.table import Column
from buyfair.terms.money import spoken

QUARTER = 4


def _beside(awards: TableExpression) -> Sequence[Beside]:
    """What the supplier's awards come to and how many agencies buy from it; what awards of nobody named come to."""
    a = awards.filter(awards.dollars > 0)
    s = a.filter(a.supplier.notnull())
    own = s.group_by("supplier").agg(
        supplier_dollars=total(s.dollars), supplier_awards=s.count(), supplier_agencies=s.agency.nunique()
    )
    return (own, ("supplier",)), (a.agg(dollars_of_nobody=total(a.dollars, a.supplier.isnull())), ())


def _holds(awards: TableExpression) -> Expression:
    """Nothing where awards of nobody named, if they were this supplier's, would tip it."""
    a = awards
    return first_true(
        (a.dollars * QUARTER < a.supplier_dollars, False),
        (a.dollars * QUARTER >= a.supplier_dollars + a.dollars_of_nobody, True),
        otherwise=nothing("boolean"),
    )


def _says(row: Row) -> str:
    if row["supplier_awards"] == 1:
        return f"All {spoken(row['dollars'])} that this supplier has in these files stand in this award, its only one."
    agencies = row["supplier_agencies"]
    buy = f"; {counted(agencies, 'agency buys', 'agencies buy')} from it" if agencies else ""
    whole = f"{spoken(row['supplier_dollars'])} over this supplier's {row['supplier_awards']:,} awards in these files"
    return f"Of {whole}, {spoken(row['dollars'])} stand in this one{buy}."


INDICATOR = Indicator(
    code="leverage_over_supplier",
    title="Leverage over the supplier",
    asks="Is this award at least a quarter of what the government pays this supplier in these files?",
    unit="US dollars of the award, of all awards of the supplier in the files",
    worse="a reading: more means that asking carries weight",
    source="Awards of the same supplier in the same files.",
    feeds=(
        "usaspending_transactions", "usaspending_transactions_2018", "usaspending_transactions_2017", "usaspending_2016",
        "usaspending_2013", "usaspending_api_dump", "usaspending_search_download", "usaspending_search_awards",
        "usaspending_account_breakdown", "fpds_report", "fpds_atom", "fpds_atom_flat", "doge_fpds",
    ),  # fmt: skip
    caution="The supplier's other customers, and purchases outside the files, are not seen.",
    assumptions="Suppliers are told apart by UEI, else by name; affiliates count apart.",
    exclusions="Awards taken back.",
    gathers=(
        Column("supplier_dollars", "money", "net obligations of the supplier's awards in the files"),
        Column("supplier_awards", "count", "how many these are"),
        Column("supplier_agencies", "count", "agencies that made them"),
        Column("dollars_of_nobody", "money", "net obligations of all awards without a supplier recorded"),
    ),
    beside=_beside,
    applies=lambda a: a.dollars > 0,
    holds=_holds,
    says=_says,
    says_no=_says,
    silence="the supplier of this award, or of others that may be the same one's, is not recorded",
)
