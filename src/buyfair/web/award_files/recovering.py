"""After a fault: batches whose worker was ended are given to the queue again, and what was half done is finished or told."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from django_tasks_db.models import DBTaskResult

from buyfair.terms.errors import InputRefusedError, MachineError
from buyfair.web.award_files import jobs, places, showing
from buyfair.web.award_files.models import Batch, Deed
from buyfair.web.core.clock import now

PATIENCE = timedelta(seconds=5)
"""A worker that took a job from the queue begins with it within this time."""
MOST = 4
"""So often a batch is begun again by itself: one that ends every worker must not be begun for ever."""
FAULT = "the worker was ended; the batch was queued again"


def recovered() -> int:
    """Finds what nobody is at work on any more, and gives it to the queue again; how many batches.

    Done by every worker when it starts and every few seconds after; two at once do no harm, for each batch is changed
    only as it was found.
    """
    places.sweep()
    with suppress(InputRefusedError, MachineError):  # the record says what was not done
        showing.settle()
    return sum(_given_again(batch) for batch in Batch.objects.filter(state__in=Batch.UNDER_WAY))


def left_alone(batch: Batch) -> bool:
    """Whether a batch is under way by its state, but no process is at work on it and none will take it from the queue."""
    if places.held(places.of_batch(batch.pk)):
        return False
    if batch.state == "running":
        return True
    job = DBTaskResult.objects.filter(pk=batch.job).first() if batch.job else None
    if job is None:
        return True
    return job.status != "READY" and (job.started_at is None or job.started_at < now() - PATIENCE)


def _given_again(batch: Batch) -> bool:
    if not left_alone(batch):
        return False
    if batch.state == "running" and batch.stop_asked:
        found = Batch.objects.filter(pk=batch.pk, attempt=batch.attempt, state="running")
        return bool(found.update(state="stopped", stop_asked=False, attempt=batch.attempt + 1))
    DBTaskResult.objects.filter(pk=batch.job or None, status="RUNNING").update(status="FAILED", finished_at=now())
    if _faults(batch) >= MOST:
        return _given_up(batch)
    if not jobs.again(batch.pk, attempt=batch.attempt, states=(batch.state,)):
        return False
    Deed.objects.create(batch=batch, what="interrupted", at=now(), how=FAULT)
    return True


def _faults(batch: Batch) -> int:
    """How often its worker was ended since somebody last gave it to the queue."""
    asked = Deed.objects.filter(batch=batch, what__in=("accepted", "resumed")).first()
    faults = Deed.objects.filter(batch=batch, what="interrupted", how=FAULT)
    return int((faults if asked is None else faults.filter(at__gte=asked.at)).count())


def _given_up(batch: Batch) -> bool:
    found = Batch.objects.filter(pk=batch.pk, attempt=batch.attempt, state=batch.state)
    why = f"The worker was ended {MOST + 1} times while it was at work on this; it is not begun again by itself."
    if found.update(state="failed", problem=why, ended=now(), attempt=batch.attempt + 1):
        Deed.objects.create(batch=batch, what="failed", at=now(), why=why)
    return False
