"""Foreign institutions that the Defense Department holds a risk to research."""

from __future__ import annotations

from buyfair.knowledge.lists.dod_1286.read import ID as ID
from buyfair.knowledge.lists.dod_1286.read import read as read
from buyfair.knowledge.lists.dod_1286.read import told_day as told_day
from buyfair.terms.party_list import PartyList

_held = PartyList(__name__)
card, editions, parties, began = _held.card, _held.editions, _held.parties, _held.began
