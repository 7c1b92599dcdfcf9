"""manage.py forget_untaken: documents that were sent with a form which nobody finished go."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from buyfair.cards.words import many
from buyfair.web.casework.untaken import KEPT, NotOursError, forgotten
from buyfair.web.core.clock import now


class Command(BaseCommand):
    """To be run daily; what a case took stays."""

    help = "Destroys documents that were sent with a form two days ago and that no case took. Run it daily."

    def handle(self, *args: Any, **options: Any) -> None:
        """Destroys, and says; fails with a sentence where the store seems to be that of another database."""
        try:
            gone = many(forgotten(now()), "document")
        except NotOursError as not_ours:
            raise CommandError(str(not_ours)) from not_ours
        self.stdout.write(f"{gone} that no case took within {KEPT.days} days destroyed.")
