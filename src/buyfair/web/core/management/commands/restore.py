"""manage.py restore FILE: a backup, read into an empty installation, whole or not at all."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from buyfair.terms.errors import InputRefusedError, MachineError
from buyfair.web.core.backup import restore
from buyfair.web.core.shortage import said


class Command(BaseCommand):
    """Reads the backup."""

    help = "Read a backup into an empty installation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Says how many rows came back, and how to prove the ledger."""
        try:
            with said("Nothing was restored."):
                counts = restore(file)
        except MachineError as problem:
            raise CommandError(str(problem), returncode=3) from None
        except InputRefusedError as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{file}: {sum(counts.values()):,} rows of {len(counts)} tables, and the documents")
