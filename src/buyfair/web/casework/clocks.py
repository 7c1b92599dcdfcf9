"""Which deadlines are whose, and how they stand on a day that is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from buyfair.web.casework.flow import flows
from buyfair.web.casework.models import Case, Deadline
from buyfair.web.casework.models.case import related
from buyfair.web.casework.table import Clock, Flow, Relation
from buyfair.web.core.actor import Actor
from buyfair.web.core.models import User
from buyfair.web.core.roles import Role

STANDINGS = ("late", "due", "at risk", "ahead", "done")


@dataclass(frozen=True)
class Standing:
    """A deadline as it stands on a day."""

    deadline: Deadline
    standing: str


def running_for(actor: Actor) -> QuerySet[Any]:
    """The deadlines that still run and are this actor's to meet, the first due first.

    Where the owner gave the case to somebody, the owner's deadlines are that person's alone.
    """
    mine = Q(pk__in=())
    for flow in flows():
        for clock in flow.clocks:
            mine |= Q(clock=clock.name, case__in=Case.objects.filter(_whose(flow, clock, actor)))
    running = Deadline.objects.filter(mine, ended_by=None, case__in=Case.objects.seen_by(actor).open())
    return running.select_related("case", "case__organization").order_by("due", "pk")


def _whose(flow: Flow, clock: Clock, actor: Actor) -> Q:
    found = Q(pk__in=())
    free = Q(assignee=None) | (Q(assignee=actor.user) if actor.user is not None else Q(pk__in=()))
    for who in clock.whose:
        organizations = [o for role, o in actor.parts if role == who.role]
        for relation in who.relations if organizations else ():
            of = Q(kind=flow.kind) & related(relation, organizations)
            found |= of & free if relation == Relation.OWNER else of
    return found


def standings(deadlines: Any, day: date) -> list[Standing]:
    """Each with how it stands, the most pressing first."""
    found = [Standing(d, d.standing(day)) for d in deadlines]
    return sorted(found, key=lambda s: (STANDINGS.index(s.standing), s.deadline.due, s.deadline.pk))


def actor_for(user: User) -> Actor:
    """The actor that an account is, outside of a request."""
    return Actor(user, frozenset((Role(m.role), m.organization_id) for m in user.memberships.all()))
