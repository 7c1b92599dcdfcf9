"""What the first page says: the ways in, what the software does and which of it is here, what is held now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from buyfair.browse_figures import opened
from buyfair.browse_filters import Filters
from buyfair.cards import words
from buyfair.cards.tables import bar
from buyfair.web.core.actor import Actor
from buyfair.web.core.navigation import Entry, open_to, route_at


@dataclass(frozen=True)
class Link:
    """A page as somebody may follow it: open to them, or there for others."""

    words: str
    address: str
    open: bool


DOORS = (
    ("I buy", "What binds this purchase, what to ask before it, and the text for the file.",
     (Entry("Plan a purchase", "/acquisitions/new/"), Entry("Planned purchases", "/acquisitions/"),
      Entry("Look up an award", "/awards/"), Entry("Check a contract text", "/audits/new/"),
      Entry("Contract texts that were checked", "/audits/"),
      Entry("Read which rules bind", "/rules/"))),
    ("I watch", "What an agency bought, how much of it is exposed and between which bounds, what to look at first.",
     (Entry("Portfolio", "/portfolio/"), Entry("Risk register", "/risks/"), Entry("Leads to decide", "/leads/"),
      Entry("How risk is told", "/indicators/"))),
    ("I sell", "What may be asked of a supplier, by which authority, and what the lists say.",
     (Entry("Code of conduct", "/conduct/"), Entry("Duties of suppliers", "/rules/"),
      Entry("Goods and places on lists", "/lists/"))),
    ("I want to know", "The rules, the lists and their age, the method, and what a reform would reach.",
     (Entry("Rules of the law, by day", "/rules/"), Entry("Lists and their age", "/lists/"), Entry("Try a reform", "/lab/"),
      Entry("Method", "/method/"))),
)  # fmt: skip
"""Who comes, what they are here for, where they go."""

NINE = (
    ("See", "What was bought, from where, and which public list ties that good and country to which harm.", ("/portfolio/",)),
    ("Know the duty", "Which duties bind a purchase, which do not, and which cannot be told until a fact is known.",
     ("/acquisitions/", "/rules/")),
    ("Screen", "Names on awards beside names on official lists: a lead, until a person decides.", ("/leads/", "/lists/")),
    ("Ask once", "Profile, due-diligence plan, certificates and sites of a supplier, answered once and reused.",
     ("/suppliers/", "/plans/", "/certificates/")),
    ("Listen", "A door for workers: without a name, in their language, on a cheap telephone.", ("/speak/en/",)),
    ("Put right", "Findings, corrective action and repaid fees, until the workers’ side confirms.", ("/actions/",)),
    ("Reward and answer", "Standing from evidence, evaluation factors, the referral file. A person decides.", ("/standing/",)),
    ("Try the reform first", "A change of the law on real awards, before it is law: who is reached, at what burden.",
     ("/lab/",)),
    ("Show", "Open figures with the rule and the edition of the list beside each.", ("/board/",)),
)  # fmt: skip
"""What the software is made to do; what is not there yet says so, because no page stands at its address."""


def links(entries: tuple[Entry, ...], actor: Actor) -> list[Link]:
    """Those of the entries behind which a page stands, for everybody."""
    return [Link(e.words, e.address, open_to(actor, e.address)) for e in entries if route_at(e.address) is not None]


def doors(actor: Actor) -> list[dict[str, Any]]:
    """Each door with the links that open, and those that need an account."""
    found = []
    for title, says, entries in DOORS:
        there = links(entries, actor)
        found.append({"title": title, "says": says, "open": [link for link in there if link.open],
                      "shut": [link for link in there if not link.open]})  # fmt: skip
    return found


def nine(actor: Actor) -> list[dict[str, Any]]:
    """Each thing with its page: where the actor may go, else whether there is one at all."""
    found = []
    for title, says, addresses in NINE:
        there = [a for a in addresses if route_at(a) is not None]
        address = next((a for a in there if open_to(actor, a)), "")
        found.append({"title": title, "says": says, "address": address, "there": bool(there)})
    return found


AWARDS = "/portfolio/awards/"
"""The list of awards behind a figure, where the actor may open it."""


@lru_cache(maxsize=4)
def held_now(folder: Path) -> dict[str, Any] | None:
    """The day and the sentence of the portfolio held, in the words of the command; None where it cannot be read.

    A folder of a snapshot never changes, so it is read once.
    """
    try:
        summary = json.loads((folder / "summary.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return _said(summary)


def _said(summary: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of a summary as the first page shows them."""
    exposure = summary["exposure"]
    segments = bar(exposure, Decimal(0))
    return {
        "day": words.long_day(summary["day"]),
        "says": words.headline(summary),
        "bounds": words.bounds(exposure),
        "segments": [{"kind": s.kind, "label": s.label, "dollars": words.short_dollars(s.dollars),
                      "start": f"{s.start / 10:.1f}", "width": f"{s.width / 10:.1f}",
                      "rows": _rows(s.kind) if words.money(s.dollars) else ""} for s in segments],
        "knowledge": summary["versions"]["knowledge"],
        "code": summary["versions"]["code"],
    }  # fmt: skip


def _rows(kind: str) -> str:
    """The address of the very awards whose dollars a class sums; none where it is no class of awards."""
    of = opened(Filters(), "exposure", {}, kind)
    return "" if of is None else f"{AWARDS}?{of.query()}"
