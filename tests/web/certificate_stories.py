"""What the stories of certificates share: one that is due, and one that was filed with what a story tells of it."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

from buyfair.web.certificates.models import Certificate
from buyfair.web.core.actor import Actor
from buyfair.web.core.clock import today
from buyfair.web.core.models import Organization

AT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
TEXT = b"CERTIFICATION (fictional). We have implemented a compliance plan. Signed, R. Heron, President."


def paper(name: str = "certificate.txt", content: bytes = TEXT) -> Any:
    """A file as it is uploaded."""
    file = io.BytesIO(content)
    file.name = name
    return file


def due(
    by: Actor, office: Organization, firm: Organization | None = None, what: str = "yearly", **told: Any
) -> Certificate:
    """A certificate of which nothing is on file."""
    told = {
        "award_id": "", "contract": "ZZEXMP-25-C-0100", "supplier": "Heron Supply (fictional)", "what": what,
        "awarded_on": date(2025, 11, 20), "solicited_on": date(2025, 6, 15), **told,
    }  # fmt: skip
    return Certificate.open(by, office, told, {firm: "act"} if firm is not None else {}, at=AT)


def filing(**told: Any) -> dict[str, Any]:
    """What is told of a certificate with nothing against it."""
    return {
        "received_on": "2026-11-12", "signed_by": "R. Heron", "signer_role": "President", "signed_on": "2026-11-10",
        "text_version": "52.222-50 NOV 2021", "solicited_on": "2025-06-15", "awarded_on": "2025-11-20",
        "paper_certificate": paper(), **told,
    }  # fmt: skip


def relying(**told: Any) -> dict[str, Any]:
    """What relying on it needs."""
    due_on = str(today() + timedelta(days=355))
    return {"checked": "Signature and text.", "known": "Nothing.", "not_false": "on", "next_due": due_on, **told}
