"""What the register answers for many awards at a time: the response that stands, or that there is none yet."""

from __future__ import annotations

from collections.abc import Sequence

from buyfair.web.core.actor import Actor
from buyfair.web.core.answered import Answered
from buyfair.web.core.roles import Role
from buyfair.web.risks.about import About
from buyfair.web.risks.flow import FLOW, LEAD, OFFICER
from buyfair.web.risks.models import Risk

SEEING = frozenset(who.role for who in FLOW.sees)


def none_of(actor: Actor) -> str:
    """What is said of an award about which nothing stands: an office sees its own register alone, oversight every one."""
    return "no response yet" if Role.INSPECTOR_GENERAL in actor.roles else "your office has given no response"


def of_awards(actor: Actor, award_ids: Sequence[str]) -> dict[str, Answered]:
    """By award the response that stands; nothing at all for roles to whom the register is not open."""
    if not actor.roles & SEEING:
        return {}
    may_begin = bool(actor.roles & {LEAD, OFFICER})
    told = {a: Answered(none_of(actor), begins=About(a).begins if may_begin else "") for a in award_ids}
    seen = Risk.objects.seen_by(actor).filter(award_id__in=list(award_ids)).exclude(state="closed")
    for risk in seen.select_related("answerable").order_by("response", "pk"):
        owner = f", {risk.owned_by}" if risk.response else ""
        told[risk.award_id] = Answered(f"{risk.response_label}{owner}", risk.get_absolute_url())
    return told
