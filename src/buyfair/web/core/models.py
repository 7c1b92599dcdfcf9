"""Organizations, the people who act for them, the roles they play there, and the records of who came in and who was refused."""

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
    """One row per account. Whom an account acts for, and as what, stands in its memberships; a closed one is not active."""

    organizations = models.ManyToManyField(Organization, through="Membership", related_name="people")

    @property
    def called(self) -> str:
        """The person's name, else the name of the account."""
        return str(self.get_full_name() or self.username)


class Membership(models.Model):
    """One row per role that somebody plays for an organization now; what was given and taken stands in AccountChange."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=[(r.value, r.label) for r in Role])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "organization", "role"], name="a_role_once")]

    @property
    def label(self) -> str:
        """The role as a page says it."""
        return Role(self.role).label


class AccountChange(models.Model):
    """One row per change of an account: what, of whom, by whom, when, why. Never edited, never deleted.

    `by` is null where a command of the operator or the person's own invitation did it; `how` says which.
    """

    WHAT = tuple((w, w) for w in (
        "invited", "invitation withdrawn", "joined", "role given", "role taken", "closed", "opened again",
        "second step set up", "second step reset", "password changed", "single sign-on linked", "token made", "token ended",
    ))  # fmt: skip

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="changes")
    what = models.CharField(max_length=30, choices=WHAT)
    organization = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=30, default="page")
    why = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    @property
    def label(self) -> str:
        """The role as a page says it; nothing where no role was touched."""
        return Role(self.role).label if self.role else ""


class Invitation(models.Model):
    """One row per letter that lets somebody into a new account: used once, and only until it expires.

    Only the hash of what stands in the link is kept, so a copy of the database opens nothing.
    """

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    mark = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    until = models.DateTimeField()
    over = models.DateTimeField(null=True)


class SecondStep(models.Model):
    """One row per account that shows a code of an authenticator application; the key is kept encrypted.

    `last_used` is the half minute of the last code, so that a code read over a shoulder is not good a second time.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="second_step")
    key = models.CharField(max_length=300)
    last_used = models.BigIntegerField(default=0)
    at = models.DateTimeField()


class RecoveryCode(models.Model):
    """One row per code that stands in once for a lost authenticator; only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    mark = models.CharField(max_length=64)
    used = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "mark"], name="a_recovery_code_once")]


class Identity(models.Model):
    """One row per account that comes in through an agency's own log-in: who that log-in says it is."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="an_identity_once"),
            models.UniqueConstraint(fields=["user", "issuer"], name="one_identity_of_an_issuer"),
        ]


class LogIn(models.Model):
    """One row per attempt to come in: who, when, how, from where, with what result.

    `mark` stands for what was typed as the account's name and tells two names apart without keeping either: people
    type passwords into the wrong field. Attempts while locked are counted in one row, so that a flood fills no disk.
    """

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="logins")
    mark = models.CharField(max_length=32)
    at = models.DateTimeField(db_index=True)
    last_at = models.DateTimeField()
    how = models.CharField(max_length=30)
    result = models.CharField(max_length=30)
    address = models.CharField(max_length=45)
    browser = models.CharField(max_length=200, blank=True)
    times = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["mark", "at"], name="login_by_name"),
            models.Index(fields=["address", "at"], name="login_by_address"),
        ]


class OpenSession(models.Model):
    """One row per browser that is logged in; what the person sees and may end."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="open_sessions")
    key = models.CharField(max_length=40, unique=True)
    began = models.DateTimeField()
    seen = models.DateTimeField()
    how = models.CharField(max_length=30)
    address = models.CharField(max_length=45)
    browser = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-seen", "-pk"]


class Refusal(models.Model):
    """One row per account, address of a page, reason and hour: who was refused what, how often, and why.

    The names of the things that were asked for are not kept, only their kind. `who` is the account's key as text,
    empty for nobody in particular: a unique row needs a value there.
    """

    who = models.CharField(max_length=20, blank=True)
    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    route = models.CharField(max_length=200)
    kind = models.CharField(max_length=60, blank=True)
    method = models.CharField(max_length=10)
    why = models.CharField(max_length=30)
    hour = models.DateTimeField()
    at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-last_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["who", "route", "method", "why", "hour"], name="a_refusal_once_an_hour")
        ]
