"""The addresses of cases. Who may see or do what with one stands in its flow; who may knock at all is gathered from there."""

from __future__ import annotations

from buyfair.web.casework import calendar_views, ledger_views, store, views
from buyfair.web.casework.finding import find_case, find_document, find_move
from buyfair.web.casework.flow import flows
from buyfair.web.core.access import FORM, Find, Route, View, route
from buyfair.web.core.roles import EVERYBODY, OVERSIGHT, Role

SEEING = frozenset(who.role for flow in flows() for who in flow.sees)
"""Every role that some flow lets see some case."""
ACCOUNTS = EVERYBODY - {Role.PUBLIC}
PROVING = OVERSIGHT | {Role.ADMINISTRATOR}


PAPERS = 6 * store.LARGEST
"""Bytes that a form with documents may have: a few of the largest."""


def _sent(path: str, name: str, view: View, takes: int = FORM) -> Route:
    """An address that only takes a form of a case."""
    return route(path, name, view, SEEING, only_post=True, thing="case", find=find_case, flow=True, takes=takes)


def _shown(path: str, name: str, view: View, thing: str, find: Find, *, post: bool = False, takes: int = FORM) -> Route:
    """An address that opens a case, or something of one."""
    return route(path, name, view, SEEING, post=post, thing=thing, find=find, flow=True, takes=takes)


ROUTES = [
    route("my-work/", "work", views.work, ACCOUNTS, account=True),
    route("my-work/calendar/", "calendar", calendar_views.calendar, ACCOUNTS, post=True, account=True),
    route("calendar/<str:key>.ics", "calendar_feed", calendar_views.feed_of),
    _shown("cases/<str:reference>/", "case", views.case, "case", find_case),
    _shown("cases/<str:reference>/ledger.json", "case_ledger", ledger_views.of_case, "case", find_case),
    _shown("cases/<str:reference>/moves/<str:move>/", "move", views.move, "move", find_move, post=True, takes=PAPERS),
    _shown("cases/<str:reference>/documents/<int:number>/", "download", views.download, "document", find_document),
    _sent("cases/<str:reference>/comment/", "comment", views.comment),
    _sent("cases/<str:reference>/documents/", "upload", views.upload, PAPERS),
    _sent("cases/<str:reference>/assign/", "assign", views.assign),
    _sent("cases/<str:reference>/waivers/", "waive", views.waive),
    route("ledger/", "ledger", ledger_views.ledger, PROVING, post=True),
]
