"""The Department of Labor's list of goods made with child labor or forced labor, edition by edition."""

from __future__ import annotations

from datetime import date
from functools import cache

from buyfair.terms import bundled
from buyfair.terms.harm import Harm
from buyfair.terms.listing import ListCard, Listing

ID = "dol_tvpra"


@cache
def _editions() -> dict[str, date]:
    return {e["name"]: e["published"] for e in bundled.card(__name__, "list.toml")["edition"]}


@cache
def listings() -> tuple[Listing, ...]:
    """The newest edition held, then what it removed: one row per good, country and harm, with the edition of its text.

    A row that the complete 2022 edition already held is listed from that day on. A row of it that the newest edition
    lacks was removed on the newer day; forced child labor, which the newer copy does not tell, counts as neither.
    """
    days = _editions()
    earliest, newest = min(days.values()), max(days.values())
    now = bundled.rows(__name__, "listings.csv")
    old = bundled.rows(__name__, "listings_2022.csv")
    before, after = {_key(r) for r in old}, {_key(r) for r in now}
    gone = [r for r in old if _key(r) not in after and r["harm"] != Harm.FORCED_CHILD_LABOR]
    return (
        *(_listing(r, earliest if _key(r) in before else days[r["edition"]], None, earliest) for r in now),
        *(_listing(r, earliest, newest, earliest) for r in gone),
    )


def _key(row: dict[str, str]) -> tuple[str, str, str]:
    return row["good"], row["country"], row["harm"]


def _listing(row: dict[str, str], since: date, until: date | None, known_from: date) -> Listing:
    through_inputs = row["through_inputs"] == "yes"
    return Listing(ID, row["edition"], *_key(row), through_inputs, since, until, known_from)


@cache
def unread() -> dict[str, date]:
    """Official goods whose text in the newest edition is not held, each with that edition's day."""
    newest = max(_editions().values())
    return dict.fromkeys(bundled.card(__name__, "list.toml")["goods_with_text_of_2022"], newest)


def card() -> ListCard:
    """What the list is and is not."""
    c = bundled.card(__name__, "list.toml")
    newest = max(c["edition"], key=lambda e: e["published"])
    current = sum(x.listed_until is None for x in listings())
    return ListCard(
        ID, c["title"], c["issuer"], c["law"], c["means"], " ".join(c["means_not"]),
        "2024 (A to Sugarcane), 2022 after it", newest["published"], c["read"], current, c["licence"],
        c["address"],
    )  # fmt: skip
