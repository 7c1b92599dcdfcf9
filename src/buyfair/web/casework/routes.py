"""The addresses of cases. Who may see or do what with one stands in its flow; who may knock at all is gathered from there."""

from __future__ import annotations

from buyfair.web.casework import calendar_views, ledger_views, views
from buyfair.web.casework.finding import find_case, find_document, find_move
from buyfair.web.casework.flow import flows
from buyfair.web.core.access import Route, View, route
from buyfair.web.core.roles import EVERYBODY, OVERSIGHT, Role

SEEING = frozenset(who.role for flow in flows() for who in flow.sees)
"""Every role that some flow lets see some case."""
ACCOUNTS = EVERYBODY - {Role.PUBLIC}
PROVING = OVERSIGHT | {Role.ADMINISTRATOR}


def _sent(path: str, name: str, view: View) -> Route:
    """An address that only takes a form of a case."""
    return route(path, name, view, SEEING, only_post=True, thing="case", find=find_case)


ROUTES = [
    route("work/", "work", views.work, ACCOUNTS),
    route("cases/<str:reference>/", "case", views.case, SEEING, thing="case", find=find_case),
    route("cases/<str:reference>/moves/<str:move>/", "move", views.move, SEEING, post=True, thing="move", find=find_move),
    _sent("cases/<str:reference>/comment/", "comment", views.comment),
    _sent("cases/<str:reference>/documents/", "upload", views.upload),
    _sent("cases/<str:reference>/assign/", "assign", views.assign),
    _sent("cases/<str:reference>/waivers/", "waive", views.waive),
    route("cases/<str:reference>/ledger.json", "case_ledger", ledger_views.of_case, SEEING, thing="case", find=find_case),
    route("cases/<str:reference>/documents/<int:number>/", "download", views.download, SEEING, thing="document",
          find=find_document),
    route("work/calendar/", "calendar", calendar_views.calendar, ACCOUNTS, post=True),
    route("calendar/<str:key>.ics", "calendar_feed", calendar_views.feed_of),
    route("ledger/", "ledger", ledger_views.ledger, PROVING, post=True),
]  # fmt: skip
