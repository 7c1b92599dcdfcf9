"""The Department of Labor's list of goods made with child labor or forced labor, edition by edition."""

from __future__ import annotations

from datetime import date
from functools import cache

from buyfair.terms import bundled
from buyfair.terms.listing import ListCard, Listing

ID = "dol_tvpra"


@cache
def _editions() -> dict[str, date]:
    return {e["name"]: e["published"] for e in bundled.card(__name__, "list.toml")["edition"]}


@cache
def listings() -> tuple[Listing, ...]:
    """The newest edition held: one row per good, country and harm, each with the edition its text was read from.

    A pair that the complete 2022 edition already held is listed from that day on.
    """
    days = _editions()
    earliest = min(days.values())
    before = {(r["good"], r["country"], r["harm"]) for r in bundled.rows(__name__, "listings_2022.csv")}
    return tuple(
        Listing(
            ID, row["edition"], row["good"], row["country"], row["harm"], row["through_inputs"] == "yes",
            earliest if (row["good"], row["country"], row["harm"]) in before else days[row["edition"]],
            None, earliest,
        )
        for row in bundled.rows(__name__, "listings.csv")
    )  # fmt: skip


@cache
def editions() -> dict[str, frozenset[tuple[str, str]]]:
    """Per edition held, its pairs of official good and country."""
    newest = bundled.rows(__name__, "listings.csv")
    older = bundled.rows(__name__, "listings_2022.csv")
    return {
        "2022": frozenset((r["good"], r["country"]) for r in older),
        "2024": frozenset((r["good"], r["country"]) for r in newest),
    }


def card() -> ListCard:
    """What the list is and is not."""
    c = bundled.card(__name__, "list.toml")
    newest = max(c["edition"], key=lambda e: e["published"])
    return ListCard(
        ID, c["title"], c["issuer"], c["law"], c["means"], " ".join(c["means_not"]),
        "2024 (A to Sugarcane), 2022 after it", newest["published"], c["read"], len(listings()), c["licence"],
        c["address"],
    )  # fmt: skip
