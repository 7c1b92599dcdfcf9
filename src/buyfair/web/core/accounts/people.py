"""What an administrator does to accounts: inviting, giving and taking roles, closing; each leaves a record."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from buyfair.web.core.accounts.sessions import end_all
from buyfair.web.core.clock import now
from buyfair.web.core.models import (
    AccountChange,
    Identity,
    Invitation,
    Membership,
    Organization,
    RecoveryCode,
    SecondStep,
    User,
)
from buyfair.web.core.roles import Role

INVITED_FOR = timedelta(days=7)
ROLES_OF = {
    "agency": {Role.CONTRACTING_OFFICER, Role.REPRESENTATIVE, Role.PORTFOLIO_LEAD, Role.CASE_OFFICER, Role.DEBARRING_OFFICIAL,
               Role.INSPECTOR_GENERAL},
    "supplier": {Role.SUPPLIER_MEMBER, Role.SUPPLIER_CERTIFIER, Role.SUBCONTRACTOR},
    "monitor": {Role.MONITOR, Role.CASE_OFFICER},
    "oversight": {Role.INSPECTOR_GENERAL, Role.DEBARRING_OFFICIAL, Role.CASE_OFFICER},
    "operator": {Role.ADMINISTRATOR, Role.CASE_OFFICER},
}  # fmt: skip
"""The roles that people of each kind of organization may be given: a supplier is never made an inspector by a slip."""


def changed(person: User, what: str, *, by: User | None = None, how: str = "page", **more: Any) -> None:
    """One record."""
    AccountChange.objects.create(person=person, what=what, by=by, how=how, at=now(), **more)


def find_account(name: str) -> User | None:
    """The account of this e-mail address or name, whatever its capitals."""
    told = name.strip()[:254]
    return User.objects.filter(username__iexact=told).first() or User.objects.filter(email__iexact=told).first()


def _mark(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(person: User, by: User | None, how: str = "page") -> str:
    """What stands in the link of a new letter; an older letter to the same person opens nothing any more."""
    token, moment = secrets.token_urlsafe(32), now()
    person.invitations.filter(over=None).update(over=moment)
    Invitation.objects.create(person=person, mark=_mark(token), by=by, at=moment, until=moment + INVITED_FOR)
    changed(person, "invited", by=by, how=how)
    return token


def invitation(token: str) -> Invitation | None:
    """The letter that this link belongs to, while it opens something."""
    found = (
        Invitation.objects.select_related("person").filter(mark=_mark(token), over=None, until__gt=now()).first()
    )
    return found if found and found.person.is_active else None


@transaction.atomic
def take_up(letter: Invitation, name: str, password: str) -> bool:
    """The invited person joins with a password; false where somebody else was quicker with the same link."""
    if not Invitation.objects.filter(pk=letter.pk, over=None).update(over=now()):
        return False
    person = letter.person
    person.first_name, _, person.last_name = (part.strip()[:150] for part in name.partition(" "))
    person.set_password(password)
    person.save()
    changed(person, "joined", by=person)
    return True


@transaction.atomic
def new_person(
    email: str, name: str, organization: Organization, roles: list[Role], by: User | None, how: str = "page"
) -> str:
    """An account that nobody can enter yet, its roles, and what stands in the link of its invitation."""
    first, _, last = name.strip().partition(" ")
    person = User(
        username=email.strip().lower(), email=email.strip().lower(), first_name=first[:150], last_name=last[:150]
    )
    person.set_unusable_password()
    person.full_clean(exclude=["password"])
    person.save()
    for role in roles:
        give(person, organization, role, by=by, how=how)
    return invite(person, by, how)


def may_be_given(organization: Organization) -> list[Role]:
    """The roles that this organization's people may be given, in the order of the table of roles."""
    return [r for r in Role if r in ROLES_OF[organization.kind]]


@transaction.atomic
def give(
    person: User, organization: Organization, role: Role, *, by: User | None, how: str = "page", why: str = ""
) -> None:
    """Gives a role; refused with a sentence where it would let one person both run the system and read its cases."""
    if by is not None and by.pk == person.pk:
        raise ValidationError("Nobody gives a role to themselves: ask another administrator.")
    if role not in ROLES_OF[organization.kind]:
        may = ", ".join(r.label for r in may_be_given(organization))
        raise ValidationError(f"{role.label} is no role of a {organization.kind}; {organization} may have: {may}.")
    both = {role, *(Role(r) for r in person.memberships.values_list("role", flat=True))}
    if Role.ADMINISTRATOR in both and len(both) > 1:
        raise ValidationError(
            "An administrator reads no case, so the account plays no other role: use a second account."
        )
    _, new = Membership.objects.get_or_create(user=person, organization=organization, role=role.value)
    if new:
        changed(person, "role given", by=by, how=how, organization=organization, role=role.value, why=why)


@transaction.atomic
def take(part: Membership, *, by: User | None, how: str = "page", why: str = "") -> None:
    """Takes a role; refused where nobody would be left to run the system. It takes effect with the next page."""
    if part.role == Role.ADMINISTRATOR.value:
        _another_administrator(part.user)
    person, organization, role = part.user, part.organization, part.role
    part.delete()
    changed(person, "role taken", by=by, how=how, organization=organization, role=role, why=why)


def _another_administrator(person: User) -> None:
    left = Membership.objects.select_for_update().filter(role=Role.ADMINISTRATOR.value, user__is_active=True)
    if not any(m.user_id != person.pk for m in left):
        raise ValidationError("This is the last administrator: give the role to somebody else first.")


@transaction.atomic
def close(person: User, *, by: User | None, how: str = "page", why: str = "") -> None:
    """Closes an account: nobody comes in by it, sessions, tokens and letters end. What it did stays on record."""
    if person.memberships.filter(role=Role.ADMINISTRATOR.value).exists():
        _another_administrator(person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    person.invitations.filter(over=None).update(over=now())
    end_all(person)
    changed(person, "closed", by=by, how=how, why=why)


@transaction.atomic
def open_again(person: User, *, by: User | None, why: str = "") -> None:
    """Opens a closed account with the roles that it had."""
    person.is_active = True
    person.save(update_fields=["is_active"])
    changed(person, "opened again", by=by, why=why)


@transaction.atomic
def reset_second_step(person: User, *, by: User | None, how: str = "page", why: str = "") -> None:
    """For a lost telephone: the next log-in sets up a new second step; the password is still asked."""
    SecondStep.objects.filter(user=person).delete()
    RecoveryCode.objects.filter(user=person).delete()
    Identity.objects.filter(user=person).delete()
    end_all(person)
    changed(person, "second step reset", by=by, how=how, why=why)
