"""Reads a Word document as it would be signed: inserted text counts, deleted, struck-out and hidden text does not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from buyfair.intake.documents.characters import readable
from buyfair.intake.documents.kinds import EXPECTED, PICTURE
from buyfair.intake.documents.numbering import Numbering, W, numbering_of
from buyfair.intake.documents.package import Package
from buyfair.intake.documents.running import PAGE_NUMBER
from buyfair.terms.document import CELL, WrittenLine
from buyfair.terms.errors import refuse

CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
GONE = frozenset(f"{W}{name}" for name in ("del", "moveFrom"))
TRACKED = frozenset((*GONE, f"{W}ins", f"{W}moveTo"))
SYMBOLS = {"F0FE": "☒", "F0FD": "☒", "F078": "☒", "F0FC": "☑", "F052": "☑", "F0A8": "☐", "F06F": "☐", "F071": "☐", "F0A3": "☐",
           "F0B7": "•", "F0A7": "•"}  # fmt: skip
"""Boxes and bullets of Word's picture fonts, by their code."""
ENDS, WIDEST = ".:!?", 180
"""Marks at which a line of prose ends, and the width beyond which nobody types a line."""
DEEPEST = 40
"""Tables within tables beyond which a document is no document."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, of which soft breaks part the lines, or a row of a table."""

    lines: tuple[str, ...]
    row: bool = False


@dataclass(slots=True)
class Reading:
    """What is counted while a document is read, and said in its notes."""

    name: str
    numbering: Numbering
    seen: Counter[str] = field(default_factory=Counter)


def read_word(name: str, content: bytes) -> tuple[list[WrittenLine], int | None, list[str]]:
    """Lines numbered by paragraphs and rows, with a blank one between; Word fixes no pages.

    Raises: InputRefusedError for a damaged package, one that unpacks without end, and one without text.
    """
    package = Package(name, content)
    part = package.main()
    root = package.xml(part)
    body = None if root is None else root.find(f"{W}body")
    if root is None or body is None:
        raise refuse(f"{name} holds no Word text", EXPECTED, "open it in Word and save it as DOCX")
    reading = Reading(name, numbering_of(_first(package, part, "numbering"), _first(package, part, "styles")))
    pieces = [*_edges(package, part, "header", reading), *_blocks(body, reading), *_notes_below(package, part, reading),
              *_edges(package, part, "footer", reading)]  # fmt: skip
    if not any(line.strip() for piece in pieces for line in piece.lines):
        raise refuse(f"{name} has no text", EXPECTED, f"if its pages are pictures, {PICTURE}")
    return _numbered(pieces), None, _said(reading, root)


def _first(package: Package, part: str, kind: str) -> etree._Element | None:
    return next((package.xml(target) for target in package.related(part, kind)), None)


def _edges(package: Package, part: str, kind: str, reading: Reading) -> Iterator[Piece]:
    """Headers or footers, each text once, without numbers of pages."""
    told: set[tuple[str, ...]] = set()
    for target in sorted(set(package.related(part, kind))):
        root = package.xml(target)
        for piece in _blocks(root, reading) if root is not None else ():
            bare = re.search(r"\w", PAGE_NUMBER.sub("", " ".join(piece.lines))) is None or piece.lines == ("Page",)
            if not bare and piece.lines not in told:
                told.add(piece.lines)
                yield piece


def _notes_below(package: Package, part: str, reading: Reading) -> Iterator[Piece]:
    """Footnotes and endnotes behind the text, each named as one."""
    for kind, tag in (("footnotes", "footnote"), ("endnotes", "endnote")):
        root = _first(package, part, kind)
        notes = root.iter(f"{W}{tag}") if root is not None else ()
        real = [note for note in notes if note.get(f"{W}type", "normal") == "normal"]
        for nth, note in enumerate(real, 1):
            said = " ".join(line for piece in _blocks(note, reading) for line in piece.lines).strip()
            if said:
                yield Piece((f"{tag.capitalize()} {nth}: {said}",))


def _blocks(parent: etree._Element, reading: Reading, depth: int = 0) -> Iterator[Piece]:
    """The paragraphs and tables of a body, a cell, a text box or a control, in their order."""
    if depth > DEEPEST:
        given = f"{reading.name} has tables within tables, more than {DEEPEST} deep"
        raise refuse(given, EXPECTED, "open it in Word and save it as PDF")
    for child in parent:
        if child.tag == f"{W}p":
            yield from _paragraph(child, reading, depth)
        elif child.tag == f"{W}tbl":
            yield from _table(child, reading, depth)
        elif child.tag == f"{CHOICE}AlternateContent":
            yield from _blocks(_chosen(child), reading, depth)
        elif child.tag not in GONE and isinstance(child.tag, str) and not child.tag.endswith("Pr"):
            yield from _blocks(child, reading, depth)


def _chosen(alternate: etree._Element) -> etree._Element:
    """Of two writings of one thing the first; the other repeats it for old programs."""
    first = alternate.find(f"{CHOICE}Choice")
    return alternate if first is None else first


def _paragraph(paragraph: etree._Element, reading: Reading, depth: int) -> Iterator[Piece]:
    boxes: list[etree._Element] = []
    said = readable("".join(_runs(paragraph, reading, boxes)))
    if said.strip():
        number = reading.numbering.before(paragraph)
        lines = [line.strip(" \t") for line in said.split("\n")]
        if number:
            lines[0] = f"{number} {lines[0]}"
        yield Piece(tuple(line for line in lines if line))
    for box in boxes:
        yield from _blocks(box, reading, depth + 1)


def _runs(parent: etree._Element, reading: Reading, boxes: list[etree._Element]) -> Iterator[str]:
    """The text of a paragraph in its order; text boxes are set aside for behind it."""
    held = [iter(parent)]
    while held:
        child = next(held[-1], None)
        if child is None:
            held.pop()
        elif child.tag == f"{W}txbxContent":
            boxes.append(child)
        elif child.tag == f"{CHOICE}AlternateContent":
            held.append(iter(_chosen(child)))
        elif child.tag == f"{W}r":
            kept = _kept(child, reading)
            if kept:
                held.append(iter(child))
        elif child.tag in LEAVES:
            yield LEAVES[child.tag]
        elif child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag == f"{W}sym":
            yield SYMBOLS.get(child.get(f"{W}char", "").upper(), "")
        elif child.tag == f"{W}br":
            yield "\n"
        elif child.tag == f"{W}checkBox":
            yield _ticked(child)
        elif child.tag not in GONE and child.tag not in PASSED:
            held.append(iter(child))


LEAVES = {f"{W}tab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}softHyphen": "", f"{W}ptab": "\t"}
PASSED = frozenset(f"{W}{name}" for name in ("pPr", "rPr", "sdtPr", "tblPr", "instrText", "delText", "delInstrText", "rt"))


def _kept(run: etree._Element, reading: Reading) -> bool:
    """Whether a run is text of the document: neither struck out nor hidden."""
    for kind, tags in (("struck", ("strike", "dstrike")), ("hidden", ("vanish",))):
        for tag in tags:
            mark = run.find(f"{W}rPr/{W}{tag}")
            if mark is not None and mark.get(f"{W}val", "1") not in ("0", "false", "off"):
                reading.seen[kind] += any(t.text and t.text.strip() for t in run.iter(f"{W}t"))
                return False
    return True


def _ticked(box: etree._Element) -> str:
    """A check box of an old form."""
    for tag in ("checked", "default"):
        mark = box.find(f"{W}{tag}")
        if mark is not None:
            return "☒ " if mark.get(f"{W}val", "1") not in ("0", "false", "off") else "☐ "
    return "☐ "


def _table(table: etree._Element, reading: Reading, depth: int) -> Iterator[Piece]:
    """Each row with its cells; a row of one cell is text in a frame, and a table inside a cell follows its row."""
    for row in _within(table, f"{W}tr"):
        if row.find(f"{W}trPr/{W}del") is not None:
            continue
        cells = [(cell, list(_blocks(cell, reading, depth + 1))) for cell in _within(row, f"{W}tc")]
        filled = [pieces for _, pieces in cells if pieces]
        if len(filled) == 1 and (len(cells) == 1 or len(filled[0]) > 1):
            yield from filled[0]
        elif filled:
            texts = [" ".join(line for piece in pieces if not piece.row for line in piece.lines) for _, pieces in cells]
            yield Piece((CELL.join(re.sub(r"\s+", " ", text).strip() for text in texts),), row=True)
            yield from (piece for _, pieces in cells for piece in pieces if piece.row)


def _within(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, those inside controls and insertions too, none of a table within."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml"):
            yield from _within(child, tag)


def _numbered(pieces: list[Piece]) -> list[WrittenLine]:
    """A paragraph's lines bear its number; the blank line behind it too, so that counts are those of paragraphs."""
    wrapped = _wrapped_at(pieces)
    lines: list[WrittenLine] = []
    for number, piece in enumerate(pieces, 1):
        lines += [WrittenLine(line, number, None, piece.row) for line in piece.lines]
        if wrapped is None or _ends_there(piece, wrapped):
            lines.append(WrittenLine("", number))
    return lines


def _wrapped_at(pieces: list[Piece]) -> int | None:
    """How wide the lines are where somebody put each line of a typed text into a paragraph of its own; None elsewhere."""
    said = [piece.lines[0].strip() for piece in pieces if not piece.row and len(piece.lines) == 1 and piece.lines[0].strip()]
    widest = max(map(len, said), default=0)
    goes_on = sum(len(a) > widest * 0.6 and a[-1] not in ENDS and b[0].islower() for a, b in pairwise(said))
    return widest if len(said) > 10 and widest <= WIDEST and goes_on > max(2, len(said) / 40) else None


def _ends_there(piece: Piece, width: int) -> bool:
    """A short line that ends a sentence ends its paragraph; so does a row, or a short line without any end."""
    said = piece.lines[-1].strip()
    return piece.row or not said or len(said) < width * (0.8 if said[-1] in ENDS else 0.5)


def _said(reading: Reading, root: etree._Element) -> list[str]:
    notes: list[str] = []
    tracked = sum(element.tag in TRACKED for element in root.iter())
    if tracked:
        notes.append(f"The document bears {tracked} tracked change{'s' * (tracked > 1)} that nobody has accepted: "
                     "inserted text was read, deleted text was not.")  # fmt: skip
    for kind, words in (("struck", "struck out"), ("hidden", "hidden")):
        if reading.seen[kind]:
            notes.append(f"Text that is {words} was left out, in {reading.seen[kind]} place{'s' * (reading.seen[kind] > 1)}.")
    return notes
