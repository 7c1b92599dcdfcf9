"""One letter a day to each person for whom something is due, late or at risk; none goes out twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.core.mail import send_mail
from django.db import IntegrityError, transaction

from buyfair.web.casework import clocks
from buyfair.web.casework.flow import flows
from buyfair.web.casework.models import Deadline, DigestSent
from buyfair.web.core.models import User

PRESSING = ("late", "due", "at risk")


@dataclass
class Sent:
    """What a day's run did: how the running deadlines stand, whom it wrote to, to whom it could not."""

    counts: dict[str, int] = field(default_factory=dict)
    sent: int = 0
    before: int = 0
    failed: list[str] = field(default_factory=list)


def send(day: date, sender: str | None = None) -> Sent:
    """Computes how every running deadline stands on a day, and writes to whom it concerns.

    A person already written to for that day is left out; one to whom the letter could not be sent is tried again by the
    next run.
    """
    found = Sent(_counts(day))
    people = User.objects.filter(is_active=True, memberships__isnull=False).exclude(email="").distinct()
    for user in people.prefetch_related("memberships").order_by("pk"):
        rows = [s for s in clocks.standings(clocks.running_for(clocks.actor_for(user)), day) if s.standing in PRESSING]
        if rows:
            _to(user, rows, day, sender, found)
    return found


def _counts(day: date) -> dict[str, int]:
    found = dict.fromkeys(clocks.STANDINGS[:-1], 0)
    for deadline in Deadline.objects.filter(ended_by=None, case__kind__in=[f.kind for f in flows()]).select_related(
        "case"
    ):
        if not deadline.case.stands.ends:
            found[deadline.standing(day)] += 1
    return found


def _to(user: User, rows: list[clocks.Standing], day: date, sender: str | None, found: Sent) -> None:
    if DigestSent.objects.filter(user=user, day=day).exists():
        found.before += 1
        return
    try:
        with transaction.atomic():
            DigestSent.objects.create(user=user, day=day, lines=len(rows))
            send_mail(f"{len(rows)} deadlines on {day}" if len(rows) > 1 else f"A deadline on {day}", letter(rows, day), sender,
                      [user.email])  # fmt: skip
    except IntegrityError:
        found.before += 1
    except OSError as why:
        found.failed.append(f"{user.email}: {why}")
    else:
        found.sent += 1


def letter(rows: list[clocks.Standing], day: date) -> str:
    """The text of a digest: the most pressing first, no more of a case than its number."""
    lines = [f"- {s.standing}: {s.deadline.what} ({s.deadline.case.reference}), due {s.deadline.due}" for s in rows]
    return "\n".join(
        [f"How your deadlines stand on {day}:", "", *lines, "", "The cases stand under: What waits for me.", ""]
    )
