"""The solicitation package of one purchase as a copy for the file."""

from __future__ import annotations

from buyfair.cards.package_parts import parts, title
from buyfair.cards.purchase_copy import PurchaseCopy

PACKAGE = PurchaseCopy("Solicitation package of one purchase", title, parts)
package_text, package_docx, package_pdf = PACKAGE.text, PACKAGE.docx, PACKAGE.pdf
