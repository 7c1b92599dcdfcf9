"""Of which planned purchase a text that is on file can be said to be the contract, and which texts a purchase can be given."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from buyfair.web.audits.beside import keys
from buyfair.web.audits.flow import FACTS_OF, NO_PURCHASE, TYING
from buyfair.web.audits.models import HEAVY, ContractText
from buyfair.web.core.actor import Actor
from buyfair.web.core.purchases import Purchase, purchases_of

MOST = 200
"""Purchases, or texts, in a list to choose from."""


def can_be_tied(text: ContractText) -> bool:
    """Whether it stands where a text is tied at all: not closed, not taken back."""
    return f"tie_{text.state}" in TYING


def move_of(text: ContractText) -> str:
    """The move that ties a text, by where it stands; of one that stands nowhere fit, a move that says so when it is tried."""
    return f"tie_{text.state}" if can_be_tied(text) else "tie_checked"


def offered(text: ContractText, actor: Actor) -> dict[str, Any] | None:
    """What the form on the page of a text offers; None where this person cannot make the move now.

    The purchase whose award bears the number of the text comes chosen.
    """
    if text.part_for(actor, move_of(text)) is None:
        return None
    every = purchases_of(actor, text.organization_id, MOST)
    alike = (p.reference for p in every if p.award_id and text.number_key in keys(p.award_id))
    choices = [p for p in every if p.reference != text.purchase]
    return {"purchases": choices, "likely": next(alike, ""), "full": len(every) == MOST, "facts_of": FACTS_OF.choices,
            "facts_help": FACTS_OF.help, "none": NO_PURCHASE}  # fmt: skip


def free(actor: Actor, of: Purchase) -> QuerySet[ContractText]:
    """The texts of the purchase's office that can be tied to it now, the newest first."""
    states = [name.removeprefix("tie_") for name in TYING]
    found = ContractText.objects.seen_by(actor).filter(organization=of.organization, state__in=states)
    free = found.exclude(purchase=of.reference).select_related("last").defer(*HEAVY)
    return free.order_by("-opened_at", "-pk")[:MOST]
