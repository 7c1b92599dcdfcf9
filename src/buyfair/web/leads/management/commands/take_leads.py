"""Brings the leads of the portfolio shown into the queues: manage.py take_leads [--organization NAME]."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from buyfair.terms.errors import InputRefusedError, MachineError
from buyfair.web.core.held import shown
from buyfair.web.core.models import Organization
from buyfair.web.leads.management.offices import by_name, portfolio
from buyfair.web.leads.taking import take
from buyfair.web.leads.views import said_of


class Command(BaseCommand):
    """A second run changes nothing; what was decided, here or by the command line, is not asked again."""

    help = "Make cases of the leads of the portfolio shown, for each agency's office; run it after take_portfolio."

    def add_arguments(self, parser: CommandParser) -> None:
        """For which office."""
        parser.add_argument("--organization", help="the name of one office; default: every one of kind agency")
        parser.add_argument("--if-any", action="store_true", help="end well where no portfolio is shown, or no office is here")

    def handle(self, *args: Any, organization: str | None, if_any: bool, **options: Any) -> None:
        """Bring in, office by office."""
        if if_any and (shown() is None or not Organization.objects.filter(kind="agency").exists()):
            self.stdout.write("No portfolio is shown to an agency's office: no lead to bring in.")
            return
        snapshot = portfolio()
        try:
            for office in by_name(organization):
                self.stdout.write(f"{office.name}: {said_of(take(office, snapshot))}")
        except (InputRefusedError, MachineError) as problem:
            raise CommandError(str(problem)) from None
