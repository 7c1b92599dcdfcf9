"""The findings about two names with what each weighs, and their sum as a likelihood: a list that can be read aloud."""

from __future__ import annotations

import math
from collections.abc import Mapping

WEIGHTS: Mapping[str, float] = {
    "met_share": 3.84,
    "smaller_met": 2.98,
    "own_met": 0.47,
    "letters_alike": 2.48,
    "own_words_swapped": -0.34,
    "own_words_extra": -0.69,
    "trade_swapped": -3.26,
    "trade_extra": -0.53,
    "places_differ": -3.62,
    "place_extra": -0.64,
    "country_extra": -1.20,
    "numbers_differ": -3.00,
    "number_extra": -0.20,
    "series_differ": 0.42,
    "forms_differ": -5.20,
}
FIRST = -5.56
"""Where the sum begins, before any finding."""

CEILING = 0.99
"""No name alone is certain: two firms may share one."""


def likelihood(found: Mapping[str, float], more: float = 0.0) -> float:
    """How likely both names mean one party, from 0 to .99; `more` is what country and address add to the sum."""
    total = FIRST + more + sum(WEIGHTS[name] * value for name, value in found.items())
    return CEILING / (1.0 + math.exp(-total))
