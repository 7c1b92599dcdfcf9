"""What falls due after the award: the duties of performance, with their days, and where each is filed."""

from __future__ import annotations

from typing import Any

from buyfair.judge.rule import CLOSE, PERFORM
from buyfair.purchase import Duties
from buyfair.web.acquisitions import binding
from buyfair.web.acquisitions.models import Acquisition
from buyfair.web.acquisitions.moves import YEARLY
from buyfair.web.core.actor import Actor
from buyfair.web.core.navigation import open_to

CLOCK_OF = {YEARLY: "certificate", "TIP-06": "posting"}
"""Rules whose day a clock of the case knows."""
FILED_AT = {YEARLY: ("Certificates", "/certificates/"), "TIP-04": ("Certificates", "/certificates/"),
            "TIP-05": ("Plans", "/plans/"), "TIP-06": ("Plans", "/plans/")}  # fmt: skip
"""Where papers of a rule are kept, where this installation has that page."""


def falls_due(case: Acquisition, found: Duties, actor: Actor) -> list[dict[str, Any]]:
    """The duties that run once there is an award; nothing before it."""
    if not case.awarded_on:
        return []
    days = {d.clock: d.due for d in case.deadlines.all()}
    held = [j for j in binding.sorted_out(found).duties if j.rule.step in (PERFORM, CLOSE) or j.rule.row in FILED_AT]
    rows = [{**binding.row(j, found), "day": days.get(CLOCK_OF.get(j.rule.row, "")), "filed": _filed(j.rule.row, actor)}
            for j in held]  # fmt: skip
    return sorted(rows, key=lambda row: (row["day"] is None, str(row["day"])))


def _filed(row: str, actor: Actor) -> tuple[str, str] | None:
    words = FILED_AT.get(row)
    return words if words is not None and open_to(actor, words[1]) else None
