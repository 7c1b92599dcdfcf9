"""Documents that were sent with a form which nobody finished: once no form holds on to them any more, they go."""

from __future__ import annotations

from datetime import datetime, timedelta

from buyfair.web.casework import deeds, store
from buyfair.web.casework.models import Content

KEPT = timedelta(days=2)
"""A form holds on to its files for a day; a request that brings one again begins its time anew."""
FEW = 20
"""So many may be unknown to a database that knows fewer: forms are left unfinished also where work has only begun."""


class NotOursError(Exception):
    """Most of what lies in the store is unknown to this database: nothing is destroyed until somebody has looked."""


def forgotten(at: datetime) -> int:
    """Destroys what has lain in the store for so long while no case took it; how many there were.

    Raises: NotOursError where the database knows fewer documents than it would destroy: it may be another one than the one
    that the store belongs to, or an older one.
    """
    old = store.since_before(at - KEPT)
    half = [path for name, path in old.items() if name.startswith(".")]
    taken = set(Content.objects.values_list("sha256", flat=True))
    whole = [name for name in old if not name.startswith(".") and name not in taken]
    if len(whole) > max(FEW, len(taken)):
        raise NotOursError(
            f"{len(whole):,} documents of the store are unknown to this database, which knows {len(taken):,}: it may not be "
            "the one that they belong to, so nothing was destroyed. Look at DATABASE_URL and BUYFAIR_HOME, or restore the "
            "backup of the database; if they are left over for sure, take them away by hand."
        )
    for path in half:
        path.unlink(missing_ok=True)
    deeds.forget(whole)
    return len(half) + len(whole)
