"""Leads of a demonstration: made-up names beside made-up parties, one in each state."""

from __future__ import annotations

from django.conf import settings

from buyfair.award_leads import known_day
from buyfair.snapshots import current
from buyfair.web.core.actor import Actor
from buyfair.web.core.models import Membership, Organization
from buyfair.web.core.roles import Role
from buyfair.web.leads.made_up import made_up
from buyfair.web.leads.models import Lead
from buyfair.web.leads.taking import bring

OFFICE = "Example Contracting Office (fictional)"
MADE_UP = "Made up for this demonstration: "
STEPS: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    ("HARBOR LANE", (("propose", "officer", "the same words, and the supplier names the same works as its maker."),
                     ("confirm", "lead", "I read both and the supplier's own letter; they mean one firm."))),
    ("HERON LANDING", (("propose", "officer", "all words of the supplier stand in the listed name."),)),
    ("HARBOR BROOK", (("propose", "lead", "one letter differs, and both make furnishings."),)),
    ("FALCON HOLLOW", (("not_the_same", "representative", "another word in the middle, another country, another trade."),)),
    ("SUMMIT VALLEY", (("cannot_tell", "officer", "the words agree, nothing else is known of either."),)),
    ("JUNIPER VALLEY", (("not_the_same", "officer", "the listed firm processes food abroad; ours packs it here."),)),
)  # fmt: skip


def fill() -> None:
    """Opens the leads once and takes each as far as it is shown; the last step is a later edition that has news."""
    office = Organization.objects.filter(name=OFFICE).first()
    snapshot = current(settings.HOME)
    if office is None or snapshot is None or Lead.objects.filter(organization=office).exists():
        return
    day = known_day(snapshot.folder)
    bring(office, snapshot.id, day, made_up(snapshot.folder, later=False), {})
    for words, steps in STEPS:
        for case in Lead.objects.filter(organization=office, name__icontains=words).order_by("pk")[:1]:
            for move, account, why in steps:
                told = {"settles": "The registration number of the listed firm: ask the issuer of the list."}
                case.move(move, _actor(office, account), told if move == "cannot_tell" else {}, MADE_UP + why)
    bring(office, snapshot.id, day, made_up(snapshot.folder), {})


def _actor(office: Organization, account: str) -> Actor:
    held = list(Membership.objects.filter(organization=office, user__username=account).select_related("user"))
    return Actor(held[0].user, frozenset((Role(m.role), office.pk) for m in held))
