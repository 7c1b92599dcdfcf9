"""Damaged and odd award files, seeded: no traceback, no record lost silently, one sentence where a file is refused.

`make bench NAME=fuzz`, or `python bench/fuzz.py --cases 500 --seed 7 --only csv,json --cli 10`. Every case is a made-up file,
or the head of a real one where the real files are there, with damage of one kind. It is read in this process; some go
through the command. What must come of a case is told without our reader: by Python's csv module, by the values that were
put in, or by the undamaged file. Files that failed are kept in build/fuzz/.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

from fuzz_files import in_folder, in_json, in_workbook, odd_zip, packed, real_text_harmed
from fuzz_oracle import Case, faults, put, run
from fuzz_texts import in_one_record, in_stretches, odd_values, wrecked, written_otherwise

ROOT = Path(__file__).resolve().parents[1]

KINDS: dict[str, tuple[Callable[[random.Random], Case], ...]] = {
    "csv": (in_one_record, in_one_record, written_otherwise, wrecked, wrecked),
    "stretches": (in_stretches,),
    "values": (odd_values,),
    "packed": (packed, packed, odd_zip),
    "json": (in_json, in_json, in_json, real_text_harmed),
    "xlsx": (in_workbook,),
    "folder": (in_folder,),
}


def cases(kind: str, count: int, seed: int) -> Iterator[Case]:
    """The same cases for the same seed; each of them alone depends on its number only."""
    for n in range(count):
        rng = random.Random(f"{seed}/{kind}/{n}")
        yield KINDS[kind][n % len(KINDS[kind])](rng)


# the command


def through_the_command(case: Case, folder: Path) -> list[str]:
    """Exit status, one sentence, nothing written on a refusal, no scratch left."""
    paths, out = put(case, folder / "in"), folder / "out"
    command = [sys.executable, "-m", "buyfair.cli", "assess", *map(str, paths), "--out", str(out), "--json"]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, capture_output=True, timeout=300, check=False, env=env)
    said = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if not line.startswith("passed over: ")]
    found = []
    if "Traceback" in done.stderr.decode("utf-8", "replace") or done.returncode not in (0, 1):
        found.append(f"command: exit {done.returncode}: {said[-1:]}")
    elif done.returncode == 0:
        summary = json.loads(done.stdout)
        for what in ("lines", "dollars"):
            of = {k: Decimal(str(v)) for k, v in summary[what].items()}
            if of["read"] != of["accepted"] + of["rejected"] + of["superseded"]:
                found.append(f"command: {what} do not add up: {summary[what]}")
    else:
        if len(said) != 1 or not said[0].startswith("buyfair: ") or not said[0].endswith("."):
            found.append(f"command: no sentence: {said[:3]}")
        if done.stdout or out.exists():
            found.append("command: something was written although the input was refused")
    left = sorted(p.name for p in folder.iterdir() if p.name not in ("in", "out"))
    return found + ([f"command: left behind: {left}"] if left else [])


def main() -> int:
    """Prints one row a kind and one line a fault; 1 where any case failed."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--cases", type=int, default=300, help="of each kind")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--only", default=",".join(KINDS))
    asked.add_argument("--cli", type=int, default=40, help="every so many-th case also goes through the command; 0: none")
    asked.add_argument("--nth", type=int, default=None, help="only this case of each kind")
    given = asked.parse_args()
    kept = ROOT / "build" / "fuzz"
    shutil.rmtree(kept, ignore_errors=True)
    seen: Counter[str] = Counter()
    print("kind       cases   read  refused  command  failed  seconds")
    for kind in given.only.split(","):
        tally: Counter[str] = Counter()
        begun = time.perf_counter()
        for n, case in enumerate(cases(kind, given.cases, given.seed)):
            if given.nth is not None and n != given.nth:
                continue
            with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
                outcome = run(case, Path(folder))
            found = faults(case, outcome)
            tally["refused" if outcome.refused else "read"] += 1
            if given.cli and n % given.cli == 0:
                tally["command"] += 1
                with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
                    found += through_the_command(case, Path(folder))
            tally["failed"] += bool(found)
            for fault in found:
                tell(f"{kind}/{n} {case.what}", fault, seen)
            if found:
                keep(case, kept / f"{kind}-{n}")
        print(f"{kind:9} {sum(tally[k] for k in ('read', 'refused')):6,} {tally['read']:6,} {tally['refused']:8,} "
              f"{tally['command']:8,} {tally['failed']:7,} {time.perf_counter() - begun:8.0f}", flush=True)  # fmt: skip
    print(f"{sum(seen.values())} faults of {len(seen)} kinds" if seen else "no fault")
    return 1 if seen else 0


def tell(which: str, fault: str, seen: Counter[str]) -> None:
    """Prints a fault; of one kind no more than three."""
    sign = re.sub(r"[0-9]+|'[^']*'", "#", fault)[:60] + which.partition(" ")[2][:25]
    seen[sign] += 1
    if seen[sign] <= 3:
        print(f"  {which}: {fault[:500]}", flush=True)


def keep(case: Case, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in case.files:
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    sys.exit(main())
