"""DFARS 225.7023: protective equipment that DoD may not buy from four countries."""

from __future__ import annotations

from datetime import date

from buyfair.judge.conditions import above, all_of, any_line, holds, one_of
from buyfair.judge.groups import belongs, first_told
from buyfair.judge.rule import AWARD, BAR, Determination, Rule, Text
from buyfair.knowledge import facts as f
from buyfair.knowledge.facts.portion import IS_SUPPLY, acquisition_value
from buyfair.knowledge.rules.dfars.subpart_225_70 import DOD, GSA_FILES, OVERHAUL_NOTE, READ_ON

_ITEM = (f.PROTECTIVE_EQUIPMENT.phrase, "is not protective equipment that DFARS 225.7023 covers")
ITEM = first_told(
    holds(f.PROTECTIVE_EQUIPMENT),
    belongs(f.END_PRODUCT, "PPE_GOODS", *_ITEM, f.PROTECTIVE_EQUIPMENT),
    belongs(f.GOOD_BOUGHT, "PPE_GOODS", *_ITEM, f.PROTECTIVE_EQUIPMENT),
    belongs(f.CODE, "PPE_CODES", *_ITEM, f.PROTECTIVE_EQUIPMENT),
)

RULES = (
    Rule(
        row="PPE-01", looks_at_making=True, short="limit on protective equipment", id="dfars-225.7023-2-protective-equipment", title="DoD buys no protective equipment from four countries for use at home",
        result=BAR, owed_by="contracting officer (DoD); contractor on delivery", step=AWARD,
        when=all_of(DOD, one_of(f.USES_AT, "us"), above(acquisition_value, "PPE"), any_line(all_of(
            IS_SUPPLY, ITEM, belongs(f.ORIGIN, "COVERED_COUNTRIES", "is of a covered country", "is not of a covered country"),
        ))),
        lifted_by=(Determination("protective-equipment-nonavailability", "a determination of the head of the contracting activity that the item cannot be had from elsewhere as needed and at a reasonable price", "DFARS 225.7023-3(c)"),),
        then="Do not buy gloves, masks, respirators, face shields, eyewear, gowns and clothing against the spread of disease, their materials and components, nor wipes, testing swabs, gauze and bandages, from China, Iran, North Korea or Russia; use clause 252.225-7061.",
        due="before award, and on each delivery",
        evidence="Origin of the item and of its materials and components, by site.",
        unmet="A delivered item, or a material of it, from one of the four countries.",
        consequence="Rejection of what is delivered.",
        means_not="It is a rule on origin, not on labor: gloves from elsewhere may be made by people in debt bondage all the same. It does not reach items for use abroad, nor gear against other dangers.",
        texts=(Text(cites="DFARS 225.7023-2, 225.7023-3, 252.225-7061; 10 USC 4875", first=date(2023, 1, 31), read_on=READ_ON, begins=True,
                    source=f"{GSA_FILES}, revised 31 January 2023; 225.7023-3 in a public copy of the eCFR of March 2026; clause 252.225-7061 (JAN 2023)",
                    quote="do not acquire a covered item from a covered country"),),
        notes=("A good or a product code tells whether it is such an item where the fact protective_equipment is not told: codes 6510 and 6532 and medical gloves do; most others in question leave it open.", OVERHAUL_NOTE),
    ),
)  # fmt: skip
"""Protective equipment."""
