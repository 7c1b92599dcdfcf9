"""The ledger: what was done with each case, by whom, chained by hash; anchors over all cases; what was refused."""

from __future__ import annotations

from typing import Any

from django.db import models

from buyfair.web.casework import chain
from buyfair.web.casework.models.case import Case
from buyfair.web.casework.refused import LedgerIsAppendOnlyError
from buyfair.web.core.models import Organization, User


class Appended(models.QuerySet[Any]):
    """Rows that are written once."""

    def update(self, **kwargs: Any) -> int:
        """Refused."""
        raise LedgerIsAppendOnlyError(f"{self.model.__name__} is written once and never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise LedgerIsAppendOnlyError(f"{self.model.__name__} is written once and never deleted")


class WrittenOnce(models.Model):
    """A row that is written once; the database refuses by triggers what is refused here."""

    objects = Appended.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new row only."""
        if not self._state.adding:
            raise LedgerIsAppendOnlyError(f"{type(self).__name__} {self.pk} is written once and never changed")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise LedgerIsAppendOnlyError(f"{type(self).__name__} {self.pk} is written once and never deleted")


class Event(WrittenOnce):
    """One row per thing done with a case: a move, or a deed that leaves it where it stands.

    `move` is the move or deed; `about` the number of an earlier event that it concerns. `committed` is the salted hash of
    its payload, `hash` that of this row with the hash of the row before.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=30, blank=True)
    move = models.CharField(max_length=40)
    came_from = models.CharField(max_length=40, blank=True)
    went_to = models.CharField(max_length=40)
    about = models.PositiveIntegerField(null=True)
    committed = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["case", "number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="an_event_once")]

    def hashed(self, reference: str) -> dict[str, Any]:
        """What the hash covers: every column of the row but the hash itself."""
        return {
            "case": reference, "number": self.number, "at": chain.moment(self.at), "by": self.by_id,
            "organization": self.organization_id, "role": self.role, "move": self.move, "from": self.came_from,
            "to": self.went_to, "about": self.about, "committed": self.committed, "previous": self.previous,
        }  # fmt: skip


class Payload(models.Model):
    """One row per event: what was said, as JSON, with its random salt. It may be destroyed; the chain holds without it."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="payload")
    salt = models.CharField(max_length=64, blank=True)
    body = models.TextField(blank=True)

    @property
    def destroyed(self) -> bool:
        """Whether nothing of it is left."""
        return not self.body and not self.salt


class Anchor(WrittenOnce):
    """One row per day on which it was made: one hash over the last events of all cases, chained to the anchor before."""

    day = models.DateField(unique=True)
    at = models.DateTimeField()
    cases = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["day"]


class AnchoredHead(WrittenOnce):
    """One row per case whose last event changed since the anchor before: number and hash of that event."""

    anchor = models.ForeignKey(Anchor, on_delete=models.PROTECT, related_name="heads")
    reference = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)


class Refusal(models.Model):
    """One row per thing that somebody asked of a case and that was refused, with the sentence that was said."""

    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="refusals")
    move = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    sentence = models.TextField()

    class Meta:
        ordering = ["-at"]
