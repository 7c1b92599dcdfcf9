"""Gets what an address names, as far as the one who asks may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from buyfair.web.casework import confined
from buyfair.web.casework.models import Case, Document
from buyfair.web.casework.table import Move
from buyfair.web.core.actor import Actor


@dataclass(frozen=True)
class CaseMove:
    """A case and one of the moves of its flow."""

    case: Case
    move: Move


def find_case(actor: Actor, **keys: Any) -> Case | None:
    """The case of the number `reference`."""
    found: Case | None = Case.objects.find(actor, keys["reference"])
    return found


def find_move(actor: Actor, **keys: Any) -> CaseMove | None:
    """The case of the number `reference`, where its flow knows the `move`."""
    case = find_case(actor, **keys)
    row = case.flow.move(keys["move"]) if case is not None else None
    return CaseMove(case, row) if case is not None and row is not None else None


def find_document(actor: Actor, **keys: Any) -> Document | None:
    """The document `number`, where it is still there, of the case of the number `reference`."""
    case, number = find_case(actor, **keys), keys["number"]
    if case is None or number > 2**62:
        return None
    mine = confined.documents(case, actor).select_related("content")
    return mine.filter(pk=number, content__isnull=False).first()
