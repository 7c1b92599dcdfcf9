"""The addresses of leads: open to buyers and to oversight, never to suppliers or the public."""

from __future__ import annotations

from buyfair.web.core.access import route
from buyfair.web.core.roles import BUYERS, OVERSIGHT
from buyfair.web.leads import files, views
from buyfair.web.leads.flow import FLOW

ROUTES = [
    route("leads/", "leads", views.leads, BUYERS | OVERSIGHT),
    route("leads/bring-in/", "leads_bring_in", views.bring_in, BUYERS, only_post=True),
    route("leads/leads.csv", "leads_table", files.table, BUYERS | OVERSIGHT),
    route("leads/decisions/", "leads_decisions", files.decisions, BUYERS, post=True, takes=2 * files.LARGEST),
    route("leads/decisions.jsonl", "leads_decisions_file", files.decisions_file, BUYERS | OVERSIGHT),
    route("leads/<str:reference>/", "lead", views.lead, frozenset(who.role for who in FLOW.sees), thing="lead", find=views.find,
          flow=True),
]  # fmt: skip
