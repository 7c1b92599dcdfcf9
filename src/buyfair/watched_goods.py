"""Which goods and product codes belong to a high-priority sector of the Uyghur Forced Labor Prevention Act, day by day."""

from __future__ import annotations

from datetime import date
from functools import cache

from buyfair.judge.amounts import INFERRED
from buyfair.judge.groups import Group, GroupVersion
from buyfair.knowledge.goods import goods
from buyfair.knowledge.goods.priority import card, sectors
from buyfair.listed_types import below, codes_of
from buyfair.terms.exposure import DEPTHS

SECTOR_GOODS, SECTOR_CODES = "UFLPA_SECTORS", "UFLPA_SECTOR_CODES"


@cache
def watched_goods() -> dict[str, Group]:
    """The group of goods and the group of codes; a version begins whenever sectors are added."""
    both = {day: _goods_on(day) for day in sorted({s.since for s in sectors()})}
    return {
        SECTOR_GOODS: _group(SECTOR_GOODS, "goods of the sectors", both),
        SECTOR_CODES: _group(SECTOR_CODES, "product codes of the sectors", {d: codes_of(b) for d, b in both.items()}),
    }


def _group(name: str, title: str, by_day: dict[date, tuple[frozenset[str], frozenset[str]]]) -> Group:
    held = card()
    sources = {s.since: s.source for s in sectors()}
    versions = tuple(
        GroupVersion(name, members, perhaps, day, f"{sources[day]}; {held['law']}", held["title"], INFERRED,
                     held["read"], held["address"])
        for day, (members, perhaps) in by_day.items()
    )  # fmt: skip
    return Group(name, title, "product codes" if name == SECTOR_CODES else "goods", versions)


def _goods_on(day: date) -> tuple[frozenset[str], frozenset[str]]:
    """Goods of a sector on a day: named, a kind of one named, or mainly made of one; and goods of which only kinds are."""
    named = below(name for sector in sectors() if sector.since <= day for name in sector.goods)
    found, size = set(named), 0
    while len(found) > size:
        size = len(found)
        found |= {g.name for g in goods().values() if any(i.name in found and i.depth in DEPTHS[:2] for i in g.made_from)}
    wider = {name for name in goods() if name not in found and below({name}) & found}
    return frozenset(found), frozenset(wider)
