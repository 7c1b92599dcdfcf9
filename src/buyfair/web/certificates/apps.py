"""Certificates as an application."""

from __future__ import annotations

from django.apps import AppConfig


class Certificates(AppConfig):
    """Label `certificates`: certificates that are due and those that were received."""

    name = "buyfair.web.certificates"
    label = "certificates"
