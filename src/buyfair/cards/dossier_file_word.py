"""The dossier of one award as a Word document: real headings, tables with repeating headers, versions in the footer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from buyfair.cards.dossier_file import IN_FILE, heading, telling
from buyfair.cards.dossier_file_parts import Block, Cell, Grid, Part, Room, Say
from buyfair.cards.dossier_on_file import OnFile
from buyfair.cards.packed import packed

TITLE_LETTERS = 250
"""So many letters a document's title may have."""
PAGE = 7.0
"""Inches between the margins."""
ROOM_LINE = 0.25
"""Inches of a line to write on."""


def dossier_word(document: Mapping[str, Any], data_hash: str, day: date, on_file: OnFile | None = None) -> bytes:
    """The copy as a Word document; the same four give the same bytes."""
    of = telling(document, data_hash, day, on_file)
    parts = (heading(document), *(of.parts[name] for name in IN_FILE if name in of.parts))
    return word_of(of.title, "Dossier of one award", of.day, parts, of.foot)


def word_of(title: str, subject: str, day: date, parts: Iterable[Part], foot: Sequence[str]) -> bytes:
    """Any document that is told in parts, as a Word document; the same input gives the same bytes."""
    word = docx.Document()
    _prepared(word, title, subject, day, foot)
    for part in parts:
        _part(word, part)
    return packed(word)


def _prepared(word: Word, title: str, subject: str, day: date, foot: Sequence[str]) -> None:
    """Title, language, page, footer, and properties that do not change from one run to the next."""
    properties = word.core_properties
    properties.title, properties.author, properties.language = title[:TITLE_LETTERS], "Buyfair", "en-US"
    properties.subject, properties.comments, properties.last_modified_by = subject, "", "Buyfair"
    properties.created = properties.modified = datetime.combine(day, datetime.min.time(), UTC)
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-US")
    section = word.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Inches((8.5 - PAGE) / 2)
    for n, line in enumerate(foot):
        footer = section.footer.paragraphs[0] if n == 0 else section.footer.add_paragraph()
        footer.add_run(line).font.size = Pt(7)
    _page_number(section.footer.add_paragraph())
    word.add_heading(title, 0)


def _page_number(paragraph: Paragraph) -> None:
    """`Page 1 of 9`, as fields that the reader's program fills."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for text, code in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        paragraph.add_run(text).font.size = Pt(8)
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), code)
        run = OxmlElement("w:r")
        shown = OxmlElement("w:t")
        shown.text = "1"
        run.append(shown)
        field.append(run)
        paragraph._p.append(field)


def _part(word: Word, part: Part) -> None:
    if part.title:
        word.add_heading(part.title, 1).paragraph_format.page_break_before = part.sheet or None
    for block in part.blocks:
        _block(word, block)


def _block(word: Word, block: Block) -> None:
    if isinstance(block, Say):
        paragraph = word.add_paragraph()
        paragraph.paragraph_format.keep_with_next = block.kind in ("ask", "hint") or None
        run = paragraph.add_run(block.text)
        run.bold, run.italic = block.kind in ("strong", "about", "ask"), block.kind in ("note", "hint")
    elif isinstance(block, Grid):
        _grid(word, block)
    elif isinstance(block, Room):
        _room(word, block)
    else:
        for n, item in enumerate(block.items, 1):
            paragraph = word.add_paragraph(style="List Paragraph" if block.counted else "List Bullet")
            first = item.paragraphs[0]
            paragraph.add_run(f"{n}. {first}" if block.counted else first).bold = len(item.paragraphs) > 1
            paragraph.add_run(item.whole[len(first) :])


def _grid(word: Word, of: Grid) -> None:
    """A table under its caption: the header row repeats on each page, and rows do not break over one.

    Rows are written as the text of a document and read once: put together piece by piece they take most of the time.
    """
    word.add_heading(of.caption, 2)
    table = word.add_table(rows=0, cols=len(of.head), style="Table Grid")
    _described(table, of.caption)
    head = ["<w:p>" + _run(words, bold=True) + "</w:p>" for words in of.head]
    rows = [[_cell(each, right=n in of.figures, head=n == 0) for n, each in enumerate(row)] for row in of.rows]
    told = _row("w:tblHeader", head, of) + "".join(_row("w:cantSplit", row, of) for row in rows)
    table._tbl.extend(parse_xml(f"<w:tbl {nsdecls('w')}>{told}</w:tbl>"))
    word.add_paragraph()


def _room(word: Word, of: Room) -> None:
    """A frame to write in; it grows with what is typed."""
    table = word.add_table(rows=1, cols=1, style="Table Grid")
    _described(table, of.label)
    table.rows[0].height = Inches(ROOM_LINE * of.lines)
    table.cell(0, 0).paragraphs[0].add_run(f"{of.label}: ").font.size = Pt(9)
    word.add_paragraph()


def _row(tag: str, cells: Sequence[str], of: Grid) -> str:
    """A row: how it behaves at the end of a page, and how wide its cells are."""
    whole = sum(of.widths)
    wide = [Inches(PAGE * share / whole).twips for share in of.widths]
    told = "".join(
        f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{w}"/></w:tcPr>{c}</w:tc>' for w, c in zip(wide, cells, strict=True)
    )
    return f"<w:tr><w:trPr><{tag}/></w:trPr>{told}</w:tr>"


def _cell(of: Cell, *, right: bool, head: bool) -> str:
    """The words of a cell; the first of a row's head are bold where more follows."""
    stands = '<w:pPr><w:spacing w:after="40"/>' + ('<w:jc w:val="right"/>' if right else "") + "</w:pPr>"
    first = head and len(of.paragraphs) > 1
    runs = [_run(text, bold=first and n == 0) for n, text in enumerate(of.paragraphs)]
    return "".join(f"<w:p>{stands}{run}</w:p>" for run in runs) or "<w:p/>"


BREAKS = {"\t": "<w:tab/>", "\n": "<w:br/>", "\r": "<w:br/>"}


def _run(text: str, *, bold: bool) -> str:
    """Words of nine points; blanks at their ends are kept."""
    said = "".join(BREAKS.get(piece) or _words(piece) for piece in re.split(r"([\t\n\r])", text) if piece)
    return f'<w:r><w:rPr>{"<w:b/>" if bold else NOT_BOLD}<w:sz w:val="18"/></w:rPr>{said}</w:r>'


NOT_BOLD = '<w:b w:val="0"/>'


def _words(text: str) -> str:
    kept = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<w:t{kept}>{escape(text)}</w:t>"


def _described(table: Table, name: str) -> None:
    for tag in ("w:tblCaption", "w:tblDescription"):
        mark = OxmlElement(tag)
        mark.set(qn("w:val"), name)
        table._tbl.tblPr.append(mark)
