"""What planned purchases say beside an award: the purchase from which it came."""

from __future__ import annotations

from buyfair.web.acquisitions.models import Acquisition
from buyfair.web.core.actor import Actor
from buyfair.web.core.beside import Beside, Held
from buyfair.web.core.roles import BUYERS, Role


def of_award(actor: Actor, award_id: str) -> Beside | None:
    """The purchase that names this award, if the actor may see it; nothing for roles that plan none."""
    if not actor.roles & (BUYERS | {Role.INSPECTOR_GENERAL}):
        return None
    rows = Acquisition.objects.seen_by(actor).filter(award_id=award_id).order_by("reference") if award_id else []
    held = tuple(Held(f"{c.title} ({c.reference})", c.get_absolute_url(), c.stands.label, _says(c)) for c in rows)
    says = (
        "This award came from a purchase that was planned here."
        if held
        else "No purchase planned here names this award."
    )
    return Beside("Acquisition", says, held)


def _says(case: Acquisition) -> str:
    return f"solicited on {case.solicited_on}; the package is kept as it was" if case.solicited_on else ""
