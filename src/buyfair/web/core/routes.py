"""The addresses that belong to no subject."""

from __future__ import annotations

from buyfair.web.core.access import route
from buyfair.web.core.views import healthz, home

ROUTES = [
    route("", "home", home),
    route("healthz", "healthz", healthz),
]
