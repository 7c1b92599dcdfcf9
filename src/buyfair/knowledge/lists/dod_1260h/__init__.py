"""Chinese military companies that operate in the United States, as the Defense Department names them."""

from __future__ import annotations

from buyfair.knowledge.lists.dod_1260h.read import ID as ID
from buyfair.knowledge.lists.dod_1260h.read import read as read
from buyfair.knowledge.lists.dod_1260h.read import told_day as told_day
from buyfair.terms.party_list import PartyList

_held = PartyList(__name__)
card, editions, parties, began = _held.card, _held.editions, _held.parties, _held.began
