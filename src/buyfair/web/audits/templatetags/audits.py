"""A choice of a question, in plain words."""

from __future__ import annotations

from django import template

from buyfair.cards.audit_words import value_in_words

register = template.Library()


@register.filter
def as_choice(choice: str, path: str) -> str:
    """What a choice is called; what is sent stays the choice itself."""
    return value_in_words(path, choice)
