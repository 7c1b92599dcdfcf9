"""Refuses room at each moment of the work on a small award file, in the worker and in the process that assesses for it.

    python bench/faults_room.py --every 1

The batch must say in one sentence that there is no room and that it may be tried again; nothing is shown by half; tried again
with room it comes to the very snapshot of a run that was not disturbed.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from faults_points import Moments, ended, watched

ROOT = Path(__file__).resolve().parents[1]
FAR = 10**9
"""A moment that no work comes to."""
WITHIN = "--within"
OTHERWISE = ("snapshot.json", "browse.duckdb")
"""What a snapshot holds beside the manifest's files: the hour of its taking, and what the pages read, made from them."""


def within(wanted: str, told: str, *asked: str) -> int:
    """The process that assesses, refused room at its n-th moment; how many it came to is written to a file."""
    from buyfair.web.award_files import assessing

    moments = Moments(int(wanted), full=True)
    watched(moments)
    moments.on = True
    try:
        return assessing.main(*asked)
    finally:
        moments.on = False
        Path(told).write_text(str(moments.seen))


class Room:
    """Batches of one small file, worked off while room is refused, and what must be true of each afterwards."""

    def __init__(self, home: Path, scratch: Path) -> None:
        from award_file_pages import rows

        self.home, self.told, self.content = home, scratch / "told", rows(many=6)
        self.sha256 = hashlib.sha256(self.content).hexdigest()
        self.seen: Counter[str] = Counter()
        self.whole: tuple[str, dict[str, str]] | None = None
        batch = self.queued()
        self.worked_off(batch, FAR)
        batch.refresh_from_db()
        assert batch.state == "assessed", (batch.state, batch.problem)
        self.within = int(self.told.read_text())
        self.whole = self.lying(batch.snapshot)
        self.gone()

    def queued(self) -> Any:
        """A batch that was accepted and waits."""
        from award_file_pages import batch_of

        from buyfair.web.award_files import jobs
        from buyfair.web.award_files.arriving import Arriving
        from buyfair.web.award_files.models import AwardFile
        from buyfair.web.core.clock import now

        arriving = Arriving("awards.csv")
        arriving.write(self.content)
        sha256 = arriving.keep()
        batch = batch_of()
        batch.files.set([AwardFile.objects.create(organization=batch.organization, by=batch.by, at=now(), name="awards.csv",
                                                  source="upload", sha256=sha256, size=arriving.size)])  # fmt: skip
        jobs.queued(batch)
        return batch

    def worked_off(self, batch: Any, within_: int) -> None:
        """A worker at work on it; the process that assesses is refused room at that moment of its own."""
        from buyfair.web.award_files import running

        def begun(command: list[str], **more: Any) -> Any:
            at = command.index("buyfair.web.award_files.assessing")
            ours = [sys.executable, str(Path(__file__).resolve()), WITHIN, str(within_), str(self.told), *command[at + 1 :]]
            return subprocess.Popen(ours, **more)

        running.subprocess = SimpleNamespace(**{**vars(subprocess), "Popen": begun})  # type: ignore[attr-defined]
        try:
            running.worked_off(batch.pk, batch.attempt)
        finally:
            running.subprocess = subprocess  # type: ignore[attr-defined]

    def refused(self, *, worker: int = 0, process: int = FAR) -> int:
        """Room is refused at a moment of the worker, or of the process; how many moments the worker came to."""
        from django.db import connections

        batch = self.queued()
        connections.close_all()
        found = ended(lambda: self.worked_off(batch, process), worker or FAR, full=True)
        assert found.accepted, "the worker met a full disk and ended with an error that no page tells"
        self.stands(batch)
        return found.moments

    def stands(self, batch: Any) -> None:
        """One sentence or the whole snapshot; tried again with room it is the same snapshot; then all is put away."""
        batch.refresh_from_db()
        self.seen[batch.state] += 1
        lies = hashlib.sha256(self.kept().read_bytes()).hexdigest()
        assert batch.files.get().held and lies == self.sha256, "accepted, and lost"
        assert batch.state in ("assessed", "failed"), (batch.state, batch.problem)
        if batch.state == "failed":
            assert self.says(batch.problem), batch.problem
            self.nothing_by_half()
            self.again(batch)
        found = self.lying(batch.snapshot)
        other = {name for name in {*found[1], *self.whole[1]} if found[1].get(name) != self.whole[1].get(name)}
        assert found == self.whole, (found[0], self.whole[0], other)
        self.gone()

    @staticmethod
    def says(problem: str) -> bool:
        """One sentence that there is no room and that it may be tried again."""
        return "no room" in problem and "resume" in problem and problem.count(". ") == 0 and problem.endswith(".")

    def again(self, batch: Any) -> None:
        """It is given to the queue again, as its page does, and now there is room."""
        from buyfair.web.award_files import jobs

        assert jobs.again(batch.pk, attempt=batch.attempt, states=("failed",))
        batch.refresh_from_db()
        self.worked_off(batch, FAR)
        batch.refresh_from_db()
        assert batch.state == "assessed", batch.problem

    def kept(self) -> Path:
        """Where the content of the file lies."""
        return self.home / "uploads" / "files" / self.sha256

    def lying(self, id_: str) -> tuple[str, dict[str, str]]:
        """A snapshot by its name, and its files by their hashes; of those that differ each time, that they are there."""
        from buyfair import snapshots

        folder = snapshots.one(self.home, id_).folder
        held = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()}
        return id_, {name: "" if name in OTHERWISE else told for name, told in held.items()}

    def nothing_by_half(self) -> None:
        """No snapshot is there that is not the whole one, and none is shown."""
        from buyfair import snapshots

        assert snapshots.current(self.home) is None
        assert all(self.lying(one.id) == self.whole for one in snapshots.every(self.home))

    def gone(self) -> None:
        """Snapshots and batches go, so that the next begins as the first did."""
        from buyfair import snapshots
        from buyfair.web.award_files.models import AwardFile, Batch, Deed

        for one in snapshots.every(self.home):
            snapshots.drop(self.home, one.id)
        Deed.objects.all().delete()
        Batch.objects.all().delete()
        AwardFile.objects.all().delete()
        shutil.rmtree(self.home / "uploads" / "batches", ignore_errors=True)


def each_moment(room: Room, every: int) -> str:
    """Every so many-th moment of the process, and each of the worker."""
    moments = range(1, room.within + 1, every)
    for moment in moments:
        room.refused(process=moment)
    moment = 1
    while room.refused(worker=moment) >= moment:
        moment += 1
    said = f"{len(moments)} of {room.within} moments of the process, {moment - 1} of the worker"
    return f"{said}: {room.seen['failed']} batches said that there is no room, {room.seen['assessed']} did without"


def main() -> int:
    """One line with the figures; the status is 0 where everything held."""
    if sys.argv[1:2] == [WITHIN]:
        return within(*sys.argv[2:])
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--every", type=int, default=1)
    told = asked.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="buyfair-faults-") as place:
        home = Path(place) / "home"
        home.mkdir()
        os.environ |= {"BUYFAIR_HOME": str(home), "BUYFAIR_SUBJECTS": "tiny_subject",
                       "DJANGO_SETTINGS_MODULE": "buyfair.web.settings"}  # fmt: skip
        os.environ.pop("DATABASE_URL", None)
        sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT / "tests" / "web")]
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        print(each_moment(Room(home, Path(place)), told.every), f"in {time.monotonic() - begun:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
