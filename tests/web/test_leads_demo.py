"""The leads of a demonstration: plainly made up, one in each state, made once."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny_subject.people import somebody

from buyfair.web import demo
from buyfair.web.leads.demo import fill
from buyfair.web.leads.flow import FLOW
from buyfair.web.leads.models import Decided, Lead, OnAward

pytestmark = pytest.mark.django_db


def test_a_demonstration_has_a_lead_in_each_state_all_plainly_made_up(held: Path) -> None:
    for office, kind, account, roles in demo.PEOPLE:
        for role in roles:
            somebody(role, office, kind, account)
    fill()
    assert {lead.state for lead in Lead.objects.all()} == {state.name for state in FLOW.states}
    for lead in Lead.objects.all():
        assert "(FICTIONAL)" in lead.name and "(fictional)" in lead.party and lead.awards > 0
    assert all(row.why.startswith("Made up for this demonstration") for row in Decided.objects.all())
    counts = (Lead.objects.count(), OnAward.objects.count(), Decided.objects.count())
    fill()
    assert counts == (Lead.objects.count(), OnAward.objects.count(), Decided.objects.count())
