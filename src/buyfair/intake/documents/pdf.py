"""Reads a PDF by the places of its words; pages that are pictures are named, never passed over in silence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from buyfair.intake.documents.boxes import boxed
from buyfair.intake.documents.kinds import EXPECTED, PICTURE, damaged
from buyfair.intake.documents.layout import Laid, laid, runs_on
from buyfair.intake.documents.lines import lines_of
from buyfair.intake.documents.pdf_fields import fields_of
from buyfair.intake.documents.pdf_rules import Drawn, Rule, drawn_on
from buyfair.intake.documents.pdf_words import Layer, Word, layers_of
from buyfair.intake.documents.running import Page, without_running
from buyfair.intake.documents.unread import NOT_READ
from buyfair.terms.document import WrittenLine
from buyfair.terms.errors import InputRefusedError, refuse

MAX_PAGES = 3000
TROUBLES = {
    "picture": "a picture without text; run text recognition (OCR) over it",
    "letters": "the file does not tell what its letters mean; run text recognition (OCR) over it",
    "damaged": "damaged; fetch the file again",
}
FEW_WORDS = 40
"""A page with fewer words whose larger part is a picture is a scan with a stamp."""


class Sheet(NamedTuple):
    """One page as read: its main lines, lines that run another way, drawn rules, and what was wrong with it."""

    page: Page
    beside: list[list[Laid]]
    rules: list[Rule]
    trouble: str = ""


def read_pdf(name: str, content: bytes) -> tuple[list[WrittenLine], int, list[str]]:
    """Lines in reading order with their pages, and notes on pages of which the text could not be told.

    Raises: InputRefusedError for a locked, damaged or far too long PDF, and for one without any text.
    """
    try:
        with closing(pdfium.PdfDocument(content)) as pdf:
            count = len(pdf)
            if count > MAX_PAGES:
                raise refuse(f"{name} has {count:,} pages", f"at most {MAX_PAGES:,}", "part it and give its parts")
            if count == 0:
                raise damaged(name, "a PDF with pages")
            sheets = list(_sheets(pdf, name))
    except pdfium.PdfiumError as problem:
        raise _closed(name, problem) from problem
    notes = [*without_running([sheet.page for sheet in sheets]), *_troubles(name, sheets)]
    return _numbered(sheets), count, notes


def _closed(name: str, problem: pdfium.PdfiumError) -> InputRefusedError:
    if problem.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
        return refuse(f"{name} is locked with a password", EXPECTED, "open it with the password and save it without one")
    return damaged(name, "a whole PDF")


def _sheets(pdf: pdfium.PdfDocument, name: str) -> Iterator[Sheet]:
    kind = pdf.get_formtype()
    if kind == raw.FORMTYPE_XFA_FULL:
        raise refuse(f"{name} is a form that only Adobe Reader draws (XFA)", EXPECTED, "open it there and print it to PDF")
    if kind != raw.FORMTYPE_NONE:
        pdf.init_forms()
    form = pdf.formenv
    for at in range(len(pdf)):
        try:
            page = pdf[at]
        except pdfium.PdfiumError:
            yield Sheet(Page(at + 1, [], 0, 1), [], [], "damaged")
            continue
        try:
            yield _sheet(page, form, at + 1)
        except pdfium.PdfiumError:
            yield Sheet(Page(at + 1, [], 0, 1), [], [], "damaged")
        finally:
            page.close()


def _sheet(page: pdfium.PdfPage, form: pdfium.PdfFormEnv | None, number: int) -> Sheet:
    with closing(page.get_textpage()) as text:
        layers = layers_of(page, text)
    main = layers[0] if layers else Layer(0, [], 0.0, page.get_height())
    words = main.words + fields_of(page, form, main.words, main.turn)
    drawn = drawn_on(page, main.turn) if words else Drawn([], [])
    rows, free = boxed(words, drawn, main.high - main.low)
    lines = sorted([*lines_of(free), *rows], key=lambda line: -line.base)
    beside = [laid(lines_of(layer.words), ()) for layer in layers[1:]]
    return Sheet(Page(number, lines, main.low, main.high), beside, drawn.rules, _trouble(page, words))


def _trouble(page: pdfium.PdfPage, words: Sequence[Word]) -> str:
    """What hides the text of a page: it is a picture, or its letters have no meaning that a reader could know."""
    if len(words) < FEW_WORDS and _pictured(page, most=bool(words)):
        return "picture"
    letters = "".join(word.text for word in words)
    unknown = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" for c in letters)
    return "letters" if unknown > 0.3 * len(letters) else ""


def _pictured(page: pdfium.PdfPage, most: bool) -> bool:
    """Whether a page bears a picture; with `most`, one that takes up half of it."""
    whole = page.get_width() * page.get_height()
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        left, bottom, right, top = thing.get_bounds()
        if not most or (right - left) * (top - bottom) > whole / 2:
            return True
    return False


def _troubles(name: str, sheets: Sequence[Sheet]) -> list[str]:
    """One note per kind of trouble, naming the pages.

    Raises: InputRefusedError where no page has a text.
    """
    bare = not any(sheet.page.lines or any(sheet.beside) for sheet in sheets)
    if bare and all(sheet.trouble == "damaged" for sheet in sheets):
        raise damaged(name, "a whole PDF")
    if bare:
        raise refuse(f"{name} has no text: its pages are pictures or empty", EXPECTED, PICTURE)
    notes: list[str] = []
    for trouble, why in TROUBLES.items():
        pages = [str(sheet.page.number) for sheet in sheets if sheet.trouble == trouble]
        if pages:
            notes.append(f"{'Page' if len(pages) == 1 else 'Pages'} {', '.join(pages)} {NOT_READ}: {why}.")
    return notes


def _numbered(sheets: Sequence[Sheet]) -> list[WrittenLine]:
    """All lines counted through; a sentence that goes on over the page is not parted."""
    lines: list[WrittenLine] = []
    last: Laid | None = None
    for sheet in sheets:
        parts = [laid(sheet.page.lines, sheet.rules), *sheet.beside]
        for nth, part in enumerate(part for part in parts if part):
            if last is not None and (nth or not runs_on(last, part[0])):
                lines.append(WrittenLine("", len(lines) + 1, sheet.page.number))
            for one in part:
                lines.append(WrittenLine(one.text, len(lines) + 1, sheet.page.number, one.row))
            last = part[-1]
    return lines
