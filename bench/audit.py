"""How well contract files are audited: gaps found, gaps invented, per labelled set and layout, and seconds per file.

    make bench NAME=audit

Sets by different authors who did not know the reader: cases/contracts (in up to eight layouts of text, Word and PDF),
cases/contracts_unseen, _third, _fourth and _fifth. A gap counts as found where rule and kind agree with the key; any other gap
is invented. What each set gave when it was first tried, before anybody had looked at it, is written in docs/benchmarks.md:
the reader has since been mended by them, so these figures say that nothing got worse, not how it does on the next file.
The human result beside it: of twelve contracts that GAO-24-106973 looked at, nine missed a requirement that nobody had seen.
"""

from __future__ import annotations

import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from buyfair.contract import audit  # noqa: E402
from buyfair.intake.documents import read_document  # noqa: E402
from contract_files import made  # noqa: E402

SETS = ("contracts", "contracts_unseen", "contracts_third", "contracts_fourth", "contracts_fifth")
TODAY = date(2026, 11, 29)


def files(name: str, folder: Path) -> Iterator[tuple[str, dict[str, Any], Path]]:
    """The layout, the key and the file of every contract of a set."""
    root = ROOT / "cases" / name
    for entry in tomllib.loads((root / "answers.toml").read_text("utf-8"))["file"]:
        if "layouts" not in entry:
            yield "txt", entry, root / f"{entry['slug']}.txt"
        for layout in entry.get("layouts", ()):
            yield layout, entry, made(entry["slug"], layout, folder)


def facts(name: str, slug: str) -> dict[str, Any] | None:
    """The facts file beside a contract, where it has one."""
    path = ROOT / "cases" / name / f"{slug}.facts.toml"
    return tomllib.loads(path.read_text("utf-8"), parse_float=Decimal) if path.exists() else None


def main() -> None:
    """One table."""
    count: Counter[tuple[str, str, str]] = Counter()
    with tempfile.TemporaryDirectory() as held:
        for name in (s for s in SETS if (ROOT / "cases" / s).exists()):
            for layout, entry, path in files(name, Path(held)):
                began = time.perf_counter()
                found = audit(read_document(path), facts(name, entry["slug"]), entry.get("read_as_of") or TODAY)
                seconds = time.perf_counter() - began
                got = {(g.asked.rule, g.what) for g in found.gaps}
                want = {(g["id"], g["what"]) for g in entry.get("gaps", ())}
                numbers = {"files": 1, "found": len(got & want), "invented": len(got - want), "missed": len(want - got)}
                for what, number in numbers.items():
                    count[name, layout, what] += number
                count[name, layout, "ms"] += round(seconds * 1000)
    print("| set | layout | files | gaps | found | invented | precision | recall | ms a file |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name, layout in dict.fromkeys((n, lay) for n, lay, _ in count):
        n, found_, false, missed, ms = (count[name, layout, w] for w in ("files", "found", "invented", "missed", "ms"))
        precision = found_ / (found_ + false) if found_ + false else 1.0
        recall = found_ / (found_ + missed) if found_ + missed else 1.0
        row = (name, layout, n, found_ + missed, found_, false, f"{precision:.3f}", f"{recall:.3f}", f"{ms / n:.0f}")
        print(f"| {' | '.join(map(str, row))} |")


if __name__ == "__main__":
    main()
