"""What pledges say beside an award: those whose site is called as the award is."""

from __future__ import annotations

from buyfair.web.core.actor import Actor
from buyfair.web.core.beside import Beside, Held
from tiny_subject.models import Pledge


def of_award(actor: Actor, award_id: str) -> Beside | None:
    """The pledges that this actor may see; nothing where the award was never spoken of."""
    seen = Pledge.objects.seen_by(actor).filter(site=award_id).order_by("reference")
    held = tuple(Held(p.title, p.get_absolute_url(), p.stands.label) for p in seen)
    return Beside("Pledges", f"{len(held)} pledged.", held) if held else None
