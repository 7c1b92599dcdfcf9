"""A written document as lines of text, each with the number and page where a person finds it again."""

from __future__ import annotations

from dataclasses import dataclass

CELL = " | "
"""What stands between two cells of one row of a table."""


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """One line as it stands in the document. Unit: `number` from 1, counted over the whole text; `page` from 1, or None."""

    text: str
    number: int
    page: int | None = None
    row: bool = False
    """It is one row of a table; its cells stand apart by CELL."""


@dataclass(frozen=True, slots=True)
class Document:
    """A contract file or a plan: one entry per line, in reading order.

    `notes` are sentences about what reading could not tell, such as a page without text.
    """

    name: str
    sha256: str
    lines: tuple[WrittenLine, ...]
    pages: int | None = None
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All lines, one below the other."""
        return "\n".join(line.text for line in self.lines)
