"""The classes of exposure, the strengths of a bridge and the depths of a link, each in the order that counts."""

from __future__ import annotations

from typing import Final

MATCHED: Final = "matched"
POSSIBLE_PLACE: Final = "possible_place_not_recorded"
POSSIBLE_INPUT: Final = "possible_through_input"
UNKNOWN: Final = "unknown"
NO_LISTING: Final = "no_listing"
NOT_GOODS: Final = "not_goods"
TAKEN_BACK: Final = "taken_back"

LINE_CLASSES: Final = (MATCHED, POSSIBLE_PLACE, POSSIBLE_INPUT, UNKNOWN, NO_LISTING, NOT_GOODS)
"""What a line can be, highest first: an award stands where its highest line stands."""

AWARD_CLASSES: Final = (*LINE_CLASSES, TAKEN_BACK)

STRENGTHS: Final = ("is", "mostly", "may_contain", "by_words", "none", "not_bridged", "not_goods")
"""How surely a product code names a good: `by_words` counts only where the words say so; the last three name none."""

DEPTHS: Final = ("good", "main_material", "trace")
"""How far below the thing bought a listed good lies."""

STAGES: Final = ("harvested", "mined", "processed", "assembled")
RAW_STAGES: Final = ("harvested", "mined")
"""Steps that an award's recorded origin, the last step of making, does not tell."""

ABROAD: Final = "labor_services_abroad"
SECTORS: Final = ("electronics", "minerals", "apparel", "food", ABROAD)
OUTSIDE_SECTORS: Final = "none"
"""The name in summaries for everything that belongs to none of the five sectors."""
