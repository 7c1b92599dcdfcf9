"""Which part of a purchase lies outside the United States, as FAR 22.17 counts it: two different portions."""

from __future__ import annotations

from buyfair.judge.conditions import ToldOr, Total, all_lines, all_of, any_line, any_of, holds, named, not_, one_of
from buyfair.knowledge import facts as f

IS_SUPPLY = one_of(f.ITEM, "supply")
OFF_THE_SHELF = named(
    all_of(IS_SUPPLY, holds(f.COTS), not_(holds(f.BULK_CARGO))), "is a COTS item", "is not a COTS item"
)
"""Bulk cargo is never a COTS item, and neither is a service (FAR 2.101)."""

COUNTS_AS_SERVICES = any_of(
    one_of(f.ITEM, "service"), all_of(one_of(f.ITEM, "construction", "research"), holds(f.COUNTS_AS_SERVICE))
)
"""Whether construction or research counts is not said in the text read: open until the officer tells."""

OUTSIDE = any_of(
    all_of(IS_SUPPLY, holds(f.ACQUIRED_OUTSIDE)),
    all_of(COUNTS_AS_SERVICES, holds(f.PERFORMED_OUTSIDE)),
)
"""A line's place, off-the-shelf items included."""

IN_THE_PORTION = any_of(
    all_of(IS_SUPPLY, not_(all_of(holds(f.COTS), not_(holds(f.BULK_CARGO)))), holds(f.ACQUIRED_OUTSIDE)),
    all_of(COUNTS_AS_SERVICES, holds(f.PERFORMED_OUTSIDE)),
)
"""A line of the portion that the plan and the certificates turn on: COTS items are left out."""

value_outside = ToldOr(f.VALUE_OUTSIDE, Total("value_outside", IN_THE_PORTION, f.VALUE, f.VALUE_OUTSIDE.phrase), False)
possible_outside = ToldOr(
    f.POSSIBLE_OUTSIDE, Total("possible_outside", OUTSIDE, f.VALUE, f.POSSIBLE_OUTSIDE.phrase), True
)

work_outside = named(
    any_line(any_of(all_of(IS_SUPPLY, holds(f.ACQUIRED_OUTSIDE)), all_of(not_(IS_SUPPLY), holds(f.PERFORMED_OUTSIDE)))),
    "some of the contract is performed outside the United States",
    "none of the contract is performed outside the United States",
)
entirely_off_the_shelf = named(
    all_lines(OFF_THE_SHELF),
    "the acquisition is entirely for COTS items",
    "the acquisition is not entirely for COTS items",
)
