"""What a compliance plan holds: whose, for which contract, and each version that came in with the review of it."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Schema

from buyfair.web.api.shapes import Day
from buyfair.web.api.shapes_law import ReviewOut
from buyfair.web.casework.models import Case
from buyfair.web.core.actor import Actor
from buyfair.web.plans.models import GONE, Plan, PlanVersion

NOT_YET = "The office did not answer this version yet; its review is told once it did."


class PlanVersionOut(Schema):
    """A version that came in. Where `review` and `told` are null, `left_out` says why; `letter`: what went out about it."""

    number: int
    received_on: Day
    document: int
    work_document: int | None
    told: dict[str, str] | None
    review: ReviewOut | None
    left_out: str | None
    letter: str | None
    letter_sent_on: Day | None


class PlanContent(Schema):
    """A plan that is asked for. `document` of a version is a number among the documents of the case."""

    kind: Literal["plan"]
    award_id: str | None
    contract: str
    supplier: str
    versions: list[PlanVersionOut]


def content(of: Case, actor: Actor) -> dict[str, Any]:
    """As its page tells it: to the supplier no review before a person of the office answered."""
    assert isinstance(of, Plan)
    every, rows = of.read_by(actor), of.versions.select_related("document__event")
    return {"kind": "plan", "award_id": of.award_id or None, "contract": of.contract, "supplier": of.supplier,
            "versions": [_version(row, every) for row in rows]}  # fmt: skip


def _version(of: PlanVersion, every: bool) -> dict[str, Any]:
    left_out = GONE if of.destroyed else None if every or of.answered else NOT_YET
    shown = left_out is None
    return {
        "number": of.number, "received_on": of.received_on, "document": of.document_id, "work_document": of.work_document_id,
        "told": of.told if shown else None, "review": of.document_of_review if shown else None, "left_out": left_out,
        "letter": of.letter or None, "letter_sent_on": of.sent_on,
    }  # fmt: skip
