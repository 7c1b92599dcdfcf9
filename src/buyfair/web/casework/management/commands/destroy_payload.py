"""manage.py destroy_payload: destroys what one event said, and its documents, under retention."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from buyfair.web.casework.deeds import destroy
from buyfair.web.casework.models import Case
from buyfair.web.core.actor import Actor


class Command(BaseCommand):
    """The event stays, and the chain still verifies; what it said is gone."""

    help = "Destroys the payload of one event and the documents that came with it. This cannot be undone."

    def add_arguments(self, parser: Any) -> None:
        """Which event, and why."""
        parser.add_argument("reference", help="number of the case, such as PLEDGE-2026-00001")
        parser.add_argument("number", type=int, help="number of the event, as the timeline counts")
        parser.add_argument("--why", required=True, help="the rule of retention, as the timeline will say it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Destroys, and says."""
        case = Case.objects.filter(reference=options["reference"]).first()
        event = case.events.filter(number=options["number"]).first() if case is not None else None
        if case is None or event is None:
            raise CommandError(
                f"{options['reference']} has no event {options['number']}: read the number off its timeline."
            )
        if event.payload.destroyed:
            raise CommandError(f"The payload of event {event.number} of {case.reference} was destroyed before.")
        destroy(case, event.number, Actor(None, frozenset()), options["why"])
        what = f"Destroyed: what event {event.number} of {case.reference} said."
        self.stdout.write(f"{what} Backups hold it until they age out.")
