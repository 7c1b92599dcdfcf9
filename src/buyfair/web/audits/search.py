"""What the search box finds of contract texts: by number, contractor, file and number of the case."""

from __future__ import annotations

from buyfair.cards.words import clean
from buyfair.web.audits.flow import SEES
from buyfair.web.audits.listing import with_words
from buyfair.web.audits.models import HEAVY, ContractText
from buyfair.web.audits.shown import answer
from buyfair.web.core.actor import Actor
from buyfair.web.core.search import Hit


def hits(actor: Actor, words: str, limit: int) -> list[Hit]:
    """The texts that this actor may see, the newest first."""
    if not actor.roles & {who.role for who in SEES}:
        return []
    found = ContractText.objects.seen_by(actor).filter(with_words(words)).select_related("last").defer(*HEAVY)
    return [
        Hit(clean(text.title), text.get_absolute_url(), "Contract texts", f"{text.stands.label}: {answer(text)}")
        for text in found.order_by("-opened_at", "-pk")[:limit]
    ]
