"""Award files for the demonstration: a batch in each state, the last one waiting for the worker that runs beside the server."""

from __future__ import annotations

import csv
import gzip
import io
import shutil
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from buyfair import snapshots
from buyfair.intake.digest import digest
from buyfair.web.award_files import accepting, assessing, checks, places
from buyfair.web.award_files.models import AwardFile, Batch, Deed
from buyfair.web.core.clock import now
from buyfair.web.core.models import Organization, User

_OFFICE = "Example Contracting Office (fictional)"


def fill() -> None:
    """Makes them where none is there yet; the portfolio itself was taken before."""
    shown = snapshots.current(Path(settings.HOME))
    if shown is None or Batch.objects.exists():
        return
    office, lead = Organization.objects.get(name=_OFFICE), User.objects.get(username="lead")
    _sample(office, lead, shown)
    _totals(office, lead)
    _stopped(office, lead)
    _failed(office, lead)
    _waiting(office, lead)


def _sample(office: Organization, lead: User, shown: snapshots.Snapshot) -> None:
    """The bundled sample, as if it had been brought an hour ago."""
    at = now() - timedelta(hours=1)
    source = Path(settings.HOME) / "awards_sample.csv.gz"
    figures = assessing.figures(shown.summary())
    layout = figures["inputs"][0]["layout"]
    file = _file(office, lead, source, {
        "layout": layout, "sampled": True, "whole": True, "records": figures["lines"]["read"], "read": figures["lines"]["read"],
        "accepted": figures["lines"]["accepted"], "rejected": figures["lines"]["rejected"],
        "superseded": figures["lines"]["superseded"],
        "reasons": {row["reason"]: row["lines"] for row in figures["rejected_why"]}, "passed_over": [],
    })  # fmt: skip
    batch = Batch.objects.create(
        organization=office, by=lead, at=at, label="Bundled sample, made up", same=accepting.of_the_same([file], None),
        state="assessed", began=at, ended=at + timedelta(seconds=20), seen=at, step=6, figures=figures,
        checks=checks.checked(figures, None), snapshot=shown.id,
    )  # fmt: skip
    batch.files.set([file])
    Deed.objects.create(batch=batch, what="accepted", at=at, by=lead, organization=office)
    Deed.objects.create(batch=batch, what="assessed", at=at + timedelta(seconds=20), after=shown.id, how="background job")
    Deed.objects.create(batch=batch, what="shown", at=at + timedelta(minutes=5), by=lead, organization=office, after=shown.id)


def _totals(office: Organization, lead: User) -> None:
    """A file that reads well at its beginning, and breaks off further down."""
    at = now() - timedelta(minutes=30)
    source = Path(settings.HOME) / "example_broken_off.csv.gz"
    sample = (Path(settings.HOME) / "awards_sample.csv.gz").read_bytes()
    source.write_bytes(sample[: len(sample) * 2 // 3])
    file = _file(office, lead, source, {})
    why = f"{source.name} is compressed but damaged or cut short; expected a whole compressed file; download it again."
    batch = Batch.objects.create(
        organization=office, by=lead, at=at, label="Example: a download that broke off", state="refused", problem=why, began=at,
        same=accepting.of_the_same([file], None), ended=at + timedelta(seconds=3), seen=at, step=1,
    )  # fmt: skip
    batch.files.set([file])
    Deed.objects.create(batch=batch, what="accepted", at=at, by=lead, organization=office)
    Deed.objects.create(batch=batch, what="refused", at=at + timedelta(seconds=3), how="background job", why=why)


def _stopped(office: Organization, lead: User) -> None:
    """One that was begun and stopped by the person who brought it; it can be resumed."""
    batch = _begun(office, lead, "Example: stopped, for a newer file is on its way", 0, "stopped", 20)
    Deed.objects.create(batch=batch, what="stopped", at=batch.at + timedelta(seconds=9), by=lead, organization=office,
                        how="asked for")  # fmt: skip


def _failed(office: Organization, lead: User) -> None:
    """One that the machine could not do to its end; it can be resumed."""
    why = "The data folder had no room left for the snapshot; expected is as much as the files take; make room, then resume."
    batch = _begun(office, lead, "Example: the disk was full", 1, "failed", 15, problem=why)
    Deed.objects.create(batch=batch, what="failed", at=batch.at + timedelta(seconds=9), how="background job", why=why)


def _begun(office: Organization, lead: User, label: str, nth: int, state: str, ago: int, **more: str) -> Batch:
    """A batch on which work was begun some minutes ago, and ended in this state."""
    at = now() - timedelta(minutes=ago)
    file = _part(office, lead, nth)
    batch = Batch.objects.create(
        organization=office, by=lead, at=at, label=label, same=accepting.of_the_same([file], None), state=state, began=at,
        seen=at, ended=at + timedelta(seconds=9), step=5, attempt=2, **more,
    )  # fmt: skip
    batch.files.set([file])
    Deed.objects.create(batch=batch, what="accepted", at=at, by=lead, organization=office)
    return batch


def _waiting(office: Organization, lead: User) -> None:
    """One that really waits: the worker takes it up as any other, and then somebody decides whether it is shown."""
    accepting.accepted([_part(office, lead, 2)], office, lead, label="Example: a new month", day=None, show_at_once=False)


_RECORDS = 200
"""Records of each part of the sample that is brought as a file of its own."""


def _part(office: Organization, lead: User, nth: int) -> AwardFile:
    """Some records of the sample as a file of their own."""
    with gzip.open(Path(settings.HOME) / "awards_sample.csv.gz", "rt", encoding="utf-8", newline="") as sample:
        head, *records = csv.reader(sample)
    text = io.StringIO(newline="")
    csv.writer(text).writerows([head, *records[nth * _RECORDS : (nth + 1) * _RECORDS]])
    source = Path(settings.HOME) / f"example_part_{nth + 1}.csv"
    source.write_text(text.getvalue(), "utf-8", newline="")
    return _file(office, lead, source, {})


def _file(office: Organization, lead: User, source: Path, look: dict[str, object]) -> AwardFile:
    sha256 = digest(source, lines=False).sha256
    target = places.content(sha256)
    if not target.is_file():
        places.made(target.parent)
        half = target.with_name(f".{sha256}")
        shutil.copyfile(source, half)
        half.replace(target)
    made, _ = AwardFile.objects.get_or_create(
        organization=office, sha256=sha256,
        defaults={"by": lead, "at": now(), "name": source.name, "source": "upload", "size": source.stat().st_size,
                  "look": look},
    )  # fmt: skip
    return made
