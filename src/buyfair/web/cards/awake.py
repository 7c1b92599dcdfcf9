"""Reads the cards before anybody searches them: what they say is put in order once, which takes a second and more."""

from __future__ import annotations

from buyfair.web.cards.search import ready


def awake() -> None:
    """The cards in the order of their words."""
    ready()
