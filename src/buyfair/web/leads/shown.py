"""What the page of a lead shows of it: the strings in pieces, each way the awards tell the name, awards, decisions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from buyfair.cards.words import exact_dollars, long_day, many
from buyfair.screen.decided import TOLD
from buyfair.web.leads.changes import came_and_gone
from buyfair.web.leads.compared import compared
from buyfair.web.leads.models import Decided, Lead, OnAward

AWARDS = 100
ROLES = {"supplier": "supplier", "parent": "parent of the supplier", "subawardee": "sub-awardee",
         "subawardee_parent": "parent of a sub-awardee"}  # fmt: skip
THEN = {True: "yes", False: "no", None: "unknown"}


def shown_of(lead: Lead) -> dict[str, Any]:
    """Everything that the page of this lead says beyond the engine's own parts."""
    rows = list(lead.on_awards.order_by("award_id", "role", "pk"))
    decisions = list(lead.decisions.all())
    return {
        "words": compared(lead.met_as, lead.listed), "ways": _ways(rows), "decisions": decisions,
        "awards": [_award(row) for row in _once(rows)[:AWARDS]], "awards_more": max(len(_once(rows)) - AWARDS, 0),
        "carried": _carried(lead), "changed": _changed(lead, decisions),
        "edition_news": edition_news(lead, decisions), "since": _since(lead),
        "places": lead.shows.get("its countries, addresses and numbers", []),
        "names": lead.shows.get("the names on the list", []), "told": lead.shows.get(TOLD, []),
        "says_of_it": lead.shows.get("what the list says of it", []),
        "met_other": lead.met_as if lead.met_as != lead.name else "",
    }  # fmt: skip


def _ways(rows: Iterable[OnAward]) -> list[dict[str, Any]]:
    """Each way in which the awards write the name, with what stands beside it."""
    held: dict[tuple[str, ...], set[str]] = {}
    for row in rows:
        key = (row.name, row.country, row.also, row.numbers, f"{row.score:.3f}", row.why)
        held.setdefault(key, set()).add(row.award_id)
    names = ("name", "country", "also", "numbers", "score", "why")
    return [{**dict(zip(names, key, strict=True)), "awards": len(of)} for key, of in sorted(held.items())]


def _once(rows: Iterable[OnAward]) -> list[OnAward]:
    """One row for each award and part."""
    return list({(row.award_id, row.role): row for row in rows}.values())


def _award(row: OnAward) -> dict[str, Any]:
    return {
        "award_id": row.award_id, "exact": None if row.dollars is None else f"{row.dollars:.2f}",
        "address": f"/awards/{quote(row.award_id, safe='')}/", "called": row.piid or row.award_id, "agency": row.agency,
        "role": ROLES.get(row.role, row.role), "supplier": row.supplier, "then": THEN[row.listed_then],
        "dollars": exact_dollars(row.dollars) if row.dollars is not None else "not told",
    }  # fmt: skip


def _carried(lead: Lead) -> str:
    """How many awards carry the name, and for how much."""
    if not lead.awards:
        return "No award of the portfolio shown carries this name any more."
    dollars = "their dollars are not all told" if lead.dollars is None else exact_dollars(lead.dollars)
    carry = "carries" if lead.awards == 1 else "carry"
    return f"{many(lead.awards, 'award')} of the portfolio shown {carry} this name: {dollars}."


def _since(lead: Lead) -> str:
    since = f"from {long_day(lead.listed_since.isoformat())}" if lead.listed_since else "since when is not told"
    return f"{since}, over from {long_day(lead.listed_until.isoformat())}" if lead.listed_until else f"{since}, no end told"


def edition_news(lead: Lead, decisions: list[Decided]) -> str:
    """The sentence about the edition, where the list has another than when it was decided."""
    before = (decisions[0].shows.get("edition") or [""])[0] if decisions else ""
    if not before or before == lead.edition:
        return ""
    return f"The list has a newer edition, {lead.edition}; it was decided under {before}."


OPENED = {"name": "On the awards", "listed": "On the list", "party": "Listed party", "list_id": "List", "edition": "Edition",
          "score": "Score", "why": "Why"}  # fmt: skip
"""What the timeline says of a lead's opening, in words."""


def in_words(timeline: list[Any]) -> list[Any]:
    """The timeline, its first event in words; keys that only the machine needs stay in the ledger."""
    names = {name.replace("_", " "): label for name, label in OPENED.items()}
    opened = [row for row in timeline if row.event.move == "open"]
    told = {id(row): replace(row, rows=[(names[k], v) for k, v in row.rows if k in names]) for row in opened}
    return [told.get(id(row), row) for row in timeline]


def _changed(lead: Lead, decisions: list[Decided]) -> list[dict[str, Any]]:
    """Part by part what came and what is gone since the last decision, where the lead was reopened by news."""
    if lead.state != "reopened" or not decisions or not decisions[0].shows:
        return []
    before, told = decisions[0].shows, []
    for part, now in lead.shows.items():
        if part == "edition":
            continue
        came, gone = came_and_gone(before.get(part, []), now)
        if came or gone:
            told.append({"part": part, "came": came, "gone": gone})
    return told
