"""Plans: whose, for which contract, and each version that came in with the review of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import models
from django.urls import reverse

from buyfair.terms.errors import InputRefusedError
from buyfair.web.casework.models import Case, Document, Event
from buyfair.web.casework.refused import MissingError
from buyfair.web.casework.table import Relation
from buyfair.web.core.actor import Actor
from buyfair.web.core.clock import day_of, today
from buyfair.web.plans.flow import COMES_IN, FLOW, SUPPLIERS
from buyfair.web.plans.reading import ahead_of, facts, lacking, reviewed
from buyfair.web.received import FIRST_DAY

GONE = "What stood here was destroyed under retention."


class Plan(Case):
    """One row per supplier and contract whose plan is asked for; `verdict` and `gaps` are those of the last version."""

    flow_table = FLOW

    award_id = models.CharField(max_length=120, blank=True, db_index=True)
    contract = models.CharField(max_length=120)
    supplier = models.CharField(max_length=200)
    verdict = models.CharField(max_length=8, blank=True)
    gaps = models.PositiveIntegerField(null=True)

    @property
    def title(self) -> str:
        """Whose plan, for what."""
        return f"Compliance plan of {self.supplier}, {self.contract}"

    def get_absolute_url(self) -> str:
        """The page with the review."""
        return reverse("plan", args=[self.reference])

    @property
    def last(self) -> PlanVersion | None:
        """The version that came in last."""
        found: PlanVersion | None = self.versions.order_by("-number").first()
        return found

    @property
    def told(self) -> dict[str, str]:
        """What the office told of the work, up to the last version."""
        return self.last.told if self.last is not None else {}

    @property
    def on_file(self) -> bool:
        """Whether a plan is on file that was not put aside: a case that was opened again awaits another."""
        return bool(self.verdict) and self.state != "awaited"

    def read_by(self, actor: Actor) -> bool:
        """Whether this actor reads a review before the office answered it: everybody who sees the case but the supplier."""
        return any(
            who.role == role and (Relation.OUTSIDER in who.relations or organization == self.organization_id)
            for role, organization in actor.parts for who in FLOW.sees if role not in SUPPLIERS
        )  # fmt: skip

    def move(self, name: str, by: Actor, with_: Mapping[str, Any] | None = None, reason: str = "",
             version: int | None = None, at: datetime | None = None) -> Any:  # fmt: skip
        """As every case; a plan that comes in is read before the case is locked, so that nobody waits for the reading."""
        if name in COMES_IN and self.part_for(by, name) is not None and version in (None, self.version):
            ahead_of(with_ or {}, self.told)
        return super().move(name, by, with_, reason, version, at)

    def unmet(self, move: str, told: Mapping[str, Any]) -> dict[str, str]:
        """Days that cannot be, and an acceptance that passes over what the clause asks at least."""
        if move in COMES_IN and not FIRST_DAY <= told["received_on"] <= today():
            return {"received_on": f"{told['received_on']} was given; expected a day from {FIRST_DAY.year} on and not after "
                                   "today"}  # fmt: skip
        for name in ("send_by", "answer_by"):
            if told.get(name) is not None and told[name] < today():
                return {
                    name: f"{told[name]} was given; expected a day that is not over: the supplier needs time to answer"
                }
        if move == "accept" and not (told.get("explained") or "").strip():
            last = self.last
            lacks = [] if last is None else [GONE] if last.destroyed else lacking(last.document_of_review)
            if lacks:
                return {"explained": "A gap stands, or something cannot be told: "
                        f"{'; '.join(lacks)}. Return it with findings, or say here why it is accepted"}  # fmt: skip
        return {}

    def moved(self, move: str, told: Mapping[str, Any]) -> None:
        """Keeps the review of what came in, and the letter that went out."""
        if move in COMES_IN:
            self._received(told)
        if move == "hand_back":
            last = self.last
            if last is not None:
                last.letter = told["letter"]
                last.save(update_fields=["letter"])

    def destroyed(self, event: Event) -> None:
        """Empties what is kept of a version, of its facts in later ones, or of a letter that is destroyed under retention."""
        for version in self.versions.filter(document__event=event).exclude(review=""):
            for later in self.versions.filter(number__gt=version.number).exclude(review=""):
                later.without(version.told)
            PlanVersion.objects.filter(pk=version.pk).update(review="", facts="")
        if event.move == "hand_back":
            before = self.versions.filter(document__event__number__lt=event.number).order_by("-number").first()
            if before is not None:
                PlanVersion.objects.filter(pk=before.pk).update(letter=GONE)

    def _received(self, told: Mapping[str, Any]) -> None:
        event = Event.objects.filter(case=self.pk).order_by("-number")[0]
        papers = {d.paper: d for d in event.documents.select_related("content")}
        plan = _kept(papers.get("plan"))
        if plan is None:
            raise MissingError({"paper_plan": "a document is missing: the plan that came in now; choose its file"})
        known = facts(told, self.told)
        try:
            found = reviewed(plan, tuple(known.items()), told["received_on"], _kept(papers.get("work_document")))
        except InputRefusedError as refused:
            raise MissingError({"paper_plan": str(refused).rstrip(".")}) from None
        PlanVersion.objects.create(
            plan=self, number=self.versions.count() + 1, document=papers["plan"], work_document=papers.get("work_document"),
            received_on=told["received_on"], facts=json.dumps(known, ensure_ascii=False), review=found,
        )  # fmt: skip
        review = json.loads(found)
        self.verdict, self.gaps = review["adequate"], len(review["gaps"])
        self.save(update_fields=["verdict", "gaps"])


def _kept(document: Document | None) -> tuple[str, str] | None:
    return None if document is None or document.content is None else (document.content.sha256, document.name)


class PlanVersion(models.Model):
    """One row per plan that came in: its document, what was told of the work beside it, its review as `--json` gives it.

    `review` is the text of that JSON, so that it stays what it was to the letter; `letter` is what went out about it.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    work_document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    received_on = models.DateField()
    facts = models.TextField(blank=True)
    review = models.TextField()
    letter = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="a_version_of_a_plan_once")]

    @property
    def destroyed(self) -> bool:
        """Whether its review was destroyed under retention; that it came in, and how it was answered, still stands."""
        return not self.review

    def without(self, told: Mapping[str, str]) -> None:
        """Takes out facts that an earlier version told and that stand here because of it."""
        own = {name: words for name, words in self.told.items() if told.get(name) != words}
        review = self.document_of_review
        review["facts"] = {
            name: own.get(name) if name in self.told else words for name, words in review["facts"].items()
        }
        kept = {
            "facts": json.dumps(own, ensure_ascii=False),
            "review": json.dumps(review, indent=1, ensure_ascii=False),
        }
        PlanVersion.objects.filter(pk=self.pk).update(**kept)

    @property
    def document_of_review(self) -> dict[str, Any]:
        """The review, read; only where it was not destroyed."""
        found: dict[str, Any] = json.loads(self.review)
        return found

    @property
    def told(self) -> dict[str, str]:
        """What the office had told of the work when it came in."""
        found: dict[str, str] = json.loads(self.facts or "{}")
        return found

    @property
    def answered(self) -> bool:
        """Whether the office returned or accepted this version: then a person read its review."""
        after = self.plan.events.filter(
            number__gt=self.document.event.number, move__in=(*COMES_IN, "hand_back", "accept")
        )  # fmt: skip
        first = after.order_by("number").first()
        return first is not None and first.move not in COMES_IN

    @property
    def sent_on(self) -> date | None:
        """The day on which its letter went out; None where none did."""
        sent = (
            self.plan.events.filter(number__gt=self.document.event.number, move="hand_back").order_by("number").first()
        )
        return day_of(sent.at) if self.letter and sent is not None else None
