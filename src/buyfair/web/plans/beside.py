"""What plans say beside an award: which is on file, or that the law asks for one and none is."""

from __future__ import annotations

from django.urls import reverse

from buyfair.cards.words import many
from buyfair.web import received
from buyfair.web.core.actor import Actor
from buyfair.web.core.beside import Beside, Held
from buyfair.web.core.roles import Role
from buyfair.web.plans.flow import FLOW
from buyfair.web.plans.models import Plan

ROW = "TIP-05"
SAYS = {
    "yes": "The law asks for a compliance plan here (TIP-05, FAR 52.222-50(h))",
    "unknown": "Whether the law asks for a compliance plan here cannot be told from the award data (TIP-05, FAR "
    "52.222-50(h))",
    "no": "As far as the award data tell, the law asks for no compliance plan here (TIP-05, FAR 52.222-50(h))",
    "": "What the law asks of this award could not be read (TIP-05, FAR 52.222-50(h))",
}


def of_award(actor: Actor, award_id: str) -> Beside | None:
    """The plans about an award that this actor may see, and the sentence about what is missing."""
    if not actor.roles & {who.role for who in FLOW.sees}:
        return None
    plans = list(Plan.objects.seen_by(actor).filter(award_id=award_id).order_by("-pk")[:20])
    held = tuple(
        Held(f"Compliance plan {p.reference}", p.get_absolute_url(), p.stands.label, _says(p, actor)) for p in plans
    )
    begins = Role.CONTRACTING_OFFICER in actor.roles and all(p.stands.ends for p in plans)
    begin = ("Ask for the plan of this award", f"{reverse('plan_new')}?award={received.quoted(award_id)}")
    running = sum(not p.stands.ends for p in plans)
    return Beside("Compliance plan", _answer(award_id, running), held, begin if begins else None)


def _answer(award_id: str, running: int) -> str:
    told = received.duties(award_id)
    asked = SAYS["" if told is None else told.answers.get(ROW, "no")]
    if not running:
        return f"{asked}; none is on file."
    return f"{asked}; {running} on file or awaited. Whether a plan is kept is seen at the site, not here."


def _says(plan: Plan, actor: Actor) -> str:
    if not plan.verdict:
        return "Nothing came in yet."
    if not plan.on_file:
        return "A plan is awaited again."
    if not plan.read_by(actor) and plan.state not in ("returned", "accepted"):
        return "The office did not answer yet."
    found = {"no": f"found {many(plan.gaps or 0, 'gap')}", "unknown": "could not tell everything"}
    return f"Its review {found.get(plan.verdict, 'found no gap')}."
