"""Finds what an address names, however it is spelled, and what is nearest to it where there is no such thing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from buyfair import catalogue
from buyfair.cards import lists, rules
from buyfair.cards.html import slug
from buyfair.cards.words import good_label
from buyfair.knowledge.conduct import clauses
from buyfair.knowledge.countries import countries, spellings
from buyfair.knowledge.goods import goods
from buyfair.web.cards.shipped import pages

NEAREST = 3
LONGEST = 80
"""No name is longer: what is, is shortened before it is compared."""


@dataclass(frozen=True)
class Kind:
    """One kind of thing with a page: how a sentence calls it, its route, and every spelling with the name in its address."""

    what: str
    route: str
    titles: Mapping[str, str]
    spelled: Mapping[str, str]

    def named(self, given: str) -> str | None:
        """The name in the address of what is meant, also by a beginning that only one has; None where there is none."""
        wanted = plain(given)
        begun = {name for spelling, name in self.spelled.items() if wanted and spelling.startswith(f"{wanted}-")}
        return self.spelled.get(wanted) or (begun.pop() if len(begun) == 1 else None)

    def nearest(self, given: str) -> list[tuple[str, str]]:
        """The names and titles that are most like it, the nearest first."""
        wanted = plain(given)[:LONGEST]
        begun = [spelling for spelling in self.spelled if wanted and spelling.startswith(wanted)]
        near = (*begun, *get_close_matches(wanted, self.spelled, n=4 * NEAREST, cutoff=0.0))
        names = list(dict.fromkeys(self.spelled[spelling] for spelling in near))[:NEAREST]
        return [(name, self.titles[name]) for name in names]


def plain(given: str) -> str:
    """A spelling as it is compared: small letters, one hyphen for whatever stands between them."""
    return re.sub(r"[\W_]+", "-", given.casefold()).strip("-")


def kind(of: str) -> Kind:
    """The kind of this route."""
    return _KINDS[of]()


def _kind(what: str, route: str, titles: Mapping[str, str], more: Mapping[str, str] | None = None) -> Kind:
    own = {plain(name): name for name in titles}
    return Kind(what, route, titles, {plain(spelling): name for spelling, name in (more or {}).items()} | own)


@cache
def _rules() -> Kind:
    every = rules.every()
    return _kind("rule or note", "rule", {o.row: f"{o.row}: {o.title}" for o in every}, {o.id: o.row for o in every})


@cache
def _amounts() -> Kind:
    return _kind("amount", "amount", {a.name: a.title for a in catalogue.amounts().values()})


@cache
def _lists() -> Kind:
    held = lists.every()
    return _kind("list", "list", {c.id: c.title for c in held}, {c.title: c.id for c in held})


@cache
def _indicators() -> Kind:
    held = catalogue.indicators()
    return _kind("indicator", "indicator", {i.code: i.title for i in held}, {i.title: i.code for i in held})


@cache
def _conduct() -> Kind:
    return _kind("clause of the code", "conduct-clause", {c.id: c.title for c in clauses()}, {c.title: c.id for c in clauses()})


@cache
def _goods() -> Kind:
    more = {word: slug(g.name) for g in goods().values() for word in (*g.aliases, *g.listed_as, g.name)}
    return _kind("good", "good", {slug(name): good_label(name) for name in goods()}, more)


@cache
def _countries() -> Kind:
    more = {spelling: code for spelling, code in spellings().items() if code is not None}
    return _kind("country", "country", {c.code: c.name for c in countries().values()}, more)


@cache
def _pages() -> Kind:
    return _kind("page of the method", "method-page", {p.name: p.title for p in pages().values()},
                 {file: p.name for file, p in pages().items()})  # fmt: skip


_KINDS: dict[str, Callable[[], Kind]] = {
    "rule": _rules, "amount": _amounts, "list": _lists, "indicator": _indicators, "conduct-clause": _conduct,
    "good": _goods, "country": _countries, "method-page": _pages,
}  # fmt: skip
