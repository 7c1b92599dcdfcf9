"""The parts that a dossier is told in, on the page and in the copies for the file: sections of sentences, lists and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from buyfair.cards import words

Target = tuple[str, str]
"""What a cell opens on a page: a kind of card (rule, list, indicator ...) and its id; paper shows the words alone."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A few words, what they open, and further paragraphs below them."""

    text: str
    to: Target | None = None
    more: tuple[str, ...] = ()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """All of its words, one paragraph after the other."""
        return tuple(p for p in (self.text, *self.more) if p)

    @property
    def whole(self) -> str:
        """All of its words in one line, each paragraph closed by a stop where more follows."""
        *before, last = self.paragraphs or ("",)
        return " ".join([*(p if p.endswith((".", "?", "!", ":")) else f"{p}." for p in before), last])


def cell(text: object, *more: object, to: Target | None = None) -> Cell:
    """A cell whose words are safe to show; what is empty is left out."""
    return Cell(_clean(text), to, tuple(_clean(m) for m in more if m))


def _clean(text: object) -> str:
    """As words.clean makes it; most texts are clean already, and a dossier has thousands."""
    said = str(text)
    plain = said.isascii() and said.isprintable() and "  " not in said and said == said.strip()
    return said if plain else words.clean(said)


@dataclass(frozen=True, slots=True)
class Say:
    """One paragraph: `lead` is the answer, `about` stands beside a firm, `strong` must not be overlooked, `note` may be.

    `ask` is strong and `hint` a note that stay on the sheet of what follows them.
    """

    text: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Points:
    """A list; `counted` where its order says something."""

    items: tuple[Cell, ...]
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its caption; `figures` are the columns that hold numbers; a page may fold it where `folded` is said.

    Unit: `widths` are shares of a page, one per column.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    figures: tuple[int, ...] = ()
    folded: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """Room to write in, under the word that stands before it. Unit: `lines` of handwriting."""

    label: str
    lines: int


Block = Say | Points | Grid | Room


@dataclass(frozen=True, slots=True)
class Part:
    """A section: its name in addresses, its heading and what stands under it; `sheet`: on paper it begins on a new sheet."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    sheet: bool = False

    def texts(self) -> Iterator[str]:
        """Every text that it shows, in order."""
        yield self.title
        for block in self.blocks:
            yield from texts_of(block)


def texts_of(block: Block) -> Iterator[str]:
    """Every text of a block, in order."""
    if isinstance(block, Room):
        yield block.label
    elif isinstance(block, Say):
        yield block.text
    elif isinstance(block, Points):
        for item in block.items:
            yield from item.paragraphs
    else:
        yield block.caption
        yield from block.head
        for row in block.rows:
            for each in row:
                yield from each.paragraphs


def say(text: object, kind: str = "text") -> Say:
    """A paragraph whose words are safe to show."""
    return Say(_clean(text), kind)


def points(items: Iterable[Cell | str], *, counted: bool = False) -> Points:
    """A list of cells or of plain texts."""
    return Points(tuple(i if isinstance(i, Cell) else cell(i) for i in items), counted)


def grid(
    caption: str, head: tuple[str, ...], rows: Iterable[Iterable[Cell | str]], widths: tuple[int, ...],
    figures: tuple[int, ...] = (), folded: str = "",
) -> Grid:  # fmt: skip
    """A table of cells or of plain texts."""
    held = tuple(tuple(c if isinstance(c, Cell) else cell(c) for c in row) for row in rows)
    return Grid(caption, head, held, widths, figures, folded)
