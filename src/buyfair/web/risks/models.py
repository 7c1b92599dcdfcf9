"""Risks of an office: about one award or a pattern of the portfolio, as it stood when opened, and what is done about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.urls import reverse

from buyfair.cards.words import NOT_ABOUT_SUPPLIER
from buyfair.web.casework.models import Case, Event
from buyfair.web.core.clock import today
from buyfair.web.core.models import User
from buyfair.web.risks import unmet
from buyfair.web.risks.flow import CAME, FLOW, SETTLED, WAYS
from buyfair.web.risks.responses import label_of


class Risk(Case):
    """One row per risk. `award_id` or `query` (filters as an address writes them) says what it is about.

    `then` are the figures of the day when it was opened, of the snapshot named beside them; null where not told. `only` is
    what it is about for this office, while it is not closed: so that nobody opens it twice.
    """

    flow_table = FLOW

    award_id = models.CharField(max_length=200, blank=True, db_index=True)
    query = models.TextField(blank=True)
    named = models.CharField(max_length=300)
    why = models.TextField(blank=True)
    only = models.CharField(max_length=100, null=True, unique=True)
    snapshot = models.CharField(max_length=100)
    snapshot_day = models.DateField(null=True)
    said_then = models.TextField()
    then = models.JSONField(default=dict)

    response = models.CharField(max_length=40, blank=True)
    how = models.TextField(blank=True)
    answerable = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    due = models.DateField(null=True)
    found_on = models.DateField(null=True)
    found = models.TextField(blank=True)
    settled = models.CharField(max_length=10, blank=True)
    reviewed_on = models.DateField(null=True)
    came = models.CharField(max_length=10, blank=True)
    came_says = models.TextField(blank=True)
    next_review = models.DateField(null=True)

    @property
    def title(self) -> str:
        """What it is about."""
        return str(self.named)

    @property
    def caution(self) -> str:
        """What stands beside whatever is ranked."""
        return f"{NOT_ABOUT_SUPPLIER} A rank is an order of looking, not a finding."

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Response, owner and date."""
        if not self.response:
            return []
        due = self.due.isoformat() if self.due else "no day"
        return [("Response", self.response_label), ("Owner", self.owned_by), ("Done by", due)]

    @property
    def latest(self) -> models.QuerySet[Message]:
        """The messages of the response that stands: one of a former response tells nobody of this one."""
        given = self.events.filter(move__in=("respond", "respond_again")).order_by("-number").first()
        return self.messages.filter(event__number__gt=given.number) if given is not None else self.messages.none()

    @property
    def response_label(self) -> str:
        """The response in words."""
        return label_of(self.response)

    @property
    def owned_by(self) -> str:
        """The person who sees to it; said where there is none."""
        return self.answerable.called if self.answerable is not None else "nobody yet"

    @property
    def settled_label(self) -> str:
        """Whether the question is answered, in words."""
        return dict(SETTLED).get(self.settled, "not reported yet")

    @property
    def came_label(self) -> str:
        """What came of it, in words."""
        return dict(CAME).get(self.came, "not reviewed yet")

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("risk", args=[self.reference])

    def unmet(self, move: str, told: Mapping[str, Any]) -> dict[str, str]:
        """What the table cannot say: see unmet.py."""
        return unmet.of(self, move, told, today())

    def moved(self, move: str, told: Mapping[str, Any]) -> None:
        """Keeps what the move told."""
        if keep := _KEEPS.get(move):
            keep(self, told)


def _responded(risk: Risk, told: Mapping[str, Any]) -> None:
    """A new response begins a new round: what the former one led to stands in the timeline."""
    risk.response, risk.how, risk.due = told["response"], told["how"], told["due"]
    risk.answerable = unmet.people(risk)[told["answerable"]]
    risk.found_on = risk.reviewed_on = risk.next_review = None
    risk.found = risk.settled = risk.came = risk.came_says = ""
    risk.save()


def _written(risk: Risk, told: Mapping[str, Any]) -> None:
    last = risk.messages.order_by("-number").first()
    Message.objects.create(
        risk=risk, number=last.number + 1 if last else 1, event=_event(risk),
        standing="waiting" if told["way"] == "email" else "handed over",
        **{name: told[name] or "" for name in ("to_name", "to_part", "way", "address", "subject", "text")},
    )  # fmt: skip


def _received(risk: Risk, told: Mapping[str, Any]) -> None:
    message = risk.messages.get(number=told["message"])
    message.received_on, message.received_how, message.receipt = told["received_on"], told["received_how"] or "", _event(risk)
    message.standing = "sent" if message.way == "email" else message.standing  # what was received has left
    message.save()


def _reported(risk: Risk, told: Mapping[str, Any]) -> None:
    risk.found_on, risk.found, risk.settled = told["found_on"], told["found"], told["settled"]
    risk.save()


def _reviewed(risk: Risk, told: Mapping[str, Any]) -> None:
    risk.came, risk.came_says, risk.next_review = told["came"], told["came_says"], told["next_review"]
    risk.reviewed_on = today()
    risk.save()


def _closed(risk: Risk, told: Mapping[str, Any]) -> None:
    risk.only = None
    risk.save()


def _reopened(risk: Risk, told: Mapping[str, Any]) -> None:
    risk.only = unmet.only(risk.organization_id, risk.award_id, risk.query)
    risk.response = risk.how = risk.found = risk.settled = risk.came = risk.came_says = ""
    risk.answerable = risk.due = risk.found_on = risk.reviewed_on = risk.next_review = None
    risk.save()


def _event(risk: Risk) -> Event:
    """The event of the move that is being made."""
    found: Event = risk.events.order_by("-number")[0]
    return found


_KEEPS = {
    "respond": _responded, "respond_again": _responded, "send": _written, "send_more": _written, "receive": _received,
    "report": _reported, "report_more": _reported, "review": _reviewed, "close": _closed, "reopen": _reopened,
}  # fmt: skip


class Message(models.Model):
    """One row per message about a risk: to whom, by which way, in which words, whether it went out, how it was received.

    `standing`: waiting to be sent; being sent; sent; failed; handed over by another way.
    """

    STANDINGS = tuple((s, s) for s in ("waiting", "being sent", "sent", "failed", "handed over"))

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="messages")
    number = models.PositiveIntegerField()
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    to_name = models.CharField(max_length=200)
    to_part = models.CharField(max_length=200)
    way = models.CharField(max_length=20, choices=WAYS)
    address = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    standing = models.CharField(max_length=20, choices=STANDINGS)
    tries = models.PositiveIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    failed_why = models.CharField(max_length=300, blank=True)
    received_on = models.DateField(null=True)
    received_how = models.TextField(blank=True)
    receipt = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["risk", "number"], name="a_message_has_its_number")]

    def __str__(self) -> str:
        return f"{self.risk.reference}, message {self.number}"

    @property
    def stands(self) -> str:
        """Where it stands, in words: what goes by another way is yet to be handed over until a receipt tells otherwise."""
        return "to be handed over" if self.standing == "handed over" and self.receipt_id is None else str(self.standing)

    @property
    def gone(self) -> bool:
        """Whether it left, as far as can be told."""
        return self.standing in ("sent", "handed over")
