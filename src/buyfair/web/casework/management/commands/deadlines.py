"""manage.py deadlines: how every running deadline stands on a day, and a letter to whom it concerns."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from buyfair.web.casework import digests
from buyfair.web.casework.commands import add_day, day_of


class Command(BaseCommand):
    """To be run daily; a second run on the same day writes to nobody twice."""

    help = "Computes what is due, late or at risk on a day, and sends each person one digest. Run it daily."

    def add_arguments(self, parser: Any) -> None:
        """The day."""
        add_day(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Sends, and says."""
        day = day_of(options)
        found = digests.send(day)
        counts = ", ".join(f"{count} {standing}" for standing, count in found.counts.items())
        self.stdout.write(f"{day}: {counts}. Digests sent: {found.sent}; sent before: {found.before}.")
        if found.failed:
            raise CommandError(f"Not sent, and tried again by the next run: {'; '.join(found.failed)}.")
