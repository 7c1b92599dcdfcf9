"""Pledges: the columns that are theirs alone."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.urls import reverse

from buyfair.web.casework.models import Case
from tiny_subject.flow import FLOW


class Pledge(Case):
    """One row per pledge: of which site, how many workers, how much."""

    flow_table = FLOW

    site = models.CharField(max_length=200)
    workers = models.PositiveIntegerField(null=True)
    dollars = models.DecimalField(max_digits=15, decimal_places=2, null=True)

    @property
    def title(self) -> str:
        """Of which site."""
        return f"Fees to pay back at {self.site}"

    def get_absolute_url(self) -> str:
        """The subject's own page."""
        return reverse("pledge", args=[self.reference])

    def unmet(self, move: str, told: Mapping[str, Any]) -> dict[str, str]:
        """A pledge of nothing is none."""
        if move == "propose" and told["dollars"] <= 0:
            return {"dollars": f"What they are paid back: {told['dollars']} was given; expected more than nothing"}
        return {}

    def moved(self, move: str, told: Mapping[str, Any]) -> None:
        """Keeps what was proposed."""
        if move == "propose":
            self.workers, self.dollars = told["workers"], told["dollars"]
            self.save(update_fields=["workers", "dollars"])
        if os.environ.get("TINY_SUBJECT_WAITS"):
            print("amid", flush=True)
            time.sleep(60)
