"""The risk register as an application."""

from __future__ import annotations

from django.apps import AppConfig


class Risks(AppConfig):
    """Label `risks`."""

    name = "buyfair.web.risks"
    label = "risks"
