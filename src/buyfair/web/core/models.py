"""Organizations, the people who act for them, and the roles they play there."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

from buyfair.web.core.roles import Role


class Organization(models.Model):
    """One row per agency, firm, monitor or office; what people work on belongs to one.

    `agency` is the name that award data give the agency, where it is one.
    """

    KINDS = tuple((kind, kind) for kind in ("agency", "supplier", "monitor", "oversight", "operator"))

    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=20, choices=KINDS)
    uei = models.CharField(max_length=12, blank=True)
    agency = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return str(self.name)


class User(AbstractUser):
    """One row per account. Whom an account acts for, and as what, stands in its memberships."""

    organizations = models.ManyToManyField(Organization, through="Membership", related_name="people")


class Membership(models.Model):
    """One row per role that somebody plays for an organization."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=[(r.value, r.label) for r in Role])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "organization", "role"], name="a_role_once")]
