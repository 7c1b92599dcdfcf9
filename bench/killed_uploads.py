"""Kills the worker amid batches of award files, seeded, and holds what is told and shown to what is true after each kill.

    python bench/killed_uploads.py --kills 50 --seed 1

Each batch is assessed by workers that are killed (SIGKILL) at random moments, until it is assessed; every kill is followed by
a look at the folder: what is shown is the snapshot that stood before or the new one, whole; no snapshot is half there; the
batch is in the queue, at work or done. At the end every batch that was accepted is assessed, and the snapshot is the one that
an undisturbed run gives.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import os
import random
import subprocess
import sys
import tempfile
import time
from importlib.resources import files
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORK = "import sys, django; django.setup(); from django.core.management import call_command; call_command('work', '--batch')"


def main() -> int:
    """Runs it in a data folder of its own; the status is 0 where everything held."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=50)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--longest", type=float, default=9.0, help="seconds that a worker lives at most")
    told = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="buyfair-kills-") as folder:
        os.environ |= {"BUYFAIR_HOME": folder, "DJANGO_SETTINGS_MODULE": "buyfair.web.settings",
                       "PYTHONPATH": str(ROOT / "src")}  # fmt: skip
        sys.path.insert(0, str(ROOT / "src"))
        import django

        django.setup()
        return Kills(Path(folder), random.Random(told.seed), told.longest).run(told.kills)


def rows(first: int, many: int) -> bytes:
    """Some records of the bundled sample."""
    with gzip.open(str(files("buyfair.samples") / "awards_sample.csv.gz"), "rt", encoding="utf-8") as source:
        every = list(csv.reader(source))
    out = io.StringIO()
    csv.writer(out).writerows([every[0], *every[1 + first : 1 + first + many]])
    return out.getvalue().encode()


class Kills:
    """One run: batches, one after the other, each to its end."""

    def __init__(self, home: Path, chance: random.Random, longest: float) -> None:
        from django.core.management import call_command

        from buyfair.web.core.models import Organization, User

        call_command("migrate", verbosity=0)
        self.home, self.chance, self.longest = home, chance, longest
        self.office = Organization.objects.create(name="Example Office (fictional)", kind="agency")
        self.person = User.objects.create_user("lead@example.example")
        self.kills = self.batches = 0
        self.stood = ""

    def run(self, most: int) -> int:
        """Until so many were killed and the last batch has come to its end."""
        begun = time.monotonic()
        while self.kills < most:
            self.one(most)
        print("| kills | batches | seconds |\n|---|---|---|")
        print(f"| {self.kills} | {self.batches} | {time.monotonic() - begun:.0f} |")
        return 0

    def one(self, most: int) -> None:
        """A batch: killed again and again, given back by hand when it gave up, then left alone to its end."""
        from buyfair.web.award_files import jobs
        from buyfair.web.award_files.models import Batch

        batch = self.accepted()
        self.batches += 1
        for _ in range(12):
            if Batch.objects.get(pk=batch.pk).state not in Batch.UNDER_WAY or self.kills >= most:
                break
            self.killed(batch.pk)
        batch.refresh_from_db()
        if batch.state == "failed":
            assert jobs.again(batch.pk, attempt=batch.attempt, states=("failed",))
        for _ in range(10):
            if Batch.objects.get(pk=batch.pk).state == "assessed":
                break
            subprocess.run([sys.executable, "-c", WORK], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(6)
        self.settled(batch.pk)

    def accepted(self) -> object:
        """A file that is brought, and its batch, to be shown when every check holds."""
        from buyfair.web.award_files.accepting import accepted, taken_in
        from buyfair.web.award_files.arriving import Arrived, Arriving

        arriving = Arriving("awards.csv")
        arriving.write(rows(self.batches, 30))
        size = arriving.size
        arrived = Arrived("files", "awards.csv", size, arriving.keep())
        brought = taken_in([arrived], self.office, self.person, "upload")
        return accepted(brought.files, self.office, self.person, label="", day=None, show_at_once=True)[0]

    def killed(self, key: int) -> None:
        """A worker, killed at some moment; what stands then is told and whole."""
        worker = subprocess.Popen([sys.executable, "-c", WORK], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            worker.wait(self.chance.uniform(0.5, self.longest))
        except subprocess.TimeoutExpired:
            worker.kill()
            self.kills += 1
        worker.wait()
        self.looked(key)

    def looked(self, key: int) -> None:
        """What is shown is whole, and is what stood or the new one; the batch is where it says."""
        from buyfair import snapshots
        from buyfair.web.award_files.models import Batch

        batch, shown = Batch.objects.get(pk=key), snapshots.current(self.home)
        assert batch.state in ("waiting", "running", "assessed", "failed"), batch.state
        assert (shown.id if shown else "") in (self.stood, batch.snapshot), "something else is shown"
        for each in snapshots.every(self.home):
            assert (each.folder / "browse.duckdb").is_file() and each.summary()["awards"] > 0, "a snapshot is half there"

    def settled(self, key: int) -> None:
        """It came to its end; where it was to be shown, it is, or becomes so as soon as somebody looks."""
        from datetime import timedelta

        from buyfair.web.award_files import recovering, showing
        from buyfair.web.award_files.models import Batch, Deed
        from buyfair.web.core.clock import now

        Deed.objects.filter(done=None).update(at=now() - timedelta(minutes=1))
        recovering.recovered()
        batch = Batch.objects.get(pk=key)
        assert batch.state == "assessed", (batch.state, batch.problem)
        self.looked(key)
        if all(check["answer"] == "yes" for check in batch.checks):
            assert showing.current() == batch.snapshot
        self.stood = showing.current()


if __name__ == "__main__":
    sys.exit(main())
