"""Stops weighing two names as soon as nothing can make a lead of them any more: the same leads with less work."""

from __future__ import annotations

import math
from itertools import accumulate

from buyfair.screen.likeness import FINDINGS, OWN_MOST, Sides
from buyfair.screen.model import CEILING, FIRST, WEIGHTS

_MOST = {"own_met": OWN_MOST}
"""The most that a finding which raises can be, where that is not 1."""

_ROUNDED = 0.0005
"""Scores are told to three places: so much less may still be rounded up."""

_SLACK = 1e-6
"""More than sums of a few floating numbers can be off."""

_GAINS = [max(0.0, WEIGHTS[f.__name__]) * _MOST.get(f.__name__, 1.0) for f in FINDINGS]
_STEPS = tuple(
    (find, find.__name__, WEIGHTS[find.__name__], still)
    for find, still in zip(FINDINGS, [*accumulate(reversed(_GAINS[1:]), initial=0.0)][::-1], strict=True)
)
"""Each finding, its name, its weight, and what those after it can add at most."""


def needed(least: float) -> float:
    """What findings, country, address and numbers must add up to so that the score is told as at least so much."""
    share = CEILING / max(least - _ROUNDED, 1e-12) - 1.0
    return (math.inf if share <= 0.0 else -math.log(share)) - FIRST - _SLACK


def findings_that_reach(sides: Sides, least: float) -> dict[str, float] | None:
    """Every finding by its name; None as soon as they cannot add up to `least` any more."""
    found, total = {}, 0.0
    for find, name, weight, still in _STEPS:
        value = find(sides)
        found[name] = value
        total += weight * value
        if total + still < least:
            return None
    return found
