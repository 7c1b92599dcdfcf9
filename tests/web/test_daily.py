"""The work of every day is one command: every part has its line, what fails is named, and nothing is done twice."""

from __future__ import annotations

import io
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.timezone import now
from tiny_subject.people import pledge

from buyfair.web import working
from buyfair.web.casework.models import Anchor
from buyfair.web.core import daily

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder")]
LINES = ["expired certificates", "leads", "deadlines", "messages about risks", "anchor", "proof of the ledger",
         "documents that no case took", "old sessions", "old results of work"]  # fmt: skip


def ran() -> list[str]:
    """The lines of a run."""
    out = io.StringIO()
    call_command("daily", stdout=out)
    return out.getvalue().splitlines()


def test_a_day_has_a_line_for_each_part_and_a_second_run_does_nothing_twice() -> None:
    pledge()
    Session.objects.create(session_key="old", session_data="", expire_date=now().replace(year=2001))
    first = ran()
    assert [line.split(":")[0] for line in first] == LINES
    assert "The ledger is whole" in first[5] and Session.objects.count() == 0
    sent = len(mail.outbox)
    assert Anchor.objects.count() == 1 and sent > 0
    second = ran()
    assert "is anchored already" in second[4]
    assert (Anchor.objects.count(), len(mail.outbox)) == (1, sent)


def test_a_server_asks_each_hour_and_it_is_done_once_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """`--if-due` does nothing, and says nothing, until the next day."""
    out, moment = io.StringIO(), now()
    call_command("daily", "--if-due", stdout=out)
    assert len(out.getvalue().splitlines()) == len(LINES)
    call_command("daily", "--if-due", stdout=out)
    assert len(out.getvalue().splitlines()) == len(LINES)
    monkeypatch.setattr(timezone, "now", lambda: moment + timedelta(days=1))
    call_command("daily", "--if-due", stdout=out)
    assert len(out.getvalue().splitlines()) == 2 * len(LINES)


def test_what_was_cut_short_or_failed_is_done_again_the_same_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that is started again in the midst of it loses no letter of the day."""
    out = io.StringIO()

    def cut(**told: Any) -> Any:
        yield daily.Part("Deadlines", "done.")
        raise KeyboardInterrupt

    for way in (cut, lambda **told: iter([daily.Part("Deadlines", "no", failed=True)])):
        with monkeypatch.context() as patched:
            patched.setattr("buyfair.web.core.management.commands.daily.parts", way)
            with pytest.raises((KeyboardInterrupt, CommandError)):
                call_command("daily", "--if-due", stdout=io.StringIO())
        assert not daily.done_today()
    call_command("daily", "--if-due", stdout=out)
    assert len(out.getvalue().splitlines()) == len(LINES) and daily.done_today()


def test_beside_a_server_it_is_asked_for_and_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour apart, never two at a time; not in a demonstration."""
    begun: list[str] = []

    class Run:
        ended: int | None = None

        def poll(self) -> int | None:
            return self.ended

    def process(script: str, *told: object) -> Run:
        begun.append(script)
        return Run()

    clock = [1000.0]
    monkeypatch.setattr(working, "_process", process)
    monkeypatch.setattr(working.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr("sys.stderr", SimpleNamespace(fileno=lambda: 2))
    day = working.Day()
    day.look()
    assert not begun, "a server that ends at once asks for nothing"
    for _ in range(3):
        clock[0] += 3600
        day.look()
    assert len(begun) == 1, "the first has not ended"
    clock[0] += 90_000
    day.look()
    assert len(begun) == 2, "one that has not ended for a day hangs, and the next says so"
    clock[0] += 3600
    monkeypatch.setattr(Run, "ended", 0)
    day.look()
    assert len(begun) == 3 and "--if-due" in begun[0]
    for name in ("BUYFAIR_DAILY", "BUYFAIR_DEMO"):
        with monkeypatch.context() as patched:
            patched.setenv(name, "0" if name == "BUYFAIR_DAILY" else "1")
            none = working.Day()
        clock[0] += 7200
        none.look()
    assert len(begun) == 3


def test_a_part_that_fails_is_named_and_keeps_no_other_from_being_done(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(day: date, at: object) -> None:
        raise RuntimeError("the disk is read-only")

    monkeypatch.setattr("buyfair.web.casework.management.commands.anchor_ledger.anchored", broken)
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"Failed: anchor\. Everything else was done"):
        call_command("daily", stdout=out)
    lines = out.getvalue().splitlines()
    assert [line.split(":")[0] for line in lines] == LINES
    assert lines[4] == "anchor: FAILED: manage.py anchor_ledger ended with RuntimeError: the disk is read-only"


def test_a_run_at_the_same_time_leaves_the_work_to_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    with daily.alone() as mine:
        assert mine
        assert ran() == ["Another run is at work on this installation; nothing was done."]
        moment = now()
        monkeypatch.setattr(timezone, "now", lambda: moment + timedelta(days=2))
        with pytest.raises(CommandError, match="has not ended: it hangs"):
            ran()
    monkeypatch.undo()
    assert len(ran()) == len(LINES)
