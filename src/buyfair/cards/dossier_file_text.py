"""The dossier of one award as plain text, to be pasted into a file, a message or a form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from textwrap import wrap
from typing import Any

from buyfair.cards.dossier_file import IN_FILE, Telling, heading, telling
from buyfair.cards.dossier_file_parts import Block, Cell, Grid, Part, Room, Say
from buyfair.cards.dossier_on_file import OnFile

WIDTH = 100


def dossier_plain(document: Mapping[str, Any], data_hash: str, day: date, on_file: OnFile | None = None) -> str:
    """The copy as text of at most 100 columns, with every action; the same four give the same text."""
    return plain_of(telling(document, data_hash, day, on_file, every_action=True), document)


def plain_of(of: Telling, document: Mapping[str, Any]) -> str:
    """A dossier that is told in parts already, as text."""
    parts = (heading(document), *(of.parts[name] for name in IN_FILE if name in of.parts))
    return text_of(of.title, parts, of.foot)


def text_of(title: str, parts: Iterable[Part], foot: Iterable[str]) -> str:
    """Any document that is told in parts, as text of at most 100 columns."""
    lines = [*_wrapped(title), "=" * min(len(title), WIDTH)]
    for part in parts:
        lines += _part(part)
    return "\n".join([*lines, "", "-" * WIDTH, *(line for each in foot for line in _wrapped(each))]) + "\n"


def _wrapped(text: str, first: str = "", hang: str = "") -> list[str]:
    if len(first) + len(text) <= WIDTH and text:
        return [first + text]
    return wrap(text, WIDTH, initial_indent=first, subsequent_indent=hang, break_on_hyphens=False) or [first.rstrip()]


def _part(part: Part) -> Iterator[str]:
    if part.title:
        yield ""
        yield from _wrapped(part.title.upper())
    for block in part.blocks:
        yield ""
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Say):
        yield from _wrapped(block.text)
    elif isinstance(block, Grid):
        yield from _wrapped(f"{block.caption}:")
        for row in block.rows:
            yield from _row(block, row)
    elif isinstance(block, Room):
        yield f"    {block.label}: {'_' * (WIDTH - len(block.label) - 6)}"
        yield from ["", f"    {'_' * (WIDTH - 4)}"] * (block.lines - 1)
    else:
        for n, item in enumerate(block.items, 1):
            mark = f"  {n}. " if block.counted else "  - "
            yield from _wrapped(item.whole, mark, " " * len(mark))


def _row(of: Grid, row: tuple[Cell, ...]) -> Iterator[str]:
    """A row as an item: its first cell, then each other one behind the name of its column."""
    yield from _wrapped(row[0].whole, "  * ", "    ")
    for name, each in zip(of.head[1:], row[1:], strict=True):
        if each.whole:
            yield from _wrapped(f"{name}: {each.whole}", "    ", "      ")
