"""The government's own exclusions: firms and vessels that agencies may not award to, whatever the ground."""

from __future__ import annotations

from buyfair.knowledge.lists.sam_exclusions.read import ID as ID
from buyfair.knowledge.lists.sam_exclusions.read import is_partial as is_partial
from buyfair.knowledge.lists.sam_exclusions.read import read as read
from buyfair.terms.party_list import PartyList

_held = PartyList(__name__)
card, editions, parties, began = _held.card, _held.editions, _held.parties, _held.began
