"""What the stories of plans share: the bundled sample, a mended edition of it, and a plan brought to where a story begins."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from buyfair.web.core.actor import Actor
from buyfair.web.core.models import Organization
from buyfair.web.plans.models import Plan

AT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
SAMPLE = (files("buyfair.samples") / "plan_sample.txt").read_text("utf-8")
VAGUE = "We are careful in choosing suppliers and expect them to obey all laws.\n"
MENDED = SAMPLE.replace(
    VAGUE,
    "No agent or subcontractor at any tier and of any value may engage in trafficking in persons. Ms. Warsame visits\n"
    "Annapurna Placement and the laundry Blue Heron Wash every March and September, speaks to their workers alone, and\n"
    "reports what she finds to the contracting officer. On 2022-11-14 she ended the contract of a cleaner that had kept\n"
    "passports. Any agent, subcontractor or employee found engaging in trafficking is terminated within five days.\n",
)


def paper(text: str | bytes = SAMPLE, name: str = "plan_sample.txt") -> Any:
    """A file as it is uploaded."""
    file = io.BytesIO(text.encode() if isinstance(text, str) else text)
    file.name = name
    return file


def opened(by: Actor, office: Organization, firm: Organization | None = None, award: str = "") -> Plan:
    """A plan that is awaited."""
    told = {"award_id": award, "contract": "ZZEXMP-22-C-0107", "supplier": "Gannet Field Dining LLC (fictional)"}
    return Plan.open(by, office, told, {firm: "act"} if firm is not None else {}, at=AT)


def sent(case: Plan, by: Actor, text: str | bytes = SAMPLE, name: str = "plan_sample.txt", **told: Any) -> None:
    """The plan comes in."""
    case.move("receive", by, {"received_on": "2026-03-02", "paper_plan": paper(text, name), **told}, at=AT)
