"""manage.py add_person EMAIL --organization NAME --role ROLE: an account, and the link by which its person joins."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from buyfair.web.core.accounts.people import find_account, new_person
from buyfair.web.core.models import Organization
from buyfair.web.core.roles import Role


class Command(BaseCommand):
    """Adds a person; no password is ever typed here."""

    help = "Adds an account and prints the link by which its person chooses a password: good for seven days and one use."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, where, as what."""
        parser.add_argument("email", help="also the name of the account")
        parser.add_argument("--name", default="", help="first and last name")
        parser.add_argument("--organization", required=True, help="one that was added with add_organization")
        parser.add_argument("--role", required=True, action="append", choices=[r.value for r in Role if r is not Role.PUBLIC])

    def handle(self, *args: Any, **told: Any) -> None:
        """Adds the account, or says in one sentence why not."""
        office = Organization.objects.filter(name=told["organization"]).first()
        if office is None:
            names = ", ".join(Organization.objects.values_list("name", flat=True)[:20]) or "none yet"
            raise CommandError(f"Not added: no organization is called '{told['organization']}'; there are: {names}.")
        if find_account(told["email"]):
            raise CommandError(f"Not added: {told['email']} has an account already; give roles under People.")
        try:
            token = new_person(told["email"], told["name"], office, [Role(r) for r in told["role"]], None, "command")
        except ValidationError as e:
            raise CommandError("Not added: " + " ".join(e.messages)) from e
        base = next(iter(settings.CSRF_TRUSTED_ORIGINS), "http://127.0.0.1:8000").rstrip("/")
        self.stdout.write(f"Added: {told['email']} for {office}. The person joins here, within seven days, once:")
        self.stdout.write(base + reverse("account_join", args=[token]))
