"""The measure of many people at once, in short: it runs against a small portfolio, and can tell an error and a lost write."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest
from portfolios import taken  # noqa: F401

from buyfair.snapshots import Snapshot

BENCH = Path(__file__).resolve().parents[2] / "bench"


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(BENCH)


@pytest.mark.slow
def test_a_few_people_for_a_few_seconds_meet_no_error_and_lose_nothing(taken: Snapshot, tmp_path: Path) -> None:  # noqa: F811
    out, home = tmp_path / "found.json", str(taken.folder.parent.parent)
    env = {k: v for k, v in os.environ.items() if not k.startswith(("BUYFAIR_", "DJANGO_", "DATABASE"))}
    env["PYTHONPATH"] = str(BENCH.parent / "src")
    asked = ["--home", home, "--people", "6", "--seconds", "5", "--think", "0.4", "--writes", "50", "--out", str(out)]
    ran = subprocess.run(
        [sys.executable, str(BENCH / "web_load.py"), *asked], env=env, capture_output=True, text=True, timeout=240
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    found = json.loads(out.read_text("utf-8"))
    assert (found["errors"], found["lost"], found["ledger_whole"]) == (0, 0, True), found
    assert found["writes_accepted"] and {"page", "new filter", "write"} == set(found["classes"]), found
    assert found["requests"] == sum(each["asked"] for each in found["classes"].values()) > 15


def test_an_error_is_counted_and_said(bench: None) -> None:
    from web_load import figures, table
    from web_load_people import PAGE, Asked, Told

    told = Namespace(database="sqlite", people=2, think=8, seed=1)
    asked = [Asked(PAGE, "/leads", n / 1000, 200) for n in range(1, 101)] + [Asked(PAGE, "/leads", 9, 500, "500 /leads/")]
    found: dict[str, Any] = figures(told, Told(), asked, 10) | {
        "awards": 1, "lost": 1, "ledger_said": "The ledger is whole.", "cpu_seconds": 1, "memory_mb": 1}  # fmt: skip
    assert found["errors"] == 1 and found["classes"][PAGE] == {"asked": 101, "p50": 51, "p95": 96, "p99": 100, "max": 9000}
    assert "10.1 requests a second; 1 errors" in table(found) and "error: 500 /leads/" in table(found)


@pytest.mark.django_db
def test_what_was_accepted_and_stands_nowhere_is_lost(bench: None) -> None:
    from web_load_place import lost

    assert lost(["load-1-001-1"])["missing"] == ["load-1-001-1"]
