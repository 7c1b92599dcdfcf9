"""Makes the PDF and Word files that stories about documents read: columns, tables, forms, scans, locks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence

import docx
from docx.oxml import parse_xml
from PIL import Image
from reportlab.lib import colors
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

Drawing = Callable[[Canvas], None]
HIGH = letter[1]
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def pdf(*pages: Drawing, **options: object) -> bytes:
    """A PDF with one page per drawing."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=letter, invariant=1, **options)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def text(lines: Sequence[str], x: float = 72, top: float = 72, leading: float = 14, size: float = 11) -> Drawing:
    """Draws lines one below the other; an empty one leaves a space."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", size)
        for n, line in enumerate(lines):
            canvas.drawString(x, HIGH - top - n * leading, line)
    return draw


def together(*drawings: Drawing) -> Drawing:
    """Several drawings on one page, in the order of the file."""
    def draw(canvas: Canvas) -> None:
        for one in drawings:
            one(canvas)
    return draw


def picture(canvas: Canvas) -> None:
    """A page that is a scan."""
    image = Image.new("L", (120, 160), 240)
    canvas.drawImage(ImageReader(image), 0, 0, *letter)


def table_pdf(rows: Sequence[Sequence[str]], widths: Sequence[float], drawn: bool = True, before: str = "") -> bytes:
    """A table whose cells wrap, with or without drawn lines."""
    out = io.BytesIO()
    style = getSampleStyleSheet()["BodyText"]
    table = Table([[Paragraph(cell, style) for cell in row] for row in rows], colWidths=list(widths))
    grid = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)] if drawn else []
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *grid]))
    story = [Paragraph(before, style), table] if before else [table]
    SimpleDocTemplate(out, pagesize=letter, invariant=1).build(story)
    return out.getvalue()


def form_pdf(turn: int = 0) -> bytes:
    """A small form with filled-in fields and two boxes, one ticked; the page may be turned."""
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(72, 700, "2. CONTRACT NO.")
        canvas.acroForm.textfield(name="contract", value="W9124L-26-C-0007", x=180, y=695, width=150, height=16, fontSize=10)
        canvas.acroForm.checkbox(name="signs", checked=True, x=72, y=660, size=12)
        canvas.drawString(90, 662, "is required to sign this document")
        canvas.acroForm.checkbox(name="not", checked=False, x=72, y=640, size=12)
        canvas.drawString(90, 642, "is not required to sign this document")
        canvas.acroForm.textfield(name="words", value="Add clause 52.222-50.\nAll else stays.", x=72, y=560,
                                  width=300, height=60, fontSize=10, fieldFlags="multiline")  # fmt: skip
    return pdf(draw)


def word(fill: Callable[[docx.document.Document], None]) -> bytes:
    """A Word document as python-docx writes it."""
    document = docx.Document()
    fill(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word_xml(body: str) -> bytes:
    """A Word document whose body is given in its own XML."""
    def fill(document: docx.document.Document) -> None:
        parsed = parse_xml(f'<w:body {NAMESPACE} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
                           'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
                           f'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">{body}</w:body>')  # fmt: skip
        old = document.element.body
        old.getparent().replace(old, parsed)
    return word(fill)


def repacked(content: bytes, changed: dict[str, bytes | None]) -> bytes:
    """A package with parts put in place of others, or left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), *changed]):
            part = changed.get(name, old.read(name) if name in old.namelist() else None)
            if part is not None:
                new.writestr(name, part)
    return out.getvalue()
