"""When a clause, a part of one, or a text of the code applies to a purchase: a few words, each a condition on told facts."""

from __future__ import annotations

from typing import Any

from buyfair.judge.conditions import Leaf, all_of, any_line, any_of, holds, named, not_, one_of
from buyfair.judge.facts import Several
from buyfair.judge.seen import Condition
from buyfair.knowledge import facts as f
from buyfair.knowledge.facts.portion import IS_SUPPLY, OFF_THE_SHELF, work_outside

ON_THE_SPOT = ("card_micro", "sf44")
"""Methods that have no solicitation and no contract text of their own: nothing can carry the code."""
NOT_SET_ASIDE = ("no", "none", "not set aside", "unrestricted", "full and open")


def _is_set_aside(told: Any) -> bool:
    return told if isinstance(told, bool) else str(told).strip().lower() not in NOT_SET_ASIDE


def _uses_any(told: Several) -> bool | None:
    return True if told.items else False if told.closed else None


SMALL = Leaf(f.SET_ASIDE, _is_set_aside, "it is set aside for small firms", "it is not set aside")
CARRIED = named(
    not_(one_of(f.METHOD, *ON_THE_SPOT)),
    "it is bought by a solicitation or contract that can carry a text",
    "it is bought on the spot, by card or SF 44, without a text of its own",
)
RECRUITED = named(
    any_of(
        holds(f.MIGRANT),
        holds(f.RELOCATION),
        Leaf(f.RECRUITERS, _uses_any, "recruiters are used", "no recruiter is used"),
    ),
    "workers are migrants, are brought to the place, or come through recruiters",
    "workers are local and hired directly",
)
MADE_ABROAD = named(
    any_line(all_of(IS_SUPPLY, holds(f.ACQUIRED_OUTSIDE))),
    "some supply is acquired outside the United States",
    "no supply is acquired outside the United States",
)

WHEN: dict[str, Condition] = {
    "carried": CARRIED,
    "housing": holds(f.HOUSING, "housing is provided or arranged", "no housing is provided or arranged"),
    "recruited": RECRUITED,
    "abroad": work_outside,
    "made_abroad": MADE_ABROAD,
}
"""The words that a clause and its parts may use."""

_COMMERCIAL = holds(f.COMMERCIAL)
_WORK = one_of(f.ITEM, "service", "research")

FITS: dict[str, Condition] = {
    "supply": all_of(IS_SUPPLY, not_(OFF_THE_SHELF), not_(_COMMERCIAL)),
    "commercial": all_of(any_of(all_of(IS_SUPPLY, not_(OFF_THE_SHELF)), _WORK), _COMMERCIAL),
    "cots": OFF_THE_SHELF,
    "service_abroad": all_of(_WORK, not_(_COMMERCIAL), holds(f.PERFORMED_OUTSIDE)),
    "service_at_home": all_of(_WORK, not_(_COMMERCIAL), not_(holds(f.PERFORMED_OUTSIDE))),
    "construction": one_of(f.ITEM, "construction"),
}
"""The words of the flow-down texts, each on one line: a line whose facts are told fits exactly one of them."""
