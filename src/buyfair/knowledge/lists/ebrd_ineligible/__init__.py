"""Firms that are ineligible for projects of the European Bank for Reconstruction and Development."""

from __future__ import annotations

from buyfair.knowledge.lists.ebrd_ineligible.read import ID as ID
from buyfair.knowledge.lists.ebrd_ineligible.read import read as read
from buyfair.terms.party_list import PartyList

_held = PartyList(__name__)
card, editions, parties, began = _held.card, _held.editions, _held.parties, _held.began
