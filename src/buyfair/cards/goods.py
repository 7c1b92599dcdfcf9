"""The card of a good and of a country: which lists name the pair, for which harm, since when, and which codes may be it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from buyfair import catalogue
from buyfair.cards import words
from buyfair.cards.list_days import listed_on
from buyfair.cards.lists import NOT_SAFE
from buyfair.cards.page import Block, Card, Grid, Item, Items, Section
from buyfair.knowledge.countries import Country, countries
from buyfair.knowledge.goods import Good, goods, official_names, reach
from buyfair.knowledge.psc import title
from buyfair.knowledge.psc_goods import Bridge, bridge
from buyfair.terms.answer import Answer
from buyfair.terms.listing import Listing

NOT_ABOUT = "This is about the good and the place, not about any supplier."
INSIDE = "Inside the United States the lists of goods do not look: nothing here is an answer about it."
_INDEX = ("good", "named for", "by")
_HEAD = ("country", "harm", "list", "first held", "on that day", "ended")


def goods_index(day: date) -> Card:
    """Every good by family, with how many lists and countries name it on a day."""
    families: dict[str, list[Good]] = defaultdict(list)
    for good in goods().values():
        families[good.family].append(good)
    sections = tuple(
        Section(words.sentence_case(family.replace("_", " ")), (Grid(_INDEX, tuple(map(_index_row, held))),))
        for family, held in sorted(families.items())
    )
    named = sum(1 for g in goods() if catalogue.somewhere_listed(g))
    said = f"{len(goods())} goods; {named} are named by a list for some country on the newest editions held. {NOT_SAFE}"
    return Card("", "Goods", (said,), "", (), sections)


def _index_row(good: Good) -> tuple[str, str, str]:
    pairs = [p for p in catalogue.listed_pairs() if p.good == good.name]
    if not pairs:
        return words.good_label(good.name), "no country", "no list"
    lists = ", ".join(f"`{name}`" for name in sorted({p.list_id for p in pairs}))
    return words.good_label(good.name), words.many(len({p.country for p in pairs}), "country", "countries"), lists


def good_card(good: Good, day: date) -> Card:
    """A good: its names, what names it, what it is made of, and the product codes that may be it."""
    rows = [x for x in catalogue.all_listings() if official_names()[x.good] == good.name]
    standing = {x.country for x in rows if listed_on(x, day) is Answer.YES}
    place = words.many(len(standing), "country", "countries")
    lead = f"On {day} the lists held name it for {place}." if standing else f"On {day} no list held is known to name it."
    named = Section("Lists that name it", tuple(_listings(rows, day, by_country=True)))
    sections = (named, *_made(good), *_codes(good.name), _names(good))
    return Card(good.name, words.good_label(good.name), (NOT_ABOUT, NOT_SAFE), lead, (), sections)


def country_card(country: Country, day: date) -> Card:
    """A country: the goods that lists name for it."""
    rows = [x for x in catalogue.all_listings() if x.country == country.code]
    standing = {x.good for x in rows if listed_on(x, day) is Answer.YES}
    lead = f"On {day} the lists held name {words.many(len(standing), 'good')} from here." if standing else (
        f"On {day} no list held is known to name a good from here.")  # fmt: skip
    about = (INSIDE, NOT_ABOUT) if country.inside_us else (NOT_ABOUT, NOT_SAFE)
    sections = (Section("Goods that lists name", tuple(_listings(rows, day, by_country=False))), *_parties(country))
    return Card(country.code, country.name, about, lead, (), sections)


def countries_index() -> Card:
    """Every country that a list of goods names, with how many goods."""
    found: dict[str, set[str]] = defaultdict(set)
    for pair in catalogue.listed_pairs():
        found[pair.country].add(pair.good)
    named = sorted((countries()[code].name, code, len(held)) for code, held in found.items())
    rows = tuple((name, code, words.many(n, "good")) for name, code, n in named)
    others = Items(tuple(Item(c.name) for c in sorted(countries().values(), key=lambda c: c.name) if c.code not in found))
    said = f"{len(rows)} of {len(countries())} countries and territories are named on the newest editions held. {NOT_SAFE}"
    return Card("", "Countries", (said,), "", (), (
        Section("Named by a list of goods", (Grid(("country", "code", "goods named"), rows),)),
        Section("Not named", (INSIDE, others))))  # fmt: skip


def _listings(rows: Iterable[Listing], day: date, *, by_country: bool) -> Iterator[Block]:
    told = sorted(rows, key=lambda x: (_about(x, by_country), x.harm, x.list_id, x.listed_from))
    if not told:
        yield "No list held names it, now or before."
        return
    head = _HEAD if by_country else ("good", *_HEAD[1:])
    yield Grid(head, tuple((_about(x, by_country), *listing_cells(x, day)) for x in told), True)


def _about(x: Listing, by_country: bool) -> str:
    return countries()[x.country].name if by_country else words.good_label(official_names()[x.good])


def listing_cells(x: Listing, day: date) -> tuple[str, str, str, str, str]:
    """A listing in words: its harm, its list, since when, whether it is named on a day, and how it ended."""
    harm = words.harm_label(x.harm) + (", through an input" if x.through_inputs else "")
    silent = f"not told since {x.silent_from}" if x.silent_from else "stands"
    ended = f"removed {x.listed_until}" if x.listed_until else silent
    since = f"{x.listed_from}" if x.listed_from > x.known_from else f"{x.listed_from} or before"
    return harm, f"`{x.list_id}`", since, listed_on(x, day).value, ended


def _names(good: Good) -> Section:
    own = [(*(("Official lists write", n) for n in good.listed_as), *(("Also called", n) for n in good.aliases))]
    rows = tuple(pair for held in own for pair in held) or (("Named here", good.name),)
    return Section("Names", (f"Family: {good.family.replace('_', ' ')}. Sector: {words.sector_label(good.sector or None)}.",
                             Grid(("as what", "name"), rows)))  # fmt: skip


def _made(good: Good) -> Iterator[Section]:
    """Its kinds and what it is made of; and beyond that which listed goods stand behind it."""
    if good.kinds:
        yield Section("Kinds of it", (Items(tuple(Item(words.good_label(kind)) for kind in good.kinds)),))
    if good.made_from:
        rows = tuple((words.good_label(i.name), i.depth.replace("_", " "), i.source) for i in good.made_from)
        yield Section("Made from", (Grid(("good", "depth", "source"), rows, True),))
    below = [r for r in reach() if r.good == good.name and r.relation != "itself"]
    behind = [r for r in below if catalogue.somewhere_listed(r.listed_good)]
    if behind:
        told = tuple((words.good_label(r.listed_good), r.relation, r.depth.replace("_", " ")) for r in behind)
        yield Section("Listed goods that stand behind it", (Grid(("good", "relation", "depth"), told),))


@cache
def _bridged() -> dict[str, tuple[Bridge, ...]]:
    found: dict[str, list[Bridge]] = defaultdict(list)
    for row in bridge():
        if row.good is not None:
            found[row.good].append(row)
    return {name: tuple(rows) for name, rows in found.items()}


def _codes(name: str) -> Iterator[Section]:
    rows = tuple(
        (row.psc, words.plain_case(title(row.psc) or "a group of codes"), row.strength.replace("_", " "), row.reason)
        for row in _bridged().get(name, ())
    )
    if rows:
        yield Section("Product codes that may be it", (Grid(("code", "title", "how surely", "reason"), rows, True),))


def _parties(country: Country) -> Iterator[Section]:
    """The parties of bundled lists about labor that are told to be there."""
    held = [p for p in catalogue.parties() if country.code in p.countries]
    if held:
        rows = tuple((p.name, f"`{p.list_id}`") for p in sorted(held, key=lambda p: p.name))
        yield Section("Parties that lists about labor name here", (Grid(("party", "list"), rows),))
