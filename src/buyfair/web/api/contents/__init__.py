"""What a case of each subject holds, as its page tells it: one file for each kind, each with a shape of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from ninja import Field

from buyfair.web.api.contents import acquisition, certificate, clause_audit, lead, plan, risk, waiver
from buyfair.web.api.contents.acquisition import AcquisitionContent
from buyfair.web.api.contents.certificate import CertificateContent
from buyfair.web.api.contents.clause_audit import ClauseAuditContent
from buyfair.web.api.contents.lead import LeadContent
from buyfair.web.api.contents.plan import PlanContent
from buyfair.web.api.contents.risk import RiskContent
from buyfair.web.api.contents.waiver import WaiverContent
from buyfair.web.casework.models import Case
from buyfair.web.core.actor import Actor

Content = Annotated[
    AcquisitionContent | CertificateContent | ClauseAuditContent | LeadContent | PlanContent | RiskContent | WaiverContent,
    Field(discriminator="kind"),
]
"""Told apart by `kind`, which is that of the case."""
CONTENTS: Mapping[str, Callable[[Case, Actor], dict[str, Any]]] = {
    "acquisition": acquisition.content, "certificate": certificate.content, "clause_audit": clause_audit.content,
    "lead": lead.content, "plan": plan.content, "risk": risk.content, "waiver": waiver.content,
}  # fmt: skip


def content_of(case: Case, actor: Actor) -> dict[str, Any] | None:
    """What a case holds, as far as this actor may see it; None for a subject that was added from outside."""
    found = CONTENTS.get(case.kind)
    return found(case, actor) if found is not None else None
