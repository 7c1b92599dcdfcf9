"""Examples of what the addresses of the accounts open."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.tokens import default_token_generator
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from examples import Example

from buyfair.web.core.accounts.people import invite
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


def invited() -> dict[str, Any]:
    """The link of an invitation that is good: somebody new each time, for a newer letter ends the older."""
    office, _ = Organization.objects.get_or_create(name="Office A", defaults={"kind": "agency"})
    new = User.objects.create_user(f"invited-{User.objects.count()}@{office.pk}.example")
    Membership.objects.create(user=new, organization=office, role=Role.REPRESENTATIVE.value)
    return {"token": invite(new, None)}


def forgotten() -> dict[str, Any]:
    """The link of a letter to somebody who forgot the password."""
    who, _ = User.objects.get_or_create(username="forgetful@nobody.example")
    return {"uid": urlsafe_base64_encode(force_bytes(who.pk)), "token": default_token_generator.make_token(who)}


THINGS = {"session": session, "person": person}
KEYS = {"account_join": invited, "account_new_password": forgotten}
