"""`assess` on generated files beside DuckDB's bare count of exactly the columns that assess reads, run by turns.

    make bench NAME=assess            1 M rows
    make bench NAME=assess ROWS=6000000 TIMES=1

The file is made once, by seed, under build/bench. The peer counts every column that the field map reads, warm, in one
query; assess runs as the command does, in a process of its own. Core: read, reconcile, classify, expose, sum, summary,
lines.parquet; whole: everything, the report page included. Prints medians, their ratio and the peak of memory.
"""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

import duckdb

from buyfair.intake.feeds import FEEDS

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "build" / "bench"
ROWS = int(os.environ.get("ROWS", "1000000"))
TIMES = int(os.environ.get("TIMES", "5"))
BESIDE = ("other tables", "report")
"""Stages outside the core."""


def made() -> Path:
    """The generated file."""
    path = PLACE / f"awards-{ROWS}.csv"
    if not path.exists():
        PLACE.mkdir(parents=True, exist_ok=True)
        draft = path.with_name("draft.csv")
        subprocess.run(
            [sys.executable, str(ROOT / "bench" / "generate.py"), "--rows", str(ROWS), "--out", str(draft), "--workers", "2"],
            check=True,
        )
        draft.rename(path)
    return path


def count(path: Path) -> float:
    """Seconds of the peer."""
    header = path.open(encoding="utf-8").readline().strip().split(",")
    known = next(f for f in FEEDS if f.id == "usaspending_transactions").known_columns()
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in header)
    counted = ", ".join(f'count("{name}")' for name in header if name in known)
    began = time.monotonic()
    duckdb.connect().execute(
        f"SELECT count(*), {counted} FROM read_csv('{path}', columns = {{{columns}}}, header = true, auto_detect = false, "
        "delim = ',', quote = '\"', escape = '\"', nullstr = '')"
    ).fetchall()
    return time.monotonic() - began


def assess(path: Path) -> tuple[float, float, float, dict[str, float]]:
    """Seconds of the core and of the whole, peak of memory in GB, seconds per stage."""
    out = PLACE / "assessed"
    shutil.rmtree(out, ignore_errors=True)
    command = [str(ROOT / ".venv" / "bin" / "buyfair"), "assess", str(path), "--out", str(out), "--timings", "--json"]
    began = time.monotonic()
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert run.stderr is not None
    said = run.stderr.read()
    _, status, used = os.wait4(run.pid, 0)
    whole = time.monotonic() - began
    if os.waitstatus_to_exitcode(status):
        sys.exit(said)
    stages = {line.split(" s  ")[1]: float(line.split(" s  ")[0]) for line in said.splitlines() if " s  " in line}
    core = sum(seconds for name, seconds in stages.items() if name not in BESIDE)
    return core, whole, used.ru_maxrss / 1e6, stages


def main() -> None:
    """Prints one table."""
    path = made()
    count(path)
    peers, cores, wholes, peaks, stages = [], [], [], [], []
    for _ in range(TIMES):
        peers.append(count(path))
        core, whole, peak, by_stage = assess(path)
        cores.append(core)
        wholes.append(whole)
        peaks.append(peak)
        stages.append(by_stage)
    peer = statistics.median(peers)
    print(f"{ROWS:,} rows, {path.stat().st_size / 1e9:.1f} GB, median of {TIMES}; {os.cpu_count()} cores, "
          f"CPython {platform.python_version()}, DuckDB {duckdb.__version__}\n")  # fmt: skip
    print("| what | seconds | beside the count |\n|---|---|---|")
    print(f"| DuckDB count() of the columns read | {peer:.1f} | 1.0 |")
    for name, seconds in (("core", statistics.median(cores)), ("whole", statistics.median(wholes))):
        print(f"| {name} | {seconds:.1f} | {seconds / peer:.1f} |")
    for name in stages[0]:
        print(f"| - {name} | {statistics.median(s[name] for s in stages):.1f} | |")
    print(f"\nPeak of memory: {max(peaks):.1f} GB")


if __name__ == "__main__":
    main()
