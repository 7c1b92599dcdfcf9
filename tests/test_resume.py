"""A long run that was killed goes on where it stood, to the same bytes; two runs never share one work folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DRIVER = """
import sys
from pathlib import Path
import buyfair.intake.load as load, buyfair.portfolio as portfolio
portfolio.LARGE, load.STRETCH = 0, int(sys.argv[1])
portfolio.assess([Path(sys.argv[2])], Path(sys.argv[3]), render=lambda _: "", say=lambda words: print(words, flush=True))
"""
"""Runs as the command does, but takes a small file for a large one."""
STRETCH = 1_000_000


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up file of several stretches, with texts over several lines and rows to set aside."""
    path = tmp_path_factory.mktemp("large") / "awards.csv"
    made = [sys.executable, str(ROOT / "bench" / "generate.py"), "--rows", "3000", "--seed", "4", "--out", str(path)]
    subprocess.run(made, check=True, capture_output=True)
    assert path.stat().st_size > 4 * STRETCH
    return path


@pytest.fixture(scope="module")
def whole(large: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same file, assessed without a stop."""
    out = tmp_path_factory.mktemp("whole") / "out"
    finished(large, out)
    return out


def begin(path: Path, out: Path, stretch: int = STRETCH) -> subprocess.Popen[str]:
    """A run in a process of its own."""
    command = [sys.executable, "-c", DRIVER, str(stretch), str(path), str(out)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT)


def finished(path: Path, out: Path, stretch: int = STRETCH) -> str:
    """A run to its end; what it said."""
    run = begin(path, out, stretch)
    said, _ = run.communicate(timeout=240)
    assert run.returncode == 0, said
    return said


def content(out: Path) -> dict[str, bytes]:
    """Every file of an assessed folder but the log of times."""
    return {p.name: p.read_bytes() for p in sorted(out.iterdir()) if p.name != "run.log"}


def killed_after(run: subprocess.Popen[str], folder: Path, pattern: str, timeout: float = 120) -> None:
    """Kills the run as soon as a file of this kind stands in its work folder."""
    until = time.monotonic() + timeout
    while not list(folder.glob(f".buyfair-unfinished-*/*/{pattern}")):
        assert run.poll() is None and time.monotonic() < until, "the run ended before it could be killed"
        time.sleep(0.002)
    os.kill(run.pid, signal.SIGKILL)
    run.wait()


@pytest.mark.slow
@pytest.mark.parametrize("pattern", ["*-0001.done", "*.done", "gone.parquet"], ids=["a stretch", "a source", "the books"])
def test_a_killed_run_goes_on_to_the_same_bytes(large: Path, whole: Path, tmp_path: Path, pattern: str) -> None:
    folder = tmp_path / "killed"
    folder.mkdir()
    killed_after(begin(large, folder / "out"), folder, pattern)
    assert not (folder / "out" / "manifest.json").exists()
    kept = {p.name: p.stat().st_mtime_ns for p in folder.glob(".buyfair-unfinished-*/*/*.done")}
    assert kept
    said = finished(large, folder / "out")
    assert "going on where an earlier run" in said
    assert content(folder / "out") == content(whole)
    assert not list(folder.glob(".buyfair-*")), "the work folder goes when the run ends well"


@pytest.mark.slow
def test_stretches_change_no_byte(large: Path, whole: Path, tmp_path: Path) -> None:
    finished(large, tmp_path / "one", stretch=1 << 40)
    assert content(tmp_path / "one") == content(whole)


@pytest.mark.slow
def test_a_broken_record_in_a_stretch_is_set_aside_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import duckdb

    from buyfair import portfolio
    from buyfair.intake import load

    names = ["award_id_piid", "modification_number", "action_date", "federal_action_obligation", "transaction_description"]
    header = ",".join([*names, *(f"more_{i}" for i in range(8))])
    rows = [f'A{i},0,2024-01-01,1.00,"words\nover two lines",' + "x," * 7 + "x" for i in range(3000)]
    rows[2000] = "A2000,0,2024-01-01"
    path = tmp_path / "broken.csv"
    path.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    monkeypatch.setattr(portfolio, "LARGE", 0)
    monkeypatch.setattr(load, "STRETCH", 20_000)
    said: list[str] = []
    portfolio.assess([path], tmp_path / "out", render=lambda _: "", say=said.append)
    assert any("again in one go" in words for words in said)
    found = duckdb.sql(f"SELECT record, line, reason FROM '{tmp_path / 'out' / 'rejected.parquet'}'").fetchall()
    assert found == [(2001, 4002, "broken_record")]


def test_two_runs_over_the_same_files_never_share_a_work_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import buyfair.portfolio as portfolio
    from buyfair.terms.errors import MachineError

    monkeypatch.setattr(portfolio, "LARGE", 0)
    path = tmp_path / "awards.csv"
    path.write_text("award_id_piid,action_date,federal_action_obligation\nA,2024-01-01,1\n", "utf-8")
    inside = portfolio._workplace(tmp_path / "out", [path], lambda _: None)
    with inside, pytest.raises(MachineError, match="another run is at work"), portfolio._workplace(
        tmp_path / "out", [path], lambda _: None
    ):
        pass
    assert not list(tmp_path.glob(".buyfair-*"))
