"""Leads as an application."""

from __future__ import annotations

from django.apps import AppConfig


class Leads(AppConfig):
    """Label `leads`."""

    name = "buyfair.web.leads"
    label = "leads"
