"""Examples of what the addresses of planned purchases open."""

from __future__ import annotations

from examples import Example

from buyfair.web.acquisitions.start import opened
from buyfair.web.core.actor import Actor
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import Role

GARMENTS = [("lines[1].good", "garments"), ("lines[1].value", 1_200_000), ("agency", "dod"), ("sol_date", "2026-12-15")]


def acquisition(owner: Organization, party: Organization, person: User) -> Example:
    """A purchase that has just begun."""
    officer = Actor(None, frozenset({(Role.CONTRACTING_OFFICER, owner.pk)}))
    made = opened(officer, owner, "Garments", {"tier": 0}, [])
    return Example({"reference": made.reference}, "acquisition", made.state)


THINGS = {"acquisition": acquisition}
