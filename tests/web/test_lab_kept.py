"""What the lab keeps, who waits for what, and that nobody who asks can bring the machine down or see half an answer."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lab_pages import content, shown, words_of

from buyfair.knowledge.reforms import text_of
from buyfair.reform.trying import given, tried
from buyfair.web.lab import kept, opening
from buyfair.web.lab.asked import ANSWER, BRIEF, DISTRICT, MOVED, Asked, Told, read_asked
from buyfair.web.lab.waiting import ENDED, LATE, Busy, Line, Refused, Waiting

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.alike]
ONE, TWO, SLOW = "plan_from_550000", "child_labor_flow_down", "origin_and_maker_recorded"


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    """A line of its own with two places."""
    of = Line(most=2)
    monkeypatch.setattr(opening, "LINE", of)
    yield of
    of.close()


def asked(folder: Path, name: str, form: str = ANSWER) -> Asked:
    return Asked(str(folder.resolve()), form, Told(name, text_of(name)))


def waited(line: Line, home: Path, of: Asked) -> Any:
    """What comes of it in the end."""
    for _ in range(300):
        if not isinstance(found := line.found(home, of, 1.0), Waiting):
            return found
    raise AssertionError("it never came")


@contextmanager
def held_up(home: Path) -> Iterator[None]:
    """Meanwhile nothing is computed: somebody else on the machine is at it."""
    kept.shelf(home).mkdir(parents=True, exist_ok=True)
    with (kept.shelf(home) / "one.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def test_the_same_bytes_come_out_cold_warm_and_from_the_library(held: Path, home_folder: Path, line: Line) -> None:
    """A folder that stays open between reforms changes nothing in any of them."""
    first = [waited(line, home_folder, asked(held, name)).read_bytes() for name in (ONE, TWO)]
    shutil.rmtree(kept.shelf(home_folder))
    again = [waited(line, home_folder, asked(held, name)).read_bytes() for name in (TWO, ONE)]
    assert first == again[::-1]
    found = tried(given(ONE), held.resolve())
    assert first[0].decode() == json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def test_another_snapshot_is_computed_anew_and_the_old_is_never_shown_for_it(
    held: Path, home_folder: Path, line: Line, tmp_path: Path
) -> None:
    """The day of the folder stands on the page; after the switch it is the day of the other one."""
    assert "files as of 2025" in words_of(shown(f"/lab/{ONE}/"))
    other = tmp_path / "other"
    shutil.copytree(held.resolve(), other)
    for name in ("summary.json", "manifest.json"):
        told = json.loads((other / name).read_text("utf-8"))
        (other / name).write_text(json.dumps({**told, "day": "2026-10-05"}), "utf-8")
    current = home_folder / "snapshots" / "current"
    current.unlink()
    current.symlink_to(other)
    assert "files as of 2026-10-05" in words_of(shown(f"/lab/{ONE}/"))


def test_every_part_of_a_question_counts_in_its_key(held: Path) -> None:
    """Form, text, the other reform and the district; and what is told to another process is what it reads."""
    mine = Told("own", text_of(ONE))
    every = [asked(held, ONE), asked(held, TWO), asked(held, ONE, MOVED), asked(held, ONE, BRIEF),
             Asked(str(held.resolve()), ANSWER, mine), Asked(str(held.resolve()), ANSWER, mine, Told(ONE, text_of(ONE))),
             *(Asked(str(held.resolve()), DISTRICT, mine, None, code) for code in ("VA-08", "VA-09"))]  # fmt: skip
    assert len({each.key for each in every}) == len(every)
    assert [read_asked(json.loads(json.dumps(each.document()))) for each in every] == every


def test_a_computation_that_is_killed_leaves_nothing_half_and_is_done_by_the_next_who_asks(
    held: Path, home_folder: Path, line: Line
) -> None:
    """Killed in the middle: a sentence, no file, no part of one; a minute later it is tried again."""
    of = asked(held, ONE)
    with held_up(home_folder):
        assert isinstance(line.found(home_folder, of, 0.2), Waiting)
        (kept.shelf(home_folder) / f"{of.key}.1.part").write_bytes(b"half")
        worker = line._worker
        assert worker is not None
        os.kill(worker.pid, signal.SIGKILL)
        found = waited(line, home_folder, of)
    assert isinstance(found, Refused) and (found.status, found.sentence) == (503, ENDED)
    assert kept.held(home_folder, of.key) is None
    why = kept.shelf(home_folder) / f"{of.key}.refused"
    os.utime(why, (0, time.time() - kept.REFUSED_FOR - 1))
    assert isinstance(waited(line, home_folder, of), Path)
    assert not list(kept.shelf(home_folder).glob("*.part")), "what died half written is swept away"


def test_a_reform_that_takes_too_long_is_ended_and_says_so(held: Path, home_folder: Path, monkeypatch: Any) -> None:
    """By a clock of the worker itself, so that it ends whatever it does."""
    of = Line(seconds=1)
    monkeypatch.setattr(opening, "LINE", of)
    found = waited(of, home_folder, asked(held, SLOW))
    assert isinstance(found, Refused) and found.sentence == LATE
    page = Client().get(f"/lab/{SLOW}/")
    assert page.status_code == 503 and page["Retry-After"] == "60" and "took longer" in words_of(page)
    of.close()


def test_when_the_line_is_full_a_page_says_to_come_back(held: Path, home_folder: Path, line: Line) -> None:
    """Two stand in line, however often they look; the third is asked to come back; then all are served."""
    with held_up(home_folder):
        for name in (ONE, TWO, ONE, TWO):
            page = Client().get(f"/lab/{name}/")
            assert page.status_code == 202 and page["Refresh"] == "3" and page["Cache-Control"] == "no-store"
            assert "looks again by itself" in words_of(page)
        page = Client().get(f"/lab/{SLOW}/")
        assert page.status_code == 503 and page["Retry-After"] == "60"
        assert "The lab is busy; try again in a minute." in words_of(page)
    for name in (ONE, TWO, SLOW):
        assert shown(f"/lab/{name}/").status_code == 200


def test_who_writes_reforms_without_end_cannot_keep_others_from_the_ready_ones(
    held: Path, home_folder: Path, line: Line
) -> None:
    """Half of the line is theirs; a ready reform finds a place, and goes first."""
    folder = str(held.resolve())
    mine = [Asked(folder, ANSWER, Told("own", f"{text_of(ONE)}# {n}\n")) for n in range(2)]
    with held_up(home_folder):
        assert isinstance(line.found(home_folder, mine[0], 0), Waiting)
        assert isinstance(line.found(home_folder, mine[1], 0), Busy)
        assert isinstance(line.found(home_folder, asked(held, ONE), 0), Waiting)
    assert isinstance(waited(line, home_folder, asked(held, ONE)), Path)
    assert isinstance(waited(line, home_folder, mine[0]), Path)


def test_many_who_ask_the_same_are_answered_by_one_computation(
    held: Path, home_folder: Path, line: Line, monkeypatch: Any
) -> None:
    """Ten at once; and only two of them are held back, so that other pages have room."""
    done: list[str] = []
    ask = line._ask
    monkeypatch.setattr(line, "_ask", lambda home, key, of: (done.append(key), ask(home, key, of)))
    with held_up(home_folder):
        found: list[float] = []

        def look() -> None:
            began = time.monotonic()
            assert isinstance(line.found(home_folder, asked(held, TWO), 1.5), Waiting)
            found.append(time.monotonic() - began)

        threads = [threading.Thread(target=look) for _ in range(10)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    assert len(found) == 10 and sum(took > 1.4 for took in found) == 2
    assert isinstance(waited(line, home_folder, asked(held, TWO)), Path)
    assert len(done) == 1


def test_a_worker_that_went_home_is_followed_by_another(held: Path, home_folder: Path, line: Line) -> None:
    """It ends by itself when nobody asks for a while; who asks next notices nothing."""
    assert isinstance(waited(line, home_folder, asked(held, ONE)), Path)
    worker = line._worker
    assert worker is not None and worker.stdin is not None
    worker.stdin.close()
    assert worker.wait(10) == 0
    assert isinstance(waited(line, home_folder, asked(held, TWO)), Path)


def test_a_folder_of_another_version_is_refused_in_its_sentence(
    held: Path, home_folder: Path, line: Line, tmp_path: Path
) -> None:
    """The sentence of the command, and status 422."""
    other = tmp_path / "other"
    shutil.copytree(held.resolve(), other)
    (other / "lines.parquet").unlink()
    current = home_folder / "snapshots" / "current"
    current.unlink()
    current.symlink_to(other)
    page = shown(f"/lab/{ONE}/")
    assert page.status_code == 422 and "lacks lines.parquet" in words_of(page)


def test_a_district_that_the_answer_does_not_hold_is_named_with_the_nearest(held: Path, home_folder: Path, line: Line) -> None:
    """Status 404, and what to take instead."""
    page = shown(f"/lab/{ONE}/district/ZZ-99.pdf")
    assert page.status_code == 404 and "the nearest are" in words_of(page)


def test_what_was_looked_at_longest_ago_is_let_go_first(home_folder: Path) -> None:
    """The shelf stays within its size."""
    for n in range(10):
        kept.keep(home_folder, f"{n}.json", b"x" * 100)
        os.utime(kept.shelf(home_folder) / f"{n}.json", (n, n))
    assert kept.held(home_folder, "0.json") is not None, "looked at again"
    kept.let_go(home_folder, 300)
    assert sorted(p.name for p in kept.shelf(home_folder).iterdir()) == ["0.json", "8.json", "9.json"]


def test_an_answer_let_go_between_look_and_reading_is_waited_for(held: Path, home_folder: Path, monkeypatch: Any) -> None:
    """Never a 500."""
    monkeypatch.setattr(opening.LINE, "found", lambda *_: home_folder / "lab" / "gone.json")
    for address in (f"/lab/{ONE}/", f"/lab/{ONE}/answer.json", f"/lab/{ONE}/manifest.json"):
        page = Client().get(address)
        assert page.status_code == 202 and content(page)
