"""The harms that the official lists name, in the lists' own words."""

from __future__ import annotations

from enum import StrEnum


class Harm(StrEnum):
    """What a list says is done to the people who make a good.

    Source: 22 USC 7112(b)(2)(C) for child labor and forced labor; EO 13126 for forced or indentured child labor.
    """

    CHILD_LABOR = "child_labor"
    FORCED_LABOR = "forced_labor"
    FORCED_CHILD_LABOR = "forced_child_labor"
