"""The subject of cards as an application."""

from __future__ import annotations

from django.apps import AppConfig


class Cards(AppConfig):
    """Label `cards`."""

    name = "buyfair.web.cards"
    label = "cards"
