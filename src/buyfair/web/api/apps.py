"""The API as an application."""

from __future__ import annotations

from django.apps import AppConfig


class Api(AppConfig):
    """Label `api`."""

    name = "buyfair.web.api"
    label = "api"
