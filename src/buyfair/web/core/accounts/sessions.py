"""Sessions: how long one lasts, how many there may be at once, and which of them are open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseBase

from buyfair.web.core.accounts.log import How
from buyfair.web.core.accounts.origin import address_of, browser_of
from buyfair.web.core.clock import now
from buyfair.web.core.models import OpenSession, User
from buyfair.web.core.shortage import shortage_of

SEEN_EVERY = timedelta(minutes=1)
"""How finely it is kept when a session was last used: each page would be a write otherwise."""
_not_before = 0.0
"""Until then this process does not try again to keep it; the database had no room or did not answer."""


@receiver(user_logged_in)
def begin(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    """A session begins: it is listed, and the oldest beyond the number allowed ends."""
    moment, key = now(), request.session.session_key
    request.session["began"] = request.session["seen"] = moment.isoformat()
    OpenSession.objects.update_or_create(key=key, defaults={
        "user": user, "began": moment, "seen": moment, "how": request.session.get("how", ""),
        "address": address_of(request), "browser": browser_of(request),
    })  # fmt: skip
    for old in OpenSession.objects.filter(user=user).exclude(key=key)[settings.SESSIONS_AT_ONCE - 1 :]:
        end(old)


@receiver(user_logged_out)
def over(sender: Any, request: HttpRequest, user: User | None, **_: Any) -> None:
    """A session ends by logging out."""
    if request.session.session_key:
        OpenSession.objects.filter(key=request.session.session_key).delete()


def end(session: OpenSession) -> None:
    """Ends a session wherever it is open."""
    SessionStore(session.key).delete()
    session.delete()


def end_all(user: User, but: str | None = None) -> int:
    """Ends every session of somebody, but the one named; how many."""
    rows = list(OpenSession.objects.filter(user=user).exclude(key=but))
    for row in rows:
        end(row)
    return len(rows)


def sessions_of(user: User) -> list[OpenSession]:
    """What is open now; what ran out is taken from the list."""
    moment = now()
    rows = list(OpenSession.objects.filter(user=user))
    for row in rows:
        if not _lasts(row.began, row.seen, moment):
            end(row)
    return [row for row in rows if row.pk]


def _lasts(began: datetime, seen: datetime, moment: datetime) -> bool:
    # A clock that was set back lengthens a session by the idle time at most: what lies further ahead has run out too.
    return abs(moment - seen) < settings.SESSION_IDLE and abs(moment - began) < settings.SESSION_LONGEST


def rebind(request: HttpRequest, before: str | None) -> None:
    """The session has a new key after the password was changed: it stays the same line of the list."""
    OpenSession.objects.filter(key=before).update(key=request.session.session_key)


class Limits:
    """Ends what has run out, before anything of the request is decided."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            self.look(request)
        return self.answer(request)

    def look(self, request: HttpRequest) -> None:
        """Logs out a session that is too old, unused for too long, or of a demonstration that is over."""
        moment, kept = now(), request.session
        began, seen = (datetime.fromisoformat(kept[k]) if k in kept else None for k in ("began", "seen"))
        alone = kept.get("how") == How.DEMO.value and not settings.DEMO
        if began is None or seen is None or alone or not _lasts(began, seen, moment):
            logout(request)
        elif moment - seen >= SEEN_EVERY:
            _seen(kept, moment)


def _seen(kept: Any, moment: datetime) -> None:
    """Keeps that the session was used, where the database takes it: whoever only reads is not refused because it is full."""
    global _not_before
    if monotonic() < _not_before:
        return
    before, changed = kept["seen"], kept.modified
    kept["seen"] = moment.isoformat()
    try:
        with transaction.atomic():
            OpenSession.objects.filter(key=kept.session_key).update(seen=moment)
            kept.save()
    except Exception as problem:
        if shortage_of(problem) is None:
            return  # it ended elsewhere, say: it is kept again after the page, and whoever keeps it tells
        kept["seen"] = before
        _not_before = monotonic() + SEEN_EVERY.total_seconds()  # a database that is locked is waited for once a minute
    kept.modified = changed
