"""A list of parties in its folder: its card, the editions that come with Buyfair, and the bounds that an edition keeps."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from buyfair.terms import bundled
from buyfair.terms.party import ListedParty, PartyCard, PartyEdition, Reading, Section
from buyfair.terms.party_table import from_rows


class PartyList:
    """What a folder of a list of parties holds, read once it is asked for."""

    def __init__(self, package: str) -> None:
        self._package = package

    @cached_property
    def _told(self) -> dict[str, Any]:
        return bundled.card(self._package, "list.toml")

    @cached_property
    def _editions(self) -> tuple[PartyEdition, ...]:
        held = (self._edition(e) for e in self._told.get("edition", ()))
        return tuple(sorted(held, key=lambda edition: edition.published))

    def _edition(self, e: dict[str, Any]) -> PartyEdition:
        rows = bundled.rows(self._package, e["table"])
        parties = from_rows(rows, self._told["id"], e["name"], e["published"])
        return PartyEdition(self._told["id"], e["name"], e["published"], e["sha256"], parties)

    def card(self) -> PartyCard:
        """What the list is and is not."""
        c = self._told
        low, high = c["bounds"]["parties"]
        return PartyCard(
            c["id"], c["title"], c["issuer"], c["law"], c["means"], " ".join(c["means_not"]), c["licence"],
            c["address"], c["read"], c["about_labor"], c["bundled"], (low, high), c.get("means_how", ""),
            c.get("behind", ""), c.get("behind_since"),
            tuple(Section(s["what"], s["about"], s["heading"]) for s in c.get("section", ())),
        )  # fmt: skip

    def editions(self) -> tuple[PartyEdition, ...]:
        """The editions that come with Buyfair, oldest first: none where the rows may not be bundled."""
        return self._editions

    def parties(self) -> tuple[ListedParty, ...]:
        """The parties of the newest edition that comes with Buyfair."""
        return self._editions[-1].parties if self._editions else ()

    def began(self) -> date | None:
        """The first day of the list, where it is known: before it no party was on it."""
        day: date | None = self._told.get("began")
        return day


def within_bounds(reading: Reading, card: PartyCard) -> Reading:
    """The reading itself.

    Raises: ValueError where it has fewer or more parties than an edition of this list can have, or two of one key.
    """
    low, high = card.bounds
    count = len(reading.parties)
    if not low <= count <= high:
        raise ValueError(
            f"The file holds {count:,} parties where an edition of {card.id} has {low:,} to {high:,}: it is cut short, or "
            "of another list."
        )
    if len({party.key for party in reading.parties}) != count:
        raise ValueError(f"Two parties of {card.id} have one key.")
    return reading
