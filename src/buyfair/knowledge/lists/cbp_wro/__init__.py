"""Orders of US Customs that hold goods at the border because forced labor is behind them, and its findings."""

from __future__ import annotations

from datetime import date
from functools import cache

from buyfair.knowledge.lists.cbp_wro.read import read as read
from buyfair.knowledge.lists.cbp_wro.read import told_day as told_day
from buyfair.terms.party import ListedParty, PartyCard, PartyEdition
from buyfair.terms.party_table import bundled_editions, list_began, party_card

ID = "cbp_wro"


def card() -> PartyCard:
    """What the list is and is not."""
    return party_card(__name__)


def began() -> date | None:
    """The first day of the list: before it no party was on it."""
    return list_began(__name__)


@cache
def editions() -> tuple[PartyEdition, ...]:
    """The editions that come with Buyfair, oldest first."""
    return bundled_editions(__name__)


def parties() -> tuple[ListedParty, ...]:
    """The parties of the newest edition that comes with Buyfair."""
    return editions()[-1].parties
