"""Those who may take no part in an export: the firms among the denied persons."""

from __future__ import annotations

from buyfair.knowledge.lists.bis_denied_persons.read import ID as ID
from buyfair.knowledge.lists.bis_denied_persons.read import read as read
from buyfair.terms.party_list import PartyList

_held = PartyList(__name__)
card, editions, parties, began = _held.card, _held.editions, _held.parties, _held.began
