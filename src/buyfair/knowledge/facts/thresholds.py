"""Numbers of the acquisition against the thresholds that several rules share."""

from __future__ import annotations

from buyfair.judge.conditions import above, all_lines, all_of, any_of, by_choice, named, not_
from buyfair.knowledge import facts as f
from buyfair.knowledge.facts.portion import OUTSIDE, acquisition_value

SAT, SAT_US, SAT_ABROAD = "SAT", "SAT_CONTINGENCY_US", "SAT_CONTINGENCY_ABROAD"
CONTINGENCY = "contingency"
all_outside = named(
    all_lines(OUTSIDE),
    "all of the contract is performed outside the United States",
    "some of the contract is performed inside the United States",
)
"""It stands for "awarded and performed, or purchased, outside the United States": where the award is made is no fact."""

above_sat = by_choice(
    f.METHOD,
    {
        (CONTINGENCY,): any_of(
            above(acquisition_value, SAT_ABROAD), all_of(above(acquisition_value, SAT_US), not_(all_outside))
        ),
        tuple(m for m in f.METHOD.values if m != CONTINGENCY): above(acquisition_value, SAT),
    },
)
"""The acquisition exceeds its simplified acquisition threshold, which is higher in support of a contingency operation."""

THRESHOLD_NOTE = (
    "The simplified acquisition threshold is higher for what the head of the agency determines to support a contingency "
    "operation: told by the method \"contingency\". For humanitarian or peacekeeping purchases made abroad it is $650,000 "
    "(from 1 October 2025; before, $500,000), which no fact tells: judge such a purchase by hand."
)  # fmt: skip
