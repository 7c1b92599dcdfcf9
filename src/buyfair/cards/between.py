"""What changed between two days: rules that began or ended, amounts, and what lists came to name or stopped naming."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from buyfair import catalogue
from buyfair.cards import words
from buyfair.cards.amounts import value_on
from buyfair.cards.list_days import edition_known, listed_on, listings_of, party_on
from buyfair.cards.lists import Held
from buyfair.cards.page import Block, Card, Grid, Section
from buyfair.cards.rules import state
from buyfair.knowledge.countries import countries
from buyfair.knowledge.goods import official_names
from buyfair.terms.answer import Answer
from buyfair.terms.listing import ListCard
from buyfair.terms.party import PartyCard

SAYS = {Answer.YES: "stands", Answer.NO: "not in force", Answer.UNKNOWN: "cannot be told"}
NAMED = {Answer.YES: "named", Answer.NO: "not named", Answer.UNKNOWN: "not known"}
NOTHING = "Nothing, as far as what is held tells."


def between(first: date, second: date, held: Held) -> Card:
    """Everything that is another on the second day than on the first."""
    rules, texts, amounts = tuple(_rules(first, second)), tuple(_texts(first, second)), tuple(_amounts(first, second))
    lists = tuple(section for card in catalogue.cards() if (section := _listings(card, first, second)) is not None)
    parties = tuple(section for card in catalogue.party_cards() if (section := _parties(card, first, second, held)) is not None)
    listings = sum(len(b.rows) for s in (*lists, *parties) for b in s.blocks if isinstance(b, Grid))
    lead = (
        f"From {first} to {second}: {words.many(len(rules), 'rule')}, {words.many(len(amounts), 'amount')} and "
        f"{words.many(listings, 'listing')} are told otherwise; {words.many(len(texts), 'rule')} more by other texts."
    )
    sections = (
        Section("Rules", (_grid(("card", "title", f"on {first}", f"on {second}"), rows=rules),)),
        *((Section("Rules that stand by other texts", (_grid(("card", "title", f"on {first}", f"on {second}"), rows=texts),)),)
          if texts else ()),
        Section("Amounts", (_grid(("name", "title", f"on {first}", f"on {second}"), rows=amounts),)),
        *(lists or (Section("Lists of goods and countries", (NOTHING,)),)),
        *(parties or (Section("Lists of parties", (NOTHING,)),)),
    )
    return Card("", f"What changed between {first} and {second}", (), lead, (), sections)


def _grid(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Block:
    return Grid(head, tuple(rows), True) if rows else NOTHING


def _rules(first: date, second: date) -> Iterator[tuple[str, ...]]:
    """The rules whose answer is another."""
    for rule in catalogue.rules():
        (before, why), (after, why_now) = state(rule, first), state(rule, second)
        if before != after:
            yield rule.row, rule.title, f"{SAYS[before]}: {why}", f"{SAYS[after]}: {why_now}"


def _texts(first: date, second: date) -> Iterator[tuple[str, ...]]:
    """The rules whose answer is the same for another reason, as where a second text of the FAR came beside the first."""
    for rule in catalogue.rules():
        (before, why), (after, why_now) = state(rule, first), state(rule, second)
        if before == after and why != why_now:
            yield rule.row, rule.title, f"{SAYS[before]}: {why}", f"{SAYS[after]}: {why_now}"


def _amounts(first: date, second: date) -> Iterator[tuple[str, ...]]:
    for amount in catalogue.amounts().values():
        before, after = value_on(amount, first), value_on(amount, second)
        if before != after:
            yield f"`{amount.name}`", amount.title, before, after


def _listings(card: ListCard, first: date, second: date) -> Section | None:
    """The pairs of one list that are told otherwise; where one day lies before the editions held, that alone."""
    rows = listings_of(card.id)
    known = min(x.known_from for x in rows)
    if min(first, second) < known <= max(first, second):
        said = f"Before {known} no edition is held: what came or went since {min(first, second)} is not known."
        return Section(card.title, (said,))
    told: dict[tuple[str, str, str], list[tuple[Answer, Answer]]] = {}
    for x in rows:
        told.setdefault((official_names()[x.good], x.country, x.harm), []).append((listed_on(x, first), listed_on(x, second)))
    changed = tuple(_pair(key, *both) for key, spans in sorted(told.items()) if len(set(both := _any(spans))) > 1)
    head = ("good", "country", "harm", f"on {first}", f"on {second}")
    return Section(_with_editions(card, first, second), (Grid(head, changed, True),)) if changed else None


def _pair(key: tuple[str, str, str], before: Answer, after: Answer) -> tuple[str, ...]:
    good, country, harm = key
    return words.good_label(good), countries()[country].name, words.harm_label(harm), NAMED[before], NAMED[after]


def _any(spans: list[tuple[Answer, Answer]]) -> tuple[Answer, Answer]:
    """One pair and harm over all its spans of days: named where any span shows it."""
    return _either([before for before, _ in spans]), _either([after for _, after in spans])


def _either(answers: list[Answer]) -> Answer:
    return next((a for a in (Answer.YES, Answer.UNKNOWN) if a in answers), Answer.NO)


def _with_editions(card: ListCard, first: date, second: date) -> str:
    before, after = edition_known(card, first), edition_known(card, second)
    told = [edition.name if edition else "none" for edition in (before, after)]
    return f"{card.title}: edition {told[0]}" + (f", then {told[1]}" if told[0] != told[1] else "")


def _parties(card: PartyCard, first: date, second: date, held: Held) -> Section | None:
    """The parties of the newest edition that are named on one day and not on the other."""
    editions = held(card.id)
    if not editions:
        return None
    both = [(party, party_on(party, first), party_on(party, second)) for party in editions[-1].parties]
    rows = tuple((p.name, NAMED[before], NAMED[after]) for p, before, after in both if before != after)
    said = f"By edition {editions[-1].name}; who was removed before {editions[0].published} is not known."
    return Section(card.title, (said, Grid(("party", f"on {first}", f"on {second}"), rows))) if rows else None
