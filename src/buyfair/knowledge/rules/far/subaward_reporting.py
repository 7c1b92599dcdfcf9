"""FAR 52.204-10: the first tier below the prime is reported to the public, except where it is not."""

from __future__ import annotations

from buyfair.judge.conditions import above, all_lines, all_of, at_least, holds, named, not_, unless_told_not
from buyfair.judge.rule import DUTY, PERFORM, PRIME, Rule
from buyfair.knowledge import facts as f
from buyfair.knowledge.facts.portion import acquisition_value
from buyfair.knowledge.rules.far.wordings import codified, overhaul

PUBLIC_COPY = "FAR 4.1403 in a public copy of the CFR, updated 8 November 2024; $40,000 from the list of sections affected by FAC 2025-06"
ALL_COMMERCIAL = named(
    all_lines(holds(f.COMMERCIAL)), "the acquisition is for commercial products or services",
    "the acquisition is not for commercial products or services only",
)  # fmt: skip

RULES = (
    Rule(
        row="SC-01", short="subcontract reports", id="far-52.204-10-first-tier", title="The prime reports its first-tier subcontracts",
        result=DUTY, owed_by="contracting officer, who puts the clause in; contractor, who reports", step=PERFORM, part="4", tiers=PRIME,
        when=unless_told_not(f.REPORTED_TO_FPDS),
        then="Put clause FAR 52.204-10 into the contract; the contractor reports each first-tier subcontract at or above the threshold, with name, place and amount, in SAM.gov.",
        due="by the end of the month after the month of each subcontract award",
        evidence="The clause, and the reports beside the contractor's own list of subcontracts.",
        unmet="A contract with the clause and subcontracts above the threshold of which no report can be found.",
        consequence="Breach of the clause; for everybody else, a chain that cannot be seen.",
        means_not="It does not reach below the first tier, and long-term supplier agreements that serve several contracts are no first-tier subcontracts. Under the overhaul text commercial purchases are not reported at all: what you want to know you must ask for.",
        texts=(
            codified("FAR 4.1403; 52.204-10", "in all solicitations and contracts of $30,000 or more", source=PUBLIC_COPY, also=at_least(acquisition_value, "SUBRPT")),
            overhaul("FAR 4.208(e) (overhaul text); 52.204-10", also=all_of(above(acquisition_value, "SUBRPT"), not_(ALL_COMMERCIAL))),
        ),
        notes=("The two texts ask different things: the codified one a contract of at least the amount, commercial or not; the overhaul text one above it and not commercial. Where the text in use is not known, both are judged.",
               "No award feed has a key for \"must be reported to FPDS\": it is taken as so unless told otherwise (telling reported_to_fpds as false lifts the duty).",
               "For a purchase of commercial and other lines together the overhaul text was not read closely enough: one line that is not commercial is taken to bring the clause in."),
    ),
)  # fmt: skip
"""One duty, two wordings."""
