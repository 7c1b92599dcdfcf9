"""A moment is the same instant wherever it is told: with its offset, whatever the zone of the installation."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import call_command
from people import Acting
from tiny_subject.models import Pledge
from tiny_subject.people import proposal

from buyfair.web.api import tokens
from buyfair.web.api.models import ApiToken
from buyfair.web.core.actor import Actor
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder")]
AT = datetime(2026, 3, 3, 2, 30, tzinfo=UTC)
"""The evening of the day before, in New York."""


@pytest.mark.parametrize(("zone", "shown"), [("America/New_York", "2026-03-02 21:30"), ("Asia/Tokyo", "2026-03-03 11:30")])
def test_pages_files_and_programs_tell_one_instant(acting: Acting, settings: Any, zone: str, shown: str) -> None:
    """The page as the clocks of the installation show it; the file and the answer with the offset."""
    settings.ZONE = zone
    officer, firm = acting(Role.CONTRACTING_OFFICER), Organization.objects.create(name="Firm", kind="supplier")
    by = Actor(None, frozenset({(Role.SUPPLIER_MEMBER, firm.pk)}))
    case = Pledge.open(by, Organization.objects.get(name="Office A"), {"site": "Mill 7"}, {firm: "act"}, at=AT)
    case.move("propose", by, proposal(), at=AT)
    told = officer.get(f"/api/cases/{case.reference}").json()
    moments = [told["opened_at"], *(event["at"] for event in told["events"])]
    taken = b"".join(officer.get("/my-work/?as=csv").streaming_content).decode("utf-8-sig")
    moments.append(next(row["opened"] for row in csv.DictReader(io.StringIO(taken)) if row["number"] == case.reference))
    lines = b"".join(officer.get("/my-work/?as=jsonl").streaming_content).decode().splitlines()
    moments += [row["opened"] for row in map(json.loads, lines) if row.get("number") == case.reference]
    assert len(moments) == 5 and all(datetime.fromisoformat(moment) == AT for moment in moments), moments
    page = officer.get(f"/cases/{case.reference}/", follow=True).content.decode()
    assert shown in page


def test_the_day_of_a_token_is_that_of_the_installation(acting: Acting, settings: Any, capsys: Any) -> None:
    """The operator reads the day on which it ends here."""
    settings.ZONE = "America/New_York"
    acting(Role.CONTRACTING_OFFICER)
    user = User.objects.get(memberships__role=Role.CONTRACTING_OFFICER.value)
    tokens.made(user, Organization.objects.get(name="Office A"), "nightly", [Role.CONTRACTING_OFFICER])
    ApiToken.objects.update(expires_at=AT)
    call_command("api_token", "list")
    assert "until 2026-03-02" in capsys.readouterr().out
