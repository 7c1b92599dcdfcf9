"""manage.py backup FILE: everything that people did here, in one file that either database reads."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from buyfair.terms.errors import InputRefusedError, MachineError
from buyfair.web.core.backup import back_up
from buyfair.web.core.backup import verify as proven
from buyfair.web.core.shortage import said


class Command(BaseCommand):
    """Writes the backup."""

    help = "Write everything that people did here into one file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and what is part of it, or that one is to be proven."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--without-portfolio", action="store_true", help="Leave out the snapshots of award data.")
        parser.add_argument("--without-award-files", action="store_true", help="Leave out the award files as brought.")
        parser.add_argument("--verify", action="store_true", help="Write nothing; prove that FILE is a whole backup.")

    def handle(self, *args: Any, file: Path, without_portfolio: bool, without_award_files: bool, verify: bool,
               **options: Any) -> None:  # fmt: skip
        """Says how many rows it holds."""
        try:
            if verify:
                with said("It was not proven."):
                    self._proven(file)
                return
            with said("No backup was written."):
                counts = back_up(file, portfolio=not without_portfolio, award_files=not without_award_files)
        except MachineError as problem:
            raise CommandError(str(problem), returncode=3) from None
        except InputRefusedError as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{file}: {sum(counts.values()):,} rows of {len(counts)} tables, and the documents")

    def _proven(self, file: Path) -> None:
        """Says what it holds, and fails where a content was damaged or lost before the backup was made."""
        held = proven(file)
        files = ", ".join(f"{many:,} in {folder}" for folder, many in sorted(held.files.items())) or "none"
        self.stdout.write(f"{file}: whole; {held.rows.total():,} rows of {len(held.rows)} tables; files: {files}; "
                          f"{held.size:,} bytes; written {held.told.get('made')}")  # fmt: skip
        told = [f"contents {what}: {len(of):,}, the first is {of[0]}"
                for of, what in ((held.missing, "that rows name and are not in it"),
                                 (held.damaged, "damaged before it was written")) if of]  # fmt: skip
        if told:
            raise CommandError(f"{'; '.join(told)}. Look for them in an older backup, and whether BUYFAIR_HOME named the "
                               "data folder when this one was written.")  # fmt: skip
