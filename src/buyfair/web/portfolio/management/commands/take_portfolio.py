"""Takes an assessed folder as the portfolio that the pages show: manage.py take_portfolio FOLDER."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from buyfair import snapshots
from buyfair.terms.errors import InputRefusedError, MachineError
from buyfair.web.core.clock import now


class Command(BaseCommand):
    """What was taken is kept as it was and shown in one step; the snapshots taken before stay."""

    help = "Take an assessed folder (buyfair assess FILES --out FOLDER) as a snapshot and show it."

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder, a name for the snapshot, and whether it is shown at once."""
        parser.add_argument("folder", type=Path, help="a folder that buyfair assess wrote")
        parser.add_argument("--label", help="what to call the snapshot, in a few words")
        parser.add_argument("--keep-shown", action="store_true", help="take it, and go on showing the one that is shown")

    def handle(self, *args: Any, folder: Path, label: str | None, keep_shown: bool, **options: Any) -> None:
        """Take it, and show it."""
        try:
            taken = snapshots.take(folder, settings.HOME, label, at=now(), say=self.stdout.write)
            if not keep_shown:
                snapshots.switch(settings.HOME, taken.id)
        except (InputRefusedError, MachineError) as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"{'kept' if keep_shown else 'shown'}: snapshot {taken.id}")
