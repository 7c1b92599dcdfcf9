"""The sweep of the pages: every rule of the accessibility checker at three widths of every page, views and states included.

`make bench NAME=sweep` runs the page tests with BUYFAIR_EVERY_WIDTH=1 (tests/web/every_width.py) and counts what was
asked, for docs/benchmarks.md; its status is 0 only where nothing was found. `python bench/sweep.py --counts` counts what
an earlier run left in build/every_width.jsonl.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TOLD = ROOT / "build" / "every_width.jsonl"
MADE_UP = "/made-up/"
"""Pages with faults, made for the tests of the checks themselves."""
KEY = re.compile(r"(?<=/)(\d+|[A-Z]+-\d{4}-\d{5}|[A-Z]+_AWD_[^/]+)(?=/)")


def run() -> int:
    """All page tests in a browser but the journeys, which look at no page with the checker, and the tests of the sweep."""
    TOLD.unlink(missing_ok=True)
    env = {**os.environ, "BUYFAIR_EVERY_WIDTH": "1", "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "pytest", "tests/web", "-p", "no:xdist", "-m", "browser and not journey",
               "--ignore", "tests/web/test_every_width.py"]  # fmt: skip
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


def counted(lines: list[dict[str, Any]]) -> dict[str, Any]:
    """Pages: addresses without what they name and what they ask. Views: what one test looked at as one role, in one state."""
    whole = [line for line in lines if not line["within"]]
    pages = {KEY.sub("*", line["address"].partition("?")[0]) for line in whole}
    widths = Counter(line["width"] for line in whole)
    found = Counter(told.partition(":")[0] for line in lines for told in line["found"])
    unsure = Counter(told for line in lines for told in line["unsure"])
    return {
        "pages": len(pages), "views at each width": dict(widths), "menus opened": len(lines) - len(whole),
        "rules": max(line["rules"] for line in lines), "found": dict(found), "for a person to tell": dict(unsure),
    }  # fmt: skip


def main() -> int:
    """The counts; and whether something was found."""
    status = 0 if "--counts" in sys.argv else run()
    told = [json.loads(line) for line in TOLD.read_text("utf-8").splitlines()]
    figures = counted([line for line in told if line["address"] != MADE_UP])
    for name, figure in figures.items():
        print(f"{name}: {figure}")
    return 1 if status or figures["found"] else 0


if __name__ == "__main__":
    sys.exit(main())
