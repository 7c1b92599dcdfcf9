"""Examples of what the addresses of award files open."""

from __future__ import annotations

from examples import Example

from buyfair.web.award_files.models import Batch
from buyfair.web.core.clock import now
from buyfair.web.core.models import Organization, User


def batch(owner: Organization, party: Organization, person: User) -> Example:
    """A batch that was stopped."""
    made, _ = Batch.objects.get_or_create(
        organization=owner, label="Fiscal year 2026", defaults={"by": person, "at": now(), "same": "0" * 64, "state": "stopped"}
    )
    return Example({"key": made.pk})


THINGS = {"batch of award files": batch}
