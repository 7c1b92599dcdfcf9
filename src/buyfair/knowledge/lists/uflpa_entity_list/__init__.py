"""The Uyghur Forced Labor Prevention Act Entity List: whose goods are presumed to be made with forced labor."""

from __future__ import annotations

from buyfair.knowledge.lists.uflpa_entity_list.read import ID as ID
from buyfair.knowledge.lists.uflpa_entity_list.read import read as read
from buyfair.knowledge.lists.uflpa_entity_list.read import told_day as told_day
from buyfair.terms.party_list import PartyList

_held = PartyList(__name__)
card, editions, parties, began = _held.card, _held.editions, _held.parties, _held.began
