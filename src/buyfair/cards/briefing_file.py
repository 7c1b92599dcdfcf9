"""The risk briefing of one purchase as a copy for the file."""

from __future__ import annotations

from buyfair.cards.briefing_parts import parts, title
from buyfair.cards.purchase_copy import PurchaseCopy

BRIEFING = PurchaseCopy("Risk briefing of one purchase", title, parts)
briefing_text, briefing_docx, briefing_pdf = BRIEFING.text, BRIEFING.docx, BRIEFING.pdf
