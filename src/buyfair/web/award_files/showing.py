"""Showing another snapshot, and dropping one: written down first, done in one step, told after a fault as it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from buyfair import snapshots
from buyfair.terms.errors import InputRefusedError, MachineError, refuse
from buyfair.web.award_files import places
from buyfair.web.award_files.models import Batch, Deed
from buyfair.web.core.clock import now

AS_CHOSEN = "as chosen beforehand"
SETTLED = timedelta(seconds=10)
"""Whoever wrote down what is to be done does it within this time, or was ended amid it."""


def current() -> str:
    """The id of the snapshot that is shown; empty where none is."""
    shown = snapshots.current(Path(settings.HOME))
    return "" if shown is None else shown.id


def show(id_: str, *, before: str, by: Any, organization: Any = None, batch: Batch | None = None, why: str = "",
         how: str = "page") -> bool:  # fmt: skip
    """Shows a snapshot in place of `before`; false where it is shown already.

    Raises: InputRefusedError where there is none of this id, or another than `before` is shown meanwhile; MachineError.
    """
    with alone():
        snapshots.one(Path(settings.HOME), id_)
        if current() == id_:
            return False
        _unchanged(before)
        deed = written("shown", before=before, after=id_, by=by, organization=organization, batch=batch, why=why, how=how)
        carried_out(deed)
    return True


def drop(id_: str, *, before: str, by: Any, organization: Any = None) -> None:
    """Removes a snapshot for good.

    Raises: InputRefusedError where there is none of this id, or it is shown; MachineError.
    """
    with alone():
        snapshots.one(Path(settings.HOME), id_)
        if current() == id_:
            raise refuse(f"{id_} is the snapshot that is shown", "one that is not", "show another first")
        _unchanged(before)
        carried_out(written("dropped", before=id_, by=by, organization=organization))


def _unchanged(before: str) -> None:
    if current() != before:
        raise refuse(
            f"meanwhile somebody showed {current() or 'no snapshot'} instead of {before or 'none'}",
            "the portfolio as this page told it", "read what stands here now, and decide again",
        )  # fmt: skip


def written(what: str, *, by: Any, organization: Any = None, batch: Batch | None = None, before: str = "", after: str = "",
            why: str = "", how: str = "page") -> Deed:  # fmt: skip
    """The record of what is about to be done with the disk."""
    return Deed.objects.create(what=what, at=now(), by=by, organization=organization, batch=batch, before=before, after=after,
                               why=why[:300], how=how, done=None)  # fmt: skip


def carried_out(deed: Deed) -> None:
    """Does what was written down, and notes whether the disk followed."""
    home = Path(settings.HOME)
    try:
        if deed.what == "shown":
            snapshots.switch(home, deed.after)
        else:
            snapshots.drop(home, deed.before)
    except (InputRefusedError, MachineError):
        _noted(deed, False)
        raise
    _noted(deed, True)


def _noted(deed: Deed, done: bool) -> None:
    deed.done = done
    deed.save(update_fields=["done"])


def settle() -> int:
    """Finishes what was written down by somebody who was ended before it was done; how many there were.

    Where the portfolio is another meanwhile, it is not done any more, and the record says so.
    """
    left = Deed.objects.filter(done=None, at__lt=now() - SETTLED).order_by("pk")
    for deed in left:
        with alone():
            _finished(deed)
    return len(left)


def _finished(deed: Deed) -> None:
    held = {s.id for s in snapshots.every(Path(settings.HOME))}
    at = current()
    if deed.what == "shown" and at == deed.after or deed.what == "dropped" and deed.before not in held:
        _noted(deed, True)
    elif deed.what == "shown" and (at != deed.before or deed.after not in held) or deed.before == at and deed.what == "dropped":
        _noted(deed, False)
    else:
        carried_out(deed)


@contextmanager
def alone() -> Iterator[None]:
    """One at a time looks at what is shown and changes it."""
    lock = places.Lock(places.uploads() / ".showing.lock")
    try:
        if not lock.taken(patience=20.0):
            raise refuse("somebody else is changing what is shown", "one at a time", "try again")
        yield
    finally:
        lock.close()
