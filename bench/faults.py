"""Kills work at seeded moments, a thousand times, and holds what stands after each kill to what was promised.

    python bench/faults.py --kills 1000 --seed 1

Work: a move with a document, a document, a snapshot that is taken, one that is shown instead of another, leads that are
brought in, a backup, an edition of a list. Half of the kills fall on a moment at which the work asks the disk or the database
for something, half on any moment by the clock. What was accepted must stand, nothing may be there by half, and the work done
again must come to its end; the ledger is proved every hundred kills and at the end. The database is SQLite, in a folder of its
own.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("move", "document", "snapshot", "switch", "leads", "backup", "list")


def main() -> int:
    """The table and, with --json, the figures; the status is 0 where everything held."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=1000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--json", type=Path, help="a file for the figures")
    told = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="buyfair-faults-") as folder:
        os.environ |= {"BUYFAIR_HOME": folder, "BUYFAIR_SUBJECTS": "tiny_subject",
                       "DJANGO_SETTINGS_MODULE": "buyfair.web.settings"}  # fmt: skip
        os.environ.pop("DATABASE_URL", None)
        sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT / "tests" / "web")]
        import django

        django.setup()
        figures = run(Path(folder), told.kills, random.Random(told.seed))
    figures |= {"seed": told.seed}
    if told.json:
        told.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    return 0


def run(home: Path, kills: int, chance: random.Random) -> dict[str, object]:
    """So many kills, shared out by chance; what stands is looked at after each."""
    from django.core.management import call_command
    from django.db import connections

    from faults_points import ended
    from faults_work import WORKS, settled

    call_command("migrate", verbosity=0)
    (home / "work").mkdir()
    begun, works, rows = time.monotonic(), {}, {}
    for name in NAMES:
        works[name] = WORKS[name](home)
        connections.close_all()
        started = time.monotonic()
        whole = ended(works[name].work)
        assert whole.accepted, name
        rows[name] = {"moments": whole.moments, "seconds": time.monotonic() - started, "kills": 0, "came_through": 0}
        works[name].look(True)
    done = 0
    while done < kills:
        name = chance.choice(NAMES)
        row, at_moment = rows[name], chance.random() < 0.5
        moment = chance.randint(1, row["moments"]) if at_moment else 0
        after = None if at_moment else chance.uniform(0, row["seconds"])
        connections.close_all()
        found = ended(works[name].work, moment, after=after)
        assert found.accepted or found.killed, f"{name}: refused after a kill"
        row["kills" if found.killed else "came_through"] += 1
        works[name].look(found.accepted)
        done += found.killed
        if found.killed and done % 100 == 0:
            settled()
            print(f"{done} kills, {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    for name in NAMES:
        connections.close_all()
        assert ended(works[name].work).accepted, f"{name}: does not come to its end"
        works[name].look(True)
    proved = settled()
    print("| work | moments | kills | came through |\n|---|---|---|---|")
    for name, row in rows.items():
        print(f"| {name} | {row['moments']} | {row['kills']} | {row['came_through']} |")
    seconds = round(time.monotonic() - begun)
    print(f"{done} kills in {seconds} s: nothing accepted lost, nothing half there; {proved}")
    return {"kills": done, "seconds": seconds, "works": rows, "proved": proved}


if __name__ == "__main__":
    sys.exit(main())
