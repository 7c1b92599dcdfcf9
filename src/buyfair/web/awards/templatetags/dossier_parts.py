"""Tells the templates which kind of part a block is, and writes its cells."""

from __future__ import annotations

from collections.abc import Iterator

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from buyfair.cards.dossier_file_parts import Block, Cell, Grid, Points
from buyfair.web.awards.links import link

register = template.Library()


@register.filter
def kind(block: Block) -> str:
    """grid, points or say."""
    return "grid" if isinstance(block, Grid) else "points" if isinstance(block, Points) else "say"


@register.filter
def shown(cell: Cell) -> SafeString:
    """The words of a cell, with where they lead, and its further paragraphs; a page has thousands: no template writes them."""
    first = escape(cell.text)
    if cell.to is not None:
        first = f'<a class="usa-link" href="{escape(link(*cell.to))}">{first}</a>'
    return mark_safe(first + "".join(f'<p class="dossier-more">{escape(p)}</p>' for p in cell.more))  # noqa: S308


@register.filter
def columns(row: tuple[Cell, ...], of: Grid) -> Iterator[tuple[Cell, str, bool]]:
    """Each cell of a row with the name of its column, and whether it holds a figure."""
    return ((cell, name, n in of.figures) for n, (cell, name) in enumerate(zip(row, of.head, strict=True)))
