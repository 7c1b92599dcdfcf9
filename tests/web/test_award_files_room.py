"""The disk is full at some step of the work on award files: nothing accepted is lost, the batch says so, it can be resumed."""

from __future__ import annotations

import errno
import sys
from pathlib import Path
from typing import Any

import pytest
from award_file_pages import batch_of
from people import Acting

from buyfair.terms.errors import MachineError
from buyfair.web.award_files import assessing, places, running
from buyfair.web.award_files.bounded import MACHINE, NO_ROOM, no_room
from buyfair.web.award_files.models import Batch
from buyfair.web.core.roles import Role

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))
from faults_room import Room

FULL, NOT_ALLOWED = OSError(errno.ENOSPC, "No space left on device"), OSError(errno.EACCES, "Permission denied")


@pytest.mark.alike
@pytest.mark.django_db(transaction=True)
def test_a_disk_that_is_full_at_some_moment_loses_nothing_and_shows_nothing_by_half(home_folder: Path, tmp_path: Path) -> None:
    """A moment of the process that assesses, and one of the worker that follows it; bench/faults_room.py tries all."""
    room = Room(home_folder, tmp_path)
    assert room.within > 20
    room.refused(process=room.within // 3)
    room.refused(worker=2)
    assert sum(room.seen.values()) == 2 and room.seen["failed"], "a moment that the work does without is no failure"


def met(problem: Exception) -> Exception:
    """What the assessment makes of what the disk answers."""
    try:
        try:
            raise problem
        except OSError as told:
            raise MachineError(f"the folder could not be written ({told.strerror})") from None
    except MachineError as said:
        return said


@pytest.mark.parametrize("problem, full", [
    (FULL, True), (OSError(errno.EDQUOT, "Disk quota exceeded"), True), (met(FULL), True), (NOT_ALLOWED, False),
    (MachineError("the engine stopped: IO Error: Could not write file: No space left on device"), True),
    (met(NOT_ALLOWED), False), (MemoryError(), False),
])  # fmt: skip
def test_a_disk_that_is_full_is_known_whoever_met_it(problem: Exception, full: bool) -> None:
    assert no_room(problem) is full


@pytest.mark.django_db
def test_a_disk_that_takes_not_even_the_lock_is_told_on_the_page_of_the_batch(
    acting: Acting, home_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was begun anew five times, and then said that the worker was ended."""
    lead = acting(Role.PORTFOLIO_LEAD)
    batch = batch_of()

    def refused(*_: Any, **__: Any) -> Any:
        raise FULL

    with monkeypatch.context() as full:
        full.setattr(running, "Lock", refused)
        assert running.worked_off(batch.pk, batch.attempt) == "failed"
    page = lead.get(f"/award-files/{batch.pk}/").content.decode()
    assert NO_ROOM in page and "it can be resumed" in page
    lead.post(f"/award-files/{batch.pk}/", {"do": "resume"})
    assert Batch.objects.get(pk=batch.pk).state == "waiting"


@pytest.mark.django_db
def test_what_the_disk_refuses_before_the_process_begins_is_told_too(
    home_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch, of_places = batch_of(), places.made

    def refused(folder: Path) -> Path:
        if folder == places.work(batch.pk):
            raise FULL
        return of_places(folder)

    monkeypatch.setattr(places, "made", refused)
    assert running.worked_off(batch.pk, batch.attempt) == "failed"
    batch.refresh_from_db()
    assert batch.problem == NO_ROOM


def test_the_process_tells_a_full_disk_from_files_that_are_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """It ended with the status of a refusal: the batch was refused without a word, and its work thrown away."""

    def refused(*_: Any) -> Any:
        raise FULL

    monkeypatch.setattr(assessing, "bound", lambda *_, **__: None)
    monkeypatch.setattr(assessing, "_whole", refused)
    monkeypatch.setattr(assessing.signal, "signal", lambda *_: None)
    assert assessing.main("1", "1", str(tmp_path), str(tmp_path / "out"), "", "", "2026-11-30T12:00:00+00:00") == MACHINE
    assert '"full": true' in capsys.readouterr().out
