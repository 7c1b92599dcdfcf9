"""Orders of US Customs that hold goods at the border because forced labor is behind them, and its findings."""

from __future__ import annotations

from buyfair.knowledge.lists.cbp_wro.read import ID as ID
from buyfair.knowledge.lists.cbp_wro.read import read as read
from buyfair.terms.party_list import PartyList

_held = PartyList(__name__)
card, editions, parties, began = _held.card, _held.editions, _held.parties, _held.began
