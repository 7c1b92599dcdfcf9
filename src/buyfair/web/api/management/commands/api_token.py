"""Makes a token of the API for an organization, or revokes one: a command of the operator."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from buyfair.terms.errors import InputRefusedError
from buyfair.web.api import tokens
from buyfair.web.api.models import ApiToken
from buyfair.web.core.clock import day_of
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import Role


class Command(BaseCommand):
    """`manage.py api_token make ...`, `manage.py api_token revoke NUMBER`, `manage.py api_token list`."""

    help = "Make, list or revoke the tokens by which programs use the API."

    def add_arguments(self, parser: CommandParser) -> None:
        """One command each."""
        of = parser.add_subparsers(dest="what", required=True)
        make = of.add_parser("make")
        for name in ("account", "organization", "name"):
            make.add_argument(f"--{name}", required=True)
        make.add_argument("--role", action="append", choices=[r.value for r in Role if r is not Role.PUBLIC], required=True)
        make.add_argument("--days", type=int, default=90)
        of.add_parser("revoke").add_argument("number", type=int)
        of.add_parser("list")

    def handle(self, *args: Any, **told: Any) -> None:
        """Does it, or says why not."""
        if told["what"] == "list":
            for row in ApiToken.objects.select_related("organization", "maker"):
                ended = "revoked" if row.revoked_at else f"until {day_of(row.expires_at)}"
                self.stdout.write(f"{row.pk}  {row.name}, {row.organization}, "
                                  f"made by {row.maker}: {', '.join(row.roles)}; {ended}")  # fmt: skip
        elif told["what"] == "revoke":
            row = ApiToken.objects.filter(pk=told["number"]).first()
            if row is None:
                raise CommandError(f"There is no token {told['number']}; see `manage.py api_token list`.")
            now = tokens.revoked(row, None, "command")
            self.stdout.write("Revoked." if now else "It was revoked before.")
        else:
            self._make(told)

    def _make(self, told: dict[str, Any]) -> None:
        maker = User.objects.filter(username=told["account"], is_active=True).first()
        office = Organization.objects.filter(name=told["organization"]).first()
        if maker is None or office is None:
            raise CommandError("There is no such account or organization; expected the names as the pages show them.")
        try:
            _, secret = tokens.made(maker, office, told["name"], [Role(r) for r in told["role"]], told["days"])
        except InputRefusedError as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"{secret}\nKeep it now: it is not shown again. {maker} is told by letter, where it has an address.")
