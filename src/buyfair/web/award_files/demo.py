"""Award files for the demonstration: a batch that became the portfolio, and one that was refused for its contents."""

from __future__ import annotations

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
    """Makes both where they are not there yet; the portfolio itself was taken before."""
    shown = snapshots.current(Path(settings.HOME))
    if shown is None or Batch.objects.exists():
        return
    office, lead = Organization.objects.get(name=_OFFICE), User.objects.get(username="lead")
    _sample(office, lead, shown)
    _totals(office, lead)


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
