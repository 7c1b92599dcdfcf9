"""Gets what an address of contract texts names, as far as the one who asks may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from buyfair.web.audits.models import MOST_CHECKS, Batch, Check, ContractText
from buyfair.web.core.actor import Actor

LARGEST_KEY = 2**62


@dataclass(frozen=True)
class DraftOf:
    """A contract text, and the form in which its draft modification is asked for."""

    text: ContractText
    form: str


def text(actor: Actor, **keys: Any) -> ContractText | None:
    """The contract text of the number `reference`."""
    found: ContractText | None = ContractText.objects.find(actor, keys["reference"])
    return found


def batch(actor: Actor, **keys: Any) -> Batch | None:
    """The upload `key` of one of the actor's offices."""
    if keys["key"] > LARGEST_KEY:
        return None
    found: Batch | None = (
        Batch.objects.filter(pk=keys["key"], organization__in=actor.organizations).select_related("organization").first()
    )
    return found


def check(actor: Actor, **keys: Any) -> Check | None:
    """The check `number` of the contract text."""
    of, number = text(actor, **keys), keys["number"]
    if of is None or number > MOST_CHECKS:
        return None
    found: Check | None = of.checks.select_related("text").filter(number=number).first()
    return found


def draft(actor: Actor, **keys: Any) -> DraftOf | None:
    """The draft modification of the contract text in the form that is named."""
    of = text(actor, **keys)
    return None if of is None else DraftOf(of, keys["form"])
