"""What is told of one purchase as a copy for the file: text, Word and PDF, with its versions at the foot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from buyfair.cards.dossier_file_parts import Part
from buyfair.cards.dossier_file_pdf import paper_of
from buyfair.cards.dossier_file_text import text_of
from buyfair.cards.dossier_file_word import word_of
from buyfair.cards.package_parts import foot

Document = Mapping[str, Any]


@dataclass(frozen=True)
class PurchaseCopy:
    """One kind of copy: what it is about, and what makes its title and its parts of a document."""

    subject: str
    title: Callable[[Document], str]
    parts: Callable[[Document], Iterable[Part]]
    foot: Callable[[Document, date], tuple[str, ...]] = foot

    def text(self, document: Document, day: date) -> str:
        """Text of at most 100 columns; the same document and day give the same text."""
        return text_of(self.title(document), self.parts(document), self.foot(document, day))

    def docx(self, document: Document, day: date) -> bytes:
        """A Word document; the same document and day give the same bytes."""
        return word_of(self.title(document), self.subject, day, self.parts(document), self.foot(document, day))

    def pdf(self, document: Document, day: date) -> bytes:
        """A tagged PDF (PDF/UA-1); the same document and day give the same bytes.

        Raises: MachineError if the pages cannot be set.
        """
        return paper_of(self.title(document), list(self.parts(document)), self.foot(document, day))
