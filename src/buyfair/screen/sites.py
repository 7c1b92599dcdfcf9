"""Whether two records mean the same production site: name, address and country side by side, a score and its reasons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from buyfair.screen.addresses import Address, AddressWords, read_address
from buyfair.screen.align import align
from buyfair.screen.likeness import lay as lay_names
from buyfair.screen.names import Word
from buyfair.screen.places_met import meet
from buyfair.screen.said import why
from buyfair.screen.site_findings import FINDINGS, Found, SiteSides
from buyfair.screen.site_model import likelihood
from buyfair.screen.site_names import read_site_name
from buyfair.screen.vocabulary import Vocabulary

LEAST = 0.5
"""The score from which two records are offered to a person as one site."""


@dataclass(frozen=True, slots=True)
class Site:
    """A place where something is made, as somebody wrote it down. `country` is a code; what is not told is empty."""

    name: str
    address: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class SiteComparison:
    """How likely two records mean one site (0 to 1), and the sentence why. It says nothing about what happens there."""

    score: float
    why: str


def compare_sites(left: Site, right: Site, known: Vocabulary, words: AddressWords) -> SiteComparison:
    """Two records of sites beside each other; the order of the two changes no score."""
    sides = lay(left, right, known, words)
    ordered = left if _key(left) <= _key(right) else right
    found = findings(sides if ordered is left else lay(right, left, known, words))
    told = lay_names(sides.names[0].firm, sides.names[1].firm, sides.beside)
    reasons = tuple(f.words for f in findings(sides).values() if f.value and f.words)
    return SiteComparison(round(likelihood({name: f.value for name, f in found.items()}), 3), why(told, reasons))


def findings(sides: SiteSides) -> dict[str, Found]:
    """Every finding about the two by its name."""
    return {finding.__name__: finding(sides) for finding in FINDINGS}


def lay(left: Site, right: Site, known: Vocabulary, words: AddressWords) -> SiteSides:
    """Both records read and laid side by side."""
    names = read_site_name(left.name, known, words), read_site_name(right.name, known, words)
    addresses = read_address(left.address, words), read_address(right.address, words)
    beside = align(names[0].firm, names[1].firm)
    return SiteSides(
        names=names,
        beside=beside,
        left_only=_not_a_place(beside.left_only, addresses[1]),
        right_only=_not_a_place(beside.right_only, addresses[0]),
        addresses=addresses,
        places=meet(*addresses),
        countries=(left.country.strip().upper(), right.country.strip().upper()),
    )


def _not_a_place(words: Iterable[Word], other: Address) -> tuple[Word, ...]:
    """Words of a firm's name without those that the other's address has: a name may end in the town of the works."""
    return tuple(w for w in words if w.kind == "trade" or w.text not in other.words)


def _key(site: Site) -> tuple[str, str, str]:
    return site.name, site.address, site.country
