"""Everything Buyfair knows, walked in sorted order: the folder is the register, nothing is signed up by hand."""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import entry_points
from types import ModuleType

from buyfair.judge.amounts import Amount
from buyfair.judge.judging import Regimes
from buyfair.judge.rule import Note, Rule
from buyfair.knowledge import lists
from buyfair.knowledge import rules as rules_folder
from buyfair.knowledge.amounts import amounts as held_amounts
from buyfair.knowledge.countries import inside_us
from buyfair.knowledge.goods import official_names
from buyfair.knowledge.regimes import regimes as held_regimes
from buyfair.terms import bundled
from buyfair.terms.listing import ListCard, Listing

GROUP = "buyfair.knowledge"
"""Entry points of this group join the lists of this tree: an agency's supplement, another country's law."""


@cache
def list_modules() -> tuple[ModuleType, ...]:
    """Every list: the folders of knowledge/lists, then those that other packages bring, each by name."""
    own = sorted(m.name for m in pkgutil.iter_modules(lists.__path__) if m.ispkg)
    found = [importlib.import_module(f"{lists.__name__}.{name}") for name in own]
    brought = sorted(entry_points(group=GROUP), key=lambda point: point.name)
    return (*found, *(point.load() for point in brought))


def all_listings() -> tuple[Listing, ...]:
    """Every listing of every list, removed ones included."""
    return tuple(x for module in list_modules() for x in module.listings())


def cards() -> tuple[ListCard, ...]:
    """The card of every list."""
    return tuple(module.card() for module in list_modules())


@dataclass(frozen=True, slots=True)
class ListedPair:
    """A good of ours and a country on the newest edition of a list, for one harm."""

    good: str
    country: str
    harm: str
    list_id: str
    edition: str
    listed_from: date
    known_from: date


@cache
def listed_pairs() -> tuple[ListedPair, ...]:
    """The newest edition of each list in our names of goods: one row per good, country, harm, list and edition.

    Two official spellings that mean one good give one row with the earlier day.
    """
    names = official_names()
    found: dict[tuple[str, str, str, str, str], ListedPair] = {}
    for x in all_listings():
        if x.listed_until is not None:
            continue
        key = (names[x.good], x.country, x.harm, x.list_id, x.edition)
        pair = ListedPair(*key, x.listed_from, x.known_from)
        if key not in found or pair.listed_from < found[key].listed_from:
            found[key] = pair
    return tuple(found[key] for key in sorted(found))


@cache
def countries_of_listings() -> dict[tuple[str, str, str, str], tuple[str, ...]]:
    """Per good, harm, list and edition the countries listed, sorted."""
    held: dict[tuple[str, str, str, str], set[str]] = defaultdict(set)
    for pair in listed_pairs():
        held[(pair.good, pair.harm, pair.list_id, pair.edition)].add(pair.country)
    return {key: tuple(sorted(held[key])) for key in sorted(held)}


def is_listed(good: str, country: str, on: date | None = None, list_id: str | None = None) -> bool | None:
    """Whether a list names this very good for this country; None where the lists held do not say.

    Without a day: the newest editions held. On a day: as the lists stood then; None before the first edition held, and
    where a newer edition exists whose text on this good is not held. No list looks inside the United States: None.
    With `list_id` only that list is asked.
    """
    if country in inside_us():
        return None
    names = official_names()
    asked = [module for module in list_modules() if list_id in (None, module.ID)]
    mine = [x for m in asked for x in m.listings() if names[x.good] == good and x.country == country]
    if on is None:
        return any(x.listed_until is None for x in mine)
    if any(x.listed_from <= on and (x.listed_until is None or on < x.listed_until) for x in mine):
        return True
    return None if any(_silent(module, good, on) for module in asked) else False


def _silent(module: ModuleType, good: str, on: date) -> bool:
    """Whether a list's editions, as far as they are held, say nothing of this good on this day."""
    unread: dict[str, date] = getattr(module, "unread", dict)()
    names = official_names()
    return on < min(x.known_from for x in module.listings()) or any(
        names[official] == good and on >= day for official, day in unread.items()
    )


def somewhere_listed(good: str) -> bool:
    """Whether any country is listed for this very good."""
    return any(pair.good == good for pair in listed_pairs())


@cache
def rule_modules() -> tuple[ModuleType, ...]:
    """Every file of rules, body by body and subject by subject, in sorted order."""
    found = pkgutil.walk_packages(rules_folder.__path__, f"{rules_folder.__name__}.")
    return tuple(importlib.import_module(name) for name in sorted(m.name for m in found if not m.ispkg))


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule in the order of its row in the table of rules."""
    return tuple(sorted((r for m in rule_modules() for r in getattr(m, "RULES", ())), key=lambda r: _row(r.row)))


@cache
def notes() -> tuple[Note, ...]:
    """Every row that binds nobody by itself, in the order of its row."""
    return tuple(sorted((n for m in rule_modules() for n in getattr(m, "NOTES", ())), key=lambda n: _row(n.row)))


def _row(row: str) -> tuple[str, int]:
    body, _, number = row.partition("-")
    return body, int(number)


def amounts() -> dict[str, Amount]:
    """Every amount that the law changes by date, by its name."""
    return held_amounts()


def regimes() -> Regimes:
    """Which text of the FAR each agency uses, part by part and day by day."""
    return held_regimes()


def fingerprint() -> str:
    """A short hash of all bundled knowledge; it stands beside every figure."""
    return bundled.fingerprint("buyfair.knowledge")
