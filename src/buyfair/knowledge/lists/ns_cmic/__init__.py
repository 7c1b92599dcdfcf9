"""Companies of the Chinese military-industrial complex whose securities US persons may not buy."""

from __future__ import annotations

from buyfair.knowledge.lists.ns_cmic.read import ID as ID
from buyfair.knowledge.lists.ns_cmic.read import read as read
from buyfair.knowledge.lists.ns_cmic.read import told_day as told_day
from buyfair.terms.party_list import PartyList

_held = PartyList(__name__)
card, editions, parties, began = _held.card, _held.editions, _held.parties, _held.began
