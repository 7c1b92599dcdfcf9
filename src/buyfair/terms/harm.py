"""The harms done to the people who make a good: those that official lists name, and those of the code of conduct."""

from __future__ import annotations

from enum import StrEnum


class Harm(StrEnum):
    """What a list says is done to the people who make a good.

    Source: 22 USC 7112(b)(2)(C) for child labor and forced labor; EO 13126 for forced or indentured child labor.
    """

    CHILD_LABOR = "child_labor"
    FORCED_LABOR = "forced_labor"
    FORCED_CHILD_LABOR = "forced_child_labor"


class ConductHarm(StrEnum):
    """A harm in the code of conduct, an audit, a worker's report or a corrective action: one closed list for all.

    Six lead, four stand beneath; a worker whose harm is none of them says it in their own words.
    """

    EXCESSIVE_HOURS = "excessive_hours"
    HARSH_CONDITIONS = "harsh_conditions"
    HEALTH_AND_SAFETY = "health_and_safety"
    CHILD_LABOR = "child_labor"
    DEBT_BONDAGE = "debt_bondage"
    FORCED_LABOR = "forced_labor"
    FREEDOM_OF_ASSOCIATION = "freedom_of_association"
    VIOLENCE_AND_HARASSMENT = "violence_and_harassment"
    DISCRIMINATION = "discrimination"
    WAGES_WITHHELD = "wages_withheld"
    SOMETHING_ELSE = "something_else"


CONDUCT_HARMS = tuple(h for h in ConductHarm if h is not ConductHarm.SOMETHING_ELSE)
"""The ten that the code has a clause for, the six that lead first."""
LEADING = CONDUCT_HARMS[:6]
"""The six that lead every page."""

AS_CONDUCT: dict[Harm, tuple[ConductHarm, ...]] = {
    Harm.CHILD_LABOR: (ConductHarm.CHILD_LABOR,),
    Harm.FORCED_LABOR: (ConductHarm.FORCED_LABOR,),
    Harm.FORCED_CHILD_LABOR: (ConductHarm.CHILD_LABOR, ConductHarm.FORCED_LABOR),
}
"""What a harm on a list is in the code: forced child labor is both."""

HARM_WORDS: dict[ConductHarm, str] = {
    ConductHarm.EXCESSIVE_HOURS: "excessive working hours",
    ConductHarm.HARSH_CONDITIONS: "harsh conditions",
    ConductHarm.HEALTH_AND_SAFETY: "health and safety risks",
    ConductHarm.CHILD_LABOR: "child labor",
    ConductHarm.DEBT_BONDAGE: "debt bondage",
    ConductHarm.FORCED_LABOR: "forced labor",
    ConductHarm.FREEDOM_OF_ASSOCIATION: "freedom of association and retaliation",
    ConductHarm.VIOLENCE_AND_HARASSMENT: "violence and harassment",
    ConductHarm.DISCRIMINATION: "discrimination",
    ConductHarm.WAGES_WITHHELD: "wages withheld",
    ConductHarm.SOMETHING_ELSE: "something else, in the worker's own words",
}
"""The harms as a person says them."""
