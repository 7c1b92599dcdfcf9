"""Deadlines: what is due, on which day, whose it is; digests that were sent; the key of a person's calendar."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models

from buyfair.web.casework.models.case import Case
from buyfair.web.casework.models.ledger import Event
from buyfair.web.casework.table import Clock
from buyfair.web.core.models import User


class Deadline(models.Model):
    """One row per clock that a move started; `ended_by` is the move that met it or took it away."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deadlines")
    clock = models.CharField(max_length=40)
    what = models.CharField(max_length=200)
    due = models.DateField()
    set_by = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    ended_by = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["due", "pk"]
        indexes = [models.Index(fields=["ended_by", "due"], name="deadlines_by_day")]

    @property
    def table(self) -> Clock | None:
        """The row of the flow that it comes from; None where the flow has it no more."""
        return self.case.flow.clock(self.clock)

    def standing(self, day: date) -> str:
        """How it stands on a day: done, late, due, at risk or ahead."""
        if self.ended_by_id is not None:
            return "done"
        if day > self.due:
            return "late"
        if day == self.due:
            return "due"
        warns = self.table.warns if self.table is not None else 7
        return "at risk" if day >= self.due - timedelta(days=warns) else "ahead"


class DigestSent(models.Model):
    """One row per person and day on which a digest went out, so that none goes out twice."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    lines = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="a_digest_once_a_day")]


class CalendarKey(models.Model):
    """One row per person with a calendar feed: the hash of the key in its address. The key itself is shown once."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_key")
    hashed = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
