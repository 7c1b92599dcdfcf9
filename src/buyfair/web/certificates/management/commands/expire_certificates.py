"""manage.py expire_certificates: those that an office relied on and whose time is over become expired, by the clock."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from buyfair.web.casework.refused import NotNowError, RefusedError
from buyfair.web.certificates.checks import until
from buyfair.web.certificates.models import Certificate
from buyfair.web.core.clock import today


class Command(BaseCommand):
    """Part of the work of every day; a second run finds nothing more."""

    help = "Move certificates whose time is over to expired; the day on which the next one is due stays as it was set."

    def handle(self, *args: Any, **options: Any) -> None:
        """Moves them, and says how many."""
        relied = Certificate.objects.filter(state="relied", signed_on__isnull=False).order_by("pk")
        moved = 0
        for key in list(relied.values_list("pk", flat=True)):  # a list: a look that stays open keeps a move from beginning
            certificate = Certificate.objects.get(pk=key)
            try:
                moved += _expired(certificate)
            except RefusedError as refused:  # the next one is none the worse for it
                self.stderr.write(f"{certificate.reference} could not expire: {refused}")
        self.stdout.write(f"{moved} of the certificates that were relied on expired.")


def _expired(certificate: Certificate) -> bool:
    last = until(certificate) if certificate.state == "relied" else None
    if last is None or last >= today():
        return False
    renewal = certificate.deadlines.filter(clock="renewal", ended_by=None).order_by("-pk").first()
    next_one = {"due_on": renewal.due.isoformat()} if renewal is not None else {}
    try:
        certificate.lapse("expire", next_one, f"The last day that it spoke for, {last}, is over.")
    except NotNowError:  # somebody moved it meanwhile
        return False
    return True
