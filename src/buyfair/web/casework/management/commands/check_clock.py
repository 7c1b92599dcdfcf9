"""manage.py check_clock: whether the clock of the machine can be right, by what was written last."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from buyfair.web.casework.models import Anchor, Event
from buyfair.web.core.clock import day_of, today

AHEAD, BEHIND = timedelta(days=1), timedelta(days=366)
"""So far may what was written last lie after today, and before it."""


class Command(BaseCommand):
    """What is done by the day stays done where the day was wrong: certificates expire, days are anchored, people are told."""

    help = "Fail where the newest event or anchor lies more than a day ahead of the clock, or more than a year behind it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Looks, and says."""
        written = (Event.objects.order_by("-pk").first(), Anchor.objects.order_by("-pk").first())
        told = [day_of(one.at) for one in written if one is not None]  # what was written last: a wrong day is outlived
        day = today()
        first, last = min(told, default=day), max(told, default=day)
        if first - day > AHEAD:
            raise CommandError(f"The clock says {day}, and the newest entry here is of {first}: it is behind, or was ahead "
                               "when that was written. Set it right.")  # fmt: skip
        if day - last > BEHIND:
            raise CommandError(f"The clock says {day}, and nothing was written since {last}: it may be ahead. Set it right.")
        self.stdout.write(f"{day}.")
