"""The addresses of certificates. Who may see or do what with one stands in its flow."""

from __future__ import annotations

from buyfair.web.certificates import views
from buyfair.web.certificates.flow import FLOW
from buyfair.web.core.access import route
from buyfair.web.core.roles import BUYERS, OVERSIGHT, Role

MAY = frozenset(who.role for who in FLOW.sees)

ROUTES = [
    route("certificates/", "certificates", views.certificates, MAY),
    route("certificates/new/", "certificate_new", views.new, frozenset({Role.CONTRACTING_OFFICER}), post=True),
    route("certificates/missing/", "certificates_missing", views.missing, BUYERS | OVERSIGHT),
    route("certificates/<str:reference>/", "certificate", views.certificate, MAY, thing="certificate", find=views.find,
          flow=True),
    route("certificates/<str:reference>/parties/", "certificate_parties", views.let_in, MAY, only_post=True,
          thing="certificate", find=views.find, flow=True),
]  # fmt: skip
