"""Of which planned purchase a text that is on file can be said to be the contract, and which texts a purchase can be given."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from buyfair.cards.audit_words import value_in_words
from buyfair.cards.words import listing
from buyfair.web.audits.beside import keys
from buyfair.web.audits.flow import FACTS_OF, NO_PURCHASE, TYING
from buyfair.web.audits.models import HEAVY, ContractText
from buyfair.web.core.actor import Actor
from buyfair.web.core.purchases import Listed, Purchase, purchases_of

ALIKE, NAMED = 2, 3
"""So many things alike make a match that is worth a question; so many matches are named."""
NO_WORDS = {"example", "fictional", "purchase", "each", "with", "delivered", "awarded"}
"""Words of a title that say nothing of what is bought."""
MOST = 200
"""Purchases, or texts, in a list to choose from."""


def can_be_tied(text: ContractText) -> bool:
    """Whether it stands where a text is tied at all: not closed, not taken back."""
    return f"tie_{text.state}" in TYING


def move_of(text: ContractText) -> str:
    """The move that ties a text, by where it stands; of one that stands nowhere fit, a move that says so when it is tried."""
    return f"tie_{text.state}" if can_be_tied(text) else "tie_checked"


def offered(text: ContractText, actor: Actor) -> dict[str, Any] | None:
    """What the form on the page of a text offers; None where this person cannot make the move now.

    The purchase whose award bears the number of the text comes chosen.
    """
    if text.part_for(actor, move_of(text)) is None:
        return None
    every = purchases_of(actor, text.organization_id, MOST)
    matches = [] if text.purchase else _matches(text, every)
    alike = (p.reference for p in every if _numbered(text, p))
    likely = next(alike, matches[0]["of"].reference if len(matches) == 1 else "")
    return {"purchases": every, "likely": likely, "matches": matches, "full": len(every) == MOST, "facts_of": FACTS_OF.choices,
            "facts_help": FACTS_OF.help, "none": NO_PURCHASE}  # fmt: skip


def _numbered(text: ContractText, of: Listed) -> bool:
    """Whether the award of a purchase bears the number of the text."""
    return bool(of.award_id) and text.number_key in keys(of.award_id)


def _matches(text: ContractText, every: Sequence[Listed]) -> list[dict[str, Any]]:
    """The purchases that a text may be the contract of, the likeliest first, each with what is the same of both."""
    if text.last is None or text.last.destroyed:
        return []
    document = text.last.document
    found = [(one, _same(text, document, one)) for one in every]
    likely = [(one, same) for one, same in found if len(same) >= ALIKE or _numbered(text, one)]
    likely.sort(key=lambda each: (not _numbered(text, each[0]), -len(each[1])))
    return [{"of": one, "same": same} for one, same in likely[:NAMED]]


def _same(text: ContractText, document: Mapping[str, Any], of: Listed) -> list[str]:
    """What a text and a purchase tell alike, each in words."""
    facts, same = document["facts"], []
    if _numbered(text, of):
        same.append("its award bears the number of this text")
    if facts.get("sol_date") and str(of.told.get("sol_date", "")) == facts["sol_date"]:
        same.append(f"with the solicitation day {facts['sol_date']}")
    if values := _values(facts) & _values(of.told):
        same.append(f"of the value of {value_in_words('value', max(values))}")
    bought = _words(" ".join(e["words"] for e in document.get("read", ()) if e["fact"].startswith("line")))
    if len(called := [word for word in _words(of.title) if word in bought]) >= ALIKE:
        same.append(f"called {listing(called)}")
    return same


def _values(facts: Mapping[str, Any]) -> set[Decimal]:
    """The value of the whole, or the sum of the lines where none is told."""
    lines = facts.get("lines")
    of_lines = [line.get("value") for line in lines] if isinstance(lines, list) else []
    told = [facts["value"]] if facts.get("value") else of_lines
    try:
        amounts = [Decimal(str(value)) for value in told]
    except ArithmeticError:
        return set()
    return {sum(amounts, Decimal(0))} if amounts else set()


def _words(said: str) -> list[str]:
    """The words that tell what is bought, without the s of several."""
    found = (word.removesuffix("s") for word in re.findall(r"[a-z]{4,}", said.lower()))
    return list(dict.fromkeys(word for word in found if word not in NO_WORDS))


def free(actor: Actor, of: Purchase) -> QuerySet[ContractText]:
    """The texts of the purchase's office that can be tied to it now, the newest first."""
    states = [name.removeprefix("tie_") for name in TYING]
    found = ContractText.objects.seen_by(actor).filter(organization=of.organization, state__in=states)
    free = found.exclude(purchase=of.reference).select_related("last").defer(*HEAVY)
    return free.order_by("-opened_at", "-pk")[:MOST]
