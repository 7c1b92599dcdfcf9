"""Firms that the Inter-American Development Bank has sanctioned."""

from __future__ import annotations

from buyfair.knowledge.lists.iadb_sanctioned.read import ID as ID
from buyfair.knowledge.lists.iadb_sanctioned.read import read as read
from buyfair.terms.party_list import PartyList

_held = PartyList(__name__)
card, editions, parties, began = _held.card, _held.editions, _held.parties, _held.began
