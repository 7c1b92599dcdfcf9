"""Made-up plans in every state for a demonstration: awaited, received, returned, mended and accepted, closed."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

from django.db import transaction

from buyfair.web.casework.clocks import actor_for
from buyfair.web.core.actor import Actor
from buyfair.web.core.clock import day_of, now
from buyfair.web.core.models import Organization, User
from buyfair.web.plans.models import Plan
from buyfair.web.plans.views import drafted

VAGUE = "We are careful in choosing suppliers and expect them to obey all laws.\n"
KEPT = (
    "To prevent trafficking at any tier and of any dollar value, each agent and subcontractor signs the rules of this plan\n"
    "before it starts. Ms. Warsame monitors Annapurna Placement and the laundry Blue Heron Wash: every March and September\n"
    "she visits them, speaks to their workers alone, and reports to the contracting officer. On 2022-11-14 she detected\n"
    "that the laundry had kept passports, and we terminated its contract on 2022-11-18. Any agent, subcontractor or\n"
    "employee found engaging in trafficking is terminated.\n"
)
SPOKEN, ANSWERED = "Nobody who speaks up", "Each report is answered within five days. Nobody who speaks up"
AWARDS = (
    ("CONT_AWD_ZZ19AQ25F00000058_1900_ZZ19AQ24D00000000_1900", "ZZ19AQ25F00000058",
     "Example Copper José Base Services (fictional)"),
    ("CONT_AWD_ZZN00125C00001292_1700_-NONE-_-NONE-", "ZZN00125C00001292",
     "Example Kestrel Gate Base Services (fictional)"),
    ("CONT_AWD_ZZFA4825C00000038_5700_-NONE-_-NONE-", "ZZFA4825C00000038",
     "Example Harbor Lane Base Services (fictional)"),
    ("CONT_AWD_ZZN00124F00000464_1700_ZZN00124D00000420_1700", "ZZN00124F00000464",
     "Example Beacon Hollow Base Services (fictional)"),
    ("CONT_AWD_ZZ19AQ25C00000413_1900_-NONE-_-NONE-", "ZZ19AQ25C00000413",
     "Example Beacon Park Base Services (fictional)"),
)  # fmt: skip
"""Awards of the bundled sample that the law asks a plan of."""


@transaction.atomic
def fill() -> None:
    """One plan in each state, where none is there yet."""
    if Plan.objects.exists():
        return
    by, firm = _actor("officer"), Organization.objects.get(name="Example Heron Supply (fictional)")
    for n, stage in enumerate(("awaited", "received", "returned", "accepted", "closed")):
        _plan(by, firm, AWARDS[n], stage, now() - timedelta(days=40))


def _actor(account: str) -> Actor:
    return actor_for(User.objects.get(username=account))


def _plan(by: Actor, firm: Organization, award: tuple[str, str, str], stage: str, at: datetime) -> None:
    owner = Organization.objects.get(pk=sorted(by.organizations)[0])
    award_id, contract, supplier = award
    told = {"award_id": award_id, "contract": contract, "supplier": supplier}
    case = Plan.open(by, owner, told, {firm: "act"}, at=at)
    case.move("ask", by, {"send_by": day_of(now() + timedelta(days=5))}, at=at)
    if stage == "awaited":
        return
    if stage == "closed":
        case.move("close", by, {}, "The contract was ended before work began.", at=at)
        return
    _received(case, by, at + timedelta(days=22), text(contract, supplier))
    if stage in ("returned", "accepted"):
        case = Plan.objects.get(pk=case.pk)
        version = case.last
        assert version is not None
        letter = {"letter": drafted(version), "answer_by": day_of(now() + timedelta(days=10))}
        case.move("hand_back", by, letter, at=at + timedelta(days=24))
    if stage == "accepted":
        _received(case, by, at + timedelta(days=35), text(contract, supplier, mended=True))
        case.move("accept", by, {}, "Each part was read against the contract; the visit of May will see whether it is kept.",
                  at=at + timedelta(days=36))  # fmt: skip


def _received(case: Any, by: Actor, at: datetime, written: str) -> None:
    file = io.BytesIO(written.encode())
    file.name = "compliance-plan-fictional.txt"
    case.move("receive", by, {"received_on": day_of(at), "paper_plan": file}, at=at)


def text(contract: str, supplier: str, *, mended: bool = False) -> str:
    """The bundled sample as the plan of this supplier, as it came first or as it was mended."""
    plan = (files("buyfair.samples") / "plan_sample.txt").read_text("utf-8")
    plan = plan.replace("Gannet Field Dining LLC (fictional)", supplier).replace("Gannet Field Dining LLC", supplier)
    plan = plan.replace("ZZEXMP-22-C-0107", contract)
    return plan.replace(VAGUE, KEPT).replace(SPOKEN, ANSWERED) if mended else plan
