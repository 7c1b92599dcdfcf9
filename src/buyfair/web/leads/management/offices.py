"""What a command of leads works on: the offices, and the portfolio that is shown."""

from __future__ import annotations

from django.core.management.base import CommandError

from buyfair.snapshots import Snapshot
from buyfair.web.core.held import shown
from buyfair.web.core.models import Organization


def by_name(name: str | None) -> list[Organization]:
    """The office of this name, or every agency's.

    Raises: CommandError where there is none.
    """
    agencies = Organization.objects.filter(kind="agency").order_by("name")
    found = list(agencies if name is None else agencies.filter(name=name))
    if not found:
        held = ", ".join(office.name for office in agencies[:5]) or "none"
        given = f'"{name}" is no office of an agency' if name is not None else "no office of an agency is here"
        raise CommandError(f"{given}; expected one of {held}; add one: manage.py add_organization.")
    return found


def portfolio() -> Snapshot:
    """The portfolio that is shown. Raises: CommandError where none is."""
    found = shown()
    if found is None:
        raise CommandError("no portfolio is shown; expected one with leads; take one: manage.py take_portfolio FOLDER.")
    return found
