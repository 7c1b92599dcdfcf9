"""The Department of Labor's list of goods made with child labor or forced labor, edition by edition."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from buyfair.terms import bundled
from buyfair.terms.listing import Due, Edition, ListCard, Listing

ID = "dol_tvpra"


@cache
def _card() -> dict[str, Any]:
    return bundled.card(__name__, "list.toml")


@cache
def _editions() -> tuple[dict[str, Any], ...]:
    """Every edition held, oldest first."""
    return tuple(sorted(_card()["edition"], key=lambda edition: edition["published"]))


def editions() -> tuple[Edition, ...]:
    """The editions held, oldest first."""
    return tuple(
        Edition(e["name"], e["published"], e["complete"], e["pairs"], e["published_how"]) for e in _editions()
    )


def began() -> date:
    """The day on which the list was first published: before it no pair was on it."""
    first: date = _card()["began"]
    return first


@cache
def listings() -> tuple[Listing, ...]:
    """One row per good, country, harm and span of editions that show it, standing ones first.

    A row that the next edition lacks was removed on its day. Where that edition's text on the good is not held, the
    row stands, with the edition of its text; where the copy does not tell this harm, the row falls silent that day.
    """
    spans: dict[tuple[str, str, str], list[dict[str, str]]] = {}
    for row in bundled.rows(__name__, "listings.csv"):
        spans.setdefault((row["good"], row["country"], row["harm"]), []).append(row)
    found = [x for rows in spans.values() for x in _joined(sorted(rows, key=lambda row: row["first"]))]
    return tuple(sorted(found, key=lambda x: (x.listed_until is not None, x.silent_from is not None)))


def _joined(rows: list[dict[str, str]]) -> list[Listing]:
    """Rows of one pair and harm, oldest first, as spans; a harm that only changed to or from its inputs goes on."""
    names = [edition["name"] for edition in _editions()]
    found: list[Listing] = []
    since = ""
    for place, row in enumerate(rows):
        since = since or row["first"]
        after = names[names.index(row["last"]) + 1 :]
        if place + 1 < len(rows) and rows[place + 1]["first"] == after[0]:
            continue
        found.append(_listing(row, since, after))
        since = ""
    return found


def _listing(row: dict[str, str], since: str, after: list[str]) -> Listing:
    days = {edition["name"]: edition["published"] for edition in _editions()}
    until: date | None = None
    silent: date | None = None
    if after and not (len(after) == 1 and _carried_on(row)):
        following = next(edition for edition in _editions() if edition["name"] == after[0])
        told = row["harm"] in following.get("tells", [row["harm"]])
        until, silent = (days[after[0]], None) if told else (None, days[after[0]])
    return Listing(
        ID, row["last"], row["good"], row["country"], row["harm"], row["through_inputs"] == "yes", days[since], until,
        min(days.values()), silent,
    )  # fmt: skip


def _carried_on(row: dict[str, str]) -> bool:
    """Whether the newest copy is cut off before this pair."""
    return row["good"] in _card()["goods_with_text_of_2022"] and (row["good"], row["country"]) not in _newest_pairs()


@cache
def _newest_pairs() -> frozenset[tuple[str, str]]:
    newest = _editions()[-1]["name"]
    rows = bundled.rows(__name__, "listings.csv")
    return frozenset((row["good"], row["country"]) for row in rows if row["last"] == newest)


@cache
def unread() -> dict[str, date]:
    """Official goods whose text in the newest edition is not held, each with that edition's day."""
    return dict.fromkeys(_card()["goods_with_text_of_2022"], _editions()[-1]["published"])


def card() -> ListCard:
    """What the list is and is not."""
    c, newest = _card(), _editions()[-1]
    current = sum(x.stands for x in listings())
    return ListCard(
        ID, c["title"], c["issuer"], c["law"], c["means"], " ".join(c["means_not"]),
        "2024 (A to Sugarcane), 2022 after it", newest["published"], c["read"], current, c["licence"],
        c["address"], Due(**c["due"]),
    )  # fmt: skip
