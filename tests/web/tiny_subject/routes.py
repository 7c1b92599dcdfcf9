"""The addresses of pledges."""

from __future__ import annotations

from buyfair.web.core.access import route
from buyfair.web.core.roles import EVERYBODY, Role
from tiny_subject.views import find, pledge

ROUTES = [
    route("pledges/<str:reference>/", "pledge", pledge, EVERYBODY - {Role.PUBLIC}, thing="pledge", find=find, flow=True)
]
