"""Plans as an application."""

from __future__ import annotations

from django.apps import AppConfig


class Plans(AppConfig):
    """Label `plans`: compliance plans that were asked for and received."""

    name = "buyfair.web.plans"
    label = "plans"
