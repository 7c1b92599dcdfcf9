"""The accounts and the frame of the pages."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class Core(AppConfig):
    """Label `core`: accounts, organizations, roles."""

    name = "buyfair.web.core"
    label = "core"

    def ready(self) -> None:
        """Sessions are listed from the first log-in on, also of one that no page has answered yet."""
        import_module("buyfair.web.core.accounts.sessions")
