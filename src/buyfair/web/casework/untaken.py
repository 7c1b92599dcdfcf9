"""Documents that were sent with a form which nobody finished: once no form holds on to them any more, they go."""

from __future__ import annotations

from datetime import datetime, timedelta

from buyfair.web.casework import deeds, store
from buyfair.web.casework.models import Content

KEPT = timedelta(days=2)
"""A form holds on to its files for a day; a request that brings one again begins its time anew."""


def forgotten(at: datetime) -> int:
    """Destroys what has lain in the store for so long while no case took it; how many there were."""
    old = store.since_before(at - KEPT)
    half = [path for name, path in old.items() if name.startswith(".")]
    taken = set(Content.objects.values_list("sha256", flat=True))
    whole = [name for name in old if not name.startswith(".") and name not in taken]
    for path in half:
        path.unlink(missing_ok=True)
    deeds.forget(whole)
    return len(half) + len(whole)
