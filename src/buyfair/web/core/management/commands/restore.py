"""manage.py restore FILE: a backup, read into an empty installation, whole or not at all."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from buyfair.terms.errors import InputRefusedError, MachineError
from buyfair.web.core.accounts.second import closed as second_steps_closed
from buyfair.web.core.backup import restore
from buyfair.web.core.shortage import said

NO_ROWS = "No row was restored; documents and snapshots that came already lie there, and do no harm to another try."


class Command(BaseCommand):
    """Reads the backup."""

    help = "Read a backup into an empty installation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Says how many rows came back, and how to prove the ledger."""
        try:
            with said(NO_ROWS):
                counts = restore(file)
        except MachineError as problem:
            raise CommandError(str(problem), returncode=3) from None
        except InputRefusedError as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{file}: {sum(counts.values()):,} rows of {len(counts)} tables, and the documents")
        closed, of = second_steps_closed()
        if closed:
            self.stdout.write(f"{closed:,} of {of:,} second steps, and the recovery codes beside them, do not open with the "
                              "key of this installation: bring the secret.key (or BUYFAIR_SECRET_KEY) of the one that was "
                              "backed up, or run manage.py reset_second_step for each account.")  # fmt: skip
        self.stdout.write("Letters that waited wait here too: to try a backup, leave BUYFAIR_EMAIL unset and run neither "
                          "daily nor a worker. Prove the ledger: manage.py verify_ledger")  # fmt: skip
