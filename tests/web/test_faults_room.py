"""A disk or database that is full or does not answer is said in a sentence; nothing is half written, what was typed stands."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from people import Acting
from tiny_subject.people import pledge

from buyfair.columns.held import Held
from buyfair.terms.errors import TooSlowError
from buyfair.web.api import limits
from buyfair.web.awards import found
from buyfair.web.casework.models import Event
from buyfair.web.casework.verify import verify
from buyfair.web.core import backup, backup_file
from buyfair.web.core.accounts import sessions
from buyfair.web.core.clock import now
from buyfair.web.core.roles import Role
from buyfair.web.core.shortage import DATABASE, LATER, ROOM, Shortage, shortage_of
from buyfair.web.risks import figures, listing

MEMBER = (Role.SUPPLIER_MEMBER, "Firm B", "supplier")
SLOW = Shortage("No answer in time", "The portfolio did not answer.", LATER, 503)
WORDS = "They keep our papers. " * 800


@contextmanager
def full_database() -> Iterator[None]:
    """The database takes not one page more."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA max_page_count=1")
        try:
            yield
        finally:
            cursor.execute("PRAGMA max_page_count=1073741823")


def failed(kind: type[Exception], **told: str) -> Exception:
    """What the database raises, with what its driver told below it."""
    below = Exception()
    for name, value in told.items():
        setattr(below, name, value)
    problem = kind("no")
    problem.__cause__ = below
    return problem


@pytest.mark.parametrize(
    ("problem", "short"),
    [
        (failed(OperationalError, sqlite_errorname="SQLITE_FULL"), ROOM),
        (failed(OperationalError, sqlstate="53100"), ROOM),
        (OSError(errno.ENOSPC, "no"), ROOM),
        (OSError(errno.EDQUOT, "no"), ROOM),
        (failed(OperationalError, sqlite_errorname="SQLITE_BUSY_SNAPSHOT"), DATABASE),
        (failed(OperationalError, sqlstate="53300"), DATABASE),
        (failed(OperationalError, sqlstate="57P01"), DATABASE),
        (failed(OperationalError), DATABASE),
        (failed(InterfaceError), DATABASE),
        (failed(OperationalError, sqlite_errorname="SQLITE_ERROR"), None),
        (failed(OperationalError, sqlstate="42P01"), None),
        (OSError(errno.ENOENT, "no"), None),
        (TooSlowError("The portfolio did not answer."), SLOW),
        (KeyError("no"), None),
        (None, None),
    ],
)
def test_what_is_short_is_told_from_a_defect(problem: Exception | None, short: Any) -> None:
    assert shortage_of(problem) == short


@pytest.mark.django_db(transaction=True)
def test_a_full_database_is_said_and_what_was_typed_comes_back(acting: Acting, home_folder: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite can be told how many pages it may have")
    case = pledge()
    firm = acting(*MEMBER)
    firm.raise_request_exception = False
    with full_database():
        before = Event.objects.count()
        answer = firm.post(f"/cases/{case.reference}/comment/", {"text": WORDS})
        page = answer.content.decode()
        assert answer.status_code == 507
        assert "The disk or the database of this installation is full. Most likely nothing of what you" in page
        assert page.count("<h1") == 1 and page.count("They keep our papers.") == 800
        assert Event.objects.count() == before
        assert firm.get(f"/pledges/{case.reference}/").status_code == 200, "what is there can still be read"
    assert firm.post(f"/cases/{case.reference}/comment/", {"text": WORDS}).status_code == 302, "later it works again"
    assert Event.objects.count() == before + 1 and verify().broken == []


@pytest.mark.django_db
def test_a_locked_database_asks_to_wait_and_a_defect_stays_a_defect(acting: Acting, home_folder: Path) -> None:
    case = pledge()
    firm = acting(*MEMBER)
    firm.raise_request_exception = False

    def answered(name: str) -> Any:
        def asked(execute: Any, sql: str, *rest: Any) -> Any:
            if sql.startswith("INSERT"):
                raise failed(OperationalError, sqlite_errorname=name)
            return execute(sql, *rest)

        with connection.execute_wrapper(asked):
            return firm.post(f"/cases/{case.reference}/comment/", {"text": "Wait <b>", "password": "hidden-1"})

    busy = answered("SQLITE_BUSY")
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "60")
    page = busy.content.decode()
    assert "Wait &lt;b&gt;" in page and "Wait a minute, then send it again" in page and "hidden-1" not in page
    assert answered("SQLITE_ERROR").status_code == 500


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("problem", "status"), [(OperationalError, 507), (DatabaseError, 400)])
def test_nothing_is_denied_that_was_saved_before_the_session_failed(
    problem: type[Exception], status: int, acting: Acting, home_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The comment stands, then the session cannot be kept: its page must not say that nothing was saved."""
    case, before = pledge(), Event.objects.count()
    firm = acting(*MEMBER)
    firm.raise_request_exception = False
    monkeypatch.setattr(sessions.Limits, "look", lambda self, request: request.session.update({"to be kept": "after the page"}))

    def asked(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith("UPDATE") and "django_session" in sql:
            raise failed(problem, sqlite_errorname="SQLITE_FULL")
        return execute(sql, *rest)

    with connection.execute_wrapper(asked):
        answer = firm.post(f"/cases/{case.reference}/comment/", {"text": "It stands."})
    page = " ".join(answer.content.decode().split())
    assert answer.status_code == status and Event.objects.count() == before + 1
    assert "Nothing was saved" not in page and "look whether it is there before you send it again" in page


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["SQLITE_FULL", "SQLITE_BUSY"])
def test_whoever_only_reads_is_answered_though_nothing_can_be_written(
    name: str, acting: Acting, home_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That a session was used, and how often a program asked, is kept where there is room for it; one try a minute."""
    monkeypatch.setattr(sessions, "_not_before", 0.0)
    limits._shares.clear()
    case, firm, tried = pledge(), acting(*MEMBER), []
    session = firm.session
    session["seen"] = (now() - timedelta(minutes=5)).isoformat()
    session.save()

    def refuses(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            tried.append(sql)
            raise failed(OperationalError, sqlite_errorname=name)
        return execute(sql, *rest)

    with connection.execute_wrapper(refuses):
        page = firm.get(f"/pledges/{case.reference}/")
        assert (page.status_code, len(tried)) == (200, 1)
        assert (firm.get("/my-work/").status_code, len(tried)) == (200, 1)
        assert firm.get("/api/rules/TIP-04").status_code == 200 and "api_spent" in tried[-1]
    limits._shares.clear()


def gone(execute: Any, sql: str, *rest: Any) -> Any:
    """What a database answers that goes down."""
    raise failed(OperationalError, sqlstate="57P01")


@pytest.mark.django_db
def test_a_database_that_is_gone_is_said_without_asking_it(acting: Acting, home_folder: Path) -> None:
    firm = acting(*MEMBER)
    firm.raise_request_exception = False

    with connection.execute_wrapper(gone):
        answer = firm.get("/my-work/")
    assert answer.status_code == 503
    assert "cannot be reached. This page could not be made." in answer.content.decode()


@pytest.mark.django_db
def test_an_upload_that_meets_a_full_disk_and_a_full_database_names_the_file(
    acting: Acting, home_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = pledge()
    firm = acting(*MEMBER)
    firm.raise_request_exception = False

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def asked(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith("INSERT"):
            raise failed(OperationalError, sqlite_errorname="SQLITE_FULL")
        return execute(sql, *rest)

    monkeypatch.setattr(os, "fsync", full)
    with connection.execute_wrapper(asked):
        told = {"paper": "plan", "file": SimpleUploadedFile("our plan.txt", b"We pay back.")}
        answer = firm.post(f"/cases/{case.reference}/documents/", told)
    assert answer.status_code == 507
    assert "Choose these files again: our plan.txt." in answer.content.decode()
    assert not [p for p in (home_folder / "documents").rglob("*") if p.is_file()]


def no_room(*_: Any, **__: Any) -> None:
    """What a full disk answers."""
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.django_db(transaction=True)
def test_a_backup_and_a_restore_that_meet_a_full_disk_end_with_a_sentence(
    home_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.backup"
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", no_room)
        with pytest.raises(CommandError, match="is full. No backup was written. Tell whoever") as ended:
            call_command("backup", target)
    assert ended.value.returncode == 3 and list(tmp_path.glob("*.backup*")) == list(tmp_path.glob(".a*")) == []
    call_command("backup", target)
    with monkeypatch.context() as patched:
        patched.setattr(backup_file, "_blocks", no_room)
        with pytest.raises(CommandError, match="is full. No row was restored;") as ended:
            call_command("restore", target)
    assert ended.value.returncode == 3 and list(home_folder.iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_restore_left_is_cleared_by_the_next_and_two_at_once_are_refused(
    home_folder: Path, tmp_path: Path
) -> None:
    target = tmp_path / "a.backup"
    call_command("backup", target)
    left = home_folder / ".restore-killed"
    (left / "documents").mkdir(parents=True)
    with backup._alone(left) as ours, pytest.raises(CommandError, match="another restore is at work here"):
        assert ours
        call_command("restore", target)
    assert left.is_dir(), "what another is at work on stays"
    call_command("restore", target)
    assert list(home_folder.iterdir()) == []


@pytest.mark.django_db
def test_a_program_is_told_as_a_problem(acting: Acting, home_folder: Path) -> None:
    firm = acting(*MEMBER)
    firm.raise_request_exception = False

    with connection.execute_wrapper(gone):
        answer = firm.get("/api/cases")
    told = answer.json()
    assert (answer.status_code, answer.headers["Retry-After"], told["status"]) == (503, "60", 503)
    assert "cannot be reached" in told["detail"]


ASKING = ["/awards/CONT_AWD_NOBODY/", "/portfolio/?good=shrimp", "/portfolio/awards/?good=shrimp", "/plans/missing/",
          "/certificates/missing/", "/risks/systematic/", "/api/awards?good=shrimp"]  # fmt: skip


@contextmanager
def late(self: Held, seconds: float | None = None) -> Iterator[None]:
    """A portfolio that is asked and does not answer."""
    raise TooSlowError("The portfolio did not answer within 20 seconds: it is busy.")
    yield


def nothing_kept() -> None:
    """What an earlier test asked of the same snapshot would answer without asking."""
    for kept in (listing._ranked, figures.document_of, found.found):
        kept.cache_clear()


@pytest.mark.parametrize("address", ASKING)
def test_a_portfolio_that_answers_too_late_is_not_said_to_hold_nothing(
    address: str, acting: Acting, held: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = acting(Role.PORTFOLIO_LEAD, "Office A")
    lead.raise_request_exception = False
    nothing_kept()
    monkeypatch.setattr(Held, "asking", late)
    answer = lead.get(address)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    told = answer.content.decode()
    assert "did not answer within 20 seconds" in told
    assert LATER in told
    assert "No portfolio to ask" not in told


def test_what_else_there_is_is_shown_where_the_portfolio_answers_too_late(
    acting: Acting, held: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A search still finds cards, and never says that nothing was found; the register still shows its risks."""
    lead = acting(Role.PORTFOLIO_LEAD, "Office A")
    nothing_kept()
    monkeypatch.setattr(Held, "asking", late)
    answer = lead.get("/search/?q=cotton")
    told = answer.content.decode()
    assert answer.status_code == 503 and "Awards, suppliers and vehicles were not looked through" in told
    assert "/goods/cotton/" in told and "Nothing was found" not in told
    nothing = lead.get("/search/?q=zzzzqqq").content.decode()
    assert "were not looked through" in nothing and "Nothing was found" not in nothing
    register = lead.get("/risks/")
    assert register.status_code == 200 and "did not answer within 20 seconds" in register.content.decode()
