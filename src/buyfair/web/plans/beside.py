"""What plans say beside an award: which is on file, or that the law asks for one and none is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from buyfair.cards.dossier_on_file import Filed, Noted
from buyfair.cards.words import long_day, many
from buyfair.web import received
from buyfair.web.core.actor import Actor
from buyfair.web.core.beside import Beside, Held
from buyfair.web.core.roles import Role
from buyfair.web.plans.flow import FLOW
from buyfair.web.plans.models import Plan, PlanVersion

ROW = "TIP-05"
SHOWN = 20
"""How many plans are named one by one; the newest first."""
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
    last = PlanVersion.objects.filter(plan=OuterRef("pk")).order_by("-number").values("received_on")[:1]
    found = Plan.objects.seen_by(actor).filter(award_id=award_id).annotate(came_in=Subquery(last)).order_by("-pk")
    plans = list(found.prefetch_related("deadlines"))
    held = tuple(
        Held(f"Compliance plan {p.reference}", p.get_absolute_url(), p.stands.label, _says(p, actor)) for p in plans[:SHOWN]
    )
    begins = Role.CONTRACTING_OFFICER in actor.roles and all(p.stands.ends for p in plans)
    begin = ("Ask for the plan of this award", f"{reverse('plan_new')}?award={received.quoted(award_id)}")
    running = sum(not p.stands.ends for p in plans)
    filed = tuple(Filed(ROW, _filed(p, p.came_in, actor)) for p in plans)
    noted = tuple(each for p in plans for each in _noted(p))
    return Beside(
        "Compliance plan", _answer(award_id, running), held, begin if begins else None, (ROW,), filed, noted
    )


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


def _filed(plan: Plan, came_in: date | None, actor: Actor) -> str:
    """What the duty says of it: what came in on which day and how it stands, or that nothing did."""
    stands = plan.stands.label.lower()
    if came_in is None:
        return f"Nothing is on file: {plan.reference}, {stands}."
    received = f"plan received {long_day(came_in.isoformat())}"
    if not plan.on_file:
        return f"Nothing that stands is on file: {received}, now {stands} again ({plan.reference})."
    return f"On file: {received}, {stands} ({plan.reference}). {_says(plan, actor)}"


def _noted(plan: Plan) -> Iterator[Noted]:
    for deadline in plan.deadlines.all():
        if deadline.ended_by_id is None and not plan.stands.ends:
            yield Noted(ROW, deadline.due, deadline.what, plan.reference)
