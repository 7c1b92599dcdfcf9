"""Planned purchases: the facts as told, what the officer decided about the package, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models
from django.urls import reverse

from buyfair.terms.errors import InputRefusedError
from buyfair.web.acquisitions import changes, moves
from buyfair.web.acquisitions.flow import FLOW
from buyfair.web.casework.models import Case

KEPT_BACK = 20
"""So many states of the facts can be undone."""


class Acquisition(Case):
    """One row per planned purchase.

    `told` is the facts file of `buyfair duties` as JSON, `past` what it was before each change, the last one last.
    `choices`: by item of the package, whether it is taken and why. `filled`: by item, what stands in its blanks.
    `gone_on`: by bar that was open when the facts were last called complete, the facts that it turned on.
    """

    flow_table = FLOW

    name = models.CharField(max_length=200)
    told = models.JSONField(default=dict)
    past = models.JSONField(default=list)
    choices = models.JSONField(default=dict)
    filled = models.JSONField(default=dict)
    despite = models.TextField(blank=True)
    gone_on = models.JSONField(default=dict)
    addressees = models.PositiveIntegerField(null=True)
    control_number = models.CharField(max_length=9, blank=True)
    package_hash = models.CharField(max_length=64, blank=True)
    solicited_on = models.DateField(null=True)
    award_id = models.CharField(max_length=200, blank=True, db_index=True)
    supplier = models.CharField(max_length=200, blank=True)
    awarded_on = models.DateField(null=True)

    @property
    def title(self) -> str:
        """What is bought, in the officer's words."""
        return f"{self.name[:1].upper()}{self.name[1:]}"

    @property
    def facts_told(self) -> changes.Told:
        """The facts as the engine reads them."""
        return changes.exact(self.told)

    @property
    def sol_date(self) -> date | None:
        """The day on which the solicitation goes out, where it is told."""
        try:
            return date.fromisoformat(str(self.told.get("sol_date", "")))
        except ValueError:
            return None

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What became of it."""
        rows = [("Solicited", str(self.solicited_on or "")), ("Award", self.award_id), ("Supplier", self.supplier),
                ("Awarded", str(self.awarded_on or "")), ("Why it goes on although a bar is open", self.despite)]  # fmt: skip
        return [(label, words) for label, words in rows if words]

    def get_absolute_url(self) -> str:
        """The workbench."""
        return reverse("acquisition", args=[self.reference])

    def after(self, move: str) -> str:
        """The package, once the facts are closed: blanks and decisions stand there."""
        return reverse("acquisition_package", args=[self.reference]) if move == "complete" else self.get_absolute_url()

    def unmet(self, move: str, told: Mapping[str, Any]) -> dict[str, str]:
        """What the purchase itself asks of a move."""
        try:
            return moves.unmet(self, move, told)
        except InputRefusedError as refused:
            return {moves.FIELD_OF.get(move, ""): str(refused).rstrip(".")}

    def moved(self, move: str, told: Mapping[str, Any]) -> None:
        """Keeps what was told, decided, or came of it."""
        moves.kept(self, move, told)
        self.save()

    def tell(self, facts: Mapping[str, Any]) -> None:
        """Puts these facts in the place of those before, which can be had back."""
        self.past = [*self.past, self.told][-KEPT_BACK:]
        self.told = changes.storable(facts)
