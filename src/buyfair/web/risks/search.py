"""What the search box finds of the register: risks whose number, name or award bears the words."""

from __future__ import annotations

from django.db.models import Q

from buyfair.web.core.actor import Actor
from buyfair.web.core.search import Hit
from buyfair.web.risks.models import Risk

KIND = "Risk"
SHORTEST = 3


def hits(actor: Actor, words: str, limit: int) -> list[Hit]:
    """The risks that this actor may see which bear all of the words."""
    told = words.split()
    if len("".join(told)) < SHORTEST:
        return []
    found = Risk.objects.seen_by(actor)
    for word in told[:10]:
        found = found.filter(Q(reference__icontains=word) | Q(named__icontains=word) | Q(award_id__icontains=word))
    return [Hit(risk.title, risk.get_absolute_url(), KIND, _why(risk)) for risk in found.order_by("-pk")[:limit]]


def _why(risk: Risk) -> str:
    return f"{risk.reference}, {risk.stands.label.lower()}: {risk.response_label}"
