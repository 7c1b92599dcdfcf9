"""One page of a brief on paper: its blocks of words and figures, cut until they fit, set as an accessible PDF."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from anyascii import anyascii

from buyfair.cards import words
from buyfair.terms import bundled
from buyfair.terms.errors import MachineError

Block = dict[str, Any]

MORE = "and {} more in the full answer"
CUT = "A text that ends in \u2026 is cut here; the full answer holds it whole."
SPELLED = "Names written in other than Latin letters are spelled in Latin letters here; the full answer holds them as recorded."
_NO_LETTERS = "(no letters that can be printed)"
_SHOWN = "\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u00d7\u2264\u2265\u20ac"
"""Signs beyond Latin letters that the fonts inside typst hold."""
_LONGEST = 28  # letters without a blank before a line may be broken


@dataclass(frozen=True, slots=True)
class Cut:
    """How much of the answer a page takes: rows of a table, points of a list, letters of a text, size of the letters."""

    rows: int
    points: int
    letters: int
    draft: int
    size: float


LADDER = (
    Cut(6, 12, 2000, 2400, 9.5), Cut(6, 9, 900, 1600, 9.5), Cut(5, 7, 600, 1200, 9), Cut(5, 6, 420, 900, 9),
    Cut(5, 5, 320, 700, 8.5), Cut(4, 5, 260, 560, 8.5), Cut(4, 4, 200, 420, 8.5), Cut(3, 3, 160, 320, 8.5),
    Cut(3, 3, 130, 240, 8), Cut(3, 2, 100, 200, 8), Cut(2, 2, 80, 160, 8), Cut(1, 1, 60, 100, 8),
)  # fmt: skip
"""Tried in this order; the first that fits the page is taken."""


@dataclass(slots=True)
class Sheet:
    """The blocks of a page, and whether a text was cut or a name spelled in other letters on the way."""

    cut: Cut
    blocks: list[Block] = field(default_factory=list)
    shortened: bool = False
    spelled: bool = False

    def fit(self, text: object, letters: int | None = None) -> str:
        """A text as the page can show it: Latin letters, breakable, no longer than it may be."""
        cleaned = words.clean(text)
        latin = in_latin(cleaned)
        self.spelled |= latin != unicodedata.normalize("NFC", cleaned)
        most = letters or self.cut.letters
        self.shortened |= len(latin) > most
        return breakable(clipped(latin, most))

    def heading(self, text: str, level: int = 1) -> None:
        """The heading of what follows."""
        self.blocks.append({"kind": "heading", "level": level, "text": self.fit(text)})

    def say(self, text: object, kind: str = "text", letters: int | None = None) -> None:
        """One paragraph: plain `text`, a `lead`, a `note` in small letters or the `kicker` above the title."""
        self.blocks.append({"kind": kind, "text": self.fit(text, letters)})

    def points(self, texts: Iterable[object], most: int | None = None) -> None:
        """A list; what it has no room for is counted."""
        every = list(texts)
        shown = every[: most or self.cut.points]
        points = [self.fit(each) for each in shown]
        if len(every) > len(shown):
            points.append(MORE.format(f"{len(every) - len(shown):,}"))
        if points:
            self.blocks.append({"kind": "points", "points": points})

    def table(self, head: Sequence[str], rows: Iterable[Sequence[object]], *, most: int | None = None, words: int = 1,
              fluid: bool = False) -> None:  # fmt: skip
        """A table with its header row; the first `words` columns hold words, the rest figures; `fluid`: alike in width."""
        every = list(rows)
        shown = every[: most or self.cut.rows]
        self.blocks.append({
            "kind": "table", "head": list(head), "words": words, "fluid": fluid,
            "rows": [[self.fit(cell, min(self.cut.letters, 90)) for cell in row] for row in shown],
        })  # fmt: skip
        if len(every) > len(shown):
            self.say(f"{words_case(MORE.format(f'{len(every) - len(shown):,}'))}.", "note")

    def beside(self, cells: Sequence[Callable[[], None]], shares: Sequence[int] = (1, 1)) -> None:
        """Blocks beside each other: each cell adds its own."""
        mine, filled = self.blocks, []
        for cell in cells:
            self.blocks = []
            cell()
            filled.append(self.blocks)
        self.blocks = mine
        self.blocks.append({"kind": "beside", "shares": list(shares), "cells": filled})

    def remarks(self, *others: Sheet) -> None:
        """Say what the page had to do to the words, where it had to."""
        every = (self, *others)
        if any(sheet.shortened for sheet in every):
            self.say(CUT, "note", len(CUT))
        if any(sheet.spelled for sheet in every):
            self.say(SPELLED, "note", len(SPELLED))


def words_case(text: str) -> str:
    """The first letter raised."""
    return words.sentence_case(text)


def in_latin(text: str) -> str:
    """A text in letters that the fonts hold: Latin ones stay, all others are spelled in Latin.

    Source: anyascii, as the matching of names takes it.
    """
    spelled = "".join(sign if _is_shown(sign) else anyascii(sign) for sign in unicodedata.normalize("NFC", text))
    return spelled if spelled.strip() or not text.strip() else _NO_LETTERS


def _is_shown(sign: str) -> bool:
    return sign < "\u0250" or "\u1e00" <= sign <= "\u1eff" or sign in _SHOWN


def clipped(text: str, most: int) -> str:
    """At most so many letters, cut between words where that costs little, with the sign that something is missing."""
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    at_blank = kept.rsplit(" ", 1)[0]
    return f"{at_blank if len(at_blank) > most // 2 else kept}\u2026"


def breakable(text: str) -> str:
    """A word that is longer than a column gets places at which its line may be broken."""
    return " ".join(
        "\u200b".join(word[at : at + _LONGEST] for at in range(0, len(word), _LONGEST)) or word for word in text.split(" ")
    )


def fitted(compose: Callable[[Cut], Sheet]) -> Sheet:
    """The page with the most of the answer that still is one page.

    Raises: MachineError if even the shortest runs over.
    """
    for cut in LADDER:
        sheet = compose(cut)
        if _pages([sheet]) == 1:
            return sheet
    raise MachineError("The brief does not fit its page even at its shortest; its answer can be had with --json.")


def pdf(title: str, footer: str, sheets: Sequence[Sheet]) -> bytes:
    """The pages as a tagged PDF (PDF/UA-1); the same words give the same bytes.

    Raises: MachineError if typst finds the pages not accessible or runs them over.
    """
    import typst

    try:
        made = _compiler(_paper(title, footer, sheets)).compile(format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError as error:
        raise MachineError(f"The brief could not be set: {error.message}") from error
    assert isinstance(made, bytes)  # one output is asked for
    return made


def _pages(sheets: Sequence[Sheet]) -> int:
    return int(json.loads(_compiler(_paper("A page", "", sheets)).query("<pages>", field="value", one=True)))


def _paper(title: str, footer: str, sheets: Sequence[Sheet]) -> str:
    pages = [{"size": sheet.cut.size, "blocks": sheet.blocks} for sheet in sheets]
    return json.dumps({"title": breakable(in_latin(words.clean(title))), "footer": footer, "pages": pages}, ensure_ascii=False)


def _compiler(paper: str) -> Any:
    """Only fonts inside typst are used: those of a machine would change the bytes."""
    import typst

    return typst.Compiler(input=_template(), ignore_system_fonts=True, sys_inputs={"paper": paper})


@cache
def _template() -> bytes:
    return bundled.text("buyfair.cards", "brief.typ").encode()
