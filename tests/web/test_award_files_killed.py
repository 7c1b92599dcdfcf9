"""Real processes, killed amid their work: what was accepted is not lost, what is half done is not shown, the page says so."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from award_file_pages import batch_of, rows, sent, surroundings, worked_off, working
from django.db import connections
from django.test import Client
from django_tasks_db.models import DBTaskResult
from people import Acting

from buyfair import snapshots
from buyfair.web.award_files import assessing, jobs, places, running, showing
from buyfair.web.award_files.accepting import accepted, nobodys
from buyfair.web.award_files.models import AwardFile, Batch, Deed
from buyfair.web.award_files.recovering import FAULT, MOST, recovered
from buyfair.web.core.clock import now
from buyfair.web.core.roles import Role

pytest_plugins = ["award_file_pages"]
pytestmark = pytest.mark.django_db(transaction=True)
PAST = timedelta(minutes=1)


def until(holds: Callable[[], bool], patience: float = 60.0) -> None:
    """Waits for something, or fails."""
    end = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.05)


def test_a_server_killed_while_a_file_arrives_leaves_nothing_that_stays(home_folder: Path) -> None:
    """Nobody else touches the file while it arrives; it goes when whoever wrote it is gone."""
    writes = """if True:
        import django, time
        django.setup()
        from buyfair.web.award_files.arriving import Arriving
        file = Arriving("awards.csv")
        file.write(b"x" * 2_000_000)
        print("written", flush=True)
        time.sleep(60)"""
    process = subprocess.Popen([sys.executable, "-c", writes], env=surroundings(), stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None and process.stdout.readline() == "written\n"
        half = list((home_folder / "uploads").glob(".arriving-*"))
        assert [f.stat().st_size for f in half] == [2_000_000] and places.sweep() == 0 and half[0].exists()
    finally:
        process.kill()
        process.wait()
    assert places.sweep() == 1 and not half[0].exists()
    assert not (home_folder / "uploads" / "files").exists() and not AwardFile.objects.exists()


def test_a_content_that_was_never_written_down_goes_after_a_day(home_folder: Path) -> None:
    """The server was killed between keeping the bytes and writing the row; what has a row stays."""
    batch, _ = _queued()
    lost = places.content("a" * 64)
    lost.write_bytes(b"x")
    assert nobodys() == 0, "somebody may be about to write it down"
    for path in lost.parent.iterdir():
        os.utime(path, (0, 0))
    assert nobodys() == 1 and not lost.exists() and batch.files.get().held


@pytest.mark.slow
def test_a_worker_killed_amid_its_work_is_told_and_its_batch_goes_back_to_the_queue(
    acting: Acting, home_folder: Path
) -> None:
    """The process of the assessment ends with it; the old job does nothing any more, the new one stands in the queue."""
    lead = acting(Role.PORTFOLIO_LEAD)
    batch, key = _queued()
    worker = working()
    try:
        until(lambda: Batch.objects.get(pk=key).step > 0)
        found = subprocess.run(["pgrep", "-P", str(worker.pid)], capture_output=True, text=True, check=True)
        child = int(found.stdout.split()[0])
        assert places.held(places.of_batch(key))
    finally:
        worker.kill()
        worker.wait()
    until(lambda: not _lives(child))
    # what the assessment itself had begun ends a moment after it
    told = "The worker that was at work on it was ended. Nothing is lost"
    until(lambda: told in lead.get(f"/award-files/{key}/").content.decode())
    assert recovered() == 1 and recovered() == 0, "once, whoever asks again"
    batch.refresh_from_db()
    assert (batch.state, batch.attempt, batch.deeds.first().how) == ("waiting", 2, FAULT)
    assert running.worked_off(key, 1) == "passed over", "the job of the killed worker, should it ever come again"
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "READY"]
    assert snapshots.every(home_folder) == ()


def _queued(content: bytes | None = None, **more: object) -> tuple[Batch, int]:
    """A batch of one file that is kept, in the queue."""
    from buyfair.web.award_files.arriving import Arriving

    arriving = Arriving("awards.csv")
    arriving.write(content or rows())
    sha256 = arriving.keep()
    batch = batch_of(**more)  # type: ignore[arg-type]
    file = AwardFile.objects.create(organization=batch.organization, by=batch.by, at=now(), name="awards.csv", source="upload",
                                    sha256=sha256, size=arriving.size)  # fmt: skip
    batch.files.set([file])
    jobs.queued(batch)
    return batch, batch.pk


def _lives(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return b"State:\tZ" not in Path(f"/proc/{pid}/status").read_bytes()
    return False


def test_a_worker_killed_before_it_began_loses_nothing(home_folder: Path) -> None:
    """It had taken the job from the queue, and no more."""
    batch, key = _queued()
    DBTaskResult.objects.update(status="RUNNING", started_at=now())
    assert recovered() == 0, "it may be about to begin"
    DBTaskResult.objects.update(started_at=now() - PAST)
    assert recovered() == 1
    batch.refresh_from_db()
    assert (batch.state, batch.attempt) == ("waiting", 2)
    DBTaskResult.objects.all().delete()
    assert recovered() == 1, "even a queue that was emptied loses no batch"


def test_no_batch_is_worked_on_twice_at_once(home_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever holds the lock is at work; another worker leaves it alone, and so does whoever looks for what was left."""
    monkeypatch.setattr(running, "_BUSY", 0.1)
    batch, key = _queued()
    lock = places.Lock(places.of_batch(key))
    assert lock.taken()
    assert running.worked_off(key, 1) == "somebody is at work on it"
    Batch.objects.filter(pk=key).update(state="running")
    assert recovered() == 0
    lock.close()
    assert recovered() == 1


def test_a_batch_that_ends_every_worker_is_given_up_in_a_sentence(home_folder: Path) -> None:
    """And may be resumed by a person."""
    batch, key = _queued()
    for _ in range(MOST):
        Batch.objects.filter(pk=key).update(state="running")
        assert recovered() == 1
    Batch.objects.filter(pk=key).update(state="running")
    assert recovered() == 0
    batch.refresh_from_db()
    assert batch.state == "failed" and "The worker was ended 5 times" in batch.problem


def test_a_wish_to_stop_that_the_worker_did_not_live_to_hear_is_kept(home_folder: Path) -> None:
    """It is stopped, not begun again."""
    batch, key = _queued()
    Batch.objects.filter(pk=key).update(state="running", stop_asked=True)
    recovered()
    batch.refresh_from_db()
    assert (batch.state, batch.attempt) == ("stopped", 2)


def test_a_switch_that_was_written_down_and_not_done_is_done_or_told(two: tuple[str, str], home_folder: Path) -> None:
    """Killed before the link was replaced, after it, and where somebody showed another one meanwhile."""
    one, other = two
    deed = showing.written("shown", before=one, after=other, by=None)
    assert showing.settle() == 0, "whoever wrote it may be about to do it"
    Deed.objects.update(at=now() - PAST)
    assert showing.settle() == 1 and showing.current() == other
    deed.refresh_from_db()
    assert deed.done is True
    done = Deed.objects.create(what="shown", before=one, after=other, at=now() - PAST, done=None)
    late = Deed.objects.create(what="shown", before=one, after="2020-01-01-cccccccccccc", at=now() - PAST, done=None)
    dropped = Deed.objects.create(what="dropped", before=other, at=now() - PAST, done=None)
    showing.settle()
    assert [Deed.objects.get(pk=d.pk).done for d in (done, late, dropped)] == [True, False, False]
    assert showing.current() == other


def test_those_who_bring_the_same_at_once_get_one_batch(home_folder: Path) -> None:
    """Four browsers at the same moment: one row, one job, one record; each is led to it."""
    first, key = _queued()
    files = list(first.files.all())
    gate, got = threading.Barrier(4), []

    def brings() -> None:
        try:
            gate.wait(timeout=20)
            got.append(accepted(files, first.organization, first.by, label="", day=None, show_at_once=False))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=brings) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len({batch.pk for batch, _ in got}) == 1 and sorted(new for _, new in got) == [False, False, False, True]
    assert (Batch.objects.exclude(pk=key).count(), DBTaskResult.objects.count()) == (1, 2)


@pytest.mark.slow
def test_two_workers_share_two_batches_and_the_one_that_is_told_to_end_puts_its_batch_back(home_folder: Path) -> None:
    """One each; the other worker takes it up when it is free."""
    first, _ = _queued(rows(0, 15))
    second = batch_of()
    second.files.set([first.files.get()])
    jobs.queued(second)
    workers = [working(), working()]
    try:
        until(lambda: Batch.objects.filter(state="running").count() == 2)
        until(lambda: Batch.objects.filter(step__gt=0).count() == 2)
        workers[0].send_signal(signal.SIGTERM)
        assert workers[0].wait(60) == 0
        assert sorted(Batch.objects.values_list("state", flat=True)) == ["running", "waiting"]
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
    assert Deed.objects.get(what="interrupted").how.startswith("the worker was told to end")


@pytest.mark.slow
def test_a_batch_that_is_killed_at_any_moment_comes_to_its_end(home_folder: Path) -> None:
    """What is shown meanwhile is nothing, then the whole, as it was chosen; `bench/killed_uploads.py` kills it more often."""
    chance = Random(20261130)
    batch, key = _queued(show_at_once=True)
    for _ in range(2):
        worker = working()
        time.sleep(chance.uniform(2.0, 8.0))
        worker.kill()
        worker.wait()
        shown = snapshots.current(home_folder)
        assert shown is None or (shown.folder / "browse.duckdb").is_file(), "whole, or not at all"
    until(lambda: not places.held(places.of_batch(key)))
    Deed.objects.filter(done=None).update(at=now() - PAST)
    DBTaskResult.objects.filter(status="RUNNING").update(started_at=now() - PAST)
    said = worked_off()
    batch.refresh_from_db()
    shown = snapshots.current(home_folder)
    assert shown is not None and (batch.state, batch.snapshot) == ("assessed", shown.id), (batch.problem, said)
    assert [s.id for s in snapshots.every(home_folder)] == [shown.id]
    assert Deed.objects.get(what="shown").how == showing.AS_CHOSEN


@pytest.mark.slow
def test_a_batch_is_stopped_while_it_is_assessed_and_resumed(acting: Acting, home_folder: Path) -> None:
    """By the buttons of its page."""
    lead: Client = acting(Role.PORTFOLIO_LEAD)
    at = sent(lead, ("awards.csv", rows())).headers["Location"]
    worker = working()
    try:
        until(lambda: Batch.objects.filter(step__gte=1).exists())
        lead.post(at, {"do": "stop"})
        until(lambda: Batch.objects.filter(state="stopped").exists())
        assert "It was stopped. Nothing of it is shown" in lead.get(at).content.decode()
        lead.post(at, {"do": "resume"})
        until(lambda: Batch.objects.filter(state="running", step__gte=1).exists())
    finally:
        worker.terminate()
        assert worker.wait(60) == 0
    assert Batch.objects.get().state == "waiting"
    whats = list(Deed.objects.values_list("what", flat=True))
    assert whats == ["interrupted", "resumed", "stopped", "stopped", "accepted"]


def test_an_interrupt_that_nobody_heard_is_raised_by_the_next_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may meet the throwing away of something, where Python says it aloud and goes on."""
    monkeypatch.setattr(assessing, "TOLD_TO_STOP", threading.Event())
    with pytest.raises(KeyboardInterrupt):
        assessing._interrupted()
    with pytest.raises(KeyboardInterrupt):
        assessing._say("and so on")


@pytest.mark.slow
def test_what_was_done_before_it_heard_that_it_should_stop_is_kept_and_not_shown(
    home_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deaf(attempt: running._Attempt) -> bool:
        return bool(attempt.mine.update(seen=now(), stop_asked=True))

    monkeypatch.setattr(running._Attempt, "_noted", deaf)
    batch, _ = _queued(show_at_once=True)
    batch.refresh_from_db()
    running.worked_off(batch.pk, batch.attempt)
    batch.refresh_from_db()
    assert batch.state == "assessed" and batch.snapshot
    assert list(Deed.objects.values_list("what", flat=True)) == ["assessed"]


@pytest.mark.slow
def test_a_file_that_breaks_off_beyond_the_first_look_is_refused_by_the_job(home_folder: Path) -> None:
    """The portfolio is as it was, and the page says the sentence of the assessment."""
    import gzip

    batch, _ = _queued(gzip.compress(rows())[:-40], show_at_once=True)
    worked_off()
    batch.refresh_from_db()
    assert batch.state == "refused" and "damaged or cut short" in batch.problem
    assert snapshots.current(home_folder) is None and not places.work(batch.pk).exists()
