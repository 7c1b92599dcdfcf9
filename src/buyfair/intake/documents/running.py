"""Takes away what repeats at the top and the bottom of pages, so that it parts no sentence; said once, and noted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from buyfair.intake.documents.lines import Line

ZONE = 0.12
"""The part of the page's height, above and below, in which running lines are looked for."""
SHARE = 0.4
"""On how many of the pages a line must repeat."""
PAGE_NUMBER = re.compile(
    r"\b(page|pg\.?|p\.)\s*(\d+|[ivxlc]+\b)(\s*(of|/)\s*\d+)?|\b\d+\s*(of|/)\s*\d+\b", re.IGNORECASE
)

NUMBER = re.compile(r"[\s\-–—.(]*(\d{1,4}|[ivxl]{1,6})[\s\-–—.)]*")
"""A number of a page that stands alone."""


class Page:
    """The lines of one page and its edges, in points."""

    __slots__ = ("lines", "low", "high", "number")

    def __init__(self, number: int, lines: Sequence[Line], low: float, high: float) -> None:
        self.number, self.lines, self.low, self.high = number, list(lines), low, high

    def running(self) -> list[tuple[str, Line]]:
        """The lines near its upper and lower edge, each with what may repeat of it."""
        depth = ZONE * (self.high - self.low)
        edge = [line for line in self.lines if line.base > self.high - depth or line.base < self.low + depth]
        return [(_key(line, self.number), line) for line in edge]


def _key(line: Line, page: int) -> str:
    """The text without the number of its page."""
    said = "   ".join("#" if NUMBER.fullmatch(chunk.text) else chunk.text for chunk in line.chunks)
    said = PAGE_NUMBER.sub("#", said)
    said = re.sub(rf"(?<![\w.,/-]){page}(?![\w/-]|[.,]\d)", "#", said)
    return " ".join(said.split())


def without_running(pages: Sequence[Page]) -> list[str]:
    """Drops repeated lines from all pages but the first that bears them, and bare page numbers from all; returns notes."""
    count = Counter(key for page in pages for key in {key for key, _ in page.running()})
    enough = max(2, SHARE * len(pages)) if len(pages) > 3 else 2
    repeated = {key for key, times in count.items() if times >= enough and len(pages) > 1}
    told: list[str] = []
    numbers = False
    ahead = _ahead(pages)
    for page in pages:
        for key, line in page.running():
            bare = _bare_number(key, line)
            if key not in repeated and not (bare and _is_of(line, page.number + ahead)):
                continue
            if bare:
                numbers = True
            elif key not in told:
                told.append(key)
                continue
            page.lines.remove(line)
    notes = [f"Repeated at the edge of pages and read only once: “{'”, “'.join(told[:4])}”."] if told else []
    return [*notes, "Page numbers were left out."] if numbers else notes


def _bare_number(key: str, line: Line) -> bool:
    """Nothing but the number of the page."""
    return re.fullmatch(r"[\W_]*", key) is not None and line.text.strip("-–— ") != "" and "_" not in line.text


def _ahead(pages: Sequence[Page]) -> int:
    """How far printed numbers run ahead of the count of pages, as most numbers at the edges have it."""
    found: Counter[int] = Counter()
    for page in pages:
        for _, line in page.running():
            numbers = [chunk.text.strip(" -–—.()") for chunk in line.chunks if NUMBER.fullmatch(chunk.text)]
            found.update({int(number) - page.number for number in numbers if number.isdecimal()})
    most = max(found.items(), key=lambda one: (one[1], -abs(one[0])), default=(0, 0))
    return most[0] if most[1] >= 3 else 0


def _is_of(line: Line, page: int) -> bool:
    """Whether a number that stands alone says that it is a page's, or is this page's."""
    return PAGE_NUMBER.search(line.text) is not None or line.text.strip(" -–—.()") == str(page)
