"""What a planned purchase hands to other subjects: its facts as a file, and the package that its solicitation kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from buyfair.cards.questions import as_toml
from buyfair.terms.errors import InputRefusedError
from buyfair.web.acquisitions import frozen
from buyfair.web.acquisitions.models import Acquisition
from buyfair.web.core.actor import Actor
from buyfair.web.core.purchases import Listed, Purchase

GIVEN_UP = "cancelled"
"""The state of a purchase that was given up."""


def listed(actor: Actor, organization: int, most: int) -> list[Listed]:
    """The purchases of this organization that were not given up and that this actor may see, the newest first."""
    rows = Acquisition.objects.seen_by(actor).filter(organization=organization).exclude(state=GIVEN_UP)
    cases = rows.only("reference", "kind", "state", "name", "award_id", "told").order_by("-opened_at", "-pk")[:most]
    return [Listed(case.reference, case.title, case.stands.label, case.award_id, case.facts_told) for case in cases]


def handed(actor: Actor, reference: str) -> Purchase | None:
    """The purchase of this number, if this actor may see it."""
    case: Acquisition | None = Acquisition.objects.find(actor, reference)
    if case is None:
        return None
    try:
        package = {**frozen.document(case), "sha256": case.package_hash} if case.package_hash else None
    except frozen.GoneError:
        package = None
    return Purchase(
        case.reference, case.title, case.get_absolute_url(), case.organization_id,
        as_toml(case.facts_told) if case.told else "", case.solicited_on, package,
        case.state == GIVEN_UP,
    )  # fmt: skip


def awarded(actor: Actor, award_id: str) -> QuerySet[Any, str]:
    """The numbers of the purchases that this actor may see of which this award was recorded."""
    found: QuerySet[Any, str] = Acquisition.objects.seen_by(actor).filter(award_id=award_id).values_list("reference", flat=True)
    return found


def drawn(actor: Actor, reference: str) -> Mapping[str, Any] | None:
    """The package as it would be today, if this actor may see the purchase and its facts are those of a package."""
    case: Acquisition | None = Acquisition.objects.find(actor, reference)
    if case is None or not case.told:
        return None
    try:
        return frozen.document(case)
    except InputRefusedError:
        return None
