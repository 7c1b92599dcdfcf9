"""What leads say beside an award: each name on it that a listed party could be, and where the question stands."""

from __future__ import annotations

from buyfair.cards.leads import LEAD
from buyfair.cards.words import clean, many
from buyfair.web.core.actor import Actor
from buyfair.web.core.beside import Beside, Held
from buyfair.web.core.roles import BUYERS, OVERSIGHT
from buyfair.web.leads.flow import DECIDED
from buyfair.web.leads.models import Lead, OnAward

NONE = (
    "No name on this award was brought in as a lead. That is not the same as safe: lists hold what their issuers could "
    "identify."
)


def of_award(actor: Actor, award_id: str) -> Beside | None:
    """The leads on this award that this actor may see: one look."""
    if not actor.roles & (BUYERS | OVERSIGHT):
        return None
    on = OnAward.objects.filter(award_id=award_id).values("lead")
    found = list(Lead.objects.seen_by(actor).filter(pk__in=on).order_by("-score", "pk"))
    if not found:
        return Beside("Leads to decide", NONE)
    waits = sum(lead.state not in DECIDED for lead in found)
    says = f"{many(len(found), 'lead')} on this award, {waits:,} not decided yet. {LEAD}"
    return Beside("Leads to decide", says, tuple(map(_held, found)))


def _held(lead: Lead) -> Held:
    says = f"{lead.list_id}, edition {clean(lead.edition)}, score {lead.score:.3f}."
    return Held(lead.title, lead.get_absolute_url(), lead.stands.label, says)
