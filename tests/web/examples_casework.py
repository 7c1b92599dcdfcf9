"""Examples of what the addresses of cases open: a pledge that was proposed to the owner by a party to it."""

from __future__ import annotations

from dataclasses import replace

from examples import Example
from tiny_subject.models import Pledge
from tiny_subject.people import AT, paper, proposal

from buyfair.web.casework import deeds
from buyfair.web.casework.models import Case
from buyfair.web.core.actor import Actor
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import Role


def _pledge(owner: Organization, party: Organization) -> tuple[Case, Actor]:
    firm = Actor(None, frozenset({(Role.SUPPLIER_MEMBER, party.pk)}))
    made = Pledge.open(firm, owner, {"site": "Mill 7"}, {party: "act"}, at=AT)
    made.move("propose", firm, proposal(), at=AT)
    return made, firm


def case(owner: Organization, party: Organization, person: User) -> Example:
    """The pledge."""
    made, _ = _pledge(owner, party)
    return Example({"reference": made.reference}, "pledge", made.state)


def move(owner: Organization, party: Organization, person: User) -> Example:
    """What can be done with it next."""
    found = case(owner, party, person)
    return replace(found, keys={**found.keys, "move": "agree"})


def document(owner: Organization, party: Organization, person: User) -> Example:
    """What lies on it."""
    made, firm = _pledge(owner, party)
    added = deeds.attach(made, firm, "plan", paper(), at=AT)
    return Example({"reference": made.reference, "number": added.pk}, "pledge", made.state)


THINGS = {"case": case, "pledge": case, "move": move, "document": document}
KEYS = {"calendar_feed": {"key": "nothing"}}
NOWHERE = {"calendar_feed": "the key of a feed is shown once and kept as a hash: no example can tell one that opens"}
