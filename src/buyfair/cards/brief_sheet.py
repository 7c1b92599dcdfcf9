"""One page of a brief on paper: its blocks of words and figures, cut until they fit, set as an accessible PDF."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from anyascii import anyascii

from buyfair.cards import words
from buyfair.terms import bundled
from buyfair.terms.errors import MachineError

Block = dict[str, Any]

MORE = "and {} more in the full answer"
CUT = "A text that ends in [\u2026] is cut here; the full answer holds it whole."
_CUT_HERE = " [\u2026]"
SPELLED = "Names written in other than Latin letters are spelled in Latin letters here; the full answer holds them as recorded."
_NO_LETTERS = "(no letters that can be printed)"
_SHOWN = "\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u00d7\u2264\u2265\u20ac"
"""Signs beyond Latin letters that the fonts inside typst hold."""
_UNIT = re.compile(r"(\d) (million|billion|trillion)\b")
"""A figure and its unit stay on one line."""
_HALF = 62  # letters of a line in half a page
_CELL = 90  # letters of a cell
_LONGEST = 20  # letters of a word that is never broken
_PIECE = re.compile(r"[^_/.-]{1,8}[_/.-]*|[_/.-]+")
"""Between these the line of a longer one may be."""


@dataclass(frozen=True, slots=True)
class Cut:
    """How much of the answer a page takes: rows of a table, points of a list, letters of a text, size of the letters."""

    rows: int
    points: int
    letters: int
    draft: int
    size: float


LADDER = (
    Cut(6, 12, 2000, 2400, 10), Cut(6, 12, 2000, 2400, 9.5), Cut(6, 9, 900, 1600, 9), Cut(6, 8, 700, 1400, 8.5),
    Cut(5, 6, 500, 1100, 8.5), Cut(5, 5, 400, 900, 8.5), Cut(5, 5, 320, 700, 8), Cut(4, 4, 260, 560, 8),
    Cut(4, 4, 200, 420, 8), Cut(3, 3, 160, 320, 8), Cut(3, 3, 130, 240, 8), Cut(3, 2, 100, 200, 8),
    Cut(2, 2, 80, 160, 8), Cut(1, 1, 50, 80, 8), Cut(1, 1, 40, 60, 7.5),
)  # fmt: skip
"""Tried in this order; the first that fits the page is taken."""
_STRIDE = 3  # so many at once are passed over where the page runs over by several


@dataclass(slots=True)
class Sheet:
    """The blocks of a page, and whether a text was cut or a name spelled in other letters on the way."""

    cut: Cut
    blocks: list[Block] = field(default_factory=list)
    shortened: bool = False
    spelled: bool = False

    def fit(self, text: object, letters: int | None = None) -> str:
        """A text as the page can show it: Latin letters, breakable, no longer than `letters` where these are given."""
        cleaned = words.clean(text)
        latin = in_latin(cleaned)
        self.spelled |= latin != unicodedata.normalize("NFC", cleaned)
        shown = latin if letters is None else clipped(latin, letters)
        self.shortened |= _CUT_HERE.strip() in shown
        return _UNIT.sub("\\1\u00a0\\2", breakable(shown))

    def heading(self, text: str, level: int = 1) -> None:
        """The heading of what follows."""
        self.blocks.append({"kind": "heading", "level": level, "text": self.fit(text)})

    def say(self, text: object, kind: str = "text", letters: int | None = None) -> None:
        """One paragraph: plain `text`, a `lead`, `strong`, a `note` in gray or the `kicker` above the title."""
        self.blocks.append({"kind": kind, "text": self.fit(text, letters)})

    def points(self, texts: Iterable[object], most: int | None = None, letters: int | None = None) -> None:
        """A list; what it has no room for is counted."""
        every = list(texts)
        shown = _first(every, most or self.cut.points)
        points = [self.fit(each, letters) for each in shown]
        if len(every) > len(shown):
            points.append(MORE.format(f"{len(every) - len(shown):,}"))
        if points:
            self.blocks.append({"kind": "points", "points": points})

    def table(
        self, head: Sequence[str], rows: Iterable[Sequence[object]], *, most: int | None = None,
        groups: Sequence[tuple[str, int]] = (), wordy: Sequence[int] = (0,), widths: Sequence[int] = (), letters: int = _CELL,
    ) -> None:  # fmt: skip
        """A table with its header row; columns named in `wordy` hold words, the rest figures; `groups` head several columns.

        Unit: `widths` are shares, and 0 is as wide as its words; the first column takes what is left unless told otherwise.
        """
        every = list(rows)
        shown = _first(every, most or self.cut.rows)
        self.blocks.append({
            "kind": "table", "head": list(head), "words": list(wordy), "widths": list(widths) or [1, *[0] * (len(head) - 1)],
            "groups": [{"name": self.fit(name, 40), "wide": wide} for name, wide in groups],
            "rows": [[self.fit(cell, letters) for cell in row] for row in shown],
        })  # fmt: skip
        self.and_more(len(every) - len(shown))

    def and_more(self, more: int, of: str = "") -> None:
        """Count what a list of sentences had no room for."""
        if more > 0:
            self.say(f"{words.sentence_case(MORE.format(words.many(more, of) if of else f'{more:,}'))}.", "note")

    def beside(self, cells: Sequence[Sequence[Callable[[], None]]], shares: Sequence[int] = (1, 1)) -> None:
        """Blocks beside each other: each cell's own callers add them."""
        filled = [[block for add in cell for block in self._added(add)] for cell in cells]
        self.blocks.append({"kind": "beside", "shares": list(shares), "cells": filled})

    def columns(self, sections: Sequence[Callable[[], None]]) -> None:
        """Sections in two columns of about the same height, read one after the other."""
        filled = [self._added(add) for add in sections]
        weights = [sum(map(_lines, blocks)) for blocks in filled]
        at = min(range(1, len(filled) + 1), key=lambda n: max(sum(weights[:n]), sum(weights[n:])))
        cells = [[block for blocks in half for block in blocks] for half in (filled[:at], filled[at:])]
        self.blocks.append({"kind": "beside", "shares": [1, 1], "cells": cells})

    def _added(self, add: Callable[[], None]) -> list[Block]:
        """The blocks that a caller adds, taken apart from the page's own."""
        mine, self.blocks = self.blocks, []
        add()
        mine, self.blocks = self.blocks, mine
        return mine

    def remarks(self, *others: Sheet) -> None:
        """Say what the page had to do to the words, where it had to."""
        every = (self, *others)
        if any(sheet.shortened for sheet in every):
            self.say(CUT, "note")
        if any(sheet.spelled for sheet in every):
            self.say(SPELLED, "note")


def _lines(block: Block) -> int:
    """About how many lines a block takes in a column of half a page."""
    if block["kind"] == "heading":
        return 3
    if block["kind"] == "table":
        return len(block["rows"]) + 2
    return sum(1 + len(text) // _HALF for text in block.get("points", [block.get("text", "")]))


def _first(every: list[Any], most: int) -> list[Any]:
    """At most so many; one more where counting it would take as much room."""
    return every if len(every) <= most + 1 else every[:most]


def in_latin(text: str) -> str:
    """A text in letters that the fonts hold: Latin ones stay, all others are spelled in Latin.

    Source: anyascii, as the matching of names takes it.
    """
    spelled = words.clean("".join(map(_spelled, unicodedata.normalize("NFC", text))))
    return spelled or (_NO_LETTERS if text else "")


def _spelled(sign: str) -> str:
    """A sign as it is or in Latin letters; a sign that is a syllable stands apart, so that a long name can be read."""
    if sign < "\u0250" or "\u1e00" <= sign <= "\u1eff" or sign in _SHOWN:
        return sign
    return f" {anyascii(sign)} " if "\u3400" <= sign <= "\u9fff" else anyascii(sign)


def clipped(text: str, most: int) -> str:
    """At most so many letters, cut between sentences, or words, where that costs little, with the sign that more is missing."""
    if len(text) <= most:
        return text
    kept = text[: most - len(_CUT_HERE)]
    at_blank, at_stop = kept.rsplit(" ", 1)[0], kept.rfind(". ") + 1
    if at_stop > most // 2:
        return kept[:at_stop] + _CUT_HERE
    return (at_blank if len(at_blank) > most // 2 else kept).rstrip(" ,;:.") + _CUT_HERE


_APART = ("words", "limits", "supply", "subcontractors", "commercial")  # have their own room on a page


def trimmed(value: Any, letters: int) -> Any:
    """The answer with every text of it clipped, so that sentences made of it stay whole."""
    if isinstance(value, str):
        return clipped(value, letters)
    if isinstance(value, Mapping):
        return {key: each if key in _APART else trimmed(each, letters) for key, each in value.items()}
    return [trimmed(each, letters) for each in value] if isinstance(value, list) else value


def breakable(text: str) -> str:
    """A word that is longer than a column gets places at which its line may be broken."""
    return " ".join(_broken(word) if len(word) > _LONGEST else word for word in text.split(" "))


def _broken(word: str) -> str:
    return "\u200b".join(_PIECE.findall(word))


def fitted(title: str, compose: Callable[[Cut], Sheet]) -> Sheet:
    """The page with the most of the answer that still is one page.

    Raises: MachineError if even the shortest runs over.
    """
    at, last = 0, len(LADDER) - 1
    while at <= last:
        sheet = compose(LADDER[at])
        over = _pages(title, sheet) - 1
        if over == 0:
            return sheet
        at = min(at + min(over, _STRIDE), last) if at < last else last + 1
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


def _pages(title: str, sheet: Sheet) -> int:
    return int(json.loads(_compiler(_paper(title, "", [sheet])).query("<pages>", field="value", one=True)))


def _paper(title: str, footer: str, sheets: Sequence[Sheet]) -> str:
    pages = [{"size": sheet.cut.size, "blocks": sheet.blocks} for sheet in sheets]
    title, footer = (breakable(in_latin(words.clean(each))) for each in (title, footer))
    return json.dumps({"title": title, "footer": footer, "pages": pages}, ensure_ascii=False)


def _compiler(paper: str) -> Any:
    """Only fonts inside typst are used: those of a machine would change the bytes."""
    import typst

    return typst.Compiler(input=_template(), ignore_system_fonts=True, sys_inputs={"paper": paper})


@cache
def _template() -> bytes:
    return bundled.text("buyfair.cards", "brief.typ").encode()
