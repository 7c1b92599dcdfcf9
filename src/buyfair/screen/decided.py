"""What a person decided about a lead, and whether that still stands: nothing is asked twice, news reopens it aloud."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from buyfair.screen.leads import Lead, Query
from buyfair.screen.names import visible
from buyfair.terms.decision import Decision, Pair, Said


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a lead stands: `open` until a person decides, then as decided; `reopened` where `news` came since."""

    state: Literal["open", "reopened"] | Said
    decision: Decision | None = None
    news: tuple[str, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether a person is to look at it."""
        return self.state in ("open", "reopened")


def pair_of(lead: Lead) -> Pair:
    """The pair that a decision about this lead is kept under."""
    return Pair(visible(lead.query.name).casefold(), lead.party.list_id, lead.party.key)


TOLD = "what is told of the one asked about"


def seen(lead: Lead) -> dict[str, str]:
    """What the person sees, part by part: a short hash of each, and in plain words what is told of the one asked about.

    The name of a part is how news of it is told.
    """
    party = lead.party
    parts = {
        "the names on the list": party.names,
        "what the list says of it": tuple((s.what, s.status, s.since, s.until, s.about) for s in party.statements),
        "its countries, addresses and numbers": (party.countries, party.addresses, party.identifiers),
    }
    hashed = {name: hashlib.sha256(repr(held).encode()).hexdigest()[:16] for name, held in parts.items()}
    return {**hashed, TOLD: "; ".join(_told(lead.query))}


def _told(query: Query) -> list[str]:
    numbers = (f"{scheme} {value}" for scheme, value in query.identifiers)
    return sorted({*query.also, *query.countries, *numbers, query.address} - {""})


def standing(lead: Lead, decisions: Mapping[Pair, Decision]) -> Standing:
    """Where this lead stands under the decisions held; that less is told than then is no news."""
    decision = decisions.get(pair_of(lead))
    if decision is None:
        return Standing("open")
    now = seen(lead)
    news = [name for name, hashed in now.items() if name != TOLD and decision.saw.get(name) != hashed]
    if not set(_told(lead.query)) <= set(decision.saw.get(TOLD, "").split("; ")):
        news.append(TOLD)
    return Standing("reopened" if news else decision.said, decision, tuple(news))
