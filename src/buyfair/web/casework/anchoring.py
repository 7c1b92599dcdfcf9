"""The daily anchor: one hash over the last event of every case, so that whoever keeps it can tell of changes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from buyfair.web.casework import chain
from buyfair.web.casework.confined import shown
from buyfair.web.casework.models import Anchor, AnchoredHead, Case


def anchored(day: date, at: datetime) -> Anchor | None:
    """Anchors a day; None where the day is anchored already, or one after it is."""
    with transaction.atomic():
        last = Anchor.objects.select_for_update().order_by("-day").first()
        if last is not None and last.day >= day:
            return None
        heads = heads_now()
        before = heads_at(last)
        over = chain.root(heads)
        previous = last.hash if last is not None else chain.NOTHING_BEFORE
        found = Anchor(day=day, at=at, cases=len(heads), root=over, previous=previous,
                       hash=chain.anchor_hash(previous, day.isoformat(), len(heads), over))  # fmt: skip
        found.save()
        changed = [head for head in heads if before.get(head[0]) != head]
        AnchoredHead.objects.bulk_create(
            AnchoredHead(anchor=found, reference=r, number=n, hash=h) for r, n, h in changed
        )
    return found


def heads_now() -> list[chain.Head]:
    """The last event of every case, as the cases tell it, in one look."""
    return [(r, n, h) for r, n, h in Case.objects.values_list("reference", "version", "head")]


def heads_at(anchor: Anchor | None) -> dict[str, chain.Head]:
    """The last event of every case as that anchor saw it."""
    if anchor is None:
        return {}
    rows = AnchoredHead.objects.filter(anchor__day__lte=anchor.day).order_by("anchor__day", "pk")
    return {r: (r, n, h) for r, n, h in rows.values_list("reference", "number", "hash")}


def proof(case: Case) -> dict[str, Any] | None:
    """How a case hangs below the last anchor, without telling of any other case; None where it was never anchored."""
    anchor = Anchor.objects.order_by("-day").first()
    heads = heads_at(anchor)
    if anchor is None or case.reference not in heads:
        return None
    head = heads[case.reference]
    return {
        "day": anchor.day.isoformat(), "cases": anchor.cases, "root": anchor.root, "previous": anchor.previous,
        "hash": anchor.hash, "number": head[1], "path": chain.path(list(heads.values()), head),
    }  # fmt: skip


def ledger_of(case: Case, whole: bool = True) -> dict[str, Any]:
    """The events of a case with what they said, and its proof below the anchor: enough to verify without us.

    Not `whole`: what an event said is left out where some of it is confined, for its hash is over all of it.
    """
    events = []
    for event in case.events.select_related("payload").order_by("number"):
        told = {**event.hashed(case.reference), "hash": event.hash}
        gone = event.payload.destroyed or shown(case, event, whole)[1]
        told["payload"] = None if gone else {"salt": event.payload.salt, "body": event.payload.body}
        events.append(told)
    return {"case": case.reference, "state": case.state, "events": events, "anchor": proof(case)}
