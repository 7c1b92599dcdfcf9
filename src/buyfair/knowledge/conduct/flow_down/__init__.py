"""The texts that carry the code into a purchase: one per kind of purchase, each with what lets an officer use it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from buyfair.judge.amounts import MARKS, RECALLED
from buyfair.knowledge.conduct import known
from buyfair.knowledge.conduct.applies import FITS
from buyfair.terms import bundled

AUTHORITIES = "authorities.toml"
REQUIRED, DISCRETION, PRIVATE, WAIVER, LIMIT = "required", "discretion", "private", "waiver", "limit"
STANDINGS = {
    REQUIRED: "required by law",
    DISCRETION: "within the officer's discretion",
    PRIVATE: "between contractor and supplier",
    WAIVER: "only once a waiver or deviation is signed",
}
"""How a text stands in law; the first three are in the package by default."""
KINDS = ("reminder", "evaluation criterion", "contract term", "flow-down term", "voluntary statement")
BLANKS = ("goods", "clauses", "edition", "tier_words", "place_words")
"""What a text may leave open for the facts of a purchase."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """A ground on which a text may be used, or a bound on such grounds."""

    id: str
    kind: str
    says: str
    cites: tuple[str, ...]
    mark: str
    source: str
    read_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One text to paste, with blanks; `standing` says whether law requires, allows or forbids it for now."""

    kind: str
    standing: str
    authorities: tuple[Authority, ...]
    text: str

    @property
    def by_default(self) -> bool:
        """Whether it belongs to the package before anybody has signed a waiver."""
        return self.standing != WAIVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """The texts for one kind of purchase; `fits` is a word of `applies` about a line."""

    id: str
    title: str
    fits: str
    why: str
    wordings: tuple[Wording, ...]


@cache
def authorities() -> dict[str, Authority]:
    """Every authority by id.

    Raises: ValueError where an entry is not whole.
    """
    found: dict[str, Authority] = {}
    for entry in bundled.card(__name__, AUTHORITIES)["authority"]:
        a = Authority(**{**entry, "cites": tuple(entry["cites"])})
        read = a.read_on is not None
        if a.id in found or a.mark not in MARKS or read is (a.mark == RECALLED) or a.kind not in (*STANDINGS, LIMIT):
            raise ValueError(f"{AUTHORITIES}: {a.id} stands twice, or its kind, mark or day is not known.")
        found[a.id] = a
    return found


@cache
def variants() -> tuple[Variant, ...]:
    """Every variant, in the order of the words they fit by.

    Raises: ValueError where one is not whole.
    """
    names = [n.removesuffix(".toml") for n in bundled.names(__name__, ".toml") if n != AUTHORITIES]
    found = [variant_of(name, bundled.card(__name__, f"{name}.toml")) for name in names]
    return tuple(sorted(found, key=lambda v: list(FITS).index(v.fits)))


def variant_of(name: str, entry: Mapping[str, Any]) -> Variant:
    """The variant in one file.

    Raises: ValueError for a key that nothing reads, a word that does not exist, or a text without its ground.
    """
    known(entry, ("title", "fits", "why", "item"), name)
    if entry["fits"] not in FITS:
        raise ValueError(f"{name}.toml fits by {entry['fits']!r}, which is no word.")
    wordings = tuple(_wording(name, item) for item in entry["item"])
    return Variant(id=name, title=entry["title"], fits=entry["fits"], why=entry["why"], wordings=wordings)


def _wording(name: str, item: Mapping[str, Any]) -> Wording:
    lets = tuple(authorities()[a] for a in item["authorities"])
    if item["kind"] not in KINDS or item["standing"] not in {a.kind for a in lets} & set(STANDINGS):
        raise ValueError(f"{name}.toml: a {item['kind']} rests on no authority of its standing, {item['standing']}.")
    return Wording(kind=item["kind"], standing=item["standing"], authorities=lets, text=" ".join(item["text"].split()))


def card() -> Mapping[str, Any]:
    """The file of authorities with its title and source."""
    return bundled.card(__name__, AUTHORITIES)
