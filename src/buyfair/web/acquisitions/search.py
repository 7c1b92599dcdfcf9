"""What the search box finds among planned purchases: those that the actor may see, by their words or number."""

from __future__ import annotations

from django.db.models import Q

from buyfair.web.acquisitions.models import Acquisition
from buyfair.web.core.actor import Actor
from buyfair.web.core.search import Hit


def hits(actor: Actor, words: str, limit: int) -> list[Hit]:
    """Purchases whose name, number, award or supplier holds the words."""
    if not actor.known:
        return []
    met = (
        Q(name__icontains=words)
        | Q(reference__icontains=words)
        | Q(supplier__icontains=words)
        | Q(award_id__iexact=words)
    )
    rows = Acquisition.objects.seen_by(actor).filter(met).order_by("-opened_at", "-pk")[:limit]
    return [Hit(f"{row.title} ({row.reference})", row.get_absolute_url(), "Acquisitions", f"stands at: {row.stands.label}")
            for row in rows]  # fmt: skip
