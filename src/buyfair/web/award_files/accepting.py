"""From files that lie in the data folder to a batch in the queue: what was brought is known again, looked at, accepted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from buyfair import snapshots
from buyfair.terms.errors import InputRefusedError
from buyfair.web.award_files import jobs, places
from buyfair.web.award_files.arriving import Arrived
from buyfair.web.award_files.looking import looked
from buyfair.web.award_files.models import AwardFile, Batch, Deed
from buyfair.web.core.clock import now
from buyfair.web.core.models import Organization


@dataclass
class Brought:
    """What became of the files that were brought: those that are held, those that were held before, the refusals."""

    files: list[AwardFile] = field(default_factory=list)
    known: list[AwardFile] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def taken_in(arrived: Iterable[Arrived], office: Organization, by: Any, source: str) -> Brought:
    """Looks at each file and writes down those from which awards can be read; the others leave nothing behind."""
    found = Brought()
    for each in arrived:
        held = AwardFile.objects.filter(organization=office, sha256=each.sha256).first()
        if held is not None:
            found.known.append(held)
            continue
        try:
            look = looked(each.sha256, str(each.name))
        except InputRefusedError as refusal:
            found.refused.append(str(refusal))
            forgotten(each.sha256)
            continue
        found.files.append(_kept(each, office, by, source, look))
    return found


def _kept(each: Arrived, office: Organization, by: Any, source: str, look: dict[str, Any]) -> AwardFile:
    told = {"by": by, "at": now(), "name": str(each.name)[:120], "source": source, "size": each.size, "look": look}
    # Two who bring the same at once get the same row.
    file, _ = AwardFile.objects.get_or_create(organization=office, sha256=each.sha256, defaults=told)
    return file


def forgotten(sha256: str) -> None:
    """Removes a content that nobody holds."""
    if not AwardFile.objects.filter(sha256=sha256).exists():
        places.content(sha256).unlink(missing_ok=True)


def nobodys() -> int:
    """Removes contents that were kept a day ago and never written down: whoever brought them was cut off; how many."""
    gone = 0
    for path in places.contents_of_yesterday():
        if not AwardFile.objects.filter(sha256=path.name).exists():
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def accepted(files: Sequence[AwardFile], office: Organization, by: Any, *, label: str, day: date | None,
             show_at_once: bool) -> tuple[Batch, bool]:  # fmt: skip
    """The batch of these files, in the queue, and whether it is new: the same files and day give the batch that is there."""
    same = of_the_same(files, day)
    there = _there(office, same)
    if there is not None:
        return there, False
    try:
        with transaction.atomic():
            batch = Batch.objects.create(organization=office, by=by, at=now(), same=same, label=label, day=day,
                                         show_at_once=show_at_once)  # fmt: skip
            batch.files.set(files)
            jobs.queued(batch)
            Deed.objects.create(batch=batch, what="accepted", at=now(), by=by, organization=office,
                                how="to be shown when every check holds" if show_at_once else "page")  # fmt: skip
    except IntegrityError:
        found = _there(office, same)
        if found is None:
            raise
        return found, False
    return batch, True


def of_the_same(files: Iterable[AwardFile], day: date | None) -> str:
    """What two batches of the same contents and day have in common."""
    told = "\n".join([*sorted(f.sha256 for f in files), day.isoformat() if day else ""])
    return hashlib.sha256(told.encode()).hexdigest()


def _there(office: Organization, same: str) -> Batch | None:
    """A batch of the same that is under way, or whose snapshot is still kept."""
    kept = {s.id for s in snapshots.every(Path(settings.HOME))}
    for batch in Batch.objects.filter(organization=office, same=same):
        if batch.under_way or (batch.state == "assessed" and batch.snapshot in kept):
            return batch
    return None
