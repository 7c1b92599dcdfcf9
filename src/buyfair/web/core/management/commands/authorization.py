"""manage.py authorization [--out FILE]: who may open what, as a page for people."""

from __future__ import annotations

from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Writes the matrix."""

    help = "Writes who may open what: every role against every address, method and owner, from the tables that are enforced."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("--out", type=Path, help="a file; else it is printed")

    def handle(self, *args: Any, **told: Any) -> None:
        """Prints or writes it."""
        # The matrix stands above the engine of cases, and this command below it.
        page: str = import_module("buyfair.web.matrix").written()
        if told["out"] is None:
            self.stdout.write(page)
        else:
            told["out"].write_text(page, "utf-8")
