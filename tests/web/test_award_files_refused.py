"""Who may not, what cannot be, what somebody else did meanwhile: each is answered with a sentence, and nothing is half done."""

from __future__ import annotations

import errno
import io
import resource
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from award_file_pages import NEW, batch_of, rows, sent
from django.test import Client
from people import Acting

from buyfair import snapshots
from buyfair.terms.errors import InputRefusedError, MachineError
from buyfair.web.award_files import accepting, arriving, inbox, jobs, looking, places, running, showing
from buyfair.web.award_files.management.commands import work
from buyfair.web.award_files.models import AwardFile, Batch, Deed
from buyfair.web.core.clock import now
from buyfair.web.core.roles import Role

pytest_plugins = ["award_file_pages"]
pytestmark = pytest.mark.django_db
SEEN = {"layout": "USAspending", "sampled": True, "whole": True, "records": 2, "read": 2, "accepted": 2, "rejected": 0,
        "superseded": 0, "reasons": {}, "passed_over": []}  # fmt: skip


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first look is tested by itself: here every file is seen at once."""
    monkeypatch.setattr(accepting, "looked", lambda sha256, name: SEEN)


def left_behind(home: Path) -> list[str]:
    """What lies in the folder of uploads but for locks."""
    return [str(p.relative_to(home)) for p in (home / "uploads").rglob("*") if p.is_file() and not p.name.endswith(".lock")]


def test_others_than_leads_and_administrators_are_refused(acting: Acting, home_folder: Path) -> None:
    """By page and by form; what they sent leaves nothing behind; another office's lead does not find the batch."""
    batch = batch_of("stopped")
    for role, office, kind in ((Role.CONTRACTING_OFFICER, "Office A", "agency"), (Role.INSPECTOR_GENERAL, "IG", "oversight"),
                               (Role.SUPPLIER_MEMBER, "Firm", "supplier"), (Role.MONITOR, "Union", "monitor")):  # fmt: skip
        client = acting(role, office, kind)
        for address in ("/award-files/", NEW, "/award-files/snapshots/", f"/award-files/{batch.pk}/"):
            assert client.get(address).status_code == 403
        assert sent(client, ("awards.csv", rows())).status_code == 403
        assert client.post(f"/award-files/{batch.pk}/", {"do": "resume"}).status_code == 403
        assert client.post("/award-files/snapshots/", {"do": "show", "snapshot": "x"}).status_code == 403
    other = acting(Role.PORTFOLIO_LEAD, "Office B")
    assert other.get(f"/award-files/{batch.pk}/").status_code == 404
    assert other.post(f"/award-files/{batch.pk}/", {"do": "resume"}).status_code == 404
    assert "Batch" not in other.get("/award-files/").content.decode().split("</h1>")[1].split("How to read")[0]
    batch.refresh_from_db()
    assert batch.state == "stopped" and not AwardFile.objects.exists() and not (home_folder / "uploads" / "files").exists()


@pytest.mark.usefixtures("seen")
def test_what_was_typed_stays_and_what_was_read_is_ticked(lead: Client, home_folder: Path) -> None:
    """One good file, one that is empty, a day that is none: nothing is accepted, nothing has to be sent again."""
    typed = {"label": "Fiscal year 2026", "day": "30.9.2026", "at_once": "yes"}
    answer = sent(lead, ("good.csv", b"a,b\n1,2\n"), ("empty.csv", b""), **typed)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "empty.csv is empty (0 bytes)" in page and "is no day" in page and 'value="30.9.2026"' in page
    assert 'value="Fiscal year 2026"' in page and 'name="at_once" value="yes" checked' in page
    held = AwardFile.objects.get()
    assert f'name="held" value="{held.pk}" checked' in page and not Batch.objects.exists()
    answer = lead.post(NEW, {"held": held.pk, "label": "Fiscal year 2026"})
    assert answer.status_code == 302 and list(Batch.objects.get().files.all()) == [held]
    assert left_behind(home_folder) == [f"uploads/files/{held.sha256}"]


@pytest.mark.usefixtures("seen")
def test_a_form_that_is_sent_twice_is_one_batch_and_the_same_content_is_stored_once(lead: Client) -> None:
    """Whatever the file is called the second time."""
    first = sent(lead, ("a.csv", b"same"), ("b.csv", b"other"))
    again = sent(lead, ("c.csv", b"other"), ("d.csv", b"same"))
    assert first.headers["Location"] == again.headers["Location"]
    assert (Batch.objects.count(), AwardFile.objects.count(), Deed.objects.filter(what="accepted").count()) == (1, 2, 1)
    third = sent(lead, ("e.csv", b"same"), day="2026-09-30")
    assert third.headers["Location"] != first.headers["Location"], "another day is another question"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, "No file was chosen"),
        ({"held": "999"}, "No file was chosen"),
        ({"held": ["x", "9" * 40, "-1"]}, "No file was chosen"),
        ({"folder": "../../etc/passwd"}, "does not lie in the folder"),
        ({"office": "999"}, "none that you act for"),
        ({"label": "x" * 81, "folder": "\x00"}, "at most 80"),
    ],
)
def test_a_form_that_asks_for_what_is_not_there_is_told_so(typed: dict[str, Any], says: str, lead: Client) -> None:
    """A sentence each, and no batch."""
    answer = lead.post(NEW, typed)
    assert answer.status_code == 400 and says in answer.content.decode() and not Batch.objects.exists()


@pytest.mark.usefixtures("seen")
def test_names_lead_nowhere_and_strange_ones_are_made_plain(lead: Client, home_folder: Path) -> None:
    """Paths, signs that steer and endless names: the content goes where its hash says."""
    names = ("../../../../outside.csv", "..\\..\\outside.csv", "a\u202egnp.csv", "x" * 4000 + ".csv", "..", "a\x00b.csv", "/")
    for nth, name in enumerate(names):
        body = f'--b\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\ncontent {nth}\r\n--b--\r\n'
        answer = lead.generic("POST", NEW, body.encode(), content_type="multipart/form-data; boundary=b")
        assert answer.status_code in (302, 400), name
    assert AwardFile.objects.count() >= 4
    for file in AwardFile.objects.all():
        assert "/" not in file.name and "\\" not in file.name and "\u202e" not in file.name and len(file.name) <= 120
    assert all(path.startswith("uploads/files/") for path in left_behind(home_folder))


def test_a_file_beyond_the_cap_is_refused_while_it_comes(lead: Client, home_folder: Path, settings: Any) -> None:
    """Not after all of it was written; and nothing is left behind."""
    settings.AWARD_FILE_LARGEST = 3_000_000
    answer = sent(lead, ("big.csv", b"x" * 8_000_000), label="Kept")
    page = answer.content.decode()
    assert answer.status_code == 400 and "big.csv is larger than 3,000,000 bytes" in page and 'value="Kept"' in page
    assert left_behind(home_folder) == []


def test_what_is_larger_than_the_room_that_is_left_is_not_begun_with(
    lead: Client, home_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told before anything is written."""
    monkeypatch.setattr(places, "free", lambda: 1000)
    answer = sent(lead, ("awards.csv", b"x" * 5000), label="Kept")
    assert "has no room for awards.csv" in answer.content.decode() and 'value="Kept"' in answer.content.decode()
    assert left_behind(home_folder) == []


@pytest.fixture
def small_disk() -> Iterator[None]:
    """No file may grow beyond a megabyte, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.usefixtures("small_disk")
def test_a_full_disk_is_said_in_a_sentence_and_leaves_nothing_behind(home_folder: Path) -> None:
    """Amid the file; and where the last bytes are made to last."""
    file = arriving.Arriving("awards.csv")
    with pytest.raises(Exception, match="has no room for awards.csv; expected a file that fits; nothing of it was kept"):
        for _ in range(3):
            file.write(b"x" * 500_000)
    file.close()
    assert left_behind(home_folder) == []


def test_a_disk_that_is_full_at_the_end_leaves_nothing_behind(
    lead: Client, home_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The write to the disk itself may be what fails."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    places.made(places.content("0" * 64).parent)  # making a folder for the first time waits for the disk too
    monkeypatch.setattr(arriving.os, "fsync", full)
    answer = sent(lead, ("awards.csv", b"a,b\n1,2\n"))
    monkeypatch.undo()
    assert answer.status_code == 400 and "has no room for awards.csv" in answer.content.decode()
    assert left_behind(home_folder) == [] and not AwardFile.objects.exists()


def test_a_file_that_cannot_be_looked_into_within_the_bounds_is_refused(
    home_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long it would take: the process of the look is ended."""
    file = arriving.Arriving("awards.csv")
    file.write(b"a,b\n1,2\n")
    sha256 = file.keep()
    monkeypatch.setattr(looking, "PATIENCE", 0.01)
    with pytest.raises(Exception, match="could not be looked into within"):
        looking.looked(sha256, "awards.csv")
    assert not list((home_folder / "uploads").glob(".looking-*"))


def test_the_folder_of_the_operator_shows_award_files_and_no_link_out_of_it(
    lead: Client, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is chosen is copied in; the folder keeps its file."""
    monkeypatch.setattr(accepting, "looked", lambda sha256, name: SEEN)
    settings.INBOX = tmp_path / "inbox"
    assert "is not there" in lead.get(NEW).content.decode()
    settings.INBOX.mkdir()
    assert "No award file lies in it" in lead.get(NEW).content.decode()
    (settings.INBOX / "awards.csv").write_bytes(b"a,b\n1,2\n")
    (settings.INBOX / "secret.csv").symlink_to("/etc/passwd")
    (settings.INBOX / "notes.txt").write_bytes(b"x")
    assert [f.name for f in inbox.lying()] == ["awards.csv"]
    assert lead.post(NEW, {"folder": "secret.csv"}).status_code == 400
    assert lead.post(NEW, {"folder": "awards.csv"}).status_code == 302
    assert (AwardFile.objects.get().source, (settings.INBOX / "awards.csv").is_file()) == ("folder", True)


# buttons


def test_a_batch_is_stopped_and_resumed_and_each_is_on_record(lead: Client) -> None:
    """A second click of a stale page is told where the batch stands."""
    batch = batch_of()
    jobs.queued(batch)
    at = f"/award-files/{batch.pk}/"
    assert lead.post(at, {"do": "stop"}).status_code == 302
    again = lead.post(at, {"do": "stop"})
    assert again.status_code == 409 and "not under way any more" in again.content.decode()
    assert "It was stopped" in again.content.decode() and "Resume it" in again.content.decode()
    assert lead.post(at, {"do": "resume"}).status_code == 302
    assert lead.post(at, {"do": "resume"}).status_code == 409
    batch.refresh_from_db()
    assert (batch.state, batch.attempt) == ("waiting", 3)
    assert [d.what for d in batch.deeds.all()] == ["resumed", "stopped"]
    assert lead.post(at, {"do": "show", "before": ""}).status_code == 409, "what is not assessed is not shown"
    assert lead.post(at, {"do": "nonsense"}).status_code == 400


def test_two_batches_of_the_same_files_are_never_under_way_at_once(lead: Client) -> None:
    """Resuming the one while the other runs is refused in a sentence."""
    stopped = batch_of("stopped", same="a" * 64)
    batch_of("running", same="a" * 64)
    answer = lead.post(f"/award-files/{stopped.pk}/", {"do": "resume"})
    assert answer.status_code == 409 and "another batch of the same files is under way" in answer.content.decode()


def test_a_snapshot_is_shown_shown_again_and_dropped_each_on_record(
    lead: Client, two: tuple[str, str], home_folder: Path
) -> None:
    """A page that is stale decides nothing; what is shown is never dropped; a drop wants a tick."""
    one, other = two
    at = "/award-files/snapshots/"

    def asks(do: str, snapshot: str, before: str, **more: str) -> Any:
        return lead.post(at, {"do": do, "snapshot": snapshot, "before": before, **more})

    assert asks("show", other, one).status_code == 302
    stale = asks("drop", one, one, sure=one)
    assert stale.status_code == 409 and "meanwhile somebody showed 2026-02-01" in stale.content.decode()
    assert "expected is the tick beside it" in asks("drop", one, other).content.decode()
    assert "is the snapshot that is shown" in asks("drop", other, other, sure=other).content.decode()
    assert "is no snapshot" in asks("show", "../../etc", other).content.decode()
    assert asks("show", one, other).status_code == 302
    assert asks("drop", other, one, sure=other).status_code == 302
    assert [s.id for s in snapshots.every(home_folder)] == [one]
    told = [(d.what, d.before, d.after, d.done, d.by.username) for d in Deed.objects.order_by("pk")]
    who = "portfolio_lead@office-a.example"
    assert told == [("shown", one, other, True, who), ("shown", other, one, True, who), ("dropped", other, "", True, who)]
    page = lead.get(at).content.decode()
    assert page.count("Shown as the portfolio") == 2 and "Snapshot dropped" in page


FIGURES = {"lines": {"read": 10, "accepted": 8, "rejected": 2, "superseded": 0}, "dollars": dict.fromkeys(
    ("read", "accepted", "rejected", "superseded"), "1.00"), "rejected_why": [], "passed_over": [], "day": "2026-02-01",
    "awards": 1_000_000}  # fmt: skip
"""What a batch tells of itself that fails one check: two records of ten were rejected."""
WHOLE = {**FIGURES, "lines": {"read": 10, "accepted": 10, "rejected": 0, "superseded": 0}}
"""And of one that fails none."""


def test_checks_are_made_against_what_is_shown_now(
    lead: Client, two: tuple[str, str], home_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not against what was shown when it was assessed: the page and the button ask the same question."""
    one, other = two
    batch = batch_of("assessed", snapshot=other, figures={**WHOLE, "day": "2025-06-30"},
                     checks=[{"asks": "Is it as new?", "answer": "yes", "says": "No portfolio is shown yet."}])  # fmt: skip
    at = f"/award-files/{batch.pk}/"
    page = lead.get(at).content.decode()
    assert "Not every check holds: one was answered no, or cannot be told" in page and "as of June 30, 2025" in page
    assert lead.post(at, {"do": "show", "before": one}).status_code == 409
    Batch.objects.update(figures=WHOLE)
    assert "Every check holds" in lead.get(at).content.decode()

    def unreadable(self: Any) -> Any:
        raise MachineError("it cannot be read")

    monkeypatch.setattr(snapshots.Snapshot, "summary", unreadable)
    assert "How many awards the one that is shown holds is not told." in lead.get(at).content.decode()
    monkeypatch.undo()
    assert lead.post(at, {"do": "show", "before": one}).status_code == 302
    again = lead.post("/award-files/snapshots/", {"do": "show", "snapshot": one, "before": other})
    assert again.status_code == 302, "what was no batch, or was shown before, is shown again from here"


def test_a_deed_stands_on_the_batch_of_the_office_that_did_it(acting: Acting, two: tuple[str, str], home_folder: Path) -> None:
    """Two offices may have brought the same files."""
    one, other = two
    batch = batch_of("assessed", snapshot=other, figures=WHOLE)
    client = acting(Role.PORTFOLIO_LEAD, "Office B")
    assert client.post("/award-files/snapshots/", {"do": "show", "snapshot": other, "before": one}).status_code == 302
    assert Deed.objects.get().batch is None and not batch.deeds.exists()


def test_showing_as_chosen_looks_and_switches_in_one(
    two: tuple[str, str], home_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it is checked against stays what is shown; where somebody else changes that just now, a person decides."""
    one, other = two
    alone = []

    def checked(figures: Any, shown: Any) -> list[dict[str, str]]:
        alone.append(places.held(places.uploads() / ".showing.lock"))
        return [{"asks": "", "answer": "yes", "says": ""}]

    def attempt() -> str:
        batch = batch_of("running", show_at_once=True)
        of = running._Attempt(batch.pk, Batch.objects.filter(pk=batch.pk), places.Lock(places.of_batch(batch.pk)))
        of.told = {"figures": WHOLE, "snapshot": other}
        return of._assessed()

    def busy() -> None:
        raise InputRefusedError("somebody else is changing what is shown")

    monkeypatch.setattr(running.checks, "checked", checked)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(showing, "alone", busy)
        assert attempt() == "assessed" and showing.current() == one
    assert attempt() == "assessed" and showing.current() == other
    assert alone == [False, True]


def test_a_look_that_the_disk_refuses_does_not_end_the_watch(home_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker says so, and looks again."""
    looks, ending = [], threading.Event()

    def recovered() -> int:
        looks.append(1)
        if len(looks) == 2:
            ending.set()
        raise OSError(errno.ENOSPC, "No space left on device")

    for name, of in (("recovered", recovered), ("ENDING", ending), ("EVERY", 0.0)):
        monkeypatch.setattr(work, name, of)
    monkeypatch.setattr(work.connections, "close_all", lambda: None)
    monkeypatch.setattr(work.time, "sleep", lambda seconds: None)
    said = io.StringIO()
    work.Command(stderr=said)._beside(None)
    assert len(looks) == 2 and "batches left behind could not be looked for" in said.getvalue()


def test_what_waits_is_counted_over_all_batches_and_pages_follow(lead: Client, two: tuple[str, str]) -> None:
    """However old it is, and whatever is filtered by."""
    old = batch_of("assessed", snapshot=two[1], label="Old and undecided", at=now() - timedelta(days=900))
    for nth in range(51):
        batch_of("stopped", label=f"Batch {nth}")
    page = lead.get("/award-files/").content.decode()
    assert "1 assessed batch waits for you to decide" in page and page.index(old.label) < page.index("Batch 50")
    assert "page 1 of 2" in page and "page=2" in page
    assert "Batch 0<" in lead.get("/award-files/?page=2").content.decode()
    assert "1 assessed batch waits for you to decide" in lead.get("/award-files/?state=stopped").content.decode()


def test_a_tick_beyond_the_latest_stays_and_what_is_not_done_is_said(lead: Client, seen: None) -> None:
    """The choice to show a batch at once counts for a new one alone."""
    sent(lead, ("first.csv", b"first"))
    held = AwardFile.objects.get()
    AwardFile.objects.bulk_create(
        AwardFile(organization=held.organization, by=held.by, at=now(), name=f"{n}", sha256=f"{n:064}", size=1)
        for n in range(70)
    )
    for wrong in ({"day": "30.9.2026"}, {"office": "999"}):
        page = lead.post(NEW, {"held": held.pk, **wrong}).content.decode()
        assert f'name="held" value="{held.pk}" checked' in page, wrong
    again = lead.post(NEW, {"held": held.pk, "at_once": "yes"}, follow=True).content.decode()
    assert "It is not shown by itself: what was chosen when it was brought stands." in again


def test_a_file_that_goes_while_it_is_chosen_is_said(lead: Client, tmp_path: Path, settings: Any, monkeypatch: Any) -> None:
    """Between the list and the copy somebody took it away."""
    settings.INBOX = tmp_path / "inbox"
    settings.INBOX.mkdir()
    monkeypatch.setattr(inbox, "lying", lambda: [inbox.Lying("awards.csv", 1, now())])
    answer = lead.post(NEW, {"folder": "awards.csv"})
    assert answer.status_code == 400 and "awards.csv cannot be read" in answer.content.decode()


def test_what_fails_a_check_is_shown_only_with_a_reason(lead: Client, two: tuple[str, str], home_folder: Path) -> None:
    """And the reason is on record."""
    one, other = two
    batch = batch_of("assessed", snapshot=other, figures=FIGURES, checks=[])
    at = f"/award-files/{batch.pk}/"
    elsewhere = lead.post("/award-files/snapshots/", {"do": "show", "snapshot": other, "before": one})
    assert elsewhere.status_code == 409 and "show it from the page of its batch" in elsewhere.content.decode()
    assert "decide whether to show it" in lead.get("/award-files/").content.decode()
    refused = lead.post(at, {"do": "show", "before": one})
    assert refused.status_code == 409 and "expected is the reason" in refused.content.decode()
    assert lead.post(at, {"do": "show", "before": one, "why": "Two records of a closed office"}).status_code == 302
    assert (snapshots.current(home_folder) or batch).id == other  # type: ignore[union-attr]
    assert Deed.objects.get().why == "Two records of a closed office"
    assert "decide whether" not in lead.get("/award-files/").content.decode()
    rejected = lead.get(f"{at}rejected.csv").getvalue().decode("utf-8-sig")
    assert rejected.startswith("file,member,record,line,reason,dollars,raw\r\n") and "bad_amount" in rejected


def test_pages_ask_the_database_a_bounded_number_of_questions(
    lead: Client, two: tuple[str, str], django_assert_max_num_queries: Any
) -> None:
    """However many batches there are."""
    for nth in range(30):
        batch = batch_of("assessed" if nth % 2 else "stopped", snapshot=two[nth % 2], label=f"Batch {nth}")
        Deed.objects.create(batch=batch, what="accepted", at=now() - timedelta(days=nth), by=batch.by)
    for address in ("/award-files/", NEW, "/award-files/snapshots/", f"/award-files/{batch.pk}/"):
        with django_assert_max_num_queries(12):
            assert lead.get(address).status_code == 200
    assert lead.get("/award-files/?state=stopped").content.decode().count("<tr>") == 16
    assert lead.get("/award-files/?state=%00%F0%9F").status_code == 400
    assert lead.get("/award-files/99999999999999999999/").status_code == 404


def test_what_stands_in_the_record_is_not_edited(lead: Client) -> None:
    """But for whether the disk followed."""
    deed = Deed.objects.create(what="shown", at=now(), before="a", after="b", done=None)
    deed.after = "c"
    with pytest.raises(ValueError, match="not edited"):
        deed.save()
    assert places.uploads().parent.name == "home"
