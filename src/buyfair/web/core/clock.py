"""The only place of the pages that looks at the calendar; everything below is told the day."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This moment, with its zone."""
    return timezone.now()


def today() -> date:
    """The day in the zone of the installation."""
    return timezone.localdate()
