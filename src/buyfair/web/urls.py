"""Every address, from the routes that the subjects declare."""

from __future__ import annotations

from django.urls import path

from buyfair.web.core.access import every_route, guarded

urlpatterns = [path(route.path, guarded(route), name=route.name) for route in every_route()]
handler400 = "buyfair.web.core.refusals.bad_request"
handler403 = "buyfair.web.core.refusals.forbidden"
handler404 = "buyfair.web.core.refusals.not_found"
handler500 = "buyfair.web.core.refusals.broken"
