"""The tables of the engine: cases, their events, documents, deadlines, waivers, and what the ledger keeps of them."""

from __future__ import annotations

from buyfair.web.casework.models.case import Case, CaseParty, Numbering, wholes
from buyfair.web.casework.models.deadline import CalendarKey, Deadline, DigestSent
from buyfair.web.casework.models.document import Content, Document
from buyfair.web.casework.models.ledger import Anchor, AnchoredHead, Event, Payload, Refusal
from buyfair.web.casework.models.waiver import Waiver

__all__ = [
    "Anchor", "AnchoredHead", "CalendarKey", "Case", "CaseParty", "Content", "Deadline", "DigestSent", "Document", "Event",
    "Numbering", "Payload", "Refusal", "Waiver",
    "wholes",
]  # fmt: skip
