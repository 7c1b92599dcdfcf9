"""The policy lab as an application; it keeps nothing in the database."""

from __future__ import annotations

from django.apps import AppConfig


class Lab(AppConfig):
    """Label `lab`."""

    name = "buyfair.web.lab"
    label = "lab"
