"""Long tables of names are asked on two cores: the same leads in the same order, and nothing stays behind."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from buyfair import catalogue
from buyfair.screen.two_cores import ALONE, LOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2, reason="a second process needs Linux and a second core"
    ),
]
SCREEN = "import sys; sys.argv[1:1] = ['screen']; from buyfair.cli import entry; entry()"
ON_ONE_CORE = "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}); " + SCREEN
LANDS, STREETS = ("China", "USA", ""), ("12 Industrial Road, Hotan, Xinjiang", "")
STARTED = 60.0


def names(folder: Path, many: int) -> Path:
    """A table of so many names, each a listed one with a number; some stand twice, some cells are empty."""
    listed = sorted({name for party in catalogue.parties() for name in party.names})
    path = folder / "names.csv"
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["firm", "land", "street", "uei"])
        for at in range(many):
            if LOT * (ALONE + 1) <= at < LOT * (ALONE + 2):
                at = 7  # a lot in which nothing is new
            told = f"{listed[at % len(listed)]} {at // len(listed) or ''}"
            name = listed[0] if at % 997 == 0 else "-" if at % 331 == 0 else told
            writer.writerow([name, LANDS[at % 3], STREETS[at % 2], "" if at % 5 else f"ZZ00{at % 97:08}"])
    return path


def started(script: str, *words: object, home: Path) -> subprocess.Popen[str]:
    env = {**os.environ, "BUYFAIR_HOME": str(home)}
    command = [sys.executable, "-c", script, *map(str, words), "--name", "firm"]
    return subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def children(of: int) -> list[int]:
    try:
        return [int(pid) for pid in Path(f"/proc/{of}/task/{of}/children").read_text().split()]
    except FileNotFoundError:
        return []


def second_of(first: subprocess.Popen[str]) -> int:
    """The second process, as soon as there is one."""
    until = time.monotonic() + STARTED
    while time.monotonic() < until and first.poll() is None:
        if found := children(first.pid):
            return found[0]
        time.sleep(0.01)
    raise AssertionError(f"no second process was started: {first.communicate()}")


def is_there(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


@pytest.fixture
def long_run(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    table = names(tmp_path, 60_000)
    run = started(SCREEN, table, "--out", tmp_path / "leads.csv", home=tmp_path / "home")
    yield run
    if run.poll() is None:
        os.killpg(run.pid, signal.SIGKILL)
        run.communicate()


def test_two_processes_tell_the_same_in_the_same_order_as_one(tmp_path: Path) -> None:
    table = names(tmp_path, LOT * (ALONE + 5) + 77)
    told = []
    for script in (SCREEN, ON_ONE_CORE):
        columns = ("--country", "land", "--address", "street", "--id", "uei=uei")
        run = started(script, table, *columns, "--json", home=tmp_path / "home")
        if script == SCREEN:
            assert second_of(run)
        out, said = run.communicate(timeout=STARTED * 2)
        assert run.returncode == 0, said
        told.append(out)
    assert told[0].count('"row"') > LOT * ALONE
    assert told[0] == told[1]


def test_a_stop_ends_both_and_writes_nothing(long_run: subprocess.Popen[str], tmp_path: Path) -> None:
    second = second_of(long_run)
    os.killpg(long_run.pid, signal.SIGINT)  # as a terminal does it: to both
    _, said = long_run.communicate(timeout=STARTED)
    assert long_run.returncode == 130
    assert "stopped" in said
    assert "Traceback" not in said
    assert not is_there(second)
    assert not (tmp_path / "leads.csv").exists()


def test_a_second_process_that_is_ended_is_told_in_one_sentence(
    long_run: subprocess.Popen[str], tmp_path: Path
) -> None:
    os.kill(second_of(long_run), signal.SIGKILL)
    _, said = long_run.communicate(timeout=STARTED)
    assert long_run.returncode == 3
    assert "the second process that compares names was ended (signal 9" in said.splitlines()[-1]
    assert "Traceback" not in said
    assert not (tmp_path / "leads.csv").exists()


def test_a_second_process_does_not_outlive_the_first(long_run: subprocess.Popen[str]) -> None:
    second = second_of(long_run)
    os.kill(long_run.pid, signal.SIGKILL)
    long_run.communicate(timeout=STARTED)
    until = time.monotonic() + STARTED
    while is_there(second) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_there(second)


@pytest.mark.parametrize(("before", "safe"), [
    ("", True),
    ("import duckdb", False),
    ("import threading; threading.Thread(target=threading.Event().wait, daemon=True).start()", False),
    ("import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})", False),
])  # fmt: skip
def test_a_process_is_forked_only_where_that_is_safe(before: str, safe: bool) -> None:
    script = f"{before}\nfrom buyfair.screen.two_cores import two_are_safe\nprint(two_are_safe())"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(safe)
