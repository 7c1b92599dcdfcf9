"""Brazil's register of employers found to have held workers in conditions like those of slaves: its firms."""

from __future__ import annotations

from buyfair.knowledge.lists.mte_cadastro.read import ID as ID
from buyfair.knowledge.lists.mte_cadastro.read import read as read
from buyfair.knowledge.lists.mte_cadastro.read import told_day as told_day
from buyfair.terms.party_list import PartyList

_held = PartyList(__name__)
card, editions, parties, began = _held.card, _held.editions, _held.parties, _held.began
