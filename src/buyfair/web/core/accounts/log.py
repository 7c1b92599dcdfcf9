"""The log of log-ins, and the lock that it closes after too many failures: said with a sentence, and with an end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import F, Max, Min, Sum
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from buyfair.web.core.accounts.origin import address_of, browser_of
from buyfair.web.core.clock import now
from buyfair.web.core.models import LogIn


class How(StrEnum):
    """The ways in."""

    PASSWORD = "password"
    CODE = "authenticator code"
    RECOVERY = "recovery code"
    SINGLE = "single sign-on"
    SET_UP = "second step set up"
    DEMO = "password alone"
    LETTER = "letter"


class Result(StrEnum):
    """How an attempt ended."""

    IN = "in"
    STEP = "first step done"
    LETTER = "letter for a new password"
    WRONG = "refused: wrong"
    LOCKED = "refused: locked"
    CLOSED = "refused: account closed"
    STRANGER = "refused: no such account"


FAILED = (Result.WRONG, Result.CLOSED, Result.STRANGER)
WINDOW = timedelta(minutes=15)


@dataclass(frozen=True)
class Limit:
    """So many failures within the window close the door for what is counted."""

    failures: int
    of: str


LIMITS = (Limit(5, "this account from your address"), Limit(30, "this account"), Limit(60, "your address"))


def mark_of(name: str) -> str:
    """What stands for the name of an account in the log."""
    return salted_hmac("buyfair.login", name.strip().casefold()).hexdigest()[:32]


def note(request: HttpRequest, name: str, how: How, result: Result, user: Any | None = None) -> None:
    """One row; while locked, one row an hour that counts."""
    moment = now()
    row = {"mark": mark_of(name), "how": how.value, "result": result.value, "address": address_of(request)}
    if result is Result.LOCKED:
        since = moment.replace(minute=0, second=0, microsecond=0)
        same = LogIn.objects.filter(address=row["address"], result=row["result"], at__gte=since)
        if same.filter(mark=row["mark"]).update(times=F("times") + 1, last_at=moment):
            return
        if same.count() >= LIMITS[0].failures:  # many names from one address: one row for all of them
            same.filter(pk=same.values_list("pk", flat=True)[0]).update(times=F("times") + 1, last_at=moment)
            return
    LogIn.objects.create(**row, user=user, at=moment, last_at=moment, browser=browser_of(request))


def locked(request: HttpRequest, name: str) -> str:
    """The sentence that says why nobody is let in now and when the door opens again; empty where it is open."""
    moment, mark, address = now(), mark_of(name), address_of(request)
    recent = LogIn.objects.filter(result__in=[r.value for r in FAILED], at__gt=moment - WINDOW)
    last_in = LogIn.objects.filter(mark=mark, result=Result.IN.value).aggregate(Max("at"))["at__max"]
    of_account = recent.filter(mark=mark, **({"at__gt": last_in} if last_in and last_in > moment - WINDOW else {}))
    for limit, rows in zip(
        LIMITS, (of_account.filter(address=address), of_account, recent.filter(address=address)), strict=True
    ):
        newest = rows.order_by("-at", "-pk")[: limit.failures]
        told = LogIn.objects.filter(pk__in=list(newest.values_list("pk", flat=True))).aggregate(
            n=Sum("times"), first=Min("at")
        )
        if (told["n"] or 0) >= limit.failures:
            return _sentence(limit, told["first"] + WINDOW, moment)
    return ""


def _sentence(limit: Limit, opens: datetime, moment: datetime) -> str:
    minutes = max(1, -(-int((opens - moment).total_seconds()) // 60))
    return (f"There were {limit.failures} failed attempts for {limit.of} within 15 minutes, so no attempt is taken now, "
            f"not even a right one. Try again in {minutes} minute{'s' if minutes > 1 else ''}.")  # fmt: skip
