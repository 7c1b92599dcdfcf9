"""What a lead holds among cases: both strings and how they met; the whole of it stands at its own address."""

from __future__ import annotations

from typing import Any, Literal

from django.urls import reverse

from buyfair.web.api.shapes import PairOut
from buyfair.web.casework.models import Case
from buyfair.web.core.actor import Actor
from buyfair.web.leads.models import Lead


class LeadContent(PairOut):
    """Two strings that a person compares; `lead` is the address of the whole. `score` has three decimals, as text."""

    kind: Literal["lead"]
    lead: str


def content(of: Case, actor: Actor) -> dict[str, Any]:
    """As its page tells it to everybody who may see it."""
    assert isinstance(of, Lead)
    return {
        "kind": "lead", "on_the_awards": of.name, "on_the_list": of.listed, "party": of.party, "list": of.list_id,
        "edition": of.edition, "met": of.met, "score": f"{of.score:.3f}", "why": of.why, "awards": of.awards,
        "dollars": None if of.dollars is None else f"{of.dollars:.2f}", "lead": reverse("api-lead", args=[of.reference]),
    }  # fmt: skip
