"""What the search box finds of plans: by supplier, contract, award or number."""

from __future__ import annotations

from django.db.models import Q

from buyfair.web.core.actor import Actor
from buyfair.web.core.search import Hit
from buyfair.web.plans.models import Plan


def hits(actor: Actor, words: str, limit: int) -> list[Hit]:
    """The plans that this actor may see and that the words meet."""
    met = (
        Q(supplier__icontains=words)
        | Q(contract__icontains=words)
        | Q(award_id__icontains=words)
        | Q(reference__icontains=words)
    )
    return [
        Hit(p.title, p.get_absolute_url(), "Plans", f"{p.reference}, {p.stands.label.lower()}")
        for p in Plan.objects.seen_by(actor).filter(met).order_by("-pk")[:limit]
    ]
