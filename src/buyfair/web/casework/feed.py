"""The calendar of a person: every deadline that is theirs, behind an address that only they know and can renew."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event, vDatetime

from buyfair.web.casework.models import CalendarKey, Deadline
from buyfair.web.core.models import User

MOST = 1000
"""Entries of one feed; the first due come first."""


def renewed(user: User, at: datetime) -> str:
    """A new key for a person's calendar; the one before stops to work. It is told once and kept only as a hash."""
    key = secrets.token_urlsafe(32)
    CalendarKey.objects.update_or_create(user=user, defaults={"hashed": _hashed(key), "made_at": at})
    return key


def taken_back(user: User) -> None:
    """No calendar any more."""
    CalendarKey.objects.filter(user=user).delete()


def whose(key: str) -> User | None:
    """The person to whom a key belongs, where the account still stands."""
    found = CalendarKey.objects.filter(hashed=_hashed(key), user__is_active=True).select_related("user").first()
    return found.user if found is not None else None


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def calendar(deadlines: Iterable[Deadline], site: str, at: datetime) -> bytes:
    """The feed: an entry of a whole day for each deadline."""
    found = Calendar()
    found.add("prodid", "-//Buyfair//Deadlines//EN")
    found.add("version", "2.0")
    found.add("x-wr-calname", "Deadlines of Buyfair")
    for deadline in deadlines:
        found.add_component(_entry(deadline, site, at))
    return bytes(found.to_ical())


def _entry(deadline: Deadline, site: str, at: datetime) -> Event:
    entry = Event()
    entry.add(
        "uid", f"deadline-{deadline.pk}@{site.partition('://')[2].partition('/')[0].partition(':')[0] or 'buyfair'}"
    )
    entry["dtstamp"] = vDatetime(at)
    entry.add("dtstart", deadline.due)
    entry.add("dtend", deadline.due + timedelta(days=1))
    entry.add("summary", f"{deadline.case.reference}: {deadline.what}")
    entry.add("description", f"Case of {deadline.case.organization.name}. Due on {deadline.due}.")
    entry.add("url", f"{site}{deadline.case.get_absolute_url()}")
    entry.add("transp", "TRANSPARENT")
    return entry
