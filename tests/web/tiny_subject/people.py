"""The people of the stories: a firm, an office, a monitor, and others who have no part in it."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

from buyfair.web.core.actor import Actor
from buyfair.web.core.models import Membership, Organization, User
from buyfair.web.core.roles import Role
from tiny_subject.models import Pledge

AT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


def somebody(role: Role, organization: str, kind: str = "agency", name: str = "") -> Actor:
    """A person who plays this role for this organization, made where not there."""
    office, _ = Organization.objects.get_or_create(name=organization, defaults={"kind": kind})
    name = name or f"{role}@{organization.lower().replace(' ', '-')}.example"
    user, _ = User.objects.get_or_create(username=name, defaults={"email": name})
    Membership.objects.get_or_create(user=user, organization=office, role=role.value)
    return Actor(user, frozenset((Role(m.role), m.organization_id) for m in user.memberships.all()))


def officer(organization: str = "Office A", name: str = "") -> Actor:
    """A contracting officer."""
    return somebody(Role.CONTRACTING_OFFICER, organization, name=name)


def supplier(organization: str = "Firm B", name: str = "") -> Actor:
    """A member of the supplier."""
    return somebody(Role.SUPPLIER_MEMBER, organization, "supplier", name)


def monitor(organization: str = "Monitor C", name: str = "") -> Actor:
    """An accredited monitor."""
    return somebody(Role.MONITOR, organization, "monitor", name)


def pledge(at: datetime = AT) -> Pledge:
    """A pledge that Firm B opened with Office A, Monitor C let in to act."""
    officer(), monitor()
    by = supplier()
    office, firm, third = (Organization.objects.get(name=n) for n in ("Office A", "Firm B", "Monitor C"))
    return Pledge.open(by, office, {"site": "Mill 7"}, {firm: "act", third: "act"}, at=at)


def paper(name: str = "plan.txt", content: bytes = b"We pay back in three parts.") -> Any:
    """A file as it is uploaded."""
    file = io.BytesIO(content)
    file.name = name
    return file


def proposal(**more: Any) -> dict[str, Any]:
    """What a proposal needs."""
    return {"workers": "12", "dollars": "14,400.00", "paper_plan": paper(), **more}
