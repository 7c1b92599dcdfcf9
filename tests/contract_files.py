"""Makes Word and PDF files, in the layouts that real contract files come in, from the texts under cases/contracts.

    made("manila-custodial", "pdf-two-columns", folder)     a file in the folder, the same bytes every time

Layouts: txt · docx · docx-tracked (deletions and insertions as Word tracks them) · pdf · pdf-headers (a head and a foot on
every page) · pdf-two-columns (the page is written column by column) · pdf-shuffled (every line stands in its place, but the
lines were written in another order) · pdf-table (columns drawn as a ruled table).
"""

from __future__ import annotations

import random
import re
import textwrap
import tomllib
import zipfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Table, TableStyle

FOLDER = Path(__file__).resolve().parents[1] / "cases" / "contracts"
LAYOUTS = ("txt", "docx", "docx-tracked", "pdf", "pdf-headers", "pdf-two-columns", "pdf-shuffled", "pdf-table")
WIDTH, HEIGHT = letter
MARGIN = 54.0
FONT, SIZE, LEADING = "Courier", 6.5, 8.5
LETTER = 0.6 * SIZE  # one character of Courier, in points
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest day a zip archive can hold
MARKS = re.compile(r"\[-|-\]|\{\+|\+\}")
OPENS = {"[-": "w:del", "{+": "w:ins"}

Rows = list[list[str]]
Placed = tuple[float, float, str]


def answers() -> list[dict[str, Any]]:
    """The key: one entry for each contract file, as written in answers.toml."""
    entries: list[dict[str, Any]] = tomllib.loads((FOLDER / "answers.toml").read_text("utf-8"))["file"]
    return entries


def text_of(slug: str) -> str:
    """The canonical text of a contract file."""
    return (FOLDER / f"{slug}.txt").read_text("utf-8")


def made(slug: str, layout: str, folder: Path) -> Path:
    """The contract file in this layout, written into the folder."""
    text = text_of(slug)
    file = folder / f"{slug}.{layout}.{layout.partition('-')[0]}"
    if layout == "txt":
        file.write_text(text, "utf-8")
    elif layout in ("docx", "docx-tracked"):
        write_docx(text, file, tracked=layout == "docx-tracked")
    elif layout in LAYOUTS:
        write_pdf(text, file, layout)
    else:
        raise ValueError(f"{layout!r} is no layout: one of {', '.join(LAYOUTS)}")
    return file


# Tables in a text: rows between bars, or three and more columns kept apart by blanks.

def cells(line: str) -> list[str]:
    """The cells of one line; one cell if the line is no row of a table."""
    if line.startswith("|"):
        return [cell.strip() for cell in line.strip("|").split("|")]
    return re.split(r" {2,}", line.strip()) if line.strip() else [""]


def is_rule(line: str) -> bool:
    """Whether the line only parts the head of a table from its rows."""
    return bool(re.fullmatch(r"\|[-|]+\|", line))


def blocks(text: str) -> Iterator[tuple[bool, Rows]]:
    """The text from top to bottom: runs of lines (False) and tables of at least three rows and columns (True)."""
    lines = [line for line in text.rstrip("\n").split("\n") if not is_rule(line)]
    for (count, _), run in groupby(lines, key=lambda line: (len(cells(line)), line.startswith("|"))):
        held = list(run)
        barred = held[0].startswith("|")
        if count >= 3 and len(held) >= 3 or barred:
            yield True, [cells(line) for line in held]
        else:
            yield False, [[line] for line in held]


# Word

def write_docx(text: str, file: Path, *, tracked: bool) -> None:
    """A Word file: one paragraph a line, tables as tables; tracked changes where the text marks [-out-] and {+in+}."""
    document = Document()
    change = ""
    for is_table, rows in blocks(text):
        if is_table and not tracked:
            table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
            for row, words in zip(table.rows, rows, strict=True):
                for cell, word in zip(row.cells, words, strict=True):
                    cell.text = word
            continue
        for line in ("    ".join(row) for row in rows):
            paragraph = document.add_paragraph()
            if tracked:
                change = add_tracked(paragraph, line, change)
            else:
                paragraph.add_run(line)
    document.save(str(file))
    without_clock(file)


def add_tracked(paragraph: WordParagraph, line: str, change: str) -> str:
    """Writes a line whose marks become tracked changes; answers which change is still open at its end."""
    start = 0
    for mark in [*MARKS.finditer(line), None]:
        piece = line[start:mark.start()] if mark is not None else line[start:]
        if piece:
            add_piece(paragraph, piece, change)
        if mark is not None:
            change, start = OPENS.get(mark.group(), ""), mark.end()
    return change


def add_piece(paragraph: WordParagraph, piece: str, change: str) -> None:
    """One run of a paragraph: plain, deleted (w:del with w:delText) or inserted (w:ins)."""
    run = paragraph.add_run(piece)
    if not change:
        return
    wrapper = OxmlElement(change)
    earlier = len(paragraph.part.element.xpath("//w:del | //w:ins"))
    for name, value in (("id", str(earlier + 1)), ("author", "Contracting"), ("date", "2023-06-05T00:00:00Z")):
        wrapper.set(qn(f"w:{name}"), value)
    run._r.addprevious(wrapper)
    wrapper.append(run._r)
    if change == "w:del":
        for words in run._r.findall(qn("w:t")):
            words.tag = qn("w:delText")


def without_clock(file: Path) -> None:
    """Packs a Word file again with one fixed day, so that the same text gives the same bytes."""
    with zipfile.ZipFile(file) as packed:
        members = [(name, packed.read(name)) for name in sorted(packed.namelist())]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members:
            packed.writestr(zipfile.ZipInfo(name, FIRST_DAY), content, zipfile.ZIP_DEFLATED)


# PDF

def write_pdf(text: str, file: Path, layout: str) -> None:
    """A PDF in one of the layouts; no clock and no chance goes into it."""
    canvas = Canvas(str(file), pagesize=letter, invariant=1)
    if layout == "pdf-table":
        draw_tables(canvas, text)
    else:
        pages = two_columns(text) if layout == "pdf-two-columns" else one_column(text)
        draw_pages(canvas, pages, layout, file.name.partition(".")[0])
    canvas.save()


def wrapped(text: str, width: float) -> list[str]:
    """The lines of the text, broken at words where they are wider than the width in points."""
    return [part for line in text.rstrip("\n").split("\n") for part in broken(line, int(width / LETTER))]


def broken(line: str, letters: int) -> list[str]:
    """One line broken at words, never at hyphens; what goes over begins where the line began, not far in."""
    indent = " " * min(len(line) - len(line.lstrip()), letters // 4)
    return textwrap.wrap(line, letters, subsequent_indent=indent, break_on_hyphens=False) or [""]


def room() -> int:
    """How many lines stand on a page."""
    return int((HEIGHT - 2 * MARGIN) / LEADING)


def placed(lines: list[str], left: float, top: float) -> list[Placed]:
    """Lines one below the other, from a left edge and a top."""
    return [(left, top - n * LEADING, line) for n, line in enumerate(lines) if line]


def one_column(text: str) -> list[list[Placed]]:
    """Pages of one column."""
    lines = wrapped(text, WIDTH - 2 * MARGIN)
    return [placed(lines[n:n + room()], MARGIN, HEIGHT - MARGIN) for n in range(0, len(lines), room())]


def two_columns(text: str) -> list[list[Placed]]:
    """Pages whose head (all before the second paragraph) runs over the page and whose rest stands in two columns."""
    head, _, body = text.partition("\n\n")
    above = wrapped(head, WIDTH - 2 * MARGIN)
    lines = wrapped(body, WIDTH / 2 - MARGIN - 9)
    pages, top, depth = [placed(above, MARGIN, HEIGHT - MARGIN)], len(above) + 1, room()
    while lines:
        for left in (MARGIN, WIDTH / 2 + 9):
            pages[-1] += placed(lines[:depth - top], left, HEIGHT - MARGIN - top * LEADING)
            lines = lines[depth - top:]
        top = 0
        pages += [[]] if lines else []
    return pages


def draw_pages(canvas: Canvas, pages: list[list[Placed]], layout: str, slug: str) -> None:
    """Draws the pages; in the shuffled layout each page in another order than the one it is read in."""
    order = random.Random(slug)
    for number, page in enumerate(pages, start=1):
        canvas.setFont(FONT, SIZE)
        if layout == "pdf-shuffled":
            page = order.sample(page, len(page))
        if layout == "pdf-headers":
            canvas.drawString(MARGIN, HEIGHT - 30, f"CONTRACT FILE {slug.upper()} - FOR OFFICIAL USE")
            canvas.drawRightString(WIDTH - MARGIN, 30, f"Page {number} of {len(pages)}")
        for left, top, line in page:
            canvas.drawString(left, top, line)
        canvas.showPage()


def draw_tables(canvas: Canvas, text: str) -> None:
    """One column of lines in which tables are ruled; a table that does not fit goes on on the next page."""
    style = ParagraphStyle("cell", fontName="Helvetica", fontSize=SIZE, leading=LEADING)
    width, top = WIDTH - 2 * MARGIN, HEIGHT - MARGIN
    for is_table, rows in blocks(text):
        if not is_table:
            for line in wrapped("\n".join(row[0] for row in rows), width):
                top = draw_line(canvas, line, top)
            continue
        left = [[Paragraph(word.replace("&", "&amp;").replace("<", "&lt;"), style) for word in row] for row in rows]
        parts = [Table(left, colWidths=widths(rows, width), style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")]))]
        while parts:
            table = parts.pop(0)
            height = table.wrap(width, HEIGHT)[1]
            if height > top - MARGIN:
                split = table.split(width, top - MARGIN)
                parts = [*split[1:], *parts] if split else [table, *parts]
                if split:
                    split[0].wrap(width, HEIGHT)
                    split[0].drawOn(canvas, MARGIN, MARGIN)
                canvas.showPage()
                top = HEIGHT - MARGIN
                continue
            table.drawOn(canvas, MARGIN, top - height)
            top -= height + 2 * LEADING
    canvas.showPage()


def draw_line(canvas: Canvas, line: str, top: float) -> float:
    """Draws one line, on a new page if this one is full; answers where the next one stands."""
    if top < MARGIN:
        canvas.showPage()
        top = HEIGHT - MARGIN
    canvas.setFont(FONT, SIZE)
    canvas.drawString(MARGIN, top, line)
    return top - LEADING


def widths(rows: Rows, width: float) -> list[float]:
    """The widths of the columns: as their longest words need, filling the page."""
    need = [max(max(map(len, cell.split()), default=1) for cell in column) * 5.2 + 14 for column in zip(*rows, strict=True)]
    long = [max(map(len, column)) for column in zip(*rows, strict=True)]
    spare = max(width - sum(need), 0.0)
    return [n + spare * letters / sum(long) for n, letters in zip(need, long, strict=True)]
