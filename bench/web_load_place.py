"""Where the load is put: a data folder with accounts and work in every state, and the look afterwards at what was kept.

Runs in a process of its own with the environment of the server: `fill` prints the accounts as JSON, `check` reads the words
that were accepted from standard input and prints those that are nowhere.
"""

from __future__ import annotations

import json
import sys
from io import StringIO
from typing import Any

OFFICE, OVERSIGHT = "Example Contracting Office (fictional)", "Example Office of Inspector General (fictional)"
PASSWORD = "-".join(("made", "up", "for", "the", "load"))
TEN = ("contracting_officer",) * 5 + ("representative",) * 2 + ("portfolio_lead",) * 2 + ("inspector_general",)
"""What ten people are: most buy, one looks on."""


def fill(people: int) -> list[dict[str, str]]:
    """The accounts, each with a password and a second step; and the made-up cases of every subject."""
    from django.contrib.auth.hashers import make_password
    from django.core.management import call_command

    from buyfair.web import demo
    from buyfair.web.core.accounts import codes
    from buyfair.web.core.clock import now
    from buyfair.web.core.models import Membership, Organization, SecondStep, User
    from buyfair.web.core.roles import Role
    from buyfair.web.subjects import told_by_each

    call_command("migrate", verbosity=0, interactive=False)
    demo.accounts(PASSWORD)
    for module in told_by_each("demo"):
        if not module.__name__.startswith("buyfair.web.award_files"):  # its cases are of the bundled sample
            module.fill()
    hashed, found = make_password(PASSWORD), []
    for nth in range(people):
        role = Role(TEN[nth % len(TEN)])
        office = Organization.objects.get(name=OVERSIGHT if role is Role.INSPECTOR_GENERAL else OFFICE)
        name, key = f"load-{nth + 1:03d}@office.example", codes.new_key()
        user = User.objects.create(username=name, email=name, password=hashed)
        Membership.objects.create(user=user, organization=office, role=role.value)
        SecondStep.objects.create(user=user, key=codes.closed(key), at=now())
        found.append({"name": name, "password": PASSWORD, "key": key, "role": role.value})
    return found


def lost(marks: list[str]) -> dict[str, Any]:
    """Which of the accepted words stand in no event and no saved view; and what the ledger's own check says."""
    from django.core.management import CommandError, call_command

    from buyfair.web.casework.models import Payload
    from buyfair.web.portfolio.models import SavedView

    missing = [
        mark for mark in marks
        if not SavedView.objects.filter(name=mark).exists() and not Payload.objects.filter(body__contains=mark).exists()
    ]  # fmt: skip
    said = StringIO()
    try:
        call_command("verify_ledger", stdout=said)
        whole = True
    except (CommandError, SystemExit) as broken:
        whole = False
        said.write(str(broken))
    return {"missing": missing, "ledger_whole": whole, "ledger_said": said.getvalue().strip()}


def main() -> None:
    """One of the two, by its name."""
    import django

    django.setup()
    told = fill(int(sys.argv[2])) if sys.argv[1] == "fill" else lost(json.load(sys.stdin))
    print(json.dumps(told))


if __name__ == "__main__":
    main()
