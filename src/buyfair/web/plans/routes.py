"""The addresses of plans. Who may see or do what with one stands in its flow."""

from __future__ import annotations

from buyfair.web.core.access import route
from buyfair.web.core.roles import BUYERS, OVERSIGHT, Role
from buyfair.web.plans import views
from buyfair.web.plans.flow import FLOW

MAY = frozenset(who.role for who in FLOW.sees)

ROUTES = [
    route("plans/", "plans", views.plans, MAY),
    route("plans/new/", "plan_new", views.new, frozenset({Role.CONTRACTING_OFFICER}), post=True),
    route("plans/missing/", "plans_missing", views.missing, BUYERS | OVERSIGHT),
    route("plans/<str:reference>/", "plan", views.plan, MAY, thing="plan", find=views.find, flow=True),
    route("plans/<str:reference>/letter/", "plan_letter", views.letter, MAY, post=True, thing="plan", find=views.find,
          flow=True),
    route("plans/<str:reference>/parties/", "plan_parties", views.let_in, MAY, only_post=True, thing="plan",
          find=views.find, flow=True),
    route("plans/<str:reference>/review.json", "plan_review", views.review, MAY, thing="plan", find=views.find, flow=True),
]  # fmt: skip
