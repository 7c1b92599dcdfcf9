"""Which batches somebody sees: those of the organizations that they lead the portfolio of; an administrator sees all."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from buyfair.web.award_files.models import AwardFile, Batch
from buyfair.web.core.actor import Actor
from buyfair.web.core.models import Organization
from buyfair.web.core.roles import Role

MAY = frozenset({Role.PORTFOLIO_LEAD, Role.ADMINISTRATOR})
"""Who brings award files and decides what is shown."""
ACROSS = frozenset({Role.ADMINISTRATOR})


def offices(actor: Actor) -> QuerySet[Organization]:
    """The organizations that somebody may bring files for."""
    keys = {organization for role, organization in actor.parts if role in MAY}
    return Organization.objects.filter(pk__in=keys).order_by("name")


def batches(actor: Actor) -> QuerySet[Batch]:
    """The batches that somebody sees."""
    found = Batch.objects.select_related("by", "organization")
    if actor.roles & ACROSS:
        return found
    return found.filter(organization__in=[organization for role, organization in actor.parts if role in MAY])


def batch(actor: Actor, **keys: Any) -> Batch | None:
    """The batch of this key, if the actor may see it."""
    key = int(keys["key"])
    found: Batch | None = batches(actor).filter(pk=key).first() if key < 2**63 else None
    return found


def files(office: Organization | None) -> QuerySet[AwardFile]:
    """The files that an organization has brought."""
    return AwardFile.objects.filter(organization=office).select_related("by")
