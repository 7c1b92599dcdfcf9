"""What the search box finds among leads: the name on awards, the listed party, or the number of the lead."""

from __future__ import annotations

from django.db.models import Q

from buyfair.cards.words import clean
from buyfair.web.core.actor import Actor
from buyfair.web.core.roles import BUYERS, OVERSIGHT
from buyfair.web.core.search import Hit
from buyfair.web.leads.models import Lead


def hits(actor: Actor, words: str, limit: int) -> list[Hit]:
    """Leads that bear all of the words in one of their strings. For buyers and oversight."""
    if not actor.roles & (BUYERS | OVERSIGHT):
        return []
    found = Lead.objects.seen_by(actor)
    for word in words.split():
        found = found.filter(Q(name__icontains=word) | Q(party__icontains=word) | Q(listed__icontains=word)
                             | Q(reference__iexact=word))  # fmt: skip
    return [_hit(lead) for lead in found.order_by("-score", "pk")[:limit]]


def _hit(lead: Lead) -> Hit:
    return Hit(lead.title, lead.get_absolute_url(), "Leads", f"{lead.stands.label}. {clean(lead.why)[:160]}")
