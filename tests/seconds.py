"""Measures what each test costs, and keeps tests/slow.txt: those that `make quick` leaves to `make test`.

As a plugin of the checks (BUYFAIR_SECONDS=1) it writes the seconds of computing of each test, children included, to a file
per worker; seconds that others on the machine take are not counted. As a command it reads those files and writes the list:

    python tests/run.py seconds
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MEASURED = ROOT / "build" / "seconds"
LIST = Path(__file__).with_name("slow.txt")
MOST = 0.4
"""Seconds of computing that a test of every commit may take."""


@cache
def slow() -> frozenset[str]:
    """The tests that were measured to take longer."""
    return frozenset(LIST.read_text("utf-8").splitlines()) if LIST.is_file() else frozenset()


def used() -> float:
    """Seconds of computing so far, of this process and of those that it started."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """What the test itself takes; what it shares with others is made by whoever comes first, and is not its own."""
    before = used()
    try:
        return (yield)
    finally:
        MEASURED.mkdir(parents=True, exist_ok=True)
        worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
        with (MEASURED / f"{worker}.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps([item.nodeid, round(used() - before, 3)]) + "\n")


def told() -> Counter[str]:
    """The seconds of each test that was measured."""
    found: Counter[str] = Counter()
    for path in sorted(MEASURED.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            name, seconds = json.loads(line)
            found[name] = seconds
    return found


def main() -> int:
    """Writes the list anew from what was measured."""
    measured = told()
    if not measured:
        print("nothing was measured: run python tests/run.py seconds")
        return 2
    held = sorted(name for name, seconds in measured.items() if seconds > MOST)
    LIST.write_text("".join(f"{name}\n" for name in held), "utf-8")
    theirs, all_ = sum(measured[name] for name in held), measured.total()
    print(f"{len(held):,} of {len(measured):,} tests take more than {MOST} s each, {theirs:.0f} of all {all_:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
