"""The findings about two names with what each weighs, and their sum as a likelihood: a list that can be read aloud."""

from __future__ import annotations

import math
from collections.abc import Mapping

WEIGHTS: Mapping[str, float] = {
    "met_share": 3.83,
    "smaller_met": 2.91,
    "own_met": 0.12,
    "letters_alike": 2.65,
    "own_words_extra": -0.89,
    "trade_swapped": -3.55,
    "trade_extra": -0.57,
    "places_differ": -3.69,
    "place_extra": -0.47,
    "country_extra": -1.20,
    "numbers_differ": -4.00,
    "number_extra": -0.20,
    "series_differ": 0.64,
    "forms_differ": -5.20,
    "no_own_met": -0.80,
}
FIRST = -5.21
"""Where the sum begins, before any finding."""

CEILING = 0.99
"""No name alone is certain: two firms may share one."""


def likelihood(found: Mapping[str, float], more: float = 0.0) -> float:
    """How likely both names mean one party, from 0 to .99; `more` is what country and address add to the sum."""
    total = FIRST + more + sum(WEIGHTS[name] * value for name, value in found.items())
    return CEILING / (1.0 + math.exp(-total))
