"""The solicitation package of one purchase as a copy for the file: text, Word and PDF, with its versions at the foot."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from buyfair.cards.dossier_file_parts import Part
from buyfair.cards.dossier_file_pdf import paper_of
from buyfair.cards.dossier_file_text import text_of
from buyfair.cards.dossier_file_word import word_of
from buyfair.cards.package_parts import foot, parts, title

Document = Mapping[str, Any]
SUBJECT = "Solicitation package of one purchase"


def package_text(document: Document, day: date) -> str:
    """The package as text of at most 100 columns; the same document and day give the same text."""
    return text_of(title(document), parts(document), foot(document, day))


def package_docx(document: Document, day: date) -> bytes:
    """The package as a Word document; the same document and day give the same bytes."""
    return word_of(title(document), SUBJECT, day, parts(document), foot(document, day))


def package_pdf(document: Document, day: date) -> bytes:
    """The package as a tagged PDF (PDF/UA-1); the same document and day give the same bytes.

    Raises: MachineError if the pages cannot be set.
    """
    held: list[Part] = list(parts(document))
    return paper_of(title(document), held, foot(document, day))
