"""manage.py backup FILE: everything that people did here, in one file that either database reads."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from buyfair.terms.errors import InputRefusedError
from buyfair.web.core.backup import back_up


class Command(BaseCommand):
    """Writes the backup."""

    help = "Write everything that people did here into one file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and whether the portfolio is part of it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--without-portfolio", action="store_true", help="Leave out the snapshots of award data.")

    def handle(self, *args: Any, file: Path, without_portfolio: bool, **options: Any) -> None:
        """Says how many rows it holds."""
        try:
            counts = back_up(file, portfolio=not without_portfolio)
        except InputRefusedError as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{file}: {sum(counts.values()):,} rows of {len(counts)} tables, and the documents")
