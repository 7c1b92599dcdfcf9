"""10 USC 2496: what exchanges and commissaries may not sell."""

from __future__ import annotations

from datetime import date

from buyfair.judge.amounts import INFERRED
from buyfair.judge.conditions import one_of
from buyfair.judge.rule import DUTY, PLAN, Rule, Text
from buyfair.knowledge import facts as f

RULES = (
    Rule(
        row="XU-06", id="usc-10-2496-commissary-sales", title="Exchanges and commissaries sell nothing made with forced labor from Xinjiang",
        result=DUTY, owed_by="Secretary of Defense, through the exchange or commissary", step=PLAN,
        when=one_of(f.AGENCY, "exchange_or_commissary"),
        then="Do not knowingly permit the sale of a good that contains a product of forced labor from Xinjiang, or that comes from an entity that uses labor from there under a poverty alleviation or pairing assistance program. Screen the assortment: items, brands, makers and sites.",
        due="before an item is listed for sale, and as lists and information change",
        evidence="The screening of items with its day and the lists used; what was asked of a supplier after a lead, and what was decided.",
        unmet="An item on the shelf of which the file says that it comes from such labor, or an assortment that nobody screened.",
        consequence="A statutory ban; the sale is unlawful where it is known.",
        means_not="It reaches what is known: a lead is followed up, not taken for knowledge. The Defense supplement (XU-01 to XU-04) does not apply to exchanges and commissaries (inferred).",
        texts=(Text(cites="10 USC 2496", first=date(2022, 12, 23), read_on=date(2026, 11, 29), mark=INFERRED,
                    source="United States Code, a public copy; the section is cited by DFARS 252.225-7060 of 9 June 2023, its first day is recalled (Public Law 117-263)",
                    quote="may not knowingly permit the sale, at a commissary store or military exchange, of any good, ware, article, or merchandise"),),
    ),
)  # fmt: skip
"""The ban on sales."""
