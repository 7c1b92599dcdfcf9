"""What can be found about two production sites laid side by side: each finding is one function with its sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import OSA

from buyfair.screen.addresses import Address
from buyfair.screen.align import Alignment
from buyfair.screen.names import Name, Word
from buyfair.screen.places_met import PlacesMet
from buyfair.screen.site_names import SiteName

OWN = frozenset({"word", "place", "country"})
"""Kinds of words that may tell one firm from another; what it makes and its legal form do not."""

MOST_TRADE = 0.45
"""What one rare trade word weighs."""

APART = frozenset({"house", "postal"})
"""Labels of numbers with findings of their own."""


class Found(NamedTuple):
    """How far a finding holds, from 0 to 1, and what it says of these two sites ("" where the names say it)."""

    value: float
    words: str = ""


NOTHING = Found(0.0)


@dataclass(frozen=True, slots=True)
class SiteSides:
    """Two sites, laid side by side. `left_only` and `right_only` are words of one firm's name that stand neither in the
    other's name nor in its address."""

    names: tuple[SiteName, SiteName]
    beside: Alignment
    left_only: tuple[Word, ...]
    right_only: tuple[Word, ...]
    addresses: tuple[Address, Address]
    places: PlacesMet
    countries: tuple[str, str]

    def numbers(self, label: str) -> tuple[frozenset[str], frozenset[str]]:
        """The numbers of both addresses under one label; none where an address has none."""
        a, b = self.addresses
        return a.numbers.get(label, frozenset()), b.numbers.get(label, frozenset())


def firm_met(s: SiteSides) -> Found:
    """The share of both firms' names that met, alike words by their likeness."""
    (left, all_left), (right, all_right) = _firm_shares(s)
    return Found((left + right) / ((all_left + all_right) or 1.0))


def smaller_firm_met(s: SiteSides) -> Found:
    """The share of the shorter firm's name that met: 1 where it stands wholly in the longer one."""
    return Found(max(met / (held or 1.0) for met, held in _firm_shares(s)))


def firm_letters_alike(s: SiteSides) -> Found:
    """How alike the letters of both firms' names are without gaps."""
    a, b = (name.firm for name in s.names)
    return Found(max(_alike(a.letters, b.letters), _alike(a.run, b.run)))


def firm_swapped(s: SiteSides) -> Found:
    """Words on both sides that did not meet: another firm."""
    return Found(min(1.0, min(_own(s.left_only), _own(s.right_only))))


def firm_extra(s: SiteSides) -> Found:
    """Words that one firm's name has more."""
    return Found(min(1.0, abs(_own(s.left_only) - _own(s.right_only))))


def trade_swapped(s: SiteSides) -> Found:
    """What is made differs: trade words on both sides that did not meet (shirts and socks)."""
    return Found(min(1.0, min(_trade(s.left_only), _trade(s.right_only)) / MOST_TRADE))


def site_same(s: SiteSides) -> Found:
    """Both names give the site the same number."""
    a, b = (name.numbers for name in s.names)
    return Found(1.0, f"both call it {_listed(a & b) or _listed(a)}") if _same(a, b) else NOTHING


def site_differs(s: SiteSides) -> Found:
    """Both names give the site a number, and not the same: unit 1 and unit 2."""
    a, b = (name.numbers for name in s.names)
    return Found(1.0, f"the firm's own numbers differ ({_listed(a)} and {_listed(b)})") if _differ(a, b) else NOTHING


def site_told_once(s: SiteSides) -> Found:
    """One name tells the site from others of the firm (a branch, unit 2), the other name does not."""
    a, b = s.names
    if a.designated == b.designated:
        return NOTHING
    return Found(1.0, f"only the {'first' if a.designated else 'second'} name tells one site of the firm from others")


def places_met(s: SiteSides) -> Found:
    """The share of both addresses' names of streets, villages and towns that met."""
    words = f"both addresses have {_listed(s.places.words)}" if s.places.words else ""
    return Found(s.places.both, words)


def smaller_places_met(s: SiteSides) -> Found:
    """The share that met of the names in the address that has fewer that the other lacks."""
    return Found(max(s.places.left, s.places.right))


def places_swapped(s: SiteSides) -> Found:
    """Names of streets, villages or towns on both sides that did not meet."""
    if not all(address.words for address in s.addresses):
        return NOTHING
    value = min(1.0 - s.places.left, 1.0 - s.places.right)
    return Found(value, "no street or town stands in both addresses" if value == 1.0 else "")


def firm_and_places_met(s: SiteSides) -> Found:
    """Firm and address agree together: the lesser of both shares."""
    return Found(min(firm_met(s).value, s.places.both))


def house_same(s: SiteSides) -> Found:
    """The same house or plot number."""
    a, b = s.numbers("house")
    return Found(1.0, f"both have the number {_listed(a & b) or _listed(a)}") if _same(a, b) else NOTHING


def house_differs(s: SiteSides) -> Found:
    """Each address has a house or plot number that the other has not."""
    a, b = s.numbers("house")
    return Found(1.0, f"the numbers differ ({_listed(a)} and {_listed(b)})") if _differ(a, b) else NOTHING


def part_same(s: SiteSides) -> Found:
    """The same sector, block, kilometre, numbered street, floor or box."""
    met = [f"{label} {_listed(a)}" for label, a, b in _parts(s) if _same(a, b)]
    return Found(1.0, f"both have {_listed(met)}") if met else NOTHING


def part_differs(s: SiteSides) -> Found:
    """Another sector, block, kilometre, numbered street, floor or box."""
    apart = [f"{label} {_listed(a)} and {_listed(b)}" for label, a, b in _parts(s) if _differ(a, b)]
    return Found(1.0, f"{'; '.join(apart)} differ") if apart else NOTHING


def postal_same(s: SiteSides) -> Found:
    """The same postal code."""
    a, b = s.numbers("postal")
    return Found(1.0, f"both have the postal code {_listed(a & b)}") if a & b else NOTHING


def postal_differs(s: SiteSides) -> Found:
    """Both have a postal code, and not the same."""
    a, b = s.numbers("postal")
    return Found(1.0, f"the postal codes differ ({_listed(a)} and {_listed(b)})") if a and b and not a & b else NOTHING


def countries_differ(s: SiteSides) -> Found:
    """Two countries are told: a site does not move; a country that is not told says nothing."""
    a, b = s.countries
    return Found(1.0, f"the first is in {a}, the second in {b}") if a and b and a != b else NOTHING


FINDINGS: tuple[Callable[[SiteSides], Found], ...] = (
    firm_met, smaller_firm_met, firm_letters_alike, firm_swapped, firm_extra, trade_swapped, site_same, site_differs,
    site_told_once, places_met, smaller_places_met, places_swapped, firm_and_places_met, house_same, house_differs,
    part_same, part_differs, postal_same, postal_differs, countries_differ,
)  # fmt: skip


def _firm_shares(s: SiteSides) -> tuple[tuple[float, float], tuple[float, float]]:
    """For each side the weight of the firm's words that met, and of all that count."""
    left, right = (name.firm for name in s.names)
    return (
        _share(left, [(m.left, m.likeness) for m in s.beside.met], s.beside.left_only, s.left_only),
        _share(right, [(m.right, m.likeness) for m in s.beside.met], s.beside.right_only, s.right_only),
    )


def _share(
    firm: Name, met: list[tuple[tuple[Word, ...], float]], unmet: tuple[Word, ...], counts: tuple[Word, ...]
) -> tuple[float, float]:
    held = firm.weight - sum(w.weight for w in unmet) + sum(w.weight for w in counts)
    return sum(likeness * sum(w.weight for w in words) for words, likeness in met), held


def _own(words: Iterable[Word]) -> float:
    return sum(w.weight for w in words if w.kind in OWN)


def _trade(words: Iterable[Word]) -> float:
    return sum(w.weight for w in words if w.kind == "trade")


def _alike(a: str, b: str) -> float:
    if not a or not b:
        return 0.0
    return 1.0 - OSA.distance(a, b) / max(len(a), len(b))


def _parts(s: SiteSides) -> list[tuple[str, frozenset[str], frozenset[str]]]:
    """Every other label that both addresses number."""
    a, b = s.addresses
    return [(label, *s.numbers(label)) for label in sorted(set(a.numbers) & set(b.numbers) - APART)]


def _same(a: frozenset[str], b: frozenset[str]) -> bool:
    """All numbers of the one stand on the other."""
    return bool(a and b) and not _differ(a, b)


def _differ(a: frozenset[str], b: frozenset[str]) -> bool:
    """Each has a number that the other has not."""
    return bool(_missing(a, b)) and bool(_missing(b, a))


def _missing(these: frozenset[str], there: frozenset[str]) -> list[str]:
    return [n for n in these if not any(_one_number(n, m) for m in there)] if there else []


def _one_number(a: str, b: str) -> bool:
    """The same, or the one a range that begins with the other and lost its mark: 9 and 911 (9-11)."""
    short, long = sorted((a, b), key=len)
    rest = long[len(short) :]
    return a == b or (long.startswith(short) and len(long) > 2 and bool(rest) and int(rest) > int(short))


def _listed(words: Iterable[str]) -> str:
    return (
        ", ".join(sorted(words, key=lambda word: (len(word), word)))
        if isinstance(words, frozenset)
        else ", ".join(words)
    )
