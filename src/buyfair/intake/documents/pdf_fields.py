"""What somebody filled into a PDF form, as words at the places of its fields."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from buyfair.intake.documents.characters import readable
from buyfair.intake.documents.pdf_words import Word, turned_point

UNSEEN = 0x02 | 0x20
"""The marks `hidden` and `no view` of an annotation."""
TICKED = ("[ ]", "[X]")
LETTER = 10.0
"""Points: how large the text of a field is taken to be."""


def fields_of(page: pdfium.PdfPage, form: pdfium.PdfFormEnv | None, words: Sequence[Word], turn: int) -> list[Word]:
    """Filled-in text, ticks, and text typed over the page, each on the line of the printed words beside it."""
    found: list[Word] = []
    for at in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, at)
        if not annotation:
            continue
        try:
            if not raw.FPDFAnnot_GetFlags(annotation) & UNSEEN:
                found += _placed(annotation, form, words, turn)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    return found


def _placed(annotation: Any, form: pdfium.PdfFormEnv | None, words: Sequence[Word], turn: int) -> Iterator[Word]:
    box = raw.FS_RECTF()
    if not raw.FPDFAnnot_GetRect(annotation, ctypes.byref(box)):
        return
    subtype = raw.FPDFAnnot_GetSubtype(annotation)
    said, from_top = "", False
    if subtype == raw.FPDF_ANNOT_FREETEXT:
        said, from_top = _text(lambda *room: raw.FPDFAnnot_GetStringValue(annotation, b"Contents", *room)), True
    elif subtype == raw.FPDF_ANNOT_WIDGET and form is not None:
        said, from_top = _filled_in(annotation, form)
    across, upright = _corners(box, turn)
    left, right, low, top = min(across), max(across), min(upright), max(upright)
    lines = [readable(line).strip() for line in re.split(r"\r\n?|\n", said)]
    high = from_top or top - low > 2.5 * LETTER and len(lines) > 1
    for nth, line in enumerate(lines):
        if line:
            base = top - LETTER * (1 + 1.2 * nth) if high else _beside((top + low) / 2 - LETTER / 3, words)
            wide = min(max(right - left - 1, 1.0), LETTER * 0.55 * len(line))
            yield Word(line, left + 1, left + 1 + wide, base, LETTER)


def _corners(box: raw.FS_RECTF, turn: int) -> tuple[tuple[float, float], tuple[float, float]]:
    """The left and right, and the lower and upper end of a field, seen the way the words run."""
    ends = turned_point(box.left, box.bottom, turn), turned_point(box.right, box.top, turn)
    return (ends[0][0], ends[1][0]), (ends[0][1], ends[1][1])


def _filled_in(annotation: Any, form: pdfium.PdfFormEnv) -> tuple[str, bool]:
    """What a field holds, and whether it begins at the field's upper edge."""
    kind = raw.FPDFAnnot_GetFormFieldType(form.raw, annotation)
    if kind in (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON):
        return TICKED[bool(raw.FPDFAnnot_IsChecked(form.raw, annotation))], False
    if kind not in (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX):
        return "", False
    flags = raw.FPDFAnnot_GetFormFieldFlags(form.raw, annotation)
    if kind == raw.FPDF_FORMFIELD_TEXTFIELD and flags & raw.FPDF_FORMFLAG_TEXT_PASSWORD:
        return "", False
    several = kind == raw.FPDF_FORMFIELD_TEXTFIELD and bool(flags & raw.FPDF_FORMFLAG_TEXT_MULTILINE)
    return _text(lambda *room: raw.FPDFAnnot_GetFormFieldValue(form.raw, annotation, *room)), several


def _text(ask: Callable[[Any, int], int]) -> str:
    """A text that PDFium hands over in UTF-16: first its length is asked, then the text."""
    size = ask(None, 0)
    if size <= 2:
        return ""
    room = (ctypes.c_ushort * (size // 2))()
    ask(room, size)
    return bytes(room).decode("utf-16-le", "replace").rstrip("\0")


def _beside(base: float, words: Sequence[Word]) -> float:
    """The base line of the printed words nearest in height, within half a line; else its own."""
    near = min(words, key=lambda word: (abs(word.base - base), word.base), default=None)
    return near.base if near is not None and abs(near.base - base) < LETTER / 2 else base
