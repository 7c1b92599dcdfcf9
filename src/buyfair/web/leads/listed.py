"""The list of a lead: what a hit means in law and what it does not, its licence, and how old the edition is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from buyfair import catalogue
from buyfair.cards.words import many
from buyfair.terms.party import PartyCard
from buyfair.web.core.clock import today
from buyfair.web.leads.models import Lead


@dataclass(frozen=True)
class Listed:
    """A card of a list beside one lead; `age` says how old the edition is, `behind` what it is known to lack."""

    card: PartyCard
    age: str
    behind: str


@cache
def cards() -> dict[str, PartyCard]:
    """Every card of a list of parties."""
    return {card.id: card for card in catalogue.party_cards()}


@cache
def titles() -> dict[str, str]:
    """The lists that are about labor, each with its title: those that leads come from."""
    return {card.id: card.title for card in cards().values() if card.about_labor}


def list_of(lead: Lead) -> Listed | None:
    """The card of a lead's list; None where this version knows it no more."""
    card = cards().get(lead.list_id)
    if card is None:
        return None
    published = _day(lead.edition)
    return Listed(card, _age(published), card.behind_of(published) if published else "")


def _day(edition: str) -> date | None:
    """The day of an edition; its name begins with it."""
    try:
        return date.fromisoformat(edition[:10])
    except ValueError:
        return None


def _age(published: date | None) -> str:
    if published is None:
        return "its day is not told"
    days = (today() - published).days
    return f"{many(days, 'day')} old today" if days >= 0 else f"published {many(-days, 'day')} after today"
