"""The addresses that belong to no subject."""

from __future__ import annotations

from buyfair.web.core.access import route
from buyfair.web.core.views import accessibility, healthz, help_, home, keyboard, sources

ROUTES = [
    route("", "home", home),
    route("help/", "help", help_),
    route("help/keyboard/", "keyboard", keyboard),
    route("accessibility/", "accessibility", accessibility),
    route("sources/", "sources", sources),
    route("healthz", "healthz", healthz),
]
