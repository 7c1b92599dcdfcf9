"""How much of what the agency buys of a good comes from this one supplier."""

from __future__ import annotations

from collections.abc import Sequence

from buyfair.columns.words import Expression, TableExpression, first_true, nothing, total
from buyfair.measure.indicator import Beside, Indicator, Row, capital, of_a_good
from buyfair.records.table import Column
from buyfair.terms.money import part_of

HALF = 2


def _beside(awards: TableExpression) -> Sequence[Beside]:
    """The dollars of the agency's awards for the good: all, of this supplier, of nobody named."""
    s = awards.filter((awards.dollars > 0) & awards.agency.notnull() & awards.good.notnull())
    market = s.group_by("agency", "good").agg(
        market_dollars=total(s.dollars), market_not_told=total(s.dollars, s.supplier.isnull())
    )
    named = s.filter(s.supplier.notnull())
    own = named.group_by("agency", "good", "supplier").agg(from_supplier_dollars=total(named.dollars))
    return (market, ("agency", "good")), (own, ("agency", "good", "supplier"))


def _holds(awards: TableExpression) -> Expression:
    """Nothing where the award may be of another good, or where dollars of nobody named could tip it."""
    a = awards
    return first_true(
        (a.unnamed_lines > 0, nothing("boolean")),
        (a.from_supplier_dollars * HALF >= a.market_dollars, True),
        ((a.from_supplier_dollars + a.market_not_told) * HALF < a.market_dollars, False),
        otherwise=nothing("boolean"),
    )


def _says(row: Row) -> str:
    part = part_of(row["from_supplier_dollars"], row["market_dollars"])
    return f"{capital(part)} that the agency spent on this good in these files went to this supplier."


INDICATOR = Indicator(
    code="supplier_concentration",
    title="One supplier for most of the good",
    asks="Does at least half of what the agency buys of this good, by dollars, come from this supplier?",
    unit="US dollars of the agency's awards for the good from this supplier, of all of them in the files",
    worse="more dollars",
    source="Awards of the same agency and good in the same files.",
    feeds=(
        "usaspending_transactions", "usaspending_transactions_2017", "usaspending_2016", "usaspending_2013",
        "usaspending_api_dump", "usaspending_account_breakdown", "fpds_atom", "fpds_atom_flat",
    ),  # fmt: skip
    caution="Where one supplier holds the market both sides depend on each other: leverage, and little choice.",
    assumptions="An award is of the good of its largest line; suppliers are told apart by UEI, else by name.",
    exclusions="Awards without a good; awards taken back; purchases outside the files.",
    gathers=(
        Column("market_dollars", "money", "net obligations of the agency's awards for the good"),
        Column("market_not_told", "money", "of these, without a supplier recorded"),
        Column("from_supplier_dollars", "money", "of these, from this supplier"),
    ),
    beside=_beside,
    applies=lambda a: (a.dollars > 0) & of_a_good(a),
    holds=_holds,
    says=_says,
    says_no=lambda row: f"{_says(row)[:-1]}: less than half.",
    silence="the agency, the supplier, or what names the good is not recorded of this award or of others that could tip it",
)
