"""Firms that may not be awarded a contract that the World Bank finances."""

from __future__ import annotations

from buyfair.knowledge.lists.world_bank_debarred.read import ID as ID
from buyfair.knowledge.lists.world_bank_debarred.read import read as read
from buyfair.knowledge.lists.world_bank_debarred.read import told_day as told_day
from buyfair.terms.party_list import PartyList

_held = PartyList(__name__)
card, editions, parties, began = _held.card, _held.editions, _held.parties, _held.began
