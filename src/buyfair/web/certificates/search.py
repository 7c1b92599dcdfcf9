"""What the search box finds of certificates: by supplier, contract, award, signer or number."""

from __future__ import annotations

from django.db.models import Q

from buyfair.web.certificates.models import Certificate
from buyfair.web.core.actor import Actor
from buyfair.web.core.search import Hit


def hits(actor: Actor, words: str, limit: int) -> list[Hit]:
    """The certificates that this actor may see and that the words meet."""
    met = Q()
    for name in ("supplier", "contract", "award_id", "reference", "signed_by"):
        met |= Q(**{f"{name}__icontains": words})
    return [
        Hit(c.title, c.get_absolute_url(), "Certificates", f"{c.reference}, {c.stands.label.lower()}")
        for c in Certificate.objects.seen_by(actor).filter(met).order_by("-pk")[:limit]
    ]
