"""Those with whom US persons may not deal: the list of specially designated nationals, its firms and vessels."""

from __future__ import annotations

from buyfair.knowledge.lists.ofac_sdn.read import ID as ID
from buyfair.knowledge.lists.ofac_sdn.read import read as read
from buyfair.terms.party_list import PartyList

_held = PartyList(__name__)
card, editions, parties, began = _held.card, _held.editions, _held.parties, _held.began
