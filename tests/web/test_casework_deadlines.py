"""Deadlines: how they stand on a day, whose they are, one digest a day, a calendar behind an address of one's own."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from icalendar import Calendar
from people import Acting
from tiny_subject.people import AT, monitor, officer, pledge, proposal, somebody, supplier

from buyfair.web.casework import clocks, deeds, digests, feed
from buyfair.web.casework.models import CalendarKey, Deadline, DigestSent
from buyfair.web.casework.refused import TooEarlyError, TooLateError
from buyfair.web.core.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder")]


def running(actor: Any) -> list[str]:
    return [d.what for d in clocks.running_for(actor)]


def test_a_clock_runs_from_the_move_that_sets_it_to_the_move_that_ends_it() -> None:
    case = pledge()
    assert (running(supplier()), running(officer())) == (["The supplier proposes"], [])
    case.move("propose", supplier(), proposal(), at=AT)
    assert (running(supplier()), running(officer())) == ([], ["The office answers"])
    case.move("agree", officer(), {"pay_by": "2026-06-30"}, at=AT)
    assert [(d.clock, d.due.isoformat(), d.ended_by is not None) for d in case.deadlines.all()] == [
        ("answer", "2026-03-16", True), ("proposal", "2026-04-01", True), ("payment", "2026-06-30", False),
    ]  # fmt: skip
    assert [running(a) for a in (monitor(), supplier("Firm Z"), officer("Office Q"))] == [[], [], []]


@pytest.mark.parametrize(("day", "standing"), [
    ("2026-03-08", "ahead"), ("2026-03-09", "at risk"), ("2026-03-15", "at risk"), ("2026-03-16", "due"),
    ("2026-03-17", "late"),
])  # fmt: skip
def test_how_a_deadline_stands_is_computed_for_the_day_that_is_told(day: str, standing: str) -> None:
    case = pledge()
    case.move("propose", supplier(), proposal(), at=AT)
    assert case.deadlines.get(clock="answer").standing(date.fromisoformat(day)) == standing


def test_where_a_case_was_given_to_one_its_deadlines_are_that_persons() -> None:
    case = pledge()
    case.move("propose", supplier(), proposal(), at=AT)
    second = officer(name="second")
    assert running(officer()) == running(second) == ["The office answers"]
    deeds.assign(case, officer(), second.user, at=AT)
    assert (running(officer()), running(second)) == ([], ["The office answers"])


def test_a_digest_goes_once_a_day_to_whom_it_concerns(capsys: pytest.CaptureFixture[str]) -> None:
    case = pledge()
    somebody(Role.SUPPLIER_MEMBER, "Firm Z", "supplier")
    case.move("propose", supplier(), proposal(), at=AT)
    call_command("deadlines", day="2026-03-17")
    assert "2026-03-17: 1 late, 0 due, 0 at risk, 0 ahead. Digests sent: 1; sent before: 0." in capsys.readouterr().out
    assert [(m.to, m.subject) for m in mail.outbox] == [([officer().user.email], "A deadline on 2026-03-17")]
    assert f"- late: The office answers ({case.reference}), due 2026-03-16" in mail.outbox[0].body
    call_command("deadlines", day="2026-03-17")
    assert "Digests sent: 0; sent before: 1." in capsys.readouterr().out
    call_command("deadlines", day="2026-03-18")
    assert len(mail.outbox) == 2
    call_command("deadlines", day="2026-03-05")
    assert "0 late, 0 due, 0 at risk, 1 ahead. Digests sent: 0" in capsys.readouterr().out


def test_a_letter_that_could_not_be_sent_is_tried_again_and_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    case = pledge()
    case.move("propose", supplier(), proposal(), at=AT)
    second, real = officer(name="second@office.example"), digests.send_mail

    def failing(subject: str, text: str, sender: Any, to: list[str]) -> None:
        if to == [officer().user.email]:
            raise OSError("no such host")
        real(subject, text, sender, to)

    monkeypatch.setattr(digests, "send_mail", failing)
    with pytest.raises(CommandError, match="no such host"):
        call_command("deadlines", day="2026-03-17")
    assert [m.to for m in mail.outbox] == [[second.user.email]]
    monkeypatch.undo()
    call_command("deadlines", day="2026-03-17")
    assert [m.to for m in mail.outbox] == [[second.user.email], [officer().user.email]]
    assert DigestSent.objects.count() == 2


def test_a_day_that_is_none_is_refused_with_a_sentence() -> None:
    with pytest.raises(CommandError, match="--day 'soon' was given; expected a day such as 2026-03-31; write it so."):
        call_command("deadlines", day="soon")


def test_a_calendar_stands_behind_an_address_that_is_shown_once_and_can_be_renewed(acting: Acting) -> None:
    case = pledge()
    case.move("propose", supplier(), proposal(), at=AT)
    office, anybody = acting(Role.CONTRACTING_OFFICER, "Office A"), acting(Role.PUBLIC)
    assert "Your calendar has no address yet" in office.get("/my-work/calendar/").content.decode()
    page = office.post("/my-work/calendar/", {"what": "renew"}).content.decode()
    address = re.search(r'value="http://testserver(/calendar/[^"]+\.ics)"', page)
    assert address
    assert address[1] not in office.get("/my-work/calendar/").content.decode()
    assert address[1][10:-4] not in CalendarKey.objects.get().hashed
    answer = anybody.get(address[1])
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    (entry,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert entry["summary"] == f"{case.reference}: The office answers"
    assert entry.decoded("dtstart") == date(2026, 3, 16)
    assert entry.decoded("dtend") == date(2026, 3, 17)
    assert entry["url"] == f"http://testserver/cases/{case.reference}/"
    office.post("/my-work/calendar/", {"what": "renew"})
    assert anybody.get(address[1]).status_code == 404
    office.post("/my-work/calendar/", {"what": "take back"})
    assert CalendarKey.objects.count() == 0


def test_a_feed_is_text_as_the_standard_wants_it() -> None:
    case = pledge()
    case.move("propose", supplier(), proposal(), at=AT)
    Deadline.objects.update(what="Réponse; with, signs \\ and a very long text " * 4)
    text = feed.calendar(clocks.running_for(officer()), "https://buyfair.example", AT)
    lines = text.split(b"\r\n")
    assert text.endswith(b"END:VCALENDAR\r\n") and b"\n" not in text.replace(b"\r\n", b"")
    assert max(len(line) for line in lines) <= 75
    assert {b"VERSION:2.0", b"BEGIN:VEVENT", b"DTSTAMP:20260302T150000Z", b"DTSTART;VALUE=DATE:20260316"} <= set(lines)
    assert [line for line in lines if line.startswith(b"UID:deadline-") and line.endswith(b"@buyfair.example")]
    assert b"R\xc3\xa9ponse\\; with\\, signs" in text


@pytest.mark.parametrize("key", ["x", "%00", "é" * 50, "../../etc/passwd", "a" * 3000])
def test_a_key_that_is_none_finds_nothing(acting: Acting, key: str) -> None:
    assert acting(Role.PUBLIC).get(f"/calendar/{key}.ics").status_code == 404


def test_a_move_may_wait_for_a_day_or_be_too_late(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from tiny_subject.flow import FLOW

    from buyfair.web.casework import flow as tables
    from buyfair.web.casework.models import case as cases

    bound = replace(FLOW, moves=tuple(
        replace(m, after="answer") if m.name == "hand_back" else replace(m, before="answer") if m.name == "agree" else m
        for m in FLOW.moves))  # fmt: skip
    monkeypatch.setattr(cases.tables, "flow_of", lambda kind: bound if kind == "pledge" else tables.FLOW)
    case = pledge()
    case.move("propose", supplier(), proposal(), at=AT)
    with pytest.raises(TooEarlyError, match="To return it is too early: The office answers runs until 2026-03-16."):
        case.move("hand_back", officer(), {}, "Late.", at=AT + timedelta(days=14))
    with pytest.raises(TooLateError, match="To agree to the pledge is too late: the last day was 2026-03-16."):
        case.move("agree", officer(), {"pay_by": "2026-06-30"}, at=AT + timedelta(days=15))
    case.move("hand_back", officer(), {}, "Late.", at=AT + timedelta(days=15))
    assert case.state == "draft"
