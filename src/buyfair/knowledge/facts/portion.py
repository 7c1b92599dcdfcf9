"""Which part of a purchase lies outside the United States, as FAR 22.17 counts it: two different portions."""

from __future__ import annotations

from buyfair.judge.conditions import ALWAYS, all_lines, all_of, any_line, by_choice, holds, named, not_, one_of
from buyfair.judge.numbers import SomeTold, ToldOr, Total
from buyfair.knowledge import facts as f

IS_SUPPLY = one_of(f.ITEM, "supply")
OFF_THE_SHELF = named(
    all_of(IS_SUPPLY, holds(f.COTS), not_(holds(f.BULK_CARGO))), "is a COTS item", "is not a COTS item"
)
"""Bulk cargo is never a COTS item, and neither is a service (FAR 2.101)."""

IF_IT_COUNTS = all_of(holds(f.COUNTS_AS_SERVICE), holds(f.PERFORMED_OUTSIDE))
"""Whether construction or research counts is not said in the text read: open until the officer tells."""

OUTSIDE = by_choice(
    f.ITEM,
    {
        ("supply",): holds(f.ACQUIRED_OUTSIDE),
        ("service", "construction", "research"): holds(f.PERFORMED_OUTSIDE),
    },
)
"""A line's place, off-the-shelf items and all work included: what the provision asks is where the contract is performed."""

IN_THE_PORTION = by_choice(
    f.ITEM,
    {
        ("supply",): all_of(not_(all_of(holds(f.COTS), not_(holds(f.BULK_CARGO)))), holds(f.ACQUIRED_OUTSIDE)),
        ("service",): holds(f.PERFORMED_OUTSIDE),
        ("construction", "research"): IF_IT_COUNTS,
    },
)
"""A line of the portion that the plan and the certificates turn on: COTS items are left out."""

value_outside = ToldOr(
    f.VALUE_OUTSIDE,
    Total("value_outside", IN_THE_PORTION, f.VALUE, f.VALUE_OUTSIDE.phrase),
    worth_asking=False,
    whole=f.ACQUISITION_VALUE,
)
possible_outside = ToldOr(
    f.POSSIBLE_OUTSIDE,
    Total("possible_outside", OUTSIDE, f.VALUE, f.POSSIBLE_OUTSIDE.phrase),
    worth_asking=True,
    part=f.VALUE_OUTSIDE,
    whole=f.ACQUISITION_VALUE,
)

acquisition_value = ToldOr(
    f.ACQUISITION_VALUE, Total("value", ALWAYS, f.VALUE, f.ACQUISITION_VALUE.phrase), worth_asking=True
)
"""What most thresholds look at: the whole acquisition, told or the sum of its lines, options included."""

for_supplies = named(any_line(IS_SUPPLY), "supplies are bought", "no supplies are bought")
work_outside = named(
    any_line(OUTSIDE),
    "some of the contract is performed outside the United States",
    "none of the contract is performed outside the United States",
)
entirely_off_the_shelf = named(
    all_of(all_lines(OFF_THE_SHELF), not_(SomeTold(f.VALUE_OUTSIDE))),
    "the acquisition is entirely for COTS items",
    "the acquisition is not entirely for COTS items",
)
"""A portion told as more than nothing leaves COTS items out, so not all can be COTS."""
