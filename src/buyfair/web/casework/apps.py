"""The engine of cases as an application."""

from __future__ import annotations

from django.apps import AppConfig


class Casework(AppConfig):
    """Label `casework`."""

    name = "buyfair.web.casework"
    label = "casework"
