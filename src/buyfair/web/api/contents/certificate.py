"""What a certificate holds: which one, of whom, what was told of the paper on file, and what can be told from it."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Schema

from buyfair.web.api.shapes import Answer, Day
from buyfair.web.casework.models import Case
from buyfair.web.certificates.checks import checks, next_due, until
from buyfair.web.certificates.kinds import rule
from buyfair.web.certificates.models import TOLD, Certificate
from buyfair.web.core.actor import Actor
from buyfair.web.core.clock import today


class PaperOut(Schema):
    """What was told of the paper when it was filed last. `document` is its number among the documents of the case."""

    received_on: Day | None
    signed_by: str
    signer_role: str
    signed_on: Day | None
    text_version: str
    period_from: Day | None
    period_until: Day | None
    covers: str
    document: int | None


class PaperCheckOut(Schema):
    """One thing that was looked at on the paper; a yes does not say that what it certifies is true."""

    asked: str
    answer: Answer
    says: str


class CertificateContent(Schema):
    """A certificate that a supplier owes for a contract. `paper` is null where none was filed; `on_file`: it stands now.

    `rule` asks for it, `clause` holds its text, `means_not` says what having it does not mean.
    """

    kind: Literal["certificate"]
    what: Literal["before_award", "yearly", "child_labor", "subcontract"]
    what_label: str
    rule: str
    clause: str
    award_id: str | None
    contract: str
    supplier: str
    agency: str | None
    awarded_on: Day | None
    solicited_on: Day | None
    on_file: bool
    paper: PaperOut | None
    speaks_until: Day | None
    next_due: Day | None
    checks: list[PaperCheckOut]
    means_not: str


def content(of: Case, actor: Actor) -> dict[str, Any]:
    """As its page tells it, with the checks of today."""
    assert isinstance(of, Certificate)
    kind = of.kind_of
    return {
        "kind": "certificate", "what": of.what, "what_label": kind.label, "rule": kind.row, "clause": kind.clause,
        "award_id": of.award_id or None, "contract": of.contract, "supplier": of.supplier, "agency": of.agency or None,
        "awarded_on": of.awarded_on, "solicited_on": of.solicited_on, "on_file": of.on_file, "paper": _paper(of),
        "speaks_until": until(of), "next_due": next_due(of),
        "checks": [{"asked": c.asked, "answer": c.answer.value, "says": c.says} for c in checks(of, today())],
        "means_not": rule(kind.row).means_not,
    }  # fmt: skip


def _paper(of: Certificate) -> dict[str, Any] | None:
    if of.signed_on is None:
        return None
    told = {name: getattr(of, name) for name in TOLD if name in PaperOut.model_fields}
    return {**told, "document": of.document_id}
