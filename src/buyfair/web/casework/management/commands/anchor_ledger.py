"""manage.py anchor_ledger: anchors the day, and prints the hash to be kept elsewhere."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from buyfair.web.casework.anchoring import anchored
from buyfair.web.casework.commands import add_day, day_of
from buyfair.web.casework.models import Anchor
from buyfair.web.core.clock import now


class Command(BaseCommand):
    """Once a day; a second run on the same day changes nothing."""

    help = (
        "Anchors all cases as they stand: one hash, chained to the anchor before. Keep what it prints somewhere else."
    )

    def add_arguments(self, parser: Any) -> None:
        """The day."""
        add_day(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Anchors, and says."""
        day = day_of(options)
        found = anchored(day, now())
        if found is None:
            last = Anchor.objects.latest("day").day
            if last > day:
                raise CommandError(
                    f"{last} is anchored, a day after {day}: the clock was ahead then, or is behind now, and no day until then "
                    "can be anchored. Set it right; where it is, anchor by hand, each time the day after the last one: "
                    f"manage.py anchor_ledger --day {last + timedelta(days=1)}"
                )
            self.stdout.write(f"{day} is anchored already; nothing was written.")
        else:
            self.stdout.write(f"{found.day} {found.hash} over {found.cases} cases")
