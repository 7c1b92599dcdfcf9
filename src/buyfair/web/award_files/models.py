"""Award files as they were brought, the batches that are assessed as one, and the record of what was done with them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from buyfair.web.award_files import places
from buyfair.web.core.models import Organization


class AwardFile(models.Model):
    """One row per content that an organization brought. Its bytes lie in the data folder under their hash.

    `look` is what was seen of it at first; `source` says whether it was uploaded or taken from the folder of the operator.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="award_files")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=10, choices=[(s, s) for s in ("upload", "folder")])
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    look = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["organization", "sha256"], name="a_content_once")]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def held(self) -> bool:
        """Whether its bytes are still there: a backup may have been made without them."""
        return places.content(self.sha256).is_file()


class Batch(models.Model):
    """One row per set of award files that is assessed as one. What stands here is what the pages tell of it.

    `attempt` counts the times that it was given to the queue; a job that carries another number than this does nothing.
    `same` is a hash of the contents and the day: a second batch of the same is known by it. `checks` are the checks made
    when it was assessed, `figures` its account of records and dollars.
    """

    STATES = ("waiting", "running", "stopped", "refused", "failed", "assessed")
    UNDER_WAY = ("waiting", "running")

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="batches")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    files = models.ManyToManyField(AwardFile, related_name="batches")
    same = models.CharField(max_length=64)
    label = models.CharField(max_length=80, blank=True)
    day = models.DateField(null=True)
    show_at_once = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=[(s, s) for s in STATES], default="waiting")
    attempt = models.PositiveIntegerField(default=1)
    job = models.CharField(max_length=36, blank=True)
    stop_asked = models.BooleanField(default=False)
    began = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    seen = models.DateTimeField(null=True)
    step = models.PositiveIntegerField(default=0)
    says = models.CharField(max_length=300, blank=True)
    problem = models.TextField(blank=True)
    stages = models.JSONField(default=list)
    figures = models.JSONField(default=dict)
    checks = models.JSONField(default=list)
    snapshot = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["state"], name="batch_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "same"], condition=models.Q(state__in=("waiting", "running")),
                name="one_batch_of_the_same_files_under_way",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.label or f"Batch {self.pk}")

    @property
    def under_way(self) -> bool:
        """Whether it waits for the background job, or is in it."""
        return self.state in self.UNDER_WAY


class Deed(models.Model):
    """One row per thing that was done with a batch or with the portfolio: what, when, by whom, why. Never edited but for
    `done`, which tells whether the disk followed: yes, no, or not known yet.

    `by` is null where it was done as chosen beforehand, or by the system after a fault; `how` says which.
    """

    WHAT = ("accepted", "stopped", "resumed", "assessed", "refused", "failed", "interrupted", "shown", "dropped")

    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="deeds")
    what = models.CharField(max_length=12, choices=[(w, w) for w in WHAT])
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=60, blank=True)
    before = models.CharField(max_length=60, blank=True)
    after = models.CharField(max_length=60, blank=True)
    why = models.CharField(max_length=300, blank=True)
    done = models.BooleanField(null=True, default=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["what", "at"], name="deed_by_what")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Written once; only whether the disk followed is told later."""
        if self.pk is not None and set(kwargs.get("update_fields") or ("all",)) != {"done"}:
            raise ValueError("what was done is not edited")
        super().save(*args, **kwargs)
