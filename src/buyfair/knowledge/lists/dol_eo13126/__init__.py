"""The Executive Order 13126 list: products that may be made by forced or indentured child labor, with removals by date."""

from __future__ import annotations

from datetime import date
from functools import cache

from buyfair.terms import bundled
from buyfair.terms.listing import Edition, ListCard, Listing

ID = "dol_eo13126"


@cache
def listings() -> tuple[Listing, ...]:
    """Every pair of the edition held, removed ones with the day of their removal."""
    c = bundled.card(__name__, "list.toml")
    rows = bundled.rows(__name__, "listings.csv")
    return tuple(
        Listing(
            ID, c["edition"][0]["name"], row["good"], row["country"], c["harm"], False, date.fromisoformat(row["from"]),
            date.fromisoformat(row["until"]) if row["until"] else None, c["edition"][0]["published"],
        )
        for row in rows
    )  # fmt: skip


def editions() -> tuple[Edition, ...]:
    """The one edition held; removals after it stand in the listings."""
    return tuple(
        Edition(e["name"], e["published"], e["complete"], e["rows"], e["published_how"])
        for e in bundled.card(__name__, "list.toml")["edition"]
    )


def card() -> ListCard:
    """What the list is and is not."""
    c = bundled.card(__name__, "list.toml")
    removed = sorted({x.listed_until for x in listings() if x.listed_until is not None})
    current = sum(x.stands for x in listings())
    edition = f"2014-12-01 with removals to {removed[-1]}" if removed else "2014-12-01"
    return ListCard(
        ID, c["title"], c["issuer"], c["law"], c["means"], " ".join(c["means_not"]), edition,
        c["edition"][0]["published"], c["read"], current, c["licence"], c["address"],
    )  # fmt: skip
