"""Gets what an address of contract texts names, as far as the one who asks may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from buyfair.web.audits.models import LACKS, MOST_CHECKS, Batch, Check, ContractText
from buyfair.web.core.actor import Actor

LARGEST_KEY = 2**62


@dataclass(frozen=True)
class DraftOf:
    """A contract text, and the form in which its draft modification is asked for."""

    text: ContractText
    form: str


@dataclass(frozen=True)
class DraftOfBatch:
    """An upload, and the form in which one draft over all of its texts is asked for."""

    batch: Batch
    form: str

    @property
    def organization_id(self) -> int:
        """The office whose upload it is."""
        return int(self.batch.organization_id)


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


def batch_draft(actor: Actor, **keys: Any) -> DraftOfBatch | None:
    """The draft over all texts of an upload in the form that is named."""
    of = batch(actor, **keys)
    return None if of is None else DraftOfBatch(of, keys["form"])


def lacking(of: Batch, actor: Actor) -> QuerySet[ContractText]:
    """Those texts of an upload whose last check found something missing and is still kept, as far as the actor sees them."""
    found: QuerySet[ContractText] = ContractText.objects.seen_by(actor).filter(LACKS, pk__in=of.files.values("text"))
    return found.exclude(last__result="")


def drafted(of: Batch, actor: Actor) -> list[ContractText]:
    """The same, with their results, in the order of the upload's files."""
    order = dict(of.files.exclude(text=None).order_by("-number").values_list("text", "number"))
    return sorted(lacking(of, actor).select_related("last"), key=lambda one: order[one.pk])
