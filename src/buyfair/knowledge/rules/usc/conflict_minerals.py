"""Section 1502 of the Dodd-Frank act: firms on the stock exchange report where tin, tantalum, tungsten and gold come from."""

from __future__ import annotations

from datetime import date

from buyfair.judge.conditions import all_of, any_line, holds
from buyfair.judge.rule import CLOSE, DUTY, Rule, Text
from buyfair.knowledge import facts as f
from buyfair.knowledge.facts.portion import IS_SUPPLY

RULES = (
    Rule(
        row="MN-01", id="usc-15-78m-p-conflict-minerals", title="A registered firm reports each year on tin, tantalum, tungsten and gold in its products",
        result=DUTY, owed_by="the firm that makes the product or has it made", step=CLOSE,
        when=all_of(holds(f.SEC_REGISTRANT), any_line(all_of(IS_SUPPLY, holds(f.CONFLICT_MINERALS)))),
        then="Inquire in good faith each year whether the minerals come from the Democratic Republic of the Congo or a neighbor of it; where they may, do due diligence on source and chain of custody; file Form SD.",
        due="by 31 May for the calendar year before",
        evidence="Form SD and the report with it, and a list of smelters: ask for both, and for the share of smelters that is unknown.",
        unmet="No filing for a product that plainly holds such metals, or a filing that names no smelter.",
        consequence="Disclosure only: it has no effect on an award. Since 2017 the staff has not pursued firms that file the inquiry part alone.",
        means_not="A filing is no clean bill: most say that the origin could not be found out. It binds the firm toward investors, not the buyer; a firm that is not registered reports nothing.",
        texts=(Text(cites="15 USC 78m(p); 17 CFR 240.13p-1", first=date(2014, 1, 1), read_on=date(2026, 11, 29),
                    source="17 CFR 240.13p-1, a public copy of the eCFR of April 2026; the first reports, for 2013, were due by 2 June 2014",
                    quote="having conflict minerals that are necessary to the functionality or production of a product manufactured or contracted by that registrant to be manufactured"),),
    ),
)  # fmt: skip
"""Conflict minerals."""
