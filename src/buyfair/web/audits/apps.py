"""Contract texts as an application."""

from __future__ import annotations

from django.apps import AppConfig


class Audits(AppConfig):
    """Label `audits`: contract texts, the results of their checks, and the uploads they came with."""

    name = "buyfair.web.audits"
    label = "audits"
