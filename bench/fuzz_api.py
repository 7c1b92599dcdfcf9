"""The API, asked for minutes whatever its own description allows: no defect, and every answer as it is described.

`make bench NAME=fuzz_api`, or `python bench/fuzz_api.py --seconds 300 --seed 1 --examples 60`. Each round runs the test of the
suite with another seed: every operation, without a token and with tokens of two roles. It ends at the first round that
fails, with what failed, or when the time is over.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TEST = "tests/web/test_api_fuzzed.py"


def round_of(seed: int, examples: int) -> subprocess.CompletedProcess[str]:
    """One round of the test with this seed."""
    told = {"PYTHONPATH": str(ROOT / "src"), "BUYFAIR_FUZZ_SEED": str(seed), "BUYFAIR_FUZZ_EXAMPLES": str(examples)}
    return subprocess.run([sys.executable, "-m", "pytest", "-q", "-x", TEST], cwd=ROOT, env={**os.environ, **told},
                          capture_output=True, text=True, check=False)  # fmt: skip


def main() -> int:
    """Rounds until the time is over; 0 where none failed."""
    asked = argparse.ArgumentParser(description=__doc__)
    for name, told in (("seconds", 300), ("seed", 1), ("examples", 60)):
        asked.add_argument(f"--{name}", type=int, default=told)
    of = asked.parse_args()
    begun, seed = time.monotonic(), of.seed
    while time.monotonic() - begun < of.seconds:
        done = round_of(seed, of.examples)
        print(f"seed {seed}: {done.stdout.strip().splitlines()[-1] if done.stdout.strip() else 'nothing ran'}", flush=True)
        if done.returncode:
            print(done.stdout[-6_000:], done.stderr[-2_000:])
            return 1
        seed += 1
    took = time.monotonic() - begun
    print(f"{seed - of.seed} rounds, up to {of.examples} requests an operation and role, {took:.0f} s, no defect")
    return 0


if __name__ == "__main__":
    sys.exit(main())
