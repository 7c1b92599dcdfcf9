"""Cards as pages of a browser: the one writer of cards in HTML, beside that of Markdown and that of a terminal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html import escape

from buyfair.cards.page import Block, Card, Grid, Item, Items, Section
from buyfair.judge.amounts import MARKS, RECALLED

Address = Callable[[str], str | None]
"""The address of what a word names: a row of the law, a clause number, a name between backticks; None where it has none."""

_CODE = re.compile(r"`([^`]+)`")
_STRONG = re.compile(r"\*\*(.+?)\*\*")
_WORD = re.compile(
    r"https?://[^\s<>\"“”]+[^\s<>\"“”.,;:)]|\b[A-Z][A-Za-z0-9]*-\d+\b|\b(?:52|252)\.\d{3}-\d+\b|\b\d{4}-\d\d-\d\d\b"
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_BREAKS = re.compile(r"([_./\]])(?=\w)")
"""Where a long name in code may go on in the next line."""
_QUOTED = "> "
_RECALLED = MARKS[RECALLED]
LABELLED = ":"
"""A paragraph that ends so is the name of the table below it."""


def no_address(_: str) -> None:
    """Links nothing."""


def body(card: Card, address: Address = no_address, level: int = 2) -> str:
    """What stands below the title of a card: whom it is about, its lead, its sections. `level`: that of their headings."""
    return "\n".join((opening(card, address), sections(card.sections, address, level)))


def opening(card: Card, address: Address = no_address) -> str:
    """What a card says before its sections."""
    first, *rest = (card.lead, *card.about) if card.lead else card.about
    about = (f"<p>{inline(said, address)}</p>" for said in rest)
    return "\n".join((f'<p class="answer">{inline(first, address)}</p>', *_blocks(card.below, address, card.title), *about))


def sections(held: Iterable[Section], address: Address = no_address, level: int = 2) -> str:
    """Each section with its heading, and an anchor that stays the same as long as its words do."""
    return "\n".join(_section(section, address, level) for section in held)


def contents(card: Card) -> tuple[tuple[str, str], ...]:
    """The anchor and the title of each section."""
    return tuple((anchor(section), section.title) for section in card.sections)


def anchor(section: Section) -> str:
    """The name of a section in an address."""
    return section.anchor or slug(section.title)


def slug(title: str) -> str:
    """Words as a part of an address: small letters and figures with hyphens between."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def _section(section: Section, address: Address, level: int) -> str:
    name = anchor(section)
    head = f'<h{level} id="{name}">{inline(section.title, no_address)}</h{level}>'
    return "\n".join((head, *_blocks(section.blocks, address, section.title)))


def _blocks(blocks: Iterable[Block], address: Address, title: str) -> Iterator[str]:
    """Blocks one after another; a paragraph that names the table below it becomes its caption."""
    waiting = ""
    for block in blocks:
        if isinstance(block, Grid):
            yield table(block, waiting or title, address, hidden=not waiting)
            waiting = ""
            continue
        if waiting:
            yield f"<p>{inline(waiting, address)}</p>"
            waiting = ""
        if isinstance(block, Items):
            yield _listed(block, address)
        elif block.endswith(LABELLED):
            waiting = block
        elif block.startswith(_QUOTED):
            yield f"<blockquote><p>{inline(block.removeprefix(_QUOTED), address)}</p></blockquote>"
        else:
            yield f"<p>{inline(block, address)}</p>"
    if waiting:
        yield f"<p>{inline(waiting, address)}</p>"


def _listed(block: Items, address: Address) -> str:
    if not block.items:
        return ""
    tag = "ol" if block.numbered else "ul"
    return f'<{tag} class="usa-list">{"".join(_point(item, address) for item in block.items)}</{tag}>'


def _point(item: Item, address: Address) -> str:
    if not item.inside:
        return f"<li>{inline(item.text, address)}</li>"
    return f"<li>{inline(item.text, address)}:{_listed(Items(item.inside), address)}</li>"


def table(grid: Grid, caption: str, address: Address = no_address, *, hidden: bool = False) -> str:
    """A table whose rows stand one below another where the window is narrow, each cell behind its name.

    `hidden`: its caption is for who hears the page, since the heading above says the same.
    """
    shown = ' class="usa-sr-only"' if hidden else ""
    head = "".join(f'<th scope="col">{inline(name, no_address)}</th>' for name in grid.head)
    rows = "".join(_row(grid.head, row, address) for row in grid.rows)
    return (
        f'<table class="usa-table usa-table--stacked card-table"><caption{shown}>{inline(caption, address)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _row(head: tuple[str, ...], row: tuple[str, ...], address: Address) -> str:
    cells = []
    for place, (name, cell) in enumerate(zip(head, row, strict=True)):
        tag, scope = ("th", ' scope="row"') if place == 0 else ("td", "")
        label = escape(name.replace("`", ""))
        cells.append(f'<{tag}{scope} data-label="{label}">{inline(cell, address)}</{tag}>')
    return f"<tr>{''.join(cells)}</tr>"


def inline(text: str, address: Address = no_address) -> str:
    """Words of a card, safe to show: what stands between backticks as code, what has an address as a link.

    Words that are as a whole the name of something that has an address are a link to it.
    """
    if "`" not in text and (where := address(text)) is not None:
        shown = _word(text, no_address) if _WORD.fullmatch(text) else escape(text, quote=False)
        return f'<a class="usa-link" href="{escape(where)}">{shown}</a>'
    parts = _CODE.split(text)
    return "".join(_code(part, address) if place % 2 else _words(part, address) for place, part in enumerate(parts))


def text(said: str) -> str:
    """Words that stand as they are, safe to show: days, rows and numbers of clauses each in one line."""
    return _words(said, no_address)


def _code(name: str, address: Address) -> str:
    shown = _BREAKS.sub(r"\1<wbr>", escape(name))
    return _linked(name, f"<code>{shown}</code>", address)


def _words(text: str, address: Address) -> str:
    pieces, at = [], 0
    for met in _WORD.finditer(text):
        pieces += [escape(text[at : met.start()], quote=False), _word(met[0], address)]
        at = met.end()
    whole = "".join((*pieces, escape(text[at:], quote=False)))
    return _STRONG.sub(r"<strong>\1</strong>", whole).replace(_RECALLED, f'<em class="recalled">{_RECALLED}</em>')


def _word(word: str, address: Address) -> str:
    """A day, a row or a number stays in one line; an address on the web may break."""
    shown = escape(word, quote=False)
    if not word.startswith(("https://", "http://")):
        shown = f'<span class="whole">{shown}</span>'
    return shown if _DAY.fullmatch(word) else _linked(word, shown, address)


def _linked(word: str, shown: str, address: Address) -> str:
    where = word if word.startswith(("https://", "http://")) else address(word)
    return shown if where is None else f'<a class="usa-link" href="{escape(where)}">{shown}</a>'
