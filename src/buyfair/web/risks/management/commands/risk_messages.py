"""Sends every message that has not gone out yet about the response that stands, or says why not: a job of the operator."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from buyfair.web.core.clock import now
from buyfair.web.risks.models import Message
from buyfair.web.risks.sending import send


class Command(BaseCommand):
    """Run it as often as wished: a message that was sent is not sent again, and one that is being sent is left alone."""

    help = "Send the messages about risks that wait, or failed before; none of a risk that was closed or answered anew since."

    def handle(self, *args: Any, **options: Any) -> None:
        """Says how many went out and which did not."""
        waiting = Message.objects.filter(
            way="email", standing__in=("waiting", "failed"), risk__state__in=("responded", "told"),
        ).select_related("risk", "event__by")  # fmt: skip
        sent = [send(m, now()) for m in waiting.order_by("pk") if m.risk.latest.filter(pk=m.pk).exists()]
        for message in sent:
            if message.standing == "failed":
                self.stderr.write(f"{message}: {message.failed_why}")
        gone = sum(1 for message in sent if message.standing == "sent")
        self.stdout.write(f"{gone} of {len(sent)} messages sent.")
