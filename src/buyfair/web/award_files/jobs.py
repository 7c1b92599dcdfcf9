"""The job of a batch in the queue: it is put there in the transaction that accepts the batch, so that neither is lost."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django_tasks import task

from buyfair.terms.errors import refuse
from buyfair.web.award_files.models import Batch


@task()
def assess_batch(batch: int, attempt: int) -> str:
    """What a worker runs; it gives back what came of it, for the log of the queue."""
    from buyfair.web.award_files import running

    return running.worked_off(batch, attempt)


def queued(batch: Batch) -> None:
    """Puts the job of this attempt into the queue."""
    batch.job = str(assess_batch.enqueue(batch=batch.pk, attempt=batch.attempt).id)
    batch.save(update_fields=["job"])


def again(pk: int, *, attempt: int, states: tuple[str, ...]) -> bool:
    """Gives a batch to the queue once more, if it still stands at this attempt in one of these states.

    Raises: InputRefusedError where another batch of the same files is under way.
    """
    try:
        with transaction.atomic():
            found = Batch.objects.filter(pk=pk, attempt=attempt, state__in=states)
            if not found.update(state="waiting", attempt=attempt + 1, stop_asked=False, problem="", says="", step=0):
                return False
            queued(Batch.objects.get(pk=pk))
    except IntegrityError:
        raise refuse(
            "another batch of the same files is under way", "one at a time", "wait for that one, or stop it"
        ) from None
    return True


def stopped(batch: Batch) -> bool:
    """Takes a waiting batch out of the queue, or asks the worker of a running one to stop; false where it is neither."""
    waiting = Batch.objects.filter(pk=batch.pk, state="waiting")
    if waiting.update(state="stopped", attempt=batch.attempt + 1, stop_asked=False):
        return True
    return bool(Batch.objects.filter(pk=batch.pk, state="running").update(stop_asked=True))
