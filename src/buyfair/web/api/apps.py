"""The API as an application."""

from __future__ import annotations

from django.apps import AppConfig


class Api(AppConfig):
    """Label `api`."""

    name = "buyfair.web.api"
    label = "api"

    def ready(self) -> None:
        """From now on a token ends with what it rests on."""
        import buyfair.web.api.ending  # noqa: F401
