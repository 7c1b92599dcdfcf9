"""The clock of the machine jumps, forward and back: events keep their order, the ledger holds, no session grows longer."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone
from people import Acting
from tiny_subject.people import monitor, officer, pledge, proposal, supplier

from buyfair.web.casework import deeds
from buyfair.web.casework.anchoring import anchored
from buyfair.web.casework.models import Anchor
from buyfair.web.casework.verify import verify
from buyfair.web.core.clock import now, today
from buyfair.web.core.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder")]
NOON = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
JUMPS = [timedelta(hours=1), timedelta(days=1), timedelta(days=3653)]
Set = Callable[[datetime], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Set:
    """Sets the clock."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.mark.parametrize("jump", JUMPS, ids=["an hour", "a day", "ten years"])
def test_events_keep_their_order_and_the_ledger_holds_when_the_clock_jumps(jump: timedelta, at: Set) -> None:
    at(NOON)
    case = pledge(NOON)
    for step, moment in enumerate((NOON, NOON + jump, NOON - jump, NOON)):
        at(moment)
        if step == 1:
            case.move("propose", supplier(), proposal())
        deeds.comment(case, supplier(), f"Note {step}")
    said = list(case.events.order_by("number"))
    assert [e.number for e in said] == list(range(1, 7))
    assert said[4].at < said[3].at, "each event tells the time that the clock told, the number tells the order"
    assert case.stands.name == "proposed" and verify().broken == []


@pytest.mark.parametrize("jump", JUMPS[1:], ids=["a day", "ten years"])
def test_a_day_is_anchored_once_and_never_before_one_that_is_anchored(jump: timedelta, at: Set) -> None:
    at(NOON)
    case = pledge(NOON)
    at(NOON + jump)
    assert anchored(today(), now()) is not None
    at(NOON)
    deeds.comment(case, supplier(), "After the clock was set right")
    assert anchored(today(), now()) is None, "the days until then are not anchored twice"
    with pytest.raises(CommandError, match="the clock was ahead then, or is behind now"):
        call_command("anchor_ledger")
    at(NOON + jump + timedelta(days=1))
    assert anchored(today(), now()) is not None
    assert Anchor.objects.count() == 2 and verify().broken == []


@pytest.mark.parametrize("years", [10, -10], ids=["ahead", "behind"])
def test_the_work_of_every_day_is_not_done_by_a_clock_that_cannot_be_right(years: int, at: Set) -> None:
    """Certificates would expire and ten years be anchored, for good; who knows better says so."""
    at(NOON)
    pledge(NOON)
    call_command("daily")
    at(NOON + years * timedelta(days=365))
    out = io.StringIO()
    with pytest.raises(CommandError, match="Nothing was done: by a wrong clock"):
        call_command("daily", stdout=out)
    assert out.getvalue().startswith("clock: FAILED: The clock says") and Anchor.objects.count() == 1
    if years > 0:
        call_command("daily", "--clock-is-right")
        assert Anchor.objects.count() == 2


@pytest.mark.parametrize("jump", JUMPS, ids=["an hour", "a day", "ten years"])
@pytest.mark.parametrize("back", [False, True], ids=["forward", "back"])
def test_a_session_ends_rather_than_grows_longer_and_pages_open(
    jump: timedelta, back: bool, at: Set, acting: Acting
) -> None:
    at(NOON)
    case = pledge(NOON)
    officer(), monitor()
    firm = acting(Role.SUPPLIER_MEMBER, "Firm B", "supplier")
    assert firm.get(f"/pledges/{case.reference}/").status_code == 200
    at(NOON - jump if back else NOON + jump)
    answer = firm.get(f"/pledges/{case.reference}/")
    assert (answer.status_code, answer.headers.get("Location", "")[:15]) == (302, "/account/login/")
    firm = acting(Role.SUPPLIER_MEMBER, "Firm B", "supplier")
    assert firm.get(f"/pledges/{case.reference}/").status_code == 200, "whoever logs in again goes on"
    assert firm.get("/my-work/calendar/").status_code == 200
