"""Which goods and product codes are of a type on the Executive Order 13126 list, day by day, and for which economies.

The duties of FAR 22.15 turn on the type of the end product, whatever origin is offered; the trade exceptions turn on the
country on the list. So per day: the goods that are of a listed type, those too wide to tell, and the same for the pairs
of each group of economies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import NamedTuple

from buyfair.judge.amounts import READ
from buyfair.judge.groups import Group, GroupVersion
from buyfair.knowledge.goods import goods, official_names
from buyfair.knowledge.groups import groups as held
from buyfair.knowledge.lists import dol_eo13126 as eo13126
from buyfair.knowledge.psc import codes
from buyfair.knowledge.psc_goods import bridge

TYPES = "EO13126"
"""Beside each group of goods stands one of product codes, its name ending in _CODES."""
BY_ECONOMY = {"EO13126_ISRAEL": "ISRAEL", "EO13126_MEXICO": "MEXICO", "EO13126_TRADE": "TRADE_46"}
"""Per group of excepted economies of FAR 22.1503(b) the types that are listed for one of them."""
OTHERS = "EO13126_OTHERS"
"""Types that are listed for a country which no trade exception names: these pairs never drop out."""
SURE, BLIND = ("is",), ("not_bridged",)
"""Strengths at which a product code alone tells the good, and at which it tells nothing."""


@cache
def listed_types() -> dict[str, Group]:
    """The groups of goods and codes that the list makes, by name; a version begins wherever a pair leaves the list."""
    excepted = {c for group in BY_ECONOMY.values() for v in held()[group].versions for c in v.members}
    of_goods: dict[str, tuple[str, Callable[[str], bool]]] = {
        TYPES: ("types of products on the list", lambda _: True),
        OTHERS: ("types listed for a country that no trade exception names", lambda country: country not in excepted),
        **{name: (f"types listed for an economy of {group}", _within(group)) for name, group in BY_ECONOMY.items()},
    }
    found: dict[str, Group] = {}
    for name, (title, counts) in of_goods.items():
        found[name] = _group(name, title, "goods", counts, lambda both: both)
        found[f"{name}_CODES"] = _group(f"{name}_CODES", f"product codes of {title}", "product codes", counts, codes_of)
    return found


def _within(group: str) -> Callable[[str], bool]:
    members = {c for v in held()[group].versions for c in v.members}
    return lambda country: country in members


Both = tuple[frozenset[str], frozenset[str]]


def _group(name: str, title: str, of: str, counts: Callable[[str], bool], told_by: Callable[[Both], Both]) -> Group:
    card, days = eo13126.card(), {x.listed_from for x in eo13126.listings()}
    days |= {x.listed_until for x in eo13126.listings() if x.listed_until is not None}
    versions = []
    for day in sorted(days):
        members, perhaps = told_by(_goods_on(day, counts))
        versions.append(
            GroupVersion(name, members, perhaps, day, f"list under EO 13126, {card.edition}; FAR 22.1503",
                         card.title, READ, card.read, card.address)  # fmt: skip
        )
    return Group(name, title, of, tuple(versions))


def _goods_on(day: date, counts: Callable[[str], bool]) -> Both:
    """Goods of a listed type on a day (the good itself or a kind of it), and goods of which only some kinds are."""
    names = official_names()
    listed = {names[x.good] for x in eo13126.listings() if x.shown(day) and counts(x.country)}
    of_type = below(listed)
    wider = {name for name in goods() if name not in of_type and below({name}) & of_type}
    return frozenset(of_type), frozenset(wider)


def below(names: Iterable[str]) -> set[str]:
    """These goods and all their kinds."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += goods()[name].kinds
    return found


def codes_of(both: Both) -> Both:
    """Product codes that are surely of these goods, and codes that may be, or of which nothing is known."""
    of_type, wider = both
    if not of_type:
        return frozenset(), frozenset()
    told = _told_by_codes()
    sure = frozenset(code for good in of_type for code in told.sure.get(good, ()))
    perhaps = told.blind.union(*(told.named.get(good, ()) for good in of_type | wider))
    return sure, perhaps - sure


class _Told(NamedTuple):
    """What product codes tell of goods, asked from the good: codes that surely are it, codes that name it at all."""

    sure: dict[str, set[str]]
    named: dict[str, set[str]]
    blind: frozenset[str]
    """Codes of which nothing is known: they may be any good."""


@cache
def _told_by_codes() -> _Told:
    held = set(codes())
    told = _Told({}, {}, frozenset(held - {r.psc for r in bridge()} | {r.psc for r in bridge() if r.strength in BLIND} & held))
    for row in bridge():
        if row.good is not None and row.psc in held:
            told.named.setdefault(row.good, set()).add(row.psc)
            if row.strength in SURE and not row.naics:
                told.sure.setdefault(row.good, set()).add(row.psc)
    return told
