"""Reads the portfolio that is shown before anybody asks: its picture, the choices of its filters, the parts of its pages."""

from __future__ import annotations

from buyfair.browse import counted
from buyfair.browse_filters import Filters
from buyfair.terms.errors import InputRefusedError, MachineError
from buyfair.terms.exposure import UNKNOWN
from buyfair.web.portfolio import reading
from buyfair.web.portfolio.address import Asked
from buyfair.web.portfolio.linked import linked
from buyfair.web.portfolio.pages import PAGES
from buyfair.web.portfolio.views import remembered_part


def awake() -> None:
    """Everything that the pages of the whole portfolio remember; nothing where none was taken, or it cannot be read now."""
    held = reading.held()
    if held is None:
        return
    whole = Asked()
    try:
        of = linked(reading.figures(held, whole), whole.filters)
        reading.choices(held, whole)
        for name in dict.fromkeys(name for page in PAGES for name in page.parts):
            remembered_part(held, whole, name, of)
        counted(held, Filters(class_=(UNKNOWN,)))  # puts the questions of every filter into the engine's language
    except (InputRefusedError, MachineError, OSError):
        return  # whoever opens a page is told
