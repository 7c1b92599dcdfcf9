"""Examples of what the addresses of the accounts open."""

from __future__ import annotations

from django.utils import timezone
from examples import Example

from buyfair.web.core.models import Membership, OpenSession, Organization, User
from buyfair.web.core.roles import Role


def session(owner: Organization, party: Organization, person: User) -> Example:
    """A browser in which the person is logged in elsewhere."""
    now = timezone.now()
    key = f"elsewhere-{OpenSession.objects.count()}-{person.pk}"
    made = OpenSession.objects.create(user=person, key=key, began=now, seen=now, address="192.0.2.1")
    return Example({"key": made.pk})


def person(owner: Organization, party: Organization, person: User) -> Example:
    """A colleague."""
    made = User.objects.create_user(f"another-{User.objects.count()}@{owner.pk}.example")
    Membership.objects.create(user=made, organization=owner, role=Role.REPRESENTATIVE.value)
    return Example({"key": made.pk})


THINGS = {"session": session, "person": person}
KEYS = {"account_join": {"token": "nothing"}, "account_new_password": {"uid": "MQ", "token": "nothing"}}
