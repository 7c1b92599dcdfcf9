"""Planned purchases as an application."""

from __future__ import annotations

from django.apps import AppConfig


class Acquisitions(AppConfig):
    """Label `acquisitions`: the workbench of a contracting officer."""

    name = "buyfair.web.acquisitions"
    label = "acquisitions"
