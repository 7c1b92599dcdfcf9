"""Each step at which work asks the disk for something, killed or refused room in turn: what is shown is whole."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from buyfair import snapshots
from buyfair.terms.errors import InputRefusedError
from buyfair.web.core import backup

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))
import faults_work
from faults_points import ended


@pytest.fixture
def assessed(home_folder: Path, sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The bundled sample, assessed once for the run."""
    folder = next(p for p in (sample_folder, sample_folder / "assessed") if (p / "summary.json").is_file())
    monkeypatch.setattr(faults_work, "assessed", lambda: folder)
    (home_folder / "work").mkdir()
    return folder


def each_step(work: Any, *, full: bool = False) -> int:
    """Ends the work at its steps in turn until there is none left; how many there were. Some may do without room."""
    step, through = 0, False
    while not through:
        step += 1
        connections.close_all()
        found = ended(work.work, step, full=full)
        work.look(found.accepted)
        through = found.accepted and found.moments < step
        assert step < 2000
    return step - 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("full", [False, True], ids=["killed", "disk full"])
@pytest.mark.parametrize(("name", "least"), [("snapshot", 20), ("switch", 3), ("backup", 8), ("list", 8)])
def test_work_is_whole_or_not_there_at_whichever_step_it_ends(
    name: str, least: int, full: bool, assessed: Path, home_folder: Path
) -> None:
    work = faults_work.WORKS[name](home_folder)
    assert each_step(work, full=full) > (2 if full else least)
    if full:
        left = [p for p in (home_folder / "work").rglob(".*") if p.name.startswith((".taking-", ".a.backup", ".2026"))]
        assert left == [], "what met a full disk leaves nothing"


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_backup_left_goes_with_the_next_even_under_the_same_number_of_process(
    home_folder: Path, tmp_path: Path
) -> None:
    target = tmp_path / "a.backup"
    left = [tmp_path / f".a.backup.{pid}" for pid in (os.getpid(), 1)]
    for path in left:
        path.write_bytes(b"half")
    other = tmp_path / ".a.backup.notes"
    other.write_bytes(b"somebody's own")
    with backup._alone(left[1]):
        backup.back_up(target)
        assert target.exists() and not left[0].exists() and left[1].exists(), "what another writes stays"
    assert other.exists()


def test_of_two_who_take_snapshots_at_once_one_is_told_to_wait(assessed: Path, home_folder: Path) -> None:
    within, go_on = threading.Event(), threading.Event()

    def slowly(draft: Path, say: Callable[[str], None]) -> None:
        within.set()
        assert go_on.wait(30)
        faults_work.quick(draft, say)

    taken: list[snapshots.Snapshot] = []
    first = threading.Thread(target=lambda: taken.append(snapshots.take(assessed, home_folder, make=slowly)))
    first.start()
    try:
        assert within.wait(30)
        with pytest.raises(InputRefusedError, match="another"):
            snapshots.take(assessed, home_folder, make=faults_work.quick)
        assert snapshots.every(home_folder) == ()
    finally:
        go_on.set()
        first.join()
    assert [s.id for s in snapshots.every(home_folder)] == [taken[0].id]
    assert snapshots.take(assessed, home_folder, make=faults_work.quick).id == taken[0].id
