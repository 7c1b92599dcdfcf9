"""The only place of the pages that looks at the calendar; everything below is told the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone


def now() -> datetime:
    """This moment, with its zone."""
    return timezone.now()


def zone() -> ZoneInfo:
    """The zone of the installation. The process itself keeps its own: what reads files must not see another day by it."""
    return ZoneInfo(settings.ZONE)


def here(moment: datetime) -> datetime:
    """A moment as the clocks of the installation show it."""
    return moment.astimezone(zone())


def today() -> date:
    """The day in the zone of the installation."""
    return here(now()).date()


def day_of(moment: datetime) -> date:
    """The day that a moment lies in, where the installation is."""
    return here(moment).date()


class InZone:
    """Pages show moments as the clocks of the installation do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, made in that zone."""
        with timezone.override(zone()):
            return self._answer(request)
