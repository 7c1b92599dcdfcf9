"""What the register says beside an award: the response that stands, or that there is none yet."""

from __future__ import annotations

from buyfair.web.core.actor import Actor
from buyfair.web.core.beside import Beside, Held
from buyfair.web.risks.about import About
from buyfair.web.risks.answered import SEEING, none_of
from buyfair.web.risks.flow import LEAD, OFFICER
from buyfair.web.risks.models import Risk

TITLE = "Risk register"


def of_award(actor: Actor, award_id: str) -> Beside | None:
    """The risks about this award that the actor may see; None where the register is not open to the actor's roles."""
    if not actor.roles & SEEING:
        return None
    seen = Risk.objects.seen_by(actor).filter(award_id=award_id).select_related("answerable").order_by("pk")
    found = list(seen)
    begin = ("Open a risk about this award", About(award_id).begins) if actor.roles & {LEAD, OFFICER} else None
    if not found:
        none = none_of(actor)
        return Beside(TITLE, f"{none[:1].upper()}{none[1:]}: this award is not in the risk register.", (), begin)
    standing = [risk for risk in found if risk.state != "closed"]
    return Beside(TITLE, _says(standing), tuple(_held(risk) for risk in found), None if standing else begin)


def _says(standing: list[Risk]) -> str:
    """The answer in one sentence."""
    answered = [risk for risk in standing if risk.response]
    if answered:
        return f"{answered[0].response_label}: {answered[0].owned_by}."
    return "In the risk register, with no response yet." if standing else "What stood in the register about it is closed."


def _held(risk: Risk) -> Held:
    return Held(f"{risk.reference}: {risk.response_label}", risk.get_absolute_url(), risk.stands.label, _awaited(risk))


def _awaited(risk: Risk) -> str:
    """What is awaited by which day; nothing where no day stands."""
    if risk.state == "reviewed" and risk.next_review:
        return f"Next review on {risk.next_review.isoformat()}"
    return f"To be done by {risk.due.isoformat()}" if risk.due and risk.state in ("responded", "told") else ""
