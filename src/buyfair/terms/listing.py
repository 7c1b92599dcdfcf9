"""A listing: an official list says that this good from this country is made with this harm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Listing:
    """One good, country and harm on one edition of one list.

    `listed_from` is the first day on which an edition that we hold shows the pair, `known_from` the day of the first
    edition that we hold: before it nobody here knows. `listed_until` is the day of removal.
    """

    list_id: str
    edition: str
    good: str
    country: str
    harm: str
    through_inputs: bool
    listed_from: date
    listed_until: date | None
    known_from: date


@dataclass(frozen=True, slots=True)
class ListCard:
    """What a list is: its publisher and law, what a hit means and is not, editions, licence."""

    id: str
    title: str
    issuer: str
    law: str
    means: str
    means_not: str
    edition: str
    published: date
    read: date
    rows: int
    licence: str
    address: str
