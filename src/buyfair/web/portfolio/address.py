"""The filters of the portfolio in the address bar: read from it, said in words, and carried from page to page."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from buyfair.browse_filters import FIELDS, Filters, parse
from buyfair.cards import words
from buyfair.web.portfolio.spelling import escaped


@dataclass(frozen=True)
class Asked:
    """What an address asks for: the filters that are set, and how the page is to be shown (sort, after ...)."""

    filters: Filters = field(default_factory=Filters)
    shown: Mapping[str, str] = field(default_factory=dict)

    @property
    def query(self) -> str:
        """The query of an address with these filters."""
        return queried(self.filters.pairs())

    @property
    def whole_query(self) -> str:
        """The query with how the page is shown."""
        return queried([*self.filters.pairs(), *self.shown.items()])

    def showing(self, **ways: str | None) -> str:
        """The query of the same filters shown in another way; None takes a way to show away."""
        told = {**self.shown, **ways}
        return queried([*self.filters.pairs(), *((name, value) for name, value in told.items() if value is not None)])

    def without(self, name: str) -> str:
        """The query of these filters but one."""
        return queried(self.filters.having(**{name: ()}).pairs())


def queried(pairs: Collection[tuple[str, str]]) -> str:
    """The query of an address with these pairs; empty where there is none."""
    return "?" + "&".join(f"{escaped(name)}={escaped(value)}" for name, value in pairs) if pairs else ""


@dataclass(frozen=True)
class Read:
    """An address as it was read: what it asks, what of it could not be read, and whether it is in its shortest form."""

    asked: Asked
    refused: tuple[str, ...]
    shortest: bool


def read(query: QueryDict, ways: Collection[str] = ()) -> Read:
    """Reads the filters of an address; `ways` are the other words that this page takes (sort, after)."""
    given = [(name, value) for name, values in query.lists() for value in values]
    filters, refused = parse(given)
    shown: dict[str, str] = {}
    for name, values in query.lists():
        if name in FIELDS:
            continue
        if name not in ways:
            refused.append(_unknown(name, (*(f.name for f in FIELDS.values() if f.shown), *ways)))
        elif values[-1].strip():
            shown[name] = " ".join(words.clean(values[-1]).split())[:2_000]
    return Read(Asked(filters, shown), tuple(refused), all(value.strip() for _, value in given))


def _unknown(name: str, known: Collection[str]) -> str:
    said = words.clean(name)[:40] or "an empty name"
    return f"“{said}” is nothing to filter by; expected is one of {', '.join(known)}; take it out of the address."
