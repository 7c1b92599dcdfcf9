"""manage.py verify_ledger: proves that nothing of the ledger was changed, or names the first link that is broken."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from buyfair.web.casework.verify import verify


class Command(BaseCommand):
    """Exit status 0 where the ledger is whole, 1 where it is not."""

    help = "Proves the ledger: every case, event, payload, document and anchor. Names the first broken link and exits with 1."

    def handle(self, *args: Any, **options: Any) -> None:
        """Looks, and says."""
        found = verify()
        if found.broken:
            more = f" ({len(found.broken) - 1} more after it)" if len(found.broken) > 1 else ""
            raise CommandError(f"The ledger is broken at {found.broken[0]}{more}. Looked at: {found.counts}.")
        self.stdout.write(f"The ledger is whole: {found.counts}.")
