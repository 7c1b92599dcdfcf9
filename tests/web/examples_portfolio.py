"""Examples of what the addresses of the portfolio open."""

from __future__ import annotations

from examples import Example

from buyfair.web.core.clock import now
from buyfair.web.core.models import Organization, User
from buyfair.web.portfolio.models import SavedView


def saved_view(owner: Organization, party: Organization, person: User) -> Example:
    """A view of the person's own, saved for their organization."""
    made, _ = SavedView.objects.get_or_create(
        organization=owner, user=person, name="Food", defaults={"query": "?sector=food", "saved": now()}
    )
    return Example({"key": made.pk})


THINGS = {"saved view": saved_view}
KEYS = {"portfolio_export": {"what": "awards", "form": "csv"}}
