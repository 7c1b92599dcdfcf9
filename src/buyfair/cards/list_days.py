"""The lists on a day: which edition was known then, what it named, how old it was, and when the next one is due."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from buyfair import catalogue
from buyfair.cards import words
from buyfair.cards.lists import NOT_SAFE, Held, card_of
from buyfair.cards.page import Block, Card, Grid, Item, Items, Section
from buyfair.cards.party_lists import NOT_BUNDLED, by_hand
from buyfair.knowledge.goods import official_names
from buyfair.terms.answer import Answer
from buyfair.terms.listing import Edition, ListCard, Listing
from buyfair.terms.party import ListedParty, PartyCard, PartyEdition

DUE_NOT_KNOWN = "not known: nothing that is held tells when the publisher owes the next edition"
NONE_THEN = "none of that day"
_HEAD = ("list", "title", "edition known", "published", "age", "next edition due", "named on that day")
_TITLES = ("Goods and countries", "Parties, about labor: screened where an edition is held",
           "Parties, on other grounds: screened only where you name the list")  # fmt: skip


# Every list


def lists_on(day: date, held: Held) -> Card:
    """Every list with the edition that was known on a day and what it named."""
    goods = tuple(_row(c, day, held) for c in catalogue.cards())
    parties = catalogue.party_cards()
    labor = tuple(_row(c, day, held) for c in parties if c.about_labor)
    others = tuple(_row(c, day, held) for c in parties if not c.about_labor)
    told = zip(_TITLES, (goods, labor, others), strict=True)
    sections = tuple(Section(title, (Grid(_HEAD, rows, True),)) for title, rows in told if rows)
    known = sum(row[2] not in (NOT_BUNDLED, NONE_THEN) for row in (*goods, *labor, *others))
    said = f"{len(goods) + len(parties)} lists; of {known} an edition of {day} or before is held. {NOT_SAFE}"
    return Card("", f"Lists on {day}", (said,), "", (), sections)


def _row(found: ListCard | PartyCard, day: date, held: Held) -> tuple[str, ...]:
    told = then(found, day, held)
    published = "" if told.published is None else f"{told.published}"
    due = due_on(found, day)
    return f"`{found.id}`", found.title, told.edition, published, told.age(day), f"{due}" if due else "not known", told.named


# What was named on a day


@dataclass(frozen=True, slots=True)
class Then:
    """A list as it was known on a day: its edition, the day of that, and what it named, in words."""

    edition: str
    published: date | None
    named: str

    def age(self, day: date) -> str:
        """How old the edition was."""
        return "" if self.published is None else words.old(self.published, day) or ""


def then(found: ListCard | PartyCard, day: date, held: Held) -> Then:
    """How a list was known on a day."""
    if isinstance(found, ListCard):
        edition = edition_known(found, day)
        return Then(edition.name if edition else NONE_THEN, edition.published if edition else None, named_on(found, day))
    editions = held(found.id)
    if not editions:
        return Then(NOT_BUNDLED, None, "unknown: no edition is held")
    known = party_edition_known(editions, day)
    named = parties_on(found, editions, day)
    return Then(known.name if known else NONE_THEN, known.published if known else None, named)


def edition_known(card: ListCard, day: date) -> Edition | None:
    """The newest edition held of a list of goods that was out on a day."""
    held = catalogue.editions()[card.id] or (Edition(card.edition, card.published, True, 0, ""),)
    out = [e for e in held if e.published <= day]
    return out[-1] if out else None


def party_edition_known(held: Sequence[PartyEdition], day: date) -> PartyEdition | None:
    """The newest edition held of a list of parties that was out on a day."""
    out = [e for e in held if e.published <= day]
    return out[-1] if out else None


def listed_on(x: Listing, day: date) -> Answer:
    """Whether a list named a pair on a day, as far as its editions held tell."""
    if x.shown(day):
        return Answer.YES
    if x.silent_from is not None and day >= x.silent_from:
        return Answer.UNKNOWN
    unread = _unread(x.list_id).get(official_names()[x.good])
    if unread is not None and day >= unread:
        return Answer.UNKNOWN
    return Answer.UNKNOWN if day < x.known_from and not before_it_began(x.list_id, day) else Answer.NO


@cache
def _unread(list_id: str) -> dict[str, date]:
    """The goods on which a newer edition is out whose text is not held, each with the day of that edition."""
    module = next(m for m in catalogue.list_modules() if list_id == m.ID)
    told: dict[str, date] = getattr(module, "unread", dict)()
    return {official_names()[spelling]: day for spelling, day in told.items()}


def before_it_began(list_id: str, day: date) -> bool:
    """Whether a day lies before the first publication of a list, where that is known."""
    module = next(m for m in (*catalogue.list_modules(), *catalogue.party_modules()) if list_id == m.ID)
    first = catalogue.began(module)
    return first is not None and day < first


def listings_of(list_id: str) -> tuple[Listing, ...]:
    """Every listing of one list, removed ones included."""
    return tuple(x for x in catalogue.all_listings() if x.list_id == list_id)


def named_on(card: ListCard, day: date) -> str:
    """How much a list of goods named on a day, in words."""
    if before_it_began(card.id, day):
        return "nothing: the list did not exist yet"
    held = listings_of(card.id)
    if day < min(x.known_from for x in held):
        return "unknown: no edition of that day is held"
    shown = {(x.good, x.country) for x in held if x.shown(day)}
    open_ = {(x.good, x.country) for x in held if listed_on(x, day) is Answer.UNKNOWN} - shown
    said = f"{words.many(len(shown), 'pair')} of good and country"
    return f"{said}; of {len(open_):,} more it is not told" if open_ else said


def parties_on(card: PartyCard, editions: Sequence[PartyEdition], day: date) -> str:
    """How many parties a list named on a day, in words, and what of that day the edition held does not know."""
    if before_it_began(card.id, day):
        return "nobody: the list did not exist yet"
    source = party_edition_known(editions, day) or editions[0]
    answers = [party.listed_on(day) for party in source.parties]
    said = words.many(answers.count(True), "party", "parties")
    said += f"; of {answers.count(None):,} more it is not told since when" if None in answers else ""
    if day < editions[0].published:
        return f"at least {said}; who was removed before {editions[0].published} is not known"
    since = card.behind_since
    if since is not None and day >= since > source.published:
        return f"at least {said}; the edition held is known to lack others since {since}"
    return said


def party_on(party: ListedParty, day: date) -> Answer:
    """Whether a party was named on a day."""
    return {True: Answer.YES, False: Answer.NO, None: Answer.UNKNOWN}[party.listed_on(day)]


# One list


def list_on(found: ListCard | PartyCard, day: date, held: Held) -> Card:
    """The card of a list with its age and next edition on a day, and how it was read."""
    told = card_of(found, held)
    module = next(m for m in (*catalogue.list_modules(), *catalogue.party_modules()) if found.id == m.ID)
    sections = (Section(f"On {day}", tuple(_age(found, day, held))), *told.sections, *by_hand(module))
    return replace(told, lead=_answer(found, day, held), sections=sections)


def _answer(found: ListCard | PartyCard, day: date, held: Held) -> str:
    """What a reader wants first: which edition was known, how old it was, what it named."""
    told = then(found, day, held)
    if told.edition == NOT_BUNDLED:
        return "No edition is held: nobody is screened against this list."
    edition = f"edition {told.edition}, {told.age(day)}" if told.published else f"edition known: {told.edition}"
    return f"On {day}: {edition}. Named: {told.named}."


def _age(found: ListCard | PartyCard, day: date, held: Held) -> Iterator[Block]:
    told = then(found, day, held)
    said = (
        f"Edition known: {told.edition}" + (f", published {told.published}" if told.published else ""),
        *((f"Age: {told.age(day)}",) if told.published else ()),
        f"Read: {found.read}",
        f"Named: {told.named}",
        f"Next edition due: {_due(found, day)}",
    )
    yield Items(tuple(map(Item, said)))


def due_on(found: ListCard | PartyCard, day: date) -> date | None:
    """The day by which the law wants the next edition, as of a day; None where nothing that is held tells one."""
    return found.due.next(day) if isinstance(found, ListCard) and found.due is not None else None


def _due(found: ListCard | PartyCard, day: date) -> str:
    """The same in words; where no edition that is held answers the last such day, that is said, and not that none came out."""
    if not isinstance(found, ListCard) or found.due is None:
        return DUE_NOT_KNOWN
    said = f"{found.due.next(day) or 'after the last day of the calendar'} at the latest, by {found.due.law} ({found.due.how})"
    last = found.due.last(day)
    if last is None or any(last[1] < e.published <= last[0] for e in catalogue.editions()[found.id]):
        return said
    return f"{said}. No edition for the day before, {last[0]}, is held: whether it came out is not known here"
