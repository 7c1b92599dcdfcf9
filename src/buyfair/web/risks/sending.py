"""Sends a message by e-mail, once: who takes it sends it; what failed is said and can be tried again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q

from buyfair.web.risks.models import Message

NOWHERE = tuple(f"django.core.mail.backends.{name}.EmailBackend" for name in ("console", "dummy"))
"""What takes a message and tells it to nobody."""
STUCK = timedelta(minutes=10)
"""After so long, one that was being sent counts as stopped: whether it left is then unknown, and a person decides."""


def due(at: datetime) -> Q:
    """The messages that may be sent now: none that is known to have been received."""
    return Q(receipt=None) & (Q(standing__in=("waiting", "failed")) | Q(standing="being sent", tried_at__lt=at - STUCK))


def send(message: Message, at: datetime) -> Message:
    """Sends it, unless somebody else does; the message as it stands afterwards."""
    mine = Message.objects.filter(due(at), pk=message.pk, way="email")
    if mine.update(standing="being sent", tries=F("tries") + 1, tried_at=at):
        why = _handed_to_mail(message)
        Message.objects.filter(pk=message.pk).update(standing="failed" if why else "sent", failed_why=why)
    message.refresh_from_db()
    return message


def _handed_to_mail(message: Message) -> str:
    """Nothing where the mail server took it; else what it said, or that there is none."""
    if settings.EMAIL_BACKEND in NOWHERE:
        return "no mail server is set up on this installation"
    by = message.event.by
    answer_to = [by.email] if by is not None and by.email else None
    try:
        EmailMessage(message.subject, message.text, None, [message.address], reply_to=answer_to).send()
    except (OSError, ValueError) as refused:  # every refusal of a mail server is an OSError; a bad header is a ValueError
        return " ".join(str(refused).split())[:300] or type(refused).__name__
    return ""
