"""What one told fact tells of another: rules of the vocabulary, never defaults for what is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from buyfair.judge.facts import Fact, Purchase
from buyfair.knowledge import facts as f

TOLD_BY: Mapping[str, tuple[Fact, ...]] = {
    f.ITEM.key: (f.CODE,),
    f.BULK_CARGO.key: (f.GOOD_BOUGHT, f.CODE),
    f.SUBSTANTIATED.key: (f.CREDIBLE,),
    f.CREDIBLE.key: (f.SUBSTANTIATED,),
    f.ARCHITECT_ENGINEER.key: (f.CODE,),
}
"""For each fact that may be filled, the facts that tell of it."""


def derive(
    purchase: Purchase, item_of: Callable[[str], str | None], in_bulk: Callable[[str | None, str | None], bool]
) -> Purchase:
    """The purchase with what its facts tell of each other.

    `item_of` gives the kind of thing that a product code names, `in_bulk` whether a good, or where none is told any good of
    a product code, may be an agricultural or petroleum product. What is told stands; only what is not told is filled, and
    only where it follows.
    """
    lines = None if purchase.lines is None else tuple(_line(line, item_of, in_bulk) for line in purchase.lines)
    return Purchase(_events(purchase.told), lines)


def _line(
    line: Mapping[str, Any], item_of: Callable[[str], str | None], in_bulk: Callable[[str | None, str | None], bool]
) -> Mapping[str, Any]:
    found = dict(line)
    good, code = found.get(f.GOOD_BOUGHT.key), found.get(f.CODE.key)
    if f.ITEM.key not in found and code is not None:
        item = item_of(code)
        if item is not None:
            found[f.ITEM.key] = item
    if f.BULK_CARGO.key not in found and (good is not None or code is not None) and not in_bulk(good, code):
        found[f.BULK_CARGO.key] = False
    if f.ARCHITECT_ENGINEER.key not in found and code is not None and code[:1] == ARCHITECT_CODES:
        found[f.ARCHITECT_ENGINEER.key] = True
    return found


ARCHITECT_CODES = "C"
"""The first letter of the service codes for architect and engineering services. Another code tells nothing."""


def _events(told: Mapping[str, Any]) -> Mapping[str, Any]:
    found = dict(told)
    credible, substantiated = found.get(f.CREDIBLE.key), found.get(f.SUBSTANTIATED.key)
    if credible is False and substantiated is None:
        found[f.SUBSTANTIATED.key] = "none"
    if credible is None and substantiated in f.SUBSTANTIATED_AGAINST:
        found[f.CREDIBLE.key] = True
    return found
