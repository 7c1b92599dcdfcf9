"""FAR subparts 22.2 and 22.6: convict labor, and labor standards for supplies made in the United States."""

from __future__ import annotations

from buyfair.judge.conditions import above, all_of, any_line, any_of, by_choice, holds, named, not_
from buyfair.judge.numbers import Total
from buyfair.judge.rule import DUTY, PRIME, SOLICIT, Rule
from buyfair.knowledge import facts as f
from buyfair.knowledge.facts.portion import acquisition_value
from buyfair.knowledge.rules.far.wordings import codified, overhaul

PART = "22"
AT_HOME = by_choice(
    f.ITEM,
    {
        ("supply",): any_of(not_(holds(f.ACQUIRED_OUTSIDE)), not_(holds(f.PERFORMED_OUTSIDE))),
        ("service", "construction", "research"): not_(holds(f.PERFORMED_OUTSIDE)),
    },
)
"""Goods made abroad do not tell where the contract is performed: the rest that it asks may be done at home."""
INSIDE = named(
    any_line(AT_HOME),
    "some of the contract is performed inside the United States",
    "all of the contract is performed outside the United States",
)
UNDER_22_6 = by_choice(
    f.ITEM,
    {
        ("supply",): all_of(not_(holds(f.ACQUIRED_OUTSIDE)), not_(holds(f.COMMERCIAL)), not_(holds(f.EXEMPT_SUPPLY))),
        ("service", "construction", "research"): not_(all_of()),
    },
)
supplies = Total("supplies", UNDER_22_6, f.VALUE, "the value of the supplies made in the United States and not exempt")

RULES = (
    Rule(
        row="LB-01", short="convict-labor clause", id="far-22.202-convict-labor", title="The clause on convict labor stands in contracts performed in the United States",
        result=DUTY, owed_by="contracting officer", step=SOLICIT, part=PART, tiers=PRIME,
        when=all_of(above(acquisition_value, "MPT"), INSIDE),
        then="Put clause FAR 52.222-3, Convict Labor, into the solicitation and contract; where subpart 22.6 applies, 52.222-20 carries the prohibition in its place.",
        due="in the solicitation, and in the contract at award",
        evidence="One of the two clauses in the document.",
        unmet="A contract above the micro-purchase threshold, performed in the United States, with neither 52.222-3 nor 52.222-20.",
        consequence="The agency's own breach; repaired by modification.",
        means_not="It does not reach work abroad: goods made abroad by convict labor are kept out by 19 USC 1307. Persons on parole, on work release under the conditions of the clause, or who have served their term may be employed (recalled).",
        texts=(
            codified("FAR 22.202; 52.222-3", "in solicitations and contracts above the micro-purchase threshold"),
            overhaul("FAR 22.2 (overhaul text, numbers not held); 52.222-3"),
        ),
        notes=("Two exceptions no fact tells: purchases from Federal Prison Industries, and finished supplies from a State prison bought as in the open market (22.202(b)-(c)).",
               "The text lists the states, Puerto Rico, the Northern Mariana Islands, American Samoa, Guam and the Virgin Islands: the outlying areas that count as inside here.",
               "Of goods made abroad it is asked where the rest of the contract is performed, such as storing, delivery and setting up; their making alone never takes the clause away. Whether delivery alone is performance the text does not say: the officer decides."),
    ),
    Rule(
        row="LB-02", id="far-22.602-supplies", title="Supplies made in the United States: wages, hours, child and convict labor, safety",
        result=DUTY, owed_by="contracting officer, who puts the clause in; contractor", step=SOLICIT, part=PART, tiers=PRIME,
        when=above(supplies, "SUPPLY_LABOR"),
        then="Put clause FAR 52.222-20, Contracts for Materials, Supplies, Articles, and Equipment, into the contract: minimum wages, maximum hours, no child labor, no convict labor, safe and sanitary working conditions.",
        due="in the solicitation, and in the contract at award",
        evidence="The clause in the document; payroll and age records at the contractor.",
        unmet="A contract for supplies made in the United States above the threshold without 52.222-20.",
        consequence="Liquidated damages, cancellation and three years of ineligibility stand in the statute (41 USC 6503-6504; recalled).",
        means_not="It does not reach goods made abroad, commercial products, perishables or farm products sold by their original producers.",
        texts=(
            codified("FAR 22.602, 22.603, 22.604-1; 52.222-20", "child labor, convict labor, and safe and sanitary working conditions"),
            overhaul("FAR 22.6 (overhaul text, numbers not held); 52.222-20"),
        ),
        notes=("\"Commercial\" is taken as exempt by 22.604-1(a), which gives commercial products as the example of what a statute lets the officer buy in the open market.",
               "The place of making stands for the place of performance. The value from 1 October 2025 is recalled."),
    ),
)  # fmt: skip
"""Two clauses of which one carries the prohibition of convict labor."""
