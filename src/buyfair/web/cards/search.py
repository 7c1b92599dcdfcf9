"""The search over all cards: rules, amounts, clauses, lists, goods, countries, indicators, conduct, reforms and method."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from django.urls import reverse
from django.utils.http import urlencode

from buyfair import catalogue
from buyfair.cards import amounts, conduct, indicators, lists, rules, words
from buyfair.cards.page import Card, as_text
from buyfair.judge.rule import Rule
from buyfair.knowledge.conduct import clauses as conduct_clauses
from buyfair.knowledge.countries import countries
from buyfair.knowledge.goods import goods, official_names
from buyfair.web.cards.addresses import address, of_clause, of_good
from buyfair.web.cards.index import Entry, Index, why
from buyfair.web.cards.shelf import held, known
from buyfair.web.cards.shipped import pages
from buyfair.web.core.actor import Actor
from buyfair.web.core.search import Hit

LONGEST = 200
"""Words typed beyond are not looked at."""
COLUMNS = 120
LEAD = "A name that resembles a listed one is a lead, not the listed party."


def hits(actor: Actor, typed: str, limit: int) -> list[Hit]:
    """The cards that meet the words, the best first; they are the same for everybody."""
    asked = typed[:LONGEST]
    return [Hit(e.title, e.url, e.kind, why(e, asked)) for e in _index(known()).find(asked, limit)]


def ready() -> None:
    """Puts what the cards say in order, where that was not done."""
    _index(known())


@lru_cache(maxsize=2)
def _index(_: str) -> Index:
    return Index(tuple(_entries()))


def _entries() -> Iterator[Entry]:
    yield from _law()
    yield from _named()
    yield from _parties()
    yield from _asked()
    yield from _written()


def _text(card: Card) -> str:
    return as_text(card, "", COLUMNS)


def _law() -> Iterator[Entry]:
    """Rules, notes, amounts and contract clauses."""
    for one in rules.every():
        card = rules.card_of(one, None)
        cites = "; ".join(t.cites for t in one.texts) if isinstance(one, Rule) else one.cites
        kind = "rule" if isinstance(one, Rule) else rules.NOTE
        yield Entry(f"{one.row}: {one.title}", _at(one.row), kind, (one.row, one.id), f"{card.lead} {cites}.", _text(card), 1.3)
    for amount in catalogue.amounts().values():
        values = "; ".join(f"{amounts.valued(amount, v)} from {v.first} ({v.cites})" for v in reversed(amount.versions))
        yield Entry(amount.title, _at(amount.name), "amount", (amount.name,), values, "", 1.2)
    for clause in catalogue.clauses().values():
        editions = ", ".join(e.printed for e in clause.editions)
        first = f"A {clause.kind}; editions held: {editions}. Rules: {', '.join(clause.rows)}."
        yield Entry(f"{clause.number} {clause.title}", of_clause(clause.number), "clause", (clause.number,), first, "", 1.4)


def _named() -> Iterator[Entry]:
    """Lists, and the goods and countries that they name."""
    for card in lists.every():
        whole = _text(lists.card_of(card, held))
        yield Entry(card.title, _at(card.id), "list", (card.id,), f"{card.issuer}. {card.law}.", whole)
    for good in goods().values():
        told = _listed(good.name)
        yield Entry(words.good_label(good.name), of_good(good.name), "good", (*good.aliases, *good.listed_as), told, "", 1.1)
    for place in countries().values():
        named = sorted({p.good for p in catalogue.listed_pairs() if p.country == place.code})
        first = f"Goods that lists name from here: {', '.join(named)}." if named else "No list held names a good from here."
        yield Entry(place.name, reverse("country", args=[place.code]), "country", (place.code,), "", first)


def _parties() -> Iterator[Entry]:
    """Whom the bundled lists about labor name; the page of the list says what that means and what not."""
    titles = {card.id: card.title for card in catalogue.party_cards()}
    for party in catalogue.parties():
        where = f"{_at(party.list_id)}?{urlencode({'q': words.clean(party.name)})}#listed"
        names = (*party.aliases, *(name for name, _ in party.known_as))
        first = f"Named by: {titles[party.list_id]}. {LEAD}"
        yield Entry(words.clean(party.name), where, "party on a list", names, first, "", 0.7)


def _listed(good: str) -> str:
    """Where a good is listed, in one line per harm."""
    told: dict[str, set[str]] = {}
    for x in catalogue.all_listings():
        if official_names()[x.good] == good and x.stands:
            told.setdefault(words.harm_label(x.harm), set()).add(countries()[x.country].name)
    said = (f"{harm}: {', '.join(sorted(places))}" for harm, places in sorted(told.items()))
    return ". ".join(said) or "No list held names it."


def _asked() -> Iterator[Entry]:
    """Indicators and the clauses of the code of conduct."""
    for i in catalogue.indicators():
        yield Entry(i.title, _at(i.code), "indicator", (i.code,), i.asks, _text(indicators.card_of(i)))
    for clause in conduct_clauses():
        yield Entry(clause.title, _at(clause.id), "clause of the code of conduct", (clause.id, conduct.harms_words(clause)),
                    clause.floor, _text(conduct.clause_card(clause)))  # fmt: skip


def _written() -> Iterator[Entry]:
    """Ready reforms and the pages of the method."""
    for reform in catalogue.reforms():
        yield Entry(reform.title, _at(reform.name), "reform", (reform.name,), reform.summary, reform.words)
    for page in pages().values():
        where = reverse("method-page", args=[page.name])
        yield Entry(page.title.replace("`", ""), where, "page of the method", (page.name,), "", page.text, 0.6)


def _at(name: str) -> str:
    where = address(name)
    assert where is not None, f"{name} has a card and so an address"
    return where
