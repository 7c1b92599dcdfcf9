"""What the portfolio's pages ask of a snapshot, with one and with eight threads, each question new or remembered.

    make bench NAME=browse             3.04 M lines, which are 1 M awards
    make bench NAME=browse ROWS=200000

The lines are made, assessed and taken as a snapshot once, under build/bench; what is there is used again where the same
version of the program wrote it. Milliseconds are those of one question in a process that has answered before; CPU is that
of the process, so that a machine that does other things beside can be told from a slow answer. The bar: 600 ms for a new
combination of filters, 300 ms for a page.
"""

from __future__ import annotations

import json
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb

from buyfair import __version__, catalogue, snapshots
from buyfair.browse import Filters, counted, figures
from buyfair.browse_rows import Choice, award_lines, awards, facets, search
from buyfair.columns.held import Limits, limit
from buyfair.dossier import dossier
from buyfair.snapshots import Snapshot

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "build" / "bench"
ROWS = int(os.environ.get("ROWS", "3040000"))
TIMES = int(os.environ.get("TIMES", "40"))
SEED = 20261129


def held() -> Snapshot:
    """The snapshot of the generated lines."""
    path, out, home = (
        PLACE / f"{name}-{ROWS}{end}" for name, end in (("awards", ".csv"), ("assessed", ""), ("home", ""))
    )
    PLACE.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        draft = path.with_name("draft.csv")
        generate = [sys.executable, str(ROOT / "bench" / "generate.py"), "--rows", str(ROWS), "--out", str(draft)]
        subprocess.run([*generate, "--workers", "2"], check=True, stderr=subprocess.DEVNULL)
        draft.rename(path)
    if not same_version(out):
        shutil.rmtree(out, ignore_errors=True)
        command = [sys.executable, "-m", "buyfair.cli", "assess", str(path), "--out", str(out), "--json"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    began = time.monotonic()
    found = snapshots.take(out, home)
    if time.monotonic() - began > 1:
        print(f"taken in {time.monotonic() - began:.0f} s")
    return found


def same_version(out: Path) -> bool:
    """Whether a folder is there that this program and this knowledge wrote."""
    summary = out / "summary.json"
    wanted = {"code": __version__, "knowledge": catalogue.fingerprint()}
    return summary.is_file() and json.loads(summary.read_text("utf-8"))["versions"] == wanted


def combinations(snapshot: Snapshot, times: int) -> list[Filters]:
    """Filters as people choose them: one or two fields of values that awards have, none twice."""
    chance, offered = random.Random(SEED), facets(snapshot, Filters())
    found: dict[Filters, None] = {}
    while len(found) < times:
        fields = chance.sample(sorted(offered), chance.choice((1, 2, 2)))
        found[Filters().having(**{f: (chosen(chance, offered[f]),) for f in fields})] = None
    return list(found)


def chosen(chance: random.Random, of: Sequence[Choice]) -> str | None:
    value = chance.choice(of).value
    return None if value == "not-recorded" else value


def asked(what: str, questions: Sequence[Callable[[], object]], threads: int) -> None:
    """Prints one row: how long each question took."""
    seconds: list[float] = []

    def one(question: Callable[[], object]) -> None:
        began = time.monotonic()
        question()
        seconds.append(time.monotonic() - began)

    used = time.process_time()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(one, questions))
    used = (time.process_time() - used) / len(questions)
    cut = statistics.quantiles(seconds, n=20)
    print(f"| {what} | {threads} | {len(seconds)} | {statistics.median(seconds) * 1000:,.0f} | {cut[18] * 1000:,.0f} | "
          f"{used * 1000:,.0f} |", flush=True)  # fmt: skip


def main() -> None:
    """Prints one table."""
    limit(Limits(seconds=600))  # what is slow is to be measured, not refused
    of = held()
    whole = figures(of)
    ids = [r["award_id"] for order in ("rank", "newest") for r in awards(of, Filters(), order, limit=TIMES).rows]
    names = [str(r["supplier"]).split()[1:3] for r in whole["suppliers"]] + [[i[9:17]] for i in ids]
    print(f"{ROWS:,} lines, {whole['awards']:,} awards; {os.cpu_count()} cores, CPython {platform.python_version()}, "
          f"DuckDB {duckdb.__version__}, load {os.getloadavg()[0]:.1f}\n\n"
          "| question | threads | asked | p50 ms | p95 ms | CPU ms |\n|---|---|---|---|---|---|")  # fmt: skip
    combos = combinations(of, 2 * TIMES)
    counted(of, combos[0])  # warm
    dossier(of.folder, ids[0])
    for threads, nth in ((1, 0), (8, 1)):
        mine = combos[nth::2]
        asked("figures of the whole", [lambda: figures(of)] * TIMES, threads)
        asked("figures, a new combination", [lambda f=f: counted(of, f) for f in mine], threads)
        asked("choices of all fields, new", [lambda f=f: facets(of, f) for f in mine], threads)
        asked("list of 50 awards, new", [lambda f=f: awards(of, f) for f in mine], threads)
        asked("lines of one award", [lambda i=i: award_lines(of, i) for i in ids[nth::2]], threads)
        asked("dossier of one award", [lambda i=i: dossier(of.folder, i) for i in ids[nth::2]], threads)
        asked("search, new words", [lambda w=w: search(of, " ".join(w)) for w in names[nth : 2 * TIMES : 2]], threads)


if __name__ == "__main__":
    main()
