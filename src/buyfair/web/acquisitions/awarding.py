"""The form of an award: the days that the facts ask for stand in it already, and each says which rule asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from buyfair.purchase import Duties
from buyfair.terms.answer import Answer
from buyfair.web.acquisitions.moves import YEARLY, year_after
from buyfair.web.casework.forms import Box, MoveForm

POSTED = "TIP-06"
"""The rule by which the plan is posted when work begins."""


def awarding(form: MoveForm, found: Duties, today: date) -> MoveForm:
    """The form with what follows from an award made today; what no rule asks for stays as it was."""
    binding = {j.rule.row for j in found.judged if j.answer is Answer.YES}
    return replace(form, boxes=tuple(_filled(box, binding, today) for box in form.boxes))


def _filled(box: Box, binding: set[str], today: date) -> Box:
    if box.name == "day":
        return replace(box, value=today.isoformat())
    if box.name == "certificate_day" and YEARLY in binding:
        return replace(box, value=year_after(today).isoformat(), optional=False, help=(
            f"{YEARLY} binds. What stands here is the anniversary of an award made today, our reading of a text that names no "
            "day: change it with the day of the award."))  # fmt: skip
    if box.name == "posting_day" and POSTED in binding:
        return replace(box, help=f"{POSTED} binds: the compliance plan is posted by then. Leave it empty until that is known.")
    return box
