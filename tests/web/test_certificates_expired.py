"""A certificate whose time is over expires by the clock: its event says so, and what is due next stays due."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from certificate_stories import due, filing, relying
from django.core.management import call_command
from people import Acting
from tiny_subject.flow import FLOW as PLEDGE
from tiny_subject.people import officer

from buyfair.web.casework.flow import FlowError
from buyfair.web.casework.refused import MissingError, NotNowError, NotYoursError
from buyfair.web.casework.verify import verify
from buyfair.web.certificates.models import Certificate
from buyfair.web.core.models import Organization
from buyfair.web.core.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder")]


def relied(**told: str) -> Certificate:
    """A certificate on which the office relied."""
    by = officer()
    case = due(by, Organization.objects.get(name="Office A"))
    case.move("file", by, filing(**told))
    Certificate.objects.get(pk=case.pk).move("rely", by, {**relying(), "explained": "The next one was asked for."})
    return Certificate.objects.get(pk=case.pk)


def ran() -> str:
    """What the command says."""
    out = io.StringIO()
    call_command("expire_certificates", stdout=out)
    return out.getvalue()


def test_it_expires_once_and_what_is_due_next_stays_due(acting: Acting) -> None:
    over, running = relied(signed_on="2020-02-01", received_on="2020-02-02"), relied()
    Certificate.objects.filter(pk=running.pk).update(signed_on="2098-01-01")
    before = over.deadlines.get(clock="renewal", ended_by=None).due
    assert ran().startswith("1 of the certificates") and ran().startswith("0 of the certificates")
    over, running = Certificate.objects.get(pk=over.pk), Certificate.objects.get(pk=running.pk)
    assert (over.state, running.state) == ("expired", "relied")
    assert [(d.clock, d.due) for d in over.deadlines.filter(ended_by=None)] == [("certificate", before)]
    last = over.events.order_by("-number")[0]
    assert (last.move, last.by, last.organization) == ("expire", None, None)
    page = acting(Role.CONTRACTING_OFFICER, "Office A").get(over.get_absolute_url()).content.decode()
    assert ", by the work of every day" in page and "The last day that it spoke for, 2021-02-01, is over." in page
    assert not verify().broken


def test_one_that_cannot_expire_is_named_and_keeps_no_other_from_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody filed it anew in that moment, say."""
    stuck, over = (relied(signed_on="2020-02-01", received_on="2020-02-02") for _ in range(2))
    lapse = Certificate.lapse

    def refuses(case: Certificate, *told: object) -> object:
        if case.pk == stuck.pk:
            raise MissingError({"due_on": "say when the next one is due"})
        return lapse(case, *told)

    monkeypatch.setattr(Certificate, "lapse", refuses)
    out, wrong = io.StringIO(), io.StringIO()
    call_command("expire_certificates", stdout=out, stderr=wrong)
    assert out.getvalue().startswith("1 of the certificates") and f"{stuck.reference} could not expire" in wrong.getvalue()
    assert Certificate.objects.get(pk=over.pk).state == "expired"


def test_the_clock_makes_no_move_that_the_table_leaves_to_people() -> None:
    case = relied(signed_on="2020-02-01", received_on="2020-02-02")
    version = case.version
    with pytest.raises(NotYoursError):
        case.lapse("withdraw", {}, "x")
    case.lapse("expire", {}, "Over.")
    with pytest.raises(NotNowError):
        case.lapse("expire", {}, "Over.")
    assert case.version == version + 1


def test_a_table_cannot_ask_the_clock_to_be_another_person() -> None:
    moves = tuple(replace(m, by_clock=True) if m.name == "agree" else m for m in PLEDGE.moves)
    with pytest.raises(FlowError, match="the move agree is made by the clock, which is no other person"):
        replace(PLEDGE, moves=moves)
