"""The filters of the portfolio in the address bar: read from it, said in words, and carried from page to page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlencode

from django.http import QueryDict

from buyfair.cards import words

FILTERS = {
    "agency": "Agency",
    "sector": "Sector",
    "class": "Class",
    "good": "Good",
    "country": "Recorded origin",
    "harm": "Harm that a list names",
    "supplier": "Supplier",
    "vehicle": "Vehicle",
    "state": "State of performance",
    "year": "Fiscal year",
}
"""What can be filtered by, in the order of the form, as a page says it."""
LONGEST = 200
"""Characters of one value: no name of an award record is longer."""


@dataclass(frozen=True)
class Asked:
    """What an address asks for: the filters that are set, in the order of the form, and how the page is to be shown."""

    told: tuple[tuple[str, str], ...] = ()
    shown: tuple[tuple[str, str], ...] = ()

    def query(self, changes: Mapping[str, str | None] = MappingProxyType({}), *, shown: bool = False) -> str:
        """The query of an address with these filters, and with how it is shown if so wished; None takes one away."""
        told: dict[str, str | None] = {**dict(self.told), **(dict(self.shown) if shown else {}), **changes}
        names = (*(name for name in FILTERS if name in told), *(name for name in told if name not in FILTERS))
        ordered = [(name, told[name]) for name in names if told[name] is not None]
        return f"?{urlencode(ordered)}" if ordered else ""

    def of(self, name: str) -> str | None:
        """The value of a filter or of a way to show, where it is set."""
        return dict(self.told).get(name) or dict(self.shown).get(name)


@dataclass(frozen=True)
class Read:
    """An address as it was read: what it asks, what of it could not be read, and whether it is in its shortest form."""

    asked: Asked
    refused: tuple[str, ...]
    shortest: bool


def read(query: QueryDict, ways: Iterable[str] = ()) -> Read:
    """Reads the filters of an address; `ways` are the other words that this page takes (sort, after)."""
    known, refused = (*FILTERS, *ways), []
    told: dict[str, str] = {}
    shown: dict[str, str] = {}
    for name in query:
        values = [value for value in query.getlist(name) if value.strip()]
        if name not in known:
            refused.append(_unknown(name, known))
        elif len(values) > 1:
            refused.append(f"{FILTERS.get(name, name)} is set {len(values)} times; one value is expected: choose one.")
        elif values and len(values[0]) > LONGEST:
            refused.append(f"{FILTERS.get(name, name)} has {len(values[0])} characters; at most {LONGEST} are expected.")
        elif values and words.clean(values[0]) != " ".join(values[0].split()):
            refused.append(f"{FILTERS.get(name, name)} holds characters that no name has: type it anew.")
        elif values:
            (told if name in FILTERS else shown)[name] = " ".join(values[0].split())
    asked = Asked(tuple((k, told[k]) for k in FILTERS if k in told), tuple(shown.items()))
    return Read(asked, tuple(refused), all(v.strip() for _, each in query.lists() for v in each))


def _unknown(name: str, known: Iterable[str]) -> str:
    said = words.clean(name)[:40] or "an empty name"
    return f"“{said}” is nothing to filter by; expected is one of {', '.join(known)}: take it out of the address."


def plain(asked: Asked) -> Mapping[str, str]:
    """The filters as a mapping."""
    return dict(asked.told)
