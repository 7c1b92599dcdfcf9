"""The findings about two production sites with what each weighs, and their sum as a likelihood."""

from __future__ import annotations

import math
from collections.abc import Mapping

WEIGHTS: Mapping[str, float] = {
    "firm_met": 1.65,
    "smaller_firm_met": 1.04,
    "firm_letters_alike": 1.69,
    "firm_swapped": -2.06,
    "firm_extra": -0.85,
    "trade_swapped": -1.01,
    "site_same": 0.52,
    "site_differs": -5.11,
    "site_told_once": -1.05,
    "places_met": 0.81,
    "smaller_places_met": 0.60,
    "places_swapped": -0.80,
    "firm_and_places_met": 1.93,
    "house_same": 1.43,
    "house_differs": -2.11,
    "part_same": 0.52,
    "part_differs": -1.71,
    "postal_same": 0.29,
    "postal_differs": -0.55,
    "countries_differ": -5.10,
}
FIRST = -5.13
"""Where the sum begins, before any finding."""

CEILING = 0.99
"""No record alone is certain: two works may share a yard and a name."""


def likelihood(found: Mapping[str, float]) -> float:
    """How likely both records mean one site, from 0 to .99."""
    total = FIRST + sum(weight * found[name] for name, weight in WEIGHTS.items())
    return min(CEILING, 1.0 / (1.0 + math.exp(-total)))
