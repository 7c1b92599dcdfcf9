"""What one list names, row by row: goods with their countries, or parties with the statements about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from buyfair.cards import words
from buyfair.cards.goods import listing_cells
from buyfair.cards.list_days import listings_of, party_on
from buyfair.knowledge.countries import countries
from buyfair.knowledge.goods import official_names
from buyfair.terms.listing import Listing
from buyfair.terms.party import ListedParty, PartyEdition, Statement

Rows = tuple[tuple[str, ...], list[tuple[str, ...]]]


def listing_rows(list_id: str, day: date) -> Rows:
    """Every listing of a list of goods, what was removed included. Head: good, country, harm, since, on the day, end."""
    head = ("good", "country", "harm", "first held", f"named on {day}", "ended")
    return head, sorted(listing_row(x, day) for x in listings_of(list_id))


def listing_row(x: Listing, day: date) -> tuple[str, ...]:
    """One listing under that head."""
    harm, _, since, answer, ended = listing_cells(x, day)
    return words.good_label(official_names()[x.good]), countries()[x.country].name, harm, since, answer, ended


def party_rows(held: Sequence[PartyEdition], day: date) -> Rows:
    """Every party of the newest edition held. Head: party, countries, what was said, since, on the day."""
    head = ("party", "country", "what the list says", "since", f"named on {day}")
    if not held:
        return head, []
    return head, sorted((party_row(p, day) for p in held[-1].parties), key=lambda row: row[0].casefold())


def party_row(party: ListedParty, day: date) -> tuple[str, ...]:
    """One party under that head."""
    places = words.listing(countries()[code].name for code in party.countries if code in countries())
    said = "; ".join(dict.fromkeys(_statement(s) for s in party.statements))
    days = sorted({s.since for s in party.statements if s.since is not None})
    also = f" (also {', '.join(words.clean(a) for a in party.aliases)})" if party.aliases else ""
    since = f"{days[0]}" if days else "not told"
    return f"{words.clean(party.name)}{also}", places or "not told", said, since, party_on(party, day).value


def _statement(s: Statement) -> str:
    about = f": {words.clean(s.about)}" if s.about else ""
    return f"{words.clean(s.what)}, {s.status.replace('_', ' ')}{about}"
