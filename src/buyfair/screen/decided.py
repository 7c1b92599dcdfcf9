"""What a person decided about a lead, and whether that still stands: nothing is asked twice, news reopens it aloud."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from buyfair.screen.leads import Lead, Query
from buyfair.screen.names import visible
from buyfair.terms.decision import Decision, Decisions, Pair, Said


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
SAYS = "what the list says of it"
"""Parts that are kept in plain words or hash by hash, so that less of them is no news."""


def seen(lead: Lead) -> dict[str, str]:
    """What the person sees, part by part: a short hash of each; of statements one hash each; in plain words what is told
    of the one asked about. The name of a part is how news of it is told.
    """
    party = lead.party
    parts = {
        "the names on the list": party.names,
        "its countries, addresses and numbers": (party.countries, party.addresses, party.identifiers),
    }
    hashed = {name: _hash(held) for name, held in parts.items()}
    return {**hashed, SAYS: " ".join(_statements(lead)), TOLD: json.dumps(_told(lead.query), ensure_ascii=False)}


def _hash(held: object) -> str:
    return hashlib.sha256(repr(held).encode()).hexdigest()[:16]


def _statements(lead: Lead) -> list[str]:
    return sorted({_hash((s.what, s.status, s.since, s.until, s.about)) for s in lead.party.statements})


def _told(query: Query) -> list[str]:
    numbers = (f"{scheme} {value}" for scheme, value in query.identifiers)
    return sorted({*query.also, *query.countries, *numbers, query.address} - {""})


def standing(lead: Lead, decisions: Decisions) -> Standing:
    """Where this lead stands under the decisions held.

    The newest decision that saw all that can be seen now stands; that less is told or shown than then is no news. Where
    none did, the newest is reopened, with what is new since.
    """
    held = decisions.get(pair_of(lead), ())
    news: tuple[str, ...] = ()
    for decision in reversed(held):
        found = tuple(_news(lead, decision))
        if not found:
            return Standing(decision.said, decision)
        news = news or found
    return Standing("reopened", held[-1], news) if held else Standing("open")


def _news(lead: Lead, decision: Decision) -> Iterator[str]:
    """What can be seen now and could not when it was decided."""
    now, saw = seen(lead), decision.saw
    yield from (name for name, hashed in now.items() if name not in (TOLD, SAYS) and saw.get(name) != hashed)
    if not set(_statements(lead)) <= set(saw.get(SAYS, "").split()):
        yield SAYS
    if not set(_told(lead.query)) <= set(_listed(saw.get(TOLD, "[]"))):
        yield TOLD


def _listed(told: str) -> list[str]:
    try:
        return [str(each) for each in json.loads(told)]
    except (ValueError, TypeError):
        return []
