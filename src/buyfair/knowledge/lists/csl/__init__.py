"""The Commerce Department's file that joins the screening lists of three departments, its firms and vessels."""

from __future__ import annotations

from buyfair.knowledge.lists.csl.read import ID as ID
from buyfair.knowledge.lists.csl.read import read as read
from buyfair.terms.party_list import PartyList

_held = PartyList(__name__)
card, editions, parties, began = _held.card, _held.editions, _held.parties, _held.began
