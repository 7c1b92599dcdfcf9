"""Foreign parties to whom exports need a licence: the Entity List of the export rules, its organizations."""

from __future__ import annotations

from buyfair.knowledge.lists.bis_entity_list.read import ID as ID
from buyfair.knowledge.lists.bis_entity_list.read import read as read
from buyfair.knowledge.lists.bis_entity_list.read import told_day as told_day
from buyfair.terms.party_list import PartyList

_held = PartyList(__name__)
card, editions, parties, began = _held.card, _held.editions, _held.parties, _held.began
