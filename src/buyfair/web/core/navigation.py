"""The way through the site: each entry is an address, shown where a page stands there and the actor may open it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.urls import Resolver404, resolve

from buyfair.web.core.access import Route, every_route
from buyfair.web.core.actor import Actor


@dataclass(frozen=True)
class Entry:
    """A link of the navigation."""

    words: str
    address: str


@dataclass(frozen=True)
class Way:
    """A link as a page shows it; `here` where the page asked for lies beneath it."""

    words: str
    address: str
    here: bool


WORK = (
    Entry("Portfolio", "/portfolio/"),
    Entry("Award files", "/award-files/"),
    Entry("Awards", "/awards/"),
    Entry("Risk register", "/risks/"),
    Entry("Acquisitions", "/acquisitions/"),
    Entry("Contract texts", "/audits/"),
    Entry("Plans", "/plans/"),
    Entry("Certificates", "/certificates/"),
    Entry("Leads", "/leads/"),
    Entry("My work", "/my-work/"),
    Entry("Ledger", "/ledger/"),
)
"""What people work on, for those who may."""

KNOWLEDGE = (
    Entry("Rules", "/rules/"),
    Entry("Lists", "/lists/"),
    Entry("Indicators", "/indicators/"),
    Entry("Conduct", "/conduct/"),
    Entry("Lab", "/lab/"),
    Entry("Method", "/method/"),
)
"""What anybody may read."""


@cache
def route_at(address: str) -> Route | None:
    """The route of the page that stands at an address, if one does."""
    try:
        name = resolve(address).url_name
    except Resolver404:
        return None
    return next((route for route in every_route() if route.name == name), None)


def open_to(actor: Actor, address: str) -> bool:
    """Whether a page stands there that this actor may open."""
    route = route_at(address)
    return route is not None and bool(actor.roles & route.may)


def ways(entries: tuple[Entry, ...], actor: Actor, path: str) -> list[Way]:
    """The entries that this actor may follow, in their order."""
    return [Way(e.words, e.address, path.startswith(e.address)) for e in entries if open_to(actor, e.address)]
