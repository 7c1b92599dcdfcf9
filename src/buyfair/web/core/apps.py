"""The accounts and the frame of the pages."""

from __future__ import annotations

from django.apps import AppConfig


class Core(AppConfig):
    """Label `core`: accounts, organizations, roles."""

    name = "buyfair.web.core"
    label = "core"
