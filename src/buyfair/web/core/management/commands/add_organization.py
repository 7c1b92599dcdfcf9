"""manage.py add_organization NAME --kind KIND: an agency, a firm, a monitor, an office, or who runs this installation."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from buyfair.web.core.models import Organization


class Command(BaseCommand):
    """Adds an organization."""

    help = "Adds an organization. People are added to it with add_person."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The name, the kind, and what award data call it."""
        parser.add_argument("name", help="as people should read it")
        parser.add_argument("--kind", required=True, choices=[k for k, _ in Organization.KINDS])
        parser.add_argument("--agency", default="", help="the agency's name in award data, where it is one")
        parser.add_argument("--uei", default="", help="the Unique Entity ID, where it is a firm")

    def handle(self, *args: Any, **told: Any) -> None:
        """Adds it, or says in one sentence why not."""
        new = Organization(name=told["name"].strip(), kind=told["kind"], agency=told["agency"], uei=told["uei"])
        try:
            new.full_clean()
        except ValidationError as e:
            raise CommandError("Not added: " + " ".join(e.messages)) from e
        new.save()
        self.stdout.write(f"Added: {new.name} ({new.kind}).")
        self.stdout.write(f"Next: manage.py add_person EMAIL --organization '{new.name}' --role ROLE")
