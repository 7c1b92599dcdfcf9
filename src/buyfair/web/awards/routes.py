"""The addresses of dossiers: open to buyers and to oversight, never to suppliers or the public."""

from __future__ import annotations

from buyfair.web.awards.views import award, find
from buyfair.web.core.access import route
from buyfair.web.core.roles import BUYERS, OVERSIGHT

ROUTES = [
    route("awards/", "award_find", find, BUYERS | OVERSIGHT),
    route("awards/<path:award_id>/", "award", award, BUYERS | OVERSIGHT),
]
