"""How many requests a minute one token, or one address without a token, may send: counted over all processes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest, JsonResponse
from django.utils.crypto import salted_hmac

from buyfair.web.api.models import Spent
from buyfair.web.core.accounts.origin import address_of
from buyfair.web.core.clock import now
from buyfair.web.core.problems import problem

PARTS = 40
"""A process takes a 40th of a minute's requests at a time, so that few requests write to the database."""
KEPT = timedelta(minutes=10)
MOST_KEYS = 10_000


@dataclass
class _Share:
    """What a process took of one minute and has left of it, and whether there is no more."""

    minute: datetime
    left: int = 0
    had: int = 0
    closed: bool = False


_shares: dict[str, _Share] = {}
_lock = Lock()


def too_many(request: HttpRequest, secret: str | None) -> JsonResponse | None:
    """The refusal of a request beyond the limit; None where it may go on. `secret` is that of a token that counts."""
    moment = now()
    most = settings.API_TOKEN_MINUTE if secret else settings.API_ADDRESS_MINUTE
    of = f"token {secret}" if secret else f"address {address_of(request)}"
    if _taken(salted_hmac("buyfair.api.limits", of).hexdigest()[:40], most, moment):
        return None
    wait = 60 - moment.second
    whose = "this token" if secret else "this address without a token"
    told = problem(429, f"More than {most:,} requests came in this minute by {whose}; expected is at most so many; "
                        f"go on in {wait} seconds.")  # fmt: skip
    told.headers["Retry-After"] = str(wait)
    return told


def _taken(key: str, most: int, moment: datetime) -> bool:
    """Whether one more request is within the limit; it is counted. The database is asked while others go on."""
    minute = moment.replace(second=0, microsecond=0)
    with _lock:
        share = _share(key, minute)
        if share.left or share.closed:
            share.left -= not share.closed
            return not share.closed
    part = max(most // PARTS, 1)
    try:
        with transaction.atomic():
            more = _more(key, minute, most, part)
    except DatabaseError:  # reading goes on where nothing can be written: then each process counts for itself
        more = part if share.had + part <= most else 0
    with _lock:
        share = _share(key, minute)
        share.left, share.had = share.left + more, share.had + more
        share.closed = not share.left
        share.left -= not share.closed
        return not share.closed


def _share(key: str, minute: datetime) -> _Share:
    share = _shares.get(key)
    if share is None or share.minute != minute:
        if len(_shares) >= MOST_KEYS:
            _shares.clear()
        share = _shares[key] = _Share(minute)
    return share


def _more(key: str, minute: datetime, most: int, part: int) -> int:
    """The next requests that this process may let through: 0 where the minute is spent."""
    rows = Spent.objects.filter(key=key, minute=minute)
    if rows.filter(times__lte=most - part).update(times=F("times") + part):
        return part
    if rows.exists():
        return 0
    Spent.objects.filter(minute__lt=minute - KEPT).delete()
    try:
        with transaction.atomic():
            Spent.objects.create(key=key, minute=minute, times=part)
    except IntegrityError:  # another process began this minute just now
        return part if rows.filter(times__lte=most - part).update(times=F("times") + part) else 0
    return part
