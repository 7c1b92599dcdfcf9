"""What the facts of a purchase fill into the blanks of a solicitation package; what they do not tell stays open, visibly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from buyfair.judge.facts import Purchase
from buyfair.knowledge import facts as f
from buyfair.knowledge.countries import countries
from buyfair.knowledge.goods import official_names
from buyfair.knowledge.lists import dol_eo13126
from buyfair.listed_types import below


def filled(source: str, purchase: Purchase, day: date) -> str | None:
    """What the facts tell for a blank; None where they do not tell it."""
    fill = FILLS.get(source)
    return None if fill is None else fill(purchase, day)


def listed_types(purchase: Purchase, day: date) -> str | None:
    """The listed products among the supplies, each with the countries that the list names for it on that day."""
    bought = [_good(line) for line in purchase.lines or () if line.get(f.ITEM.key) in (None, "supply")]
    if not bought or None in bought:
        return None
    found = {good: places for good, places in _listed_on(day).items() if {str(b) for b in bought} & below({good})}
    if not found:
        return None
    return "; ".join(f"{good}: {', '.join(places)}" for good, places in sorted(found.items()))


def _good(line: Mapping[str, object]) -> object:
    return line.get(f.END_PRODUCT.key) or line.get(f.GOOD_BOUGHT.key)


def _listed_on(day: date) -> dict[str, list[str]]:
    """Per good on the list of that day the names of its countries."""
    names, found = official_names(), dict[str, set[str]]()
    for x in dol_eo13126.listings():
        if x.shown(day):
            found.setdefault(names[x.good], set()).add(countries()[x.country].name)
    return {good: sorted(held) for good, held in found.items()}


FILLS: dict[str, Callable[[Purchase, date], str | None]] = {"listed_types": listed_types}
"""How each source that an item may name is read from the facts."""
