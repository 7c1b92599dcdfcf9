"""DFARS 225.7002, the Berry Amendment: food, clothing, textiles and hand tools that DoD buys American."""

from __future__ import annotations

from datetime import date

from buyfair.judge.amounts import INFERRED
from buyfair.judge.conditions import above, all_of, any_line, any_of, by_choice, holds, named, not_, signed
from buyfair.judge.groups import belongs, first_told
from buyfair.judge.rule import ADVICE, AWARD, DUTY, Determination, Note, Rule, Text
from buyfair.knowledge import facts as f
from buyfair.knowledge.facts.portion import IS_SUPPLY, acquisition_value
from buyfair.knowledge.rules.dfars.subpart_225_70 import DOD, GSA_FILES, OVERHAUL_NOTE, READ_ON

FIRST_READ = date(2021, 1, 1)
_ITEM = ("is food, clothing, a textile or another covered item", "is not a covered item")
COVERED_ITEM = first_told(
    belongs(f.END_PRODUCT, "BERRY_GOODS", *_ITEM, f.GOOD_BOUGHT),
    belongs(f.GOOD_BOUGHT, "BERRY_GOODS", *_ITEM),
    belongs(f.CODE, "BERRY_CODES", *_ITEM, f.GOOD_BOUGHT),
)
_FOOD = ("is food or a hand or measuring tool", "is neither food nor a hand or measuring tool")
FOOD_OR_TOOL = first_told(
    belongs(f.END_PRODUCT, "BERRY_FOOD", *_FOOD, f.GOOD_BOUGHT),
    belongs(f.GOOD_BOUGHT, "BERRY_FOOD", *_FOOD),
    belongs(f.CODE, "BERRY_FOOD_CODES", *_FOOD, f.GOOD_BOUGHT),
)
EXEMPT_BY_METHOD = named(
    by_choice(
        f.METHOD,
        {
            ("resale_commissary",): all_of(),
            ("contingency",): any_of(FOOD_OR_TOOL, holds(f.ACQUIRED_OUTSIDE)),
            tuple(m for m in f.METHOD.values if m not in ("resale_commissary", "contingency")): any_of(),
        },
    ),
    "is bought for commissary resale, or for a contingency operation as food, as a tool or abroad",
    "is bought neither for commissary resale nor for a contingency operation as food, as a tool or abroad",
)

LIFTS = (
    Determination("berry-nonavailability", "a domestic nonavailability determination of one of the five officials", "DFARS 225.7002-2(b)"),
    Determination("nonavailable-article", "the officer's record that the article stands in FAR 25.104(a)", "DFARS 225.7002-2(c)"),
    Determination("perishable-food-abroad", "the officer's record of perishable food bought by or for an activity abroad for its own personnel", "DFARS 225.7002-2(e)"),
    Determination("urgent-food-or-tools", "an approved justification of unusual and compelling urgency for food or tools", "DFARS 225.7002-2(f)(2)"),
    Determination("emergency-abroad", "the record of an emergency purchase by an activity abroad for its own personnel", "DFARS 225.7002-2(g)"),
    Determination("vessel-in-foreign-waters", "the record of a purchase by a vessel in foreign waters", "DFARS 225.7002-2(h)"),
    Determination("incidental-fiber", "the officer's record that cotton, other natural fiber or wool is at most 10 percent of the price and within the threshold", "DFARS 225.7002-2(j)"),
    Determination("propellant-fiber", "the record of waste cotton or wool fiber for propellants and explosives", "DFARS 225.7002-2(k)"),
    Determination("processed-in-us", "the officer's record that the food is manufactured or processed in the United States and holds no fish or seafood", "DFARS 225.7002-2(l)"),
    Determination("component-fiber", "the officer's record of fibers or yarns for synthetic fabric in a product that is no textile, or para-aramid of a qualifying country", "DFARS 225.7002-2(m)"),
    Determination("chemical-suit-agreement", "the record that chemical warfare protective clothing furthers an agreement with a qualifying country", "DFARS 225.7002-2(n)"),
    Determination("gsa-transfer", "the record of a purchase for other agencies under a contract transferred from GSA", "DFARS 225.7002-2(o)"),
)  # fmt: skip
_SHOWN = signed(f.DETERMINATIONS, [d.key for d in LIFTS], "an exception that somebody must show or sign is told",
                "no exception that somebody must show or sign is told")  # fmt: skip

RULES = (
    Rule(
        row="BA-01", looks_at_making=True, short="duty to buy American food, clothing and textiles", id="dfars-225.7002-1-berry", title="DoD buys food, clothing, textiles and hand tools grown and made in the United States",
        result=DUTY, owed_by="contracting officer (DoD); contractor on delivery", step=AWARD,
        when=all_of(DOD, above(acquisition_value, "BERRY"), any_line(all_of(IS_SUPPLY, COVERED_ITEM, not_(EXEMPT_BY_METHOD)))),
        lifted_by=LIFTS,
        then="Buy only what is grown, reprocessed, reused or produced in the United States, the end item and its components alike; use clause 252.225-7012 (252.225-7015 for hand or measuring tools, 252.225-7006 for American flags).",
        due="before award, and on each delivery",
        evidence="Origin by component: fiber, yarn, fabric, findings and sewing for clothing; the catch, the farm and the plant for food.",
        unmet="A component or a step abroad that no exception covers, or components of which nobody knows the origin.",
        consequence="Rejection of what is delivered; money spent against the statute.",
        means_not="It binds whatever origin is offered: an American origin meets it and does not take it away. It is a rule on origin, not on labor; where it is met, a foreign chain with its risks does not arise. Dividing a purchase does not bring it under the threshold.",
        texts=(Text(cites="DFARS 225.7002-1, 252.225-7012; 10 USC 4862", first=FIRST_READ, read_on=READ_ON,
                    source=f"{GSA_FILES}, and 10 USC 4862 in public copies; before 2021 the threshold was another and is not held",
                    quote="either as end products or components, unless the items have been grown, reprocessed, reused, or produced in the United States"),),
        notes=("A good or a product code tells whether it is a covered item: codes of groups 51, 52, 83, 84 and 89 do, but for alcohol, tobacco and jewelry. One that is covered only in part, or also named in FAR 25.104(a), leaves the answer open.",
               "The text also names hand and measuring tools (product codes 51 and 52), which the table that this follows leaves out.",
               "Athletic footwear for recruits is covered below the threshold too; that is not tested.",
               "Combat operations abroad are told as method contingency with a place abroad; contingency operations release food and tools anywhere.",
               "Exceptions that somebody must show are not taken as shown unless told.", OVERHAUL_NOTE),
    ),
    Rule(
        row="BA-02", short="exemption from the Berry Amendment", id="dfars-225.7002-2-exceptions", title="Exempt from the Berry Amendment",
        result=ADVICE, owed_by="contracting officer (DoD)", step=AWARD,
        when=all_of(DOD, any_line(all_of(IS_SUPPLY, COVERED_ITEM, named(any_of(EXEMPT_BY_METHOD, _SHOWN), "is exempt", "is not exempt")))),
        then="The line may come from abroad. Put into the file which exception it is and what shows it; publish the award within seven days where a nonavailability determination or an agreement on chemical suits is used.",
        due="before award",
        evidence="The signed determination with its market research, or the paper that shows the fact: where, for whom, how urgent, which share of the price.",
        unmet="An exception relied on that no paper shows, or seafood passed off as processed food.",
        consequence="None: it is an exemption.",
        means_not="An exemption is no statement about the labor behind the goods: with it a foreign chain comes back in, and so do its risks (BA-03).",
        texts=(Text(cites="DFARS 225.7002-2; 10 USC 4862(c)-(h)", first=FIRST_READ, read_on=READ_ON,
                    source=f"{GSA_FILES}, a copy that names $150,000",
                    quote="Acquisitions in the following categories are not subject to the restrictions in 225.7002-1"),),
        notes=("A purchase at or below the threshold is not shown here: then BA-01 does not bind in the first place.", OVERHAUL_NOTE),
    ),
)  # fmt: skip
"""The duty and its exceptions."""

NOTES = (
    Note(
        row="BA-03", id="berry-exemption-risk", title="Where an exemption is used, foreign food and clothing come back into the chain",
        says="The Berry Amendment keeps DoD's food and clothing out of many chains with forced or child labor. Each use of an "
             "exemption lets such a chain in again: treat the purchase as any foreign one, and ask for the steps behind it.",
        cites="DFARS 225.7002-2, read as risk", since="as long as the exemptions",
        watch="Nonavailability determinations published by DoD, and which goods they name.",
        source="inferred from the text of the exemptions; no law says so", mark=INFERRED, read_on=READ_ON,
    ),
)  # fmt: skip
"""How to read the exemptions."""
