"""Waivers: the written leave to make one move of one case without one thing that it needs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models

from buyfair.web.casework import flow
from buyfair.web.casework.models.case import Case


class Waiver(Case):
    """One row per waiver asked for: of which case, for which move, of which need, why, until when."""

    flow_table = flow.FLOW

    of = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="waivers")
    move_name = models.CharField(max_length=40)
    need_name = models.CharField(max_length=60)
    because = models.TextField()
    until = models.DateField(null=True)

    @property
    def title(self) -> str:
        """Of what, for what."""
        return f"Waiver of {self.need_name} for {self.move_name} of {self.of.reference}"

    def moved(self, move: str, told: Mapping[str, Any]) -> None:
        """Granting tells the last day."""
        if move == "grant":
            self.until = told["until"]
            self.save(update_fields=["until"])

    def stands_on(self, day: date) -> bool:
        """Whether a move of that day may cite it."""
        return self.state == "granted" and self.until is not None and day <= self.until
