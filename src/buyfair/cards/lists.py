"""The card of each list in a terminal: who issues it, what a listing means and what it does not, which editions are held."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches

from buyfair import catalogue
from buyfair.cards.page import Block, Card, Grid, Item, Items, Section, as_text
from buyfair.cards.party_lists import NOT_BUNDLED, party_list_card
from buyfair.terms.errors import refuse
from buyfair.terms.listing import ListCard
from buyfair.terms.party import PartyCard, PartyEdition

HOW = "One card: buyfair lists NAME. A newer edition: buyfair lists refresh NAME --from FILE."
NOT_SAFE = "What stands on no list is not safe: a list holds what its issuer could document."
Held = Callable[[str], Sequence[PartyEdition]]
"""The editions of a list of parties that are held, oldest first."""


def lists_index(width: int, held: Held) -> str:
    """Every list as terminal text."""
    goods = tuple((c.id, c.title, c.edition) for c in catalogue.cards())
    parties = catalogue.party_cards()
    labor = tuple(_row(c, held) for c in parties if c.about_labor)
    others = tuple(_row(c, held) for c in parties if not c.about_labor)
    told = (
        ("Goods and countries: name, title and newest edition held", goods),
        ("Parties, about labor: screened where an edition is held", labor),
        ("Parties, on other grounds: screened only where you name the list", others),
    )
    sections = tuple(Section(title, (Grid(("name", "title", "edition"), rows),)) for title, rows in told if rows)
    about = f"{len(goods) + len(parties)} lists. {NOT_SAFE}"
    return as_text(Card("", "Lists", (about,), "", (), sections), HOW, width)


def _row(card: PartyCard, held: Held) -> tuple[str, str, str]:
    editions = held(card.id)
    return card.id, card.title, editions[-1].name if editions else NOT_BUNDLED


def list_card(name: str, width: int, held: Held) -> str:
    """The card of one list as terminal text.

    Raises: InputRefusedError naming the nearest where there is no such list.
    """
    return as_text(card_of(found_list(name), held), NOT_SAFE, width)


def card_of(found: ListCard | PartyCard, held: Held) -> Card:
    """The card of one list."""
    if isinstance(found, PartyCard):
        return party_list_card(found, held(found.id))
    sections = (
        Section("What a listing means", (found.means,)),
        Section("What it does not mean", (found.means_not,)),
        Section("What it names", tuple(_named(found))),
        Section("Editions held", tuple(_editions(found))),
        Section("Source", (Items((Item(found.address), Item(f"Licence: {found.licence}"), Item(f"Read on {found.read}"))),)),
    )
    return Card("", f"{found.id}: {found.title}", (f"{found.issuer}.", f"Law: {found.law}."), "", (), sections)


def every() -> tuple[ListCard | PartyCard, ...]:
    """The card of every list, those of goods first."""
    return (*catalogue.cards(), *catalogue.party_cards())


def found_list(given: str) -> ListCard | PartyCard:
    """The list of a name, however it is cased.

    Raises: InputRefusedError naming the nearest one.
    """
    held = {card.id: card for card in every()}
    wanted = "_".join(given.strip().lower().replace("-", " ").split())
    if wanted in held:
        return held[wanted]
    near = get_close_matches(wanted, held, n=1, cutoff=0.0)[0]
    said = given if len(given) <= 60 else f"{given[:57]}..."
    raise refuse(f'"{said}" is no list', f"one of {', '.join(held)}", f"the nearest is {near}")


def _named(found: ListCard) -> Iterator[Block]:
    """How much stands on its newest edition, and for which harms."""
    pairs = [p for p in catalogue.listed_pairs() if p.list_id == found.id]
    goods, places = {p.good for p in pairs}, {p.country for p in pairs}
    yield f"{len(goods):,} goods from {len(places):,} countries on the newest edition held, {found.edition}."
    harms = sorted({p.harm for p in pairs})
    counts = ((h, len({(p.good, p.country) for p in pairs if p.harm == h})) for h in harms)
    yield Items(tuple(Item(f"{harm.replace('_', ' ').capitalize()}: {n:,} pairs of good and country") for harm, n in counts))


def _editions(found: ListCard) -> Iterator[Block]:
    held = catalogue.editions()[found.id]
    if held:
        yield Grid(
            ("edition", "published", "pairs"),
            tuple((e.name, f"{e.published}", f"{e.pairs:,} pairs{'' if e.whole else ', held in part'}") for e in held),
        )
    else:
        yield f"{found.edition}, published {found.published}."
