"""Each ready reform tried on one assessed folder of generated lines, from the start of the command to its last byte.

    make bench NAME=reforms            1 M lines, once for each reform, five times for the code of conduct
    make bench NAME=reforms ROWS=200000

The lines are made and assessed once, under build/bench; a folder that is there is used again where the same version of the
program wrote it. Seconds are those of `buyfair reform NAME --in FOLDER --json > /dev/null`, the process and its loading
included. The bar: ten seconds for one reform on one million lines.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

import duckdb

from buyfair import __version__, catalogue

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "build" / "bench"
ROWS = int(os.environ.get("ROWS", "1000000"))
TIMES = int(os.environ.get("TIMES", "5"))
OFTEN = "binding_code_of_conduct"
"""The reform that is tried several times, so that the spread shows."""
BAR = 10
COMMAND = [sys.executable, "-m", "buyfair.cli"]
BROKEN = "the bench cannot go on: "


def folder() -> Path:
    """The assessed folder of the generated lines."""
    path, out = PLACE / f"awards-{ROWS}.csv", PLACE / f"assessed-{ROWS}"
    if not path.exists():
        PLACE.mkdir(parents=True, exist_ok=True)
        draft = path.with_name("draft.csv")
        generate = [sys.executable, str(ROOT / "bench" / "generate.py"), "--rows", str(ROWS), "--out", str(draft)]
        subprocess.run([*generate, "--workers", "2"], check=True, stderr=subprocess.DEVNULL)
        draft.rename(path)
    if not same_version(out):
        shutil.rmtree(out, ignore_errors=True)
        subprocess.run([*COMMAND, "assess", str(path), "--out", str(out), "--json"], check=True, stdout=subprocess.DEVNULL)
    return out


def same_version(out: Path) -> bool:
    """Whether a folder is there that this program and this knowledge wrote."""
    summary = out / "summary.json"
    wanted = {"code": __version__, "knowledge": catalogue.fingerprint()}
    return summary.is_file() and json.loads(summary.read_text("utf-8"))["versions"] == wanted


def tried(reform: str, out: Path) -> tuple[float, float]:
    """Seconds of one reform, and its peak of memory in GB."""
    began = time.monotonic()
    run = subprocess.Popen([*COMMAND, "reform", reform, "--in", str(out), "--json"], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(run.pid, 0)
    if code := os.waitstatus_to_exitcode(status):
        sys.exit(f"{BROKEN}{reform} ended with {code}")
    return time.monotonic() - began, used.ru_maxrss / 1e6


def main() -> None:
    """Prints one table; leaves with 1 where one million lines or more passed the bar."""
    out = folder()
    awards = json.loads((out / "summary.json").read_text("utf-8"))["awards"]
    print(f"{ROWS:,} lines, {awards:,} awards; {os.cpu_count()} cores, CPython {platform.python_version()}, "
          f"DuckDB {duckdb.__version__}\n\n| reform | runs | seconds | slowest | GB |\n|---|---|---|---|---|")  # fmt: skip
    tried(OFTEN, out)  # warm: the files are read once
    slowest = 0.0
    for reform in sorted(catalogue.reforms(), key=lambda r: (r.name != OFTEN, r.name)):
        runs = [tried(reform.name, out) for _ in range(TIMES if reform.name == OFTEN else 1)]
        seconds = [s for s, _ in runs]
        print(f"| {reform.name} | {len(runs)} | {statistics.median(seconds):.1f} | {max(seconds):.1f} | "
              f"{max(gb for _, gb in runs):.1f} |", flush=True)  # fmt: skip
        slowest = max(slowest, statistics.median(seconds))
    print(f"\nBar: {BAR} s on 1,000,000 lines; the slowest took {slowest:.1f} s.")
    if ROWS >= 1_000_000 and slowest > BAR:
        sys.exit(1)


if __name__ == "__main__":
    main()
