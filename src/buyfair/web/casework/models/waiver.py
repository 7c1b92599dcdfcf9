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
        """Of which case."""
        return f"Waiver for {self.of.reference}"

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Of which case, for what, why."""
        move = self.of.flow.move(self.move_name)
        needs = (
            {n.name: getattr(n, "label", "") or dict(self.of.flow.papers)[n.kind] for n in move.needs} if move else {}
        )
        return [
            ("Case", self.of.reference), ("Move", move.label if move else self.move_name),
            ("What is waived", needs.get(self.need_name, self.need_name)), ("Why", self.because),
            ("Stands until", self.until.isoformat() if self.until else "not granted"),
        ]  # fmt: skip

    def moved(self, move: str, told: Mapping[str, Any]) -> None:
        """Granting tells the last day."""
        if move == "grant":
            self.until = told["until"]
            self.save(update_fields=["until"])

    def stands_on(self, day: date) -> bool:
        """Whether a move of that day may cite it."""
        return self.state == "granted" and self.until is not None and day <= self.until
