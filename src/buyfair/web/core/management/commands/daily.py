"""manage.py daily: the work of every day in one command, one line for each part."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from buyfair.web.core.daily import CLOCK, alone, done_today, note_done, parts


class Command(BaseCommand):
    """Run it once a day; a second run does nothing twice, and one at the same time leaves the work to the first."""

    help = "Do the work of every day: deadlines, messages, anchor, proof, old sessions and results. Names what failed."

    def add_arguments(self, parser: CommandParser) -> None:
        """That the clock is right, whatever it looks like; that one run a day is enough."""
        parser.add_argument("--clock-is-right", action="store_true", help="do the work though the clock looks wrong")
        parser.add_argument("--if-due", action="store_true", help="do nothing where all of it was done today")

    def handle(self, *args: Any, clock_is_right: bool, if_due: bool, **options: Any) -> None:
        """Says how each part went."""
        if if_due and done_today():
            return
        failed = []
        with alone() as mine:
            if not mine:
                self.stdout.write("Another run is at work on this installation; nothing was done.")
                return
            for part in parts(sure=clock_is_right):
                self.stdout.write(f"{part.called}: {'FAILED: ' if part.failed else ''}{part.said}")
                failed += [part.called] if part.failed else []
            if not failed:
                note_done()
        if failed == [CLOCK[0]]:
            raise CommandError("Nothing was done: by a wrong clock certificates expire and days are anchored for good. Where "
                               "it is right, say so: manage.py daily --clock-is-right")  # fmt: skip
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}. Everything else was done; mend it, then run this again.")
