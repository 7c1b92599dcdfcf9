"""The parts of a page that know neither its subject nor its paper, and their two writers: Markdown and a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from textwrap import wrap

NARROW, WIDE = 72, 120


@dataclass(frozen=True, slots=True)
class Item:
    """A point of a list, with the points below it."""

    text: str
    inside: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A list of points."""

    items: tuple[Item, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: on a page with its head; in a terminal its columns side by side, or (`stacked`) one cell below another."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    stacked: bool = False


Block = str | Items | Grid


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it. `anchor`: its own name in an address, where it needs one that never changes."""

    title: str
    blocks: tuple[Block, ...]
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """All that a card or an index says, whatever it is written on. Words between backticks are those of a facts file.

    Without a lead (an index) the sections follow what it is about.
    """

    row: str
    title: str
    about: tuple[str, ...]
    lead: str
    below: tuple[Block, ...]
    sections: tuple[Section, ...]


# As a page


def as_markdown(card: Card, last: str, link: Callable[[str], str]) -> str:
    """The card as a page in Markdown that ends with a last line; `link` makes links of what a text names."""
    lines = [f"# {card.title}", "", " ".join(card.about), ""]
    if card.lead:
        lines += [f"**{link(card.lead)}**", ""]
    lines += _marked(card.below, link)
    for section in card.sections:
        lines += [f"## {section.title}", "", *_marked(section.blocks, link)]
    return "\n".join([*lines, last]) + "\n"


def _marked(blocks: Iterable[Block], link: Callable[[str], str]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, str):
            yield link(block)
        elif isinstance(block, Items):
            yield from _marked_items(block, link, "")
        else:
            yield f"| {' | '.join(block.head)} |"
            yield "|" + "---|" * len(block.head)
            yield from (f"| {' | '.join(link(_cell(cell)) for cell in row)} |" for row in block.rows)
        yield ""


def _marked_items(block: Items, link: Callable[[str], str], indent: str) -> Iterator[str]:
    for number, item in enumerate(block.items, start=1):
        sign = f"{number}. " if block.numbered else "- "
        yield f"{indent}{sign}{link(item.text)}{':' if item.inside else ''}"
        yield from _marked_items(Items(item.inside), link, indent + " " * len(sign))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


# In a terminal


def as_text(card: Card, last: str, width: int) -> str:
    """The card as text that ends with a last paragraph, in lines of at most `width` columns, but 72 to 120 of them."""
    columns = _columns(width)
    lines = [*_wrapped(card.title, columns), *(a for about in card.about for a in _wrapped(about, columns)), ""]
    if card.lead:
        lines += [*_wrapped(card.lead, columns), ""]
    if card.below:
        lines += [*_indented(card.below, columns), ""]
    for section in card.sections:
        lines += [section.title, *_indented(section.blocks, columns), ""]
    return "\n".join([*lines, *_wrapped(last, columns)]) + "\n"


def _columns(width: int) -> int:
    return max(NARROW, min(WIDE, width))


def _wrapped(text: str, width: int, first: str = "", later: str = "") -> list[str]:
    return wrap(
        text.replace("`", ""), width, initial_indent=first, subsequent_indent=later, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip


def _indented(blocks: Iterable[Block], width: int) -> Iterator[str]:
    before: Block = ":"
    for block in blocks:
        if not (isinstance(before, str) and before.endswith(":")):
            yield ""
        before = block
        if isinstance(block, str):
            yield from _wrapped(block, width, "  ", "  ")
        elif isinstance(block, Items):
            yield from _listed(block, width, "  ")
        elif block.stacked:
            yield from _stacked(block, width)
        else:
            yield from _side_by_side(block.rows, width)


def _listed(block: Items, width: int, indent: str) -> Iterator[str]:
    for number, item in enumerate(block.items, start=1):
        sign = f"{number:>2}. " if block.numbered else "- "
        yield from _wrapped(f"{item.text}{':' if item.inside else ''}", width, indent + sign, indent + " " * len(sign))
        yield from _listed(Items(item.inside), width, indent + " " * len(sign))


def _stacked(block: Grid, width: int) -> Iterator[str]:
    """A row below another: its first cell, then each other one behind its name."""
    margin = max(len(name) for name in block.head[1:]) + 6
    for row in block.rows:
        yield from _wrapped(row[0], width, "  ", "  ")
        for name, cell in zip(block.head[1:], row[1:], strict=True):
            yield from _wrapped(cell, width, f"    {name}".ljust(margin), " " * margin)


def _side_by_side(rows: tuple[tuple[str, ...], ...], width: int) -> Iterator[str]:
    """Columns: the short ones as wide as they need, the last two (or the last) share what is left."""
    cells = [[cell.replace("`", "") for cell in row] for row in rows]
    fixed = [max(6, *(len(row[n]) for row in cells)) for n in range(max(1, len(rows[0]) - 2))]
    left = width - 2 - sum(n + 2 for n in fixed)
    rest = [left] if len(rows[0]) == 2 else [left * 3 // 5 - 2, left - left * 3 // 5]
    widths = [*fixed, *rest]
    for row in cells:
        for line in zip_longest(*(_wrapped(c, w) for c, w in zip(row, widths, strict=True)), fillvalue=""):
            padded = "  ".join(text.ljust(w) for text, w in zip(line, widths, strict=True))
            yield f"  {padded}".rstrip()
