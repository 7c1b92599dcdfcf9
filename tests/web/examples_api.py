"""Examples of what the addresses of the API open; cases and moves are those of the pages."""

from __future__ import annotations

from examples import Example
from examples_knowledge import AWARD

from buyfair.web.api import tokens
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import Role


def token(owner: Organization, party: Organization, person: User) -> Example:
    """A token of the owning organization, of whoever there may have one."""
    maker = User.objects.create_user(f"maker-{User.objects.count()}@{owner.pk}.example")
    maker.memberships.create(organization=owner, role=Role.REPRESENTATIVE.value)
    return Example({"key": tokens.made(maker, owner, "nightly", [Role.REPRESENTATIVE])[0].pk})


THINGS = {"token": token}

KEYS = {"api-rule": {"rule_id": "TIP-04"}, "api-dossier": {"award_id": AWARD}}
