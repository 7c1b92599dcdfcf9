"""The dossiers of awards, read from the portfolio that stands."""

from __future__ import annotations

from django.apps import AppConfig


class Awards(AppConfig):
    """Label `awards`: no table of its own; what it shows stands in the assessed folder."""

    name = "buyfair.web.awards"
    label = "awards"
