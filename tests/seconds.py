"""Measures what each test costs, and keeps two lists: tests/slow.txt, the tests that `make quick` leaves to `make test`, and
tests/heavy.txt, the files that are begun first, so that no worker is still at a long one when the other has nothing left.

As a plugin of the checks (BUYFAIR_SECONDS=1) it writes the seconds of computing of each test, children included, to a file
per worker; seconds that others on the machine take are not counted. What is made for several tests counts to each by its
part: a test that takes nothing itself, and for which with one other a whole export is read, is no test of every commit.
As a command it reads those files and writes the lists:

    python tests/run.py seconds
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
MEASURED = ROOT / "build" / "seconds"
LIST = Path(__file__).with_name("slow.txt")
HEAVY = Path(__file__).with_name("heavy.txt")
MOST = 0.4
"""Seconds of computing that a test of every commit may take, with its part of what is made for it."""
LONG = 5
"""Seconds of computing of a whole file from which on it counts when it is begun."""


@cache
def slow() -> frozenset[str]:
    """The tests that were measured to take longer."""
    return frozenset(LIST.read_text("utf-8").splitlines()) if LIST.is_file() else frozenset()


@cache
def heavy() -> dict[str, int]:
    """The seconds of each file that was measured to take long."""
    lines = HEAVY.read_text("utf-8").splitlines() if HEAVY.is_file() else []
    return {name: int(seconds) for seconds, name in (line.split(" ", 1) for line in lines)}


def used() -> float:
    """Seconds of computing so far, of this process and of those that it started."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


class Cost(NamedTuple):
    """Of one test: its own seconds, those with all that was made before it and taken away after, and the fixtures it asks for,
    each with the seconds that it took to make where this test came first."""

    own: float
    whole: float
    asked: Mapping[str, float]


CALLED = pytest.StashKey[float]()
NOT_OURS = ("_pytest.", "pytest_")
MADE: dict[str, float] = {}
"""The fixtures that were made since the last test, and their seconds."""


def named(fixture: pytest.FixtureDef[Any]) -> str:
    """A fixture by the file that it is written in: others in other files may have its name."""
    return f"{fixture.func.__module__}.{fixture.argname}"


def asked_for(item: Any) -> set[str]:
    """The fixtures of ours that a test asks for, and those that they ask for."""
    found = {named(fixtures[-1]) for fixtures in item._fixtureinfo.name2fixturedefs.values()}
    return {name for name in found if not name.startswith(NOT_OURS)}


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> Iterator[None]:
    """What it takes to make a fixture; those that it rests on are made before."""
    before = used()
    try:
        return (yield)
    finally:
        MADE[named(fixturedef)] = used() - before


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """What the test itself takes; what it shares with others is made by whoever comes first, and is not its own."""
    before = used()
    try:
        return (yield)
    finally:
        item.stash[CALLED] = used() - before


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Writes that down, and what it takes with all that was made before and taken away after."""
    before = used()
    MADE.clear()
    try:
        return (yield)
    finally:
        MEASURED.mkdir(parents=True, exist_ok=True)
        worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
        own: float = item.stash.get(CALLED, 0.0)
        asked = {name: round(MADE.get(name, 0.0), 3) for name in asked_for(item)}
        row = [item.nodeid, round(own, 3), round(used() - before, 3), asked]
        with (MEASURED / f"{worker}.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")


def told() -> dict[str, Cost]:
    """What each test was measured to cost."""
    found: dict[str, Cost] = {}
    for path in sorted(MEASURED.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            name, *cost = json.loads(line)
            found.setdefault(name, Cost(*cost))  # asked again on another database, it is not told anew
    return found


def left_out(measured: Mapping[str, Cost]) -> set[str]:
    """The tests above MOST, alone or with their part of what is made for them; told anew until nobody joins them, as what is
    made has then fewer to share it."""
    made: dict[str, float] = {}
    for cost in measured.values():
        for name, seconds in cost.asked.items():
            made[name] = max(made.get(name, 0.0), seconds)
    out: set[str] = set()
    while True:
        kept = {name: cost for name, cost in measured.items() if name not in out}
        askers = Counter(asked for cost in kept.values() for asked in cost.asked)
        part = {asked: made[asked] / number for asked, number in askers.items()}
        more = {name for name, cost in kept.items() if cost.own + sum(part[asked] for asked in cost.asked) > MOST}
        if not more:
            return out
        out |= more


def main() -> int:
    """Writes the lists anew from what was measured."""
    measured = told()
    if not measured:
        print("nothing was measured: run python tests/run.py seconds")
        return 2
    held = sorted(left_out(measured))
    LIST.write_text("".join(f"{name}\n" for name in held), "utf-8")
    files: dict[str, float] = {}
    for name, (_, whole, _) in measured.items():
        file = name.partition("::")[0]
        files[file] = files.get(file, 0.0) + whole
    order = [(round(whole), file) for file, whole in sorted(files.items(), key=lambda row: -row[1]) if whole >= LONG]
    HEAVY.write_text("".join(f"{whole} {file}\n" for whole, file in order), "utf-8")
    theirs, all_ = sum(measured[name].own for name in held), sum(cost.own for cost in measured.values())
    print(f"{len(held):,} of {len(measured):,} tests take more than {MOST} s each, {theirs:.0f} of all {all_:.0f} s")
    print(f"{len(order):,} files take {LONG} s or more with what is made for them, of all {sum(files.values()):.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
