"""What of a case only the organization that owns it reads: fields, documents and comments that are left out for the others.

The event stands for everybody who may see the case; what it said within is left out, and that it was is told.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from buyfair.web.casework.deeds import said
from buyfair.web.casework.models import Case, Document, Event
from buyfair.web.casework.moving import BY_PROGRAM
from buyfair.web.core.actor import Actor


def reads(case: Case, actor: Actor) -> bool:
    """Whether this actor reads what is confined to the owner of the case."""
    return case.part_for(actor, "confined") is not None


def documents(case: Case, actor: Actor) -> QuerySet[Document]:
    """The documents of a case that this actor may have."""
    every: QuerySet[Document] = case.documents.all()
    return every if not case.flow.confined or reads(case, actor) else every.exclude(paper__in=case.flow.confined)


def shown(case: Case, event: Event, whole: bool) -> tuple[dict[str, Any] | None, bool]:
    """What an event said, without what is confined unless `whole`; and whether something was left out.

    None where what it said was destroyed.
    """
    found = said(event)
    if found is None or whole:
        return found, False
    if found.get("confined"):
        return {name: found[name] for name in (BY_PROGRAM,) if name in found}, True
    move = case.flow.move(event.move)
    hidden = {need.name for need in move.needs if getattr(need, "confined", False)} if move is not None else set()
    rest = dict(found)
    if "told" in found:
        rest["told"] = {name: value for name, value in found["told"].items() if name not in hidden}
    if "documents" in found:
        rest["documents"] = [each for each in found["documents"] if each["paper"] not in case.flow.confined]
    return rest, rest != found
