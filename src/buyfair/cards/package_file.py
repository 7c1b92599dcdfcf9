"""The papers of the solicitation package of one purchase: the record for the file, and drafts of requests."""

from __future__ import annotations

from buyfair.cards.package_record import DRAFTS, RECORD

package_text, package_docx, package_pdf = RECORD.text, RECORD.docx, RECORD.pdf
drafts_docx = DRAFTS.docx
