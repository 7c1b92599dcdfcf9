"""Folders assessed once for all tests of a run, whichever process asks first: tests look at them and change nothing.

What it takes to assess is loaded by whoever makes a folder, so that other tests begin at once.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = "awards_sample.csv.gz"


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder of this name, made by the first who asks; another process waits until it is whole.

    Where the checks run part by part (run.py), it is made once for all parts.
    """
    base = factory.getbasetemp()
    apart = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    shared = Path(os.environ.get("BUYFAIR_TEST_MADE", apart))
    folder, whole = shared / name, shared / f"{name}.whole"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            shutil.rmtree(folder, ignore_errors=True)  # of somebody who did not come to the end of it
            folder.mkdir()
            make(folder)
            whole.touch()
    return folder


def sample_by_command(folder: Path) -> None:
    """The bundled sample, assessed as its users do: in a process of its own; what it said stands beside."""
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "buyfair.cli"]
    subprocess.run([*command, "sample", SAMPLE], cwd=folder, env=env, check=True, capture_output=True)
    assess = [*command, "assess", SAMPLE, "--out", "assessed", "--json"]
    done = subprocess.run(assess, cwd=folder, env=env, capture_output=True, text=True, check=False)
    said = {"status": done.returncode, "out": done.stdout, "err": done.stderr}
    (folder / "said.json").write_text(json.dumps(said), "utf-8")


def real_once(factory: pytest.TempPathFactory, source: Path) -> Path:
    """A real file, assessed by the first who asks."""
    return made_once(factory, source.name.split(".")[0], export_of(source))


def export_of(source: Path) -> Callable[[Path], None]:
    """A file assessed within the program; what it gave back stands beside."""

    def make(folder: Path) -> None:
        from buyfair.cards.report import report
        from buyfair.portfolio import assess

        summary = assess([source], folder / "assessed", render=report)
        (folder / "returned.json").write_text(json.dumps(summary), "utf-8")

    return make
