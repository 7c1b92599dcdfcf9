"""manage.py forget_untaken: documents that were sent with a form which nobody finished go."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from buyfair.cards.words import many
from buyfair.web.casework.untaken import KEPT, forgotten
from buyfair.web.core.clock import now


class Command(BaseCommand):
    """To be run daily; what a case took stays."""

    help = "Destroys documents that were sent with a form two days ago and that no case took. Run it daily."

    def handle(self, *args: Any, **options: Any) -> None:
        """Destroys, and says."""
        gone = many(forgotten(now()), "document")
        self.stdout.write(f"{gone} that no case took within {KEPT.days} days destroyed.")
