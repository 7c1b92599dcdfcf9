"""The pages of the portfolio."""

from __future__ import annotations

from django.apps import AppConfig


class Portfolio(AppConfig):
    """Label `portfolio`: the picture, its filters, saved views and exports."""

    name = "buyfair.web.portfolio"
    label = "portfolio"
