"""Examples of what the addresses of certificates open: one that was filed and the owner has to check."""

from __future__ import annotations

from certificate_stories import due, filing
from examples import Example

from buyfair.web.core.actor import Actor
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import Role


def certificate(owner: Organization, party: Organization, person: User) -> Example:
    """The certificate, on file."""
    office = Actor(None, frozenset({(Role.CONTRACTING_OFFICER, owner.pk)}))
    made = due(office, owner, party)
    made.move("file", office, filing())
    return Example({"reference": made.reference}, "certificate", made.state)


THINGS = {"certificate": certificate}
