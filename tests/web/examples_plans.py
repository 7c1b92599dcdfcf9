"""Examples of what the addresses of plans open: a plan that a party sent and the owner has to read."""

from __future__ import annotations

from examples import Example
from plan_stories import SAMPLE, opened, sent

from buyfair.web.core.actor import Actor
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import Role


def plan(owner: Organization, party: Organization, person: User) -> Example:
    """The plan, received."""
    office = Actor(None, frozenset({(Role.CONTRACTING_OFFICER, owner.pk)}))
    made = opened(office, owner, party)
    sent(made, office, SAMPLE)
    return Example({"reference": made.reference}, "plan", made.state)


THINGS = {"plan": plan}
