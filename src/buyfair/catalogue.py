"""Everything Buyfair knows, walked in sorted order: the folder is the register, nothing is signed up by hand."""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.metadata import entry_points
from itertools import pairwise
from types import ModuleType
from typing import TYPE_CHECKING, Any

from buyfair.judge.amounts import Amount
from buyfair.judge.conditions import facts_of
from buyfair.judge.facts import CHOICE, FLAG
from buyfair.judge.groups import Group
from buyfair.judge.judging import Regimes
from buyfair.judge.rule import Note, Rule
from buyfair.knowledge import facts as facts_folder
from buyfair.knowledge import indicators as indicators_folder
from buyfair.knowledge import lists
from buyfair.knowledge import rules as rules_folder
from buyfair.knowledge.amounts import amounts as held_amounts
from buyfair.knowledge.burden import defaults
from buyfair.knowledge.clauses import Clause
from buyfair.knowledge.clauses import clauses as held_clauses
from buyfair.knowledge.countries import countries, inside_us
from buyfair.knowledge.goods import goods, official_names
from buyfair.knowledge.groups import groups as held_groups
from buyfair.knowledge.precedents import Precedent
from buyfair.knowledge.precedents import precedents as held_precedents
from buyfair.knowledge.psc import codes
from buyfair.knowledge.reforms import reforms as held_reforms
from buyfair.knowledge.reforms.reading import Assumption, Names, Reform
from buyfair.knowledge.regimes import regimes as held_regimes
from buyfair.knowledge.sectors import sectors
from buyfair.knowledge.weights import factors
from buyfair.listed_types import listed_types
from buyfair.terms import bundled
from buyfair.terms.listing import Edition, ListCard, Listing
from buyfair.terms.party import ListedParty, PartyCard
from buyfair.terms.party_names import key
from buyfair.watched_goods import watched_goods

if TYPE_CHECKING:  # an indicator is built of expressions, whose library loads slowly: only who asks waits
    from buyfair.measure.indicator import Indicator

GROUP = "buyfair.knowledge"
"""Entry points of this group join the lists of this tree: an agency's supplement, another country's law."""


@cache
def _all_list_modules() -> tuple[ModuleType, ...]:
    """Every list: the folders of knowledge/lists, then those that other packages bring, each by name."""
    own = sorted(m.name for m in pkgutil.iter_modules(lists.__path__) if m.ispkg)
    found = [importlib.import_module(f"{lists.__name__}.{name}") for name in own]
    brought = sorted(entry_points(group=GROUP), key=lambda point: point.name)
    return (*found, *(point.load() for point in brought))


@cache
def list_modules() -> tuple[ModuleType, ...]:
    """Every list of goods and countries: those that have listings."""
    return tuple(module for module in _all_list_modules() if hasattr(module, "listings"))


@cache
def party_modules() -> tuple[ModuleType, ...]:
    """Every list of parties: those that name firms, vessels or sites."""
    return tuple(module for module in _all_list_modules() if hasattr(module, "parties"))


def party_cards() -> tuple[PartyCard, ...]:
    """The card of every list of parties."""
    return tuple(module.card() for module in party_modules())


def parties(list_ids: Collection[str] | None = None) -> tuple[ListedParty, ...]:
    """Whom the newest bundled edition of these lists names; without a choice, of those about labor.

    An order on all goods of a place names nobody: it stands in its list and not here.
    Raises: KeyError where a list is not known.
    """
    held = {module.ID: module for module in party_modules()}
    wanted = [i for i, m in held.items() if m.card().about_labor] if list_ids is None else sorted(set(list_ids))
    return tuple(known_as(party) for list_id in wanted for party in held[list_id].parties() if party.kind != "goods")


KNOWN_NAMES = "known_names.csv"
"""Beside a list: names of its parties that the list itself does not give, each with its source."""


@cache
def _known_names(list_id: str) -> dict[str, tuple[tuple[str, str], ...]]:
    module = next(module for module in party_modules() if list_id == module.ID)
    held: dict[str, list[tuple[str, str]]] = defaultdict(list)
    if KNOWN_NAMES in bundled.names(module.__name__, ".csv"):
        for row in bundled.rows(module.__name__, KNOWN_NAMES):
            held[key(row["listed_name"])].append((row["name"], row["source"]))
    return {named: tuple(names) for named, names in held.items()}


def known_as(party: ListedParty) -> ListedParty:
    """A party with the names that its list does not give, where some are known."""
    names = _known_names(party.list_id).get(key(party.name), ())
    return replace(party, known_as=names) if names else party


def party_listed(name: str, on: date, list_id: str) -> bool | None:
    """Whether a list named a party of exactly this name on this day; None where the editions held do not say.

    A name on none of them may have been removed before the oldest: between the list's beginning and that day, None; so
    is every day where no edition is held.
    """
    module = next(module for module in party_modules() if list_id == module.ID)
    asked, held = key(name), module.editions()
    if not held:
        return None
    mine = [p for p in held[-1].parties if asked in {key(spelled) for spelled in p.names}]
    if mine:
        answers = [party.listed_on(on) for party in mine]
        return True if True in answers else None if None in answers else False
    first, behind = began(module), module.card().behind_since
    if behind is not None and on >= behind > held[-1].published:
        return None  # the edition held is known to lack parties of that day
    return None if on < held[0].published and (first is None or on >= first) else False


def all_listings() -> tuple[Listing, ...]:
    """Every listing of every list, removed ones included."""
    return tuple(x for module in list_modules() for x in module.listings())


def cards() -> tuple[ListCard, ...]:
    """The card of every list."""
    return tuple(module.card() for module in list_modules())


def editions() -> dict[str, tuple[Edition, ...]]:
    """Per list the editions held, oldest first; a list that names none has its newest alone."""
    return {module.ID: getattr(module, "editions", tuple)() for module in list_modules()}


@dataclass(frozen=True, slots=True)
class ListedPair:
    """A good of ours and a country on the newest edition of a list, for one harm, and how long it has stood there.

    Where it fell off the list and came back, `gone_from` and `back_from` are those days. `somewhere_from` is the first
    day on which the list showed this good and harm for any country, pairs since removed included. Before `began` the
    list did not exist, before `known_from` nobody here knows.
    """

    good: str
    country: str
    harm: str
    list_id: str
    edition: str
    listed_from: date
    known_from: date
    gone_from: date | None
    back_from: date | None
    somewhere_from: date
    began: date | None

    def listed_then(self, on: date) -> bool | None:
        """Whether the list held named the pair on this day; None where that is not known."""
        if self.began is not None and on < self.began:
            return False
        if on < self.known_from:
            return None
        away = self.gone_from is not None and self.back_from is not None and self.gone_from <= on < self.back_from
        return on >= self.listed_from and not away


@cache
def listed_pairs() -> tuple[ListedPair, ...]:
    """The newest edition of each list in our names of goods: one row per good, country, harm, list and edition.

    Two official spellings that mean one good give one row with the earlier day. What a list removed, or no longer
    tells, is no pair: it only dates the pairs that stand.
    """
    spans, modules = _spans(), {module.ID: module for module in list_modules()}
    somewhere: dict[tuple[str, str, str], date] = {}
    for (good, _, harm, list_id), held in spans.items():
        of = (good, harm, list_id)
        somewhere[of] = min(held[0].listed_from, somewhere.get(of, held[0].listed_from))
    found: list[ListedPair] = []
    for (good, country, harm, list_id), held in spans.items():
        away = _away(held)
        found += [
            ListedPair(
                good, country, harm, list_id, edition, held[0].listed_from, held[0].known_from, *away,
                somewhere[(good, harm, list_id)], began(modules[list_id]),
            )
            for edition in sorted({x.edition for x in held if x.stands})
        ]  # fmt: skip
    return tuple(sorted(found, key=lambda p: (p.good, p.country, p.harm, p.list_id, p.edition)))


@cache
def only_through_inputs() -> frozenset[tuple[str, str, str, str]]:
    """Good, country, harm and list of the pairs that stand for what the good is made of and not for its own making."""
    return frozenset(
        key for key, held in _spans().items()
        if (standing := [x for x in held if x.stands]) and all(x.through_inputs for x in standing)
    )  # fmt: skip


@cache
def _spans() -> dict[tuple[str, str, str, str], tuple[Listing, ...]]:
    """Per good of ours, country, harm and list every span of days on it, oldest first."""
    names = official_names()
    held: dict[tuple[str, str, str, str], list[Listing]] = defaultdict(list)
    for x in all_listings():
        held[(names[x.good], x.country, x.harm, x.list_id)].append(x)
    return {key: tuple(sorted(held[key], key=lambda x: (x.listed_from, x.edition))) for key in sorted(held)}


def _away(held: tuple[Listing, ...]) -> tuple[date | None, date | None]:
    """The days on which a pair fell off a list and came back; a test holds that none did so twice."""
    for earlier, later in pairwise(held):
        if earlier.listed_until is not None and earlier.listed_until < later.listed_from:
            return earlier.listed_until, later.listed_from
    return None, None


def began(module: ModuleType) -> date | None:
    """The day on which a list was first published, where that is known."""
    day: date | None = getattr(module, "began", _not_told)()
    return day


def _not_told() -> None:
    return None


def history(good: str, country: str, harm: str | None = None, list_id: str | None = None) -> tuple[Listing, ...]:
    """Every span of days on which a list held named this very good for this country, removed ones included."""
    return tuple(
        x
        for (named, place, what, where), held in _spans().items()
        if (named, place) == (good, country) and harm in (None, what) and list_id in (None, where)
        for x in held
    )


@cache
def countries_of_listings() -> dict[tuple[str, str, str, str], tuple[str, ...]]:
    """Per good, harm, list and edition the countries listed, sorted."""
    held: dict[tuple[str, str, str, str], set[str]] = defaultdict(set)
    for pair in listed_pairs():
        held[(pair.good, pair.harm, pair.list_id, pair.edition)].add(pair.country)
    return {key: tuple(sorted(held[key])) for key in sorted(held)}


def is_listed(good: str, country: str, on: date | None = None, list_id: str | None = None) -> bool | None:
    """Whether a list names this very good for this country; None where the lists held do not say.

    Without a day: the newest editions held. On a day: as the lists stood then; None between a list's beginning and the
    first edition held, and where a newer edition exists whose text on this good is not held. No list looks inside the
    United States: None.
    With `list_id` only that list is asked.
    """
    if country in inside_us():
        return None
    names = official_names()
    asked = [module for module in list_modules() if list_id in (None, module.ID)]
    mine = [x for m in asked for x in m.listings() if names[x.good] == good and x.country == country]
    if on is None:
        return any(x.stands for x in mine)
    if any(x.shown(on) for x in mine):
        return True
    return None if any(_silent(module, good, on) for module in asked) else False


def _silent(module: ModuleType, good: str, on: date) -> bool:
    """Whether a list's editions, as far as they are held, say nothing of this good on this day."""
    first = began(module)
    if first is not None and on < first:
        return False
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


@cache
def indicators() -> tuple[Indicator, ...]:
    """Every indicator: the files of knowledge/indicators, in the order in which they weigh, the heaviest factor first."""
    found = {
        m.name: importlib.import_module(f"{indicators_folder.__name__}.{m.name}").INDICATOR
        for m in pkgutil.iter_modules(indicators_folder.__path__)
    }
    weighed = [w.indicator for f in factors() for w in f.weights]
    return tuple(found[code] for code in (*weighed, *sorted(found.keys() - set(weighed))))


def amounts() -> dict[str, Amount]:
    """Every amount that the law changes by date, by its name."""
    return held_amounts()


def groups() -> dict[str, Group]:
    """Every group that the law names, by its name, and those that the lists make."""
    return {**held_groups(), **listed_types(), **watched_goods()}


def clauses() -> Mapping[str, Clause]:
    """Every contract clause and solicitation provision that a rule names, by its number."""
    return held_clauses()


def regimes() -> Regimes:
    """Which text of the FAR each agency uses, part by part and day by day."""
    return held_regimes()


def precedents() -> tuple[Precedent, ...]:
    """Every earlier change of the law that a reform may be held against."""
    return held_precedents()


def burden() -> tuple[Assumption, ...]:
    """The assumptions of a burden table that a reform leaves out."""
    return defaults()


@cache
def reform_names() -> Names:
    """The names that a reform may use, a user's as well as a ready one."""
    asked = {r.row: [f.key for f in facts_of(r.condition) if f.kind in (CHOICE, FLAG)] for r in rules()}
    return Names(
        amounts={name: amount.versions[0].first for name, amount in amounts().items()},
        rules=asked,
        facts=tuple(fact.key for fact in facts_folder.FACTS),
        flags=tuple(fact.key for fact in facts_folder.FACTS if fact.kind == FLAG),
        sectors={said: name for name in sectors() for said in (name, name.replace("_", " "))},
        goods={w.lower(): g.name for g in goods().values() for w in (*g.listed_as, *g.aliases, g.name)},
        countries={w.lower(): c.code for c in countries().values() for w in (c.name, c.code)},
        psc=tuple(codes()),
        agencies=facts_folder.AGENCY.values,
        precedents=tuple(p.id for p in precedents()),
    )


@cache
def reforms() -> tuple[Reform, ...]:
    """Every ready reform: the files of knowledge/reforms, in sorted order."""
    return held_reforms(reform_names())


def fingerprint() -> str:
    """A short hash of all bundled knowledge; it stands beside every figure."""
    return bundled.fingerprint("buyfair.knowledge")


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout of award files that is read: what its dollars are, what it says of itself, and its field map.

    A field: our column, the official element names in the order in which they are tried, how the cell is read.
    """

    id: str
    title: str
    dollars: str
    says: str
    fields: tuple[tuple[str, str, str], ...]


def feed_titles() -> dict[str, str]:
    """The title of every layout that is read, by its id."""
    from buyfair.intake.feeds import FEEDS  # opens the database library: only for who asks

    return {feed.id: feed.title for feed in FEEDS}


def layouts() -> list[Layout]:
    """Every layout, one per file of feeds/ and field map, in the order in which they are tried."""
    from buyfair.intake import feeds  # opens the database library: only for the page that lists them

    found = []
    for name in feeds.MODULES:
        module = importlib.import_module(f"{feeds.__name__}.{name}")
        maps: dict[object, list[Any]] = {}
        for feed in module.FEEDS:
            maps.setdefault(feed.fields, []).append(feed)
        for fields, held in maps.items():
            rows = tuple(
                (f.ours, ", ".join((*f.names, *f.spelled)), f.read if f.part == "whole" else f"{f.read}, {f.part}")
                for f in held[0].fields
            )
            says = module.__doc__ if fields == module.FEEDS[0].fields else ""
            found.append(Layout(held[0].id, "; ".join(f.title for f in held), held[0].dollars, str(says), rows))
    return found
