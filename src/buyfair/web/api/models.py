"""Tokens: what lets a program ask in the name of an organization, and who made and revoked each."""

from __future__ import annotations

from django.db import models

from buyfair.web.core.models import Organization, User


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


class Spent(models.Model):
    """One row per token or address and minute: how many requests were let through. `key` is a hash; kept for minutes."""

    key = models.CharField(max_length=40)
    minute = models.DateTimeField(db_index=True)
    times = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "minute"], name="api_spent_once_a_minute")]
