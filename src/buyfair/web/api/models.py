"""Tokens: what lets a program ask in the name of an organization, and who made and revoked each."""

from __future__ import annotations

from django.db import models

from buyfair.web.core.clock import day_of, now
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import Role


class ApiToken(models.Model):
    """One row per token that was ever made; only its hash is kept. It plays `roles` for its one organization.

    A row is never deleted, so that who made and who revoked a token stays on record. `last_used` is a day.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    maker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    hashed = models.CharField(max_length=64, unique=True)
    roles = models.JSONField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-made_at", "-pk"]

    @property
    def plays(self) -> list[str]:
        """Its roles as a page says them."""
        return [Role(role).label for role in self.roles]

    @property
    def stands(self) -> str:
        """How it stands, in words."""
        if self.revoked_at is not None:
            whom = f" by {self.revoked_by.called}" if self.revoked_by is not None else ""
            return f"ended {day_of(self.revoked_at)}{whom}"
        if self.expires_at <= now():
            return f"over since {day_of(self.expires_at)}"
        return "counts" if self.maker.is_active else "does not count: the account is closed"


class Spent(models.Model):
    """One row per token or address and minute: how many requests were let through. `key` is a hash; kept for minutes."""

    key = models.CharField(max_length=40)
    minute = models.DateTimeField(db_index=True)
    times = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "minute"], name="api_spent_once_a_minute")]
