"""Writes the style of the pictures that pages hold from the style of the report: manage.py style_pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from buyfair.cards.styles import pictures

FILE = Path(__file__).resolve().parents[2] / "static" / "portfolio" / "pictures.css"


class Command(BaseCommand):
    """One source: the report's own style; the written file is the same, under one class."""

    help = "Write static/portfolio/pictures.css from the style of the report."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file."""
        FILE.parent.mkdir(parents=True, exist_ok=True)
        FILE.write_text(pictures(), "utf-8")
        self.stdout.write(f"wrote {FILE.name}")
