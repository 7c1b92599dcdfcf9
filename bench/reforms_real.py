"""Every ready reform on every real award file that assess reads: writes docs/method/reforms.md.

    make bench NAME=reforms_real

The files are those of BUYFAIR_REAL_DATA (default ../shared/data), assessed one by one as they stand; where a file holds
sub-awards it is assessed with the prime file of the same buyer. Figures are of these files and of nothing else.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from buyfair import __version__, catalogue
from buyfair.cards.report import report
from buyfair.portfolio import assess
from buyfair.reform.answer import answer
from buyfair.reform.trying import given, opened, ready
from buyfair.terms.errors import InputRefusedError
from buyfair.terms.money import spoken

ROOT = Path(__file__).resolve().parent.parent
REAL = Path(os.environ.get("BUYFAIR_REAL_DATA", str(ROOT.parent / "shared" / "data")))
TOGETHER = {"ice_fy13_17_usaspending_prime_transactions.csv.gz": ("ice_contracts_subawards_2018_175x41.csv.gz",)}
"""Sub-awards beside the primes of the same buyer."""
PAGE = ROOT / "docs" / "method" / "reforms.md"


def files() -> Iterator[tuple[str, list[Path]]]:
    """Each award file by its name, with what is read beside it."""
    for path in sorted((REAL / "awards").iterdir()):
        yield path.name, [path, *(REAL / "awards" / other for other in TOGETHER.get(path.name, ()))]


def dollars(text: str) -> str:
    """Money as a person says it."""
    return spoken(Decimal(text))


def bounds(of: dict[str, Any]) -> str:
    """Awards and dollars, certain to possible."""
    sure, most = of["certain"], of["possible"]
    return f"{sure['awards']:,} to {most['awards']:,} | {dollars(sure['dollars'])} to {dollars(most['dollars'])}"


def tried(folder: Path) -> Iterator[tuple[str, dict[str, Any], float]]:
    """Every ready reform on one assessed folder, with seconds."""
    with opened(folder) as of:
        for name in ready():
            began = time.perf_counter()
            yield name, answer(of, given(name)), time.perf_counter() - began


HEAD = """# What the ready reforms come to on real files

Written by `make bench NAME=reforms_real`: code {code}, knowledge {knowledge}. Each file is assessed as it stands, and each
reform ([cards](../cards/reforms.md)) tried on it as `buyfair reform NAME --in FOLDER` would ([how](lab.md)). A span goes from
what is certain to what is possible at most; between them lies what the records cannot tell. Dollars are net obligations of
these files, no forecast and not the whole of federal spending. Figures of one file say nothing about another.

"""


def section(name: str, folder: Path) -> str:
    """One file: its head, the table, what stands beside it, its limits."""
    rows, beside, limits, head = [], [], [], ""
    for reform, a, _ in tried(folder):
        of = a["portfolio"]
        head = (f"{of['awards']:,} awards, {dollars(of['dollars'])}, {of['suppliers']:,} suppliers, actions "
                f"{of['first_action']} to {of['last_action']}; known day {of['day']}.")  # fmt: skip
        burden = a["burden"] and a["burden"]["dollars"]
        cost = f"{dollars(burden['low'])} to {dollars(burden['high'])}" if burden else "asks nothing"
        freed = a["freed"]
        rows.append(f"| {reform} | {bounds(a['before'])} | {bounds(a['anew'])} | {freed['certain']['awards']:,} to "
                    f"{freed['possible']['awards']:,} | {cost} |")  # fmt: skip
        beside += list(_beside(reform, a))
        limits = [limit for limit in a["limits"] if limit.startswith(("These files do not record", "Of "))]
    return "\n".join([
        f"## {name}\n", head, "",
        "| reform | covered before | dollars | covered anew | dollars | no longer | burden of the last year |",
        "|---|---|---|---|---|---|---|", *rows, "", *(f"- {line}" for line in beside), "",
        "What this file does not show:\n", *(f"- {limit}" for limit in limits), "",
    ])  # fmt: skip


def _of(count: dict[str, Any]) -> str:
    return f"{count['awards']:,} awards ({dollars(count['dollars'])})"


def _beside(name: str, a: dict[str, Any]) -> Iterator[str]:
    """What a preference, a fee and recorded facts come to."""
    if (p := a["preference"]) is not None:
        yield (f"`{name}`: it could have mattered for {_of(p['mattered'])}, at a cost of at most {dollars(p['cost_ceiling'])}; "
               f"one offer: {_of(p['one_offer'])}; none recorded: {_of(p['offers_not_recorded'])}.")  # fmt: skip
    if (f := a["fee"]) is not None:
        visits = f"; {f['visits']['low']:,} to {f['visits']['high']:,} visits" if f["visits"] else ""
        makers = f["sites"]["suppliers_that_make_goods"]
        yield (f"`{name}`: raises {dollars(f['raised']['certain'])} to {dollars(f['raised']['possible'])}{visits}; "
               f"{makers:,} suppliers say that they make goods, no site is recorded.")  # fmt: skip
    if (r := a["record"]) is not None:
        first = next(iter(r["would_take"]), None)
        more = f" What would decide most: {', '.join(first['facts'])}: {_of(first)}." if first else ""
        place = _of(r["exposure"]["place_not_recorded"])
        yield (f"`{name}`: of {r['undecidable']['awards']:,} undecidable awards {r['decidable']['awards']:,} become decidable; "
               f"the class of exposure of {place} turns on an origin that is not recorded.{more}")  # fmt: skip


def main() -> int:
    """Writes the page; files that assess refuses are named with its sentence."""
    if not REAL.is_dir():
        print(f"{REAL} is not there: real files are needed", file=sys.stderr)
        return 1
    parts, refused = [], []
    with tempfile.TemporaryDirectory() as work:
        for name, paths in files():
            if any(name in others for others in TOGETHER.values()):
                continue
            folder = Path(work) / name
            try:
                summary = assess(paths, folder, render=report)
            except InputRefusedError as refusal:
                refused.append(f"- `{name}`: {refusal}")
                continue
            if summary["day"] is None:
                refused.append(f"- `{name}`: it holds no award")
                continue
            print(name, file=sys.stderr, flush=True)
            parts.append(section(name, folder))
    page = HEAD.format(code=__version__, knowledge=catalogue.fingerprint()) + "\n".join(parts)
    PAGE.write_text(page + ("\n## Not tried\n\n" + "\n".join(refused) + "\n" if refused else ""), "utf-8")
    print(f"written: {PAGE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
