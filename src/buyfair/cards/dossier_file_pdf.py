"""The dossier of one award on paper: an accessible PDF of as many pages as it takes, with its versions at the foot of each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from buyfair.cards.brief_sheet import SPELLED, breakable, in_latin
from buyfair.cards.dossier_file import IN_FILE, heading, telling
from buyfair.cards.dossier_file_parts import Block, Cell, Grid, Part, Room, Say, texts_of
from buyfair.cards.dossier_on_file import OnFile
from buyfair.terms import bundled
from buyfair.terms.errors import MachineError

LETTERS, MOST_LINES = 90, 40
"""Letters of a line that is as wide as the page, and lines of a row that is kept on one page."""


def dossier_pdf(document: Mapping[str, Any], data_hash: str, day: date, on_file: OnFile | None = None) -> bytes:
    """The copy as a tagged PDF (PDF/UA-1); the same four give the same bytes.

    Raises: MachineError if typst finds the pages not accessible.
    """
    of = telling(document, data_hash, day, on_file)
    parts = [heading(document), *(of.parts[name] for name in IN_FILE if name in of.parts)]
    return paper_of(of.title, parts, of.foot)


def paper_of(title: str, parts: Sequence[Part], foot: Sequence[str]) -> bytes:
    """Any document that is told in parts, as a tagged PDF (PDF/UA-1); the same input gives the same bytes.

    Raises: MachineError if typst finds the pages not accessible.
    """
    import typst

    try:
        made = typst.Compiler(
            input=_template(), ignore_system_fonts=True, sys_inputs={"paper": _paper(title, parts, foot)}
        ).compile(format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError as error:
        raise MachineError(f"The copy for the file could not be set: {error.message}") from error
    assert isinstance(made, bytes)  # one output is asked for
    return made


def _paper(title: str, parts: Sequence[Part], foot: Sequence[str]) -> str:
    """Every word of it in letters that the fonts hold, and whether any had to be spelled."""
    spelled = any(in_latin(text) != text for part in parts for text in part.texts())
    return json.dumps({
        "title": _fit(title), "foot": [_fit(line) for line in foot], "parts": [_part(p) for p in parts],
        "remark": SPELLED if spelled else "",
    }, ensure_ascii=False)  # fmt: skip


def _fit(text: str) -> str:
    return breakable(in_latin(text))


def _part(part: Part) -> dict[str, Any]:
    blocks = [_block(b) for b in part.blocks if any(texts_of(b))]
    return {"title": _fit(part.title), "blocks": blocks, "sheet": part.sheet}


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Say):
        return {"kind": block.kind, "text": _fit(block.text)}
    if isinstance(block, Room):
        return {"kind": "room", "label": _fit(block.label), "lines": block.lines}
    if isinstance(block, Grid):
        return {
            "kind": "grid", "caption": _fit(block.caption), "head": [_fit(h) for h in block.head], "widths": block.widths,
            "figures": block.figures, "whole": [_on_one_page(block, row) for row in block.rows],
            "rows": [[[_fit(p) for p in c.paragraphs] for c in row] for row in block.rows],
        }  # fmt: skip
    return {"kind": "points", "counted": block.counted, "items": [[_fit(p) for p in i.paragraphs] for i in block.items]}


def _on_one_page(of: Grid, row: tuple[Cell, ...]) -> bool:
    """Whether a row is short enough to be kept together: a longer one runs on to the next page."""
    room = zip(row, of.widths, strict=True)
    return all(len(each.whole) * sum(of.widths) < share * LETTERS * MOST_LINES for each, share in room)


@cache
def _template() -> bytes:
    return bundled.text("buyfair.cards", "dossier_file.typ").encode()
