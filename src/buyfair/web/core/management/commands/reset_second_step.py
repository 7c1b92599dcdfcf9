"""manage.py reset_second_step EMAIL: for an administrator whose telephone and recovery codes are both lost."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from buyfair.web.core.accounts.people import find_account, reset_second_step


class Command(BaseCommand):
    """The way back in that needs the machine itself."""

    help = "Lets the next log-in of an account set up a new second step. The password is asked as before."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose."""
        parser.add_argument("email")

    def handle(self, *args: Any, **told: Any) -> None:
        """Resets it, with a record."""
        person = find_account(told["email"])
        if person is None:
            raise CommandError(f"Nothing reset: no account is called '{told['email']}'.")
        reset_second_step(person, by=None, how="command")
        self.stdout.write(f"Reset: the next log-in of {person.username} sets up a new second step.")
