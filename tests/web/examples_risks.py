"""Examples of what the addresses of the register open: a risk with a response, and a message that waits to be sent."""

from __future__ import annotations

from examples import Example

from buyfair.cards.words import NOT_ABOUT_SUPPLIER
from buyfair.web.core.actor import Actor
from buyfair.web.core.clock import today
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import BUYERS, Role
from buyfair.web.risks.models import Risk


def answerable(owner: Organization, person: User) -> User:
    """The person, where one who buys for the owner; else a lead of the owner: who only looks answers for nothing."""
    if person.memberships.filter(organization=owner, role__in=[role.value for role in BUYERS]).exists():
        return person
    lead, _ = User.objects.get_or_create(username="answers@office.example", defaults={"email": "answers@office.example"})
    lead.memberships.get_or_create(organization=owner, role=Role.PORTFOLIO_LEAD.value)
    return lead


def opened(owner: Organization, person: User) -> tuple[Risk, Actor]:
    """A risk of the owner about a pattern, with a response that somebody of the office sees to."""
    lead = Actor(person, frozenset({(Role.PORTFOLIO_LEAD, owner.pk)}))
    told = {
        "named": "Good: Cotton",
        "query": "good=cotton",
        "snapshot": "2025-09-29-000000000000",
        "said_then": "Of $10.00 net.",
    }
    risk = Risk.open(by=lead, organization=owner, told=told)
    response = {"response": "ask_origin", "how": "Ask for the gin.", "answerable": answerable(owner, person).username,
                "due": str(today())}
    risk.move("respond", lead, response)
    return risk, lead


def risk(owner: Organization, party: Organization, person: User) -> Example:
    """The risk."""
    made, _ = opened(owner, person)
    return Example({"reference": made.reference}, "risk", made.state)


def message(owner: Organization, party: Organization, person: User) -> Example:
    """The message."""
    made, lead = opened(owner, person)
    made.move("send", lead, {"to_name": "Office B", "to_part": "contracting officer", "way": "email", "subject": "Cotton",
                             "address": "office@agency.example", "text": NOT_ABOUT_SUPPLIER})  # fmt: skip
    return Example({"reference": made.reference, "number": 1}, "risk", made.state)


THINGS = {"risk": risk, "risk message": message}
KEYS = {"risks_copy": {"form": "pdf"}, "risks_table": {"form": "csv"}}
