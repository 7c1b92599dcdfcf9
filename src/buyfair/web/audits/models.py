"""Contract texts, every result of their checks, what each gap was, and the uploads that they came with."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse

from buyfair.cards.audit_beside import Counts, counts
from buyfair.contract_firms import called
from buyfair.web.audits import prepared
from buyfair.web.audits.flow import CHECKING, FLOW
from buyfair.web.casework.models import Case, Event
from buyfair.web.casework.moving import refusals_kept
from buyfair.web.casework.refused import MissingError
from buyfair.web.core.actor import Actor
from buyfair.web.core.clock import day_of, now, today
from buyfair.web.core.models import Organization

HEAVY = ("last__result", "last__told", "last__facts", "last__questions", "last__still")
"""What a list of texts leaves in the database: a result is long, and a list says its counts alone."""
LACKS = models.Q(last__gaps__gt=0) | models.Q(last__beside__gt=0) | models.Q(last__required__gt=0)
"""Texts whose last check found something missing."""
MOST_NAMED = 5
"""Gaps that a refusal names."""
MOST_CHECKS = 10**6
"""No text has so many."""
GONE = "destroyed under retention"


def key_of(number: str) -> str:
    """A number of a contract without what people write between its letters."""
    return re.sub(r"[^A-Z0-9]", "", number.upper())[:60]


class Batch(models.Model):
    """One row per upload of one text or many. `once` is the mark of its form: the same form sent twice is one upload."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    once = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "once"], name="an_upload_once")]

    def get_absolute_url(self) -> str:
        """Its page, which says of each file what became of it."""
        return reverse("audit_batch", args=[self.pk])


class ContractText(Case):
    """One row per contract text: its number, the document read last, and the counts of its last check.

    `trouble` is the sentence that says why a text could not be checked; empty where it could, or was not tried. `purchase` is
    the number of the planned purchase that it is the contract of, where somebody said so.
    """

    flow_table = FLOW

    upload = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="texts")
    file_name = models.CharField(max_length=120)
    facts_told = models.TextField(blank=True)
    number = models.CharField(max_length=200, blank=True)
    number_key = models.CharField(max_length=60, blank=True, db_index=True)
    contractor = models.CharField(max_length=300, blank=True)
    trouble = models.TextField(blank=True)
    purchase = models.CharField(max_length=30, blank=True, db_index=True)
    last = models.ForeignKey("Check", on_delete=models.PROTECT, null=True, related_name="+")

    @property
    def title(self) -> str:
        """The number of the contract, once it was read; until then the name of the file."""
        if self.number in ("", self.file_name):
            return self.file_name
        return f"{called(self.number).capitalize()} {self.number}"

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What the general page says of it."""
        told = [("File", self.file_name), ("Contractor", self.contractor or "not told by the text")]
        return [*told, ("Contract of the planned purchase", self.purchase)] if self.purchase else told

    def get_absolute_url(self) -> str:
        """Its own page."""
        return reverse("audit", args=[self.reference])

    def move(self, name: str, by: Actor, with_: Mapping[str, Any] | None = None, reason: str = "",
             version: int | None = None, at: datetime | None = None) -> Any:  # fmt: skip
        """Where the move checks a text, that is done before anything is locked; else as every case moves."""
        at = at or now()
        may = name in CHECKING and self.part_for(by, name) is not None and version in (None, self.version)
        if not may:
            return super().move(name, by, with_, reason, version, at)
        with prepared.made(self, name, by, with_ or {}, at) as told, refusals_kept(self, name, by, at), transaction.atomic():
            event = super().move(name, by, told, reason, version, at)
            prepared.now_made().file_with(self, by)
        return event

    def unmet(self, move: str, told: Mapping[str, Any]) -> dict[str, str]:
        """What the table cannot say: no gap, no modification; a gap left, not modified; what cannot be told is not fine."""
        if move == "need" and not self.lacks:
            return {"who": "The last check found no gap, so there is nothing to modify: check again, or close it"}
        if move in ("need", "send"):
            name = "send_by" if move == "need" else "answer_by"
            return {name: f"{told[name]} is over; expected today or a later day"} if told[name] < today() else {}
        if move == "modify" and told.get("no_gap_left"):
            return _left(prepared.now_made().left)
        if move == "close":
            return self._not_closed(told)
        return {}

    def _not_closed(self, told: Mapping[str, Any]) -> dict[str, str]:
        if stands := self.not_waived:
            return {"left_open": f"The last check found {self._counted(len(stands), 'gap')} that no waiver covers, "
                                 f"{_named(stands)}: say that a modification is needed, or check again with what the text does "
                                 "not tell"}  # fmt: skip
        if self.unknown and not told.get("left_open"):
            return {"left_open": f"{self._counted(self.unknown, 'thing')} cannot be told from the text, and that never counts "
                                 "as in order: say who finds out, and by when"}  # fmt: skip
        return {}

    @staticmethod
    def _counted(number: int, what: str) -> str:
        return f"{number} {what}{'' if number == 1 else 's'}"

    def moved(self, move: str, told: Mapping[str, Any]) -> None:
        """Keeps the result of a check; the former ones stay."""
        if move in CHECKING:
            self._keep(prepared.now_made(), move)

    def destroyed(self, event: Event) -> None:
        """Empties what checks found in a text that is destroyed, or told, or wrote there; quotes go from those after, too."""
        gone = {d.content.sha256 for d in event.documents.exclude(content=None).select_related("content")}
        emptied = [c for c in self.checks.exclude(result="") if c.event_id == event.pk or {c.sha256, c.result_sha256} & gone]
        for check in emptied:
            nothing = {"result": "", "told": "", "facts": "", "questions": "[]", "still": "[]", "file_name": ""}
            Check.objects.filter(pk=check.pk).update(**nothing)
        for later in self.checks.filter(number__gt=min((c.number for c in emptied), default=MOST_CHECKS)).exclude(result=""):
            still = [{**gap, "quote": None} for gap in json.loads(later.still)]
            Check.objects.filter(pk=later.pk).update(still=json.dumps(still))
        if event.move == "open":
            ContractText.objects.filter(pk=self.pk).update(facts_told="")

    def _keep(self, made: prepared.Made, move: str) -> None:
        document = made.found.document
        lacks = counts({**document, "gaps": made.left})
        check = Check.objects.create(
            text=self, number=self.checks.count() + 1, event=self.events.order_by("-number").first(), move=move, at=made.at,
            made_on=day_of(made.at), day=document["day"], knowledge=document["knowledge"], file_name=made.name,
            sha256=document["file"]["sha256"], facts=made.facts, told=made.found.told,
            questions=json.dumps(made.found.questions), result=made.result, still=json.dumps(made.still), gaps=len(made.left),
            unknown=len(document["cannot_tell"]), kept=len(document["kept"]), beside=lacks.beside, required=lacks.required,
        )  # fmt: skip
        Gap.objects.bulk_create(
            Gap(check_of=check, text=self, rule=g["id"], what=g["what"], clause=g["clause"] or "") for g in made.left
        )
        self.number, self.number_key = document["contract"][:200], key_of(document["contract"])
        self.contractor = str(document["facts"].get("contractor") or "")[:300]
        self.file_name, self.trouble, self.last = made.name, "", check
        self.purchase = self.purchase if made.purchase is None else made.purchase
        self.save(update_fields=["number", "number_key", "contractor", "file_name", "trouble", "purchase", "last"])

    @property
    def gaps(self) -> int:
        """How many gaps the last check found."""
        return self.last.gaps if self.last is not None else 0

    @property
    def lacks(self) -> int:
        """How many gaps, and how many things beside the law against trafficking, the last check found."""
        return self.last.gaps + self.last.counts.more if self.last is not None else 0

    @property
    def unknown(self) -> int:
        """Of how much the last check could not tell."""
        return self.last.unknown if self.last is not None else 0

    @property
    def not_waived(self) -> list[dict[str, Any]]:
        """The gaps of the last check, without those that a waiver let stand when the modified text was checked."""
        if self.last is None:
            return []
        modified = self.checks.filter(move="modify").order_by("-number").first() if self.state == "modified" else None
        waived = [gap_key(gap) for gap in modified.every_gap] if modified is not None else []
        stands = []
        for gap in self.last.every_gap:
            if gap_key(gap) in waived:
                waived.remove(gap_key(gap))
            else:
                stands.append(gap)
        return stands


def gap_key(gap: Mapping[str, Any]) -> tuple[Any, ...]:
    """By what a gap is known again in another check."""
    return gap["id"], gap["what"], gap["clause"], gap["ask"]


def _named(gaps: list[dict[str, Any]]) -> str:
    more = f" and {len(gaps) - MOST_NAMED} more" if len(gaps) > MOST_NAMED else ""
    return ", ".join(f"{gap['id']} {gap['what']}" for gap in gaps[:MOST_NAMED]) + more


def _left(gaps: list[dict[str, Any]]) -> dict[str, str]:
    if not gaps:
        return {}
    named = "; ".join(f"{g['id']} {g['what']}: {g['fix'].rstrip('.')}" for g in gaps[:MOST_NAMED])
    more = f"; and {len(gaps) - MOST_NAMED} more" if len(gaps) > MOST_NAMED else ""
    return {"no_gap_left": f"The text as modified still has {len(gaps)} gap{'' if len(gaps) == 1 else 's'}: {named}{more}"}


class Check(models.Model):
    """One row per check of a text, never changed: the day, the knowledge, the document by hash, the facts, the result.

    `beside` counts what the text lacks of other law, `required` what the package of its purchase requires by law besides.

    Under retention it is emptied: then `result` is empty, and its counts and the names of its gaps stand.

    `result` is, letter for letter, what `buyfair audit --json` prints for the same file, facts, package and day; `day` the day
    as of which the text was read, `made_on` the day on which it was checked. `told` are the facts it was made with, those of
    the text's own head included. `still` are gaps of the check before that a signed modification cannot close: papers that the
    contractor owes are shown by a fuller text alone.
    """

    text = models.ForeignKey(ContractText, on_delete=models.PROTECT, related_name="checks")
    number = models.PositiveIntegerField()
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    move = models.CharField(max_length=40)
    at = models.DateTimeField()
    made_on = models.DateField()
    day = models.DateField()
    knowledge = models.CharField(max_length=40)
    file_name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    facts = models.TextField(blank=True)
    told = models.TextField(blank=True)
    questions = models.TextField()
    result = models.TextField()
    still = models.TextField(default="[]")
    gaps = models.PositiveIntegerField()
    unknown = models.PositiveIntegerField()
    kept = models.PositiveIntegerField()
    beside = models.PositiveIntegerField(default=0)
    required = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["text", "number"]
        constraints = [models.UniqueConstraint(fields=["text", "number"], name="a_check_of_a_text_once")]

    @property
    def counts(self) -> Counts:
        """How many things its text lacks, by kind."""
        return Counts(self.gaps, self.beside, self.required)

    @property
    def destroyed(self) -> bool:
        """Whether what it found was destroyed under retention; its counts, and which gaps they were, still stand."""
        return not self.result

    @property
    def result_sha256(self) -> str:
        """The hash of its result as the document on file has it."""
        return hashlib.sha256(self.result.encode()).hexdigest()

    @property
    def document(self) -> dict[str, Any]:
        """The result, read; only where it was not destroyed."""
        found: dict[str, Any] = json.loads(self.result)
        return found

    @property
    def every_gap(self) -> list[dict[str, Any]]:
        """The gaps of the result, and those before that still stand; where it was destroyed, by their names alone."""
        if self.destroyed:
            return [gap.bare for gap in self.found.order_by("pk")]
        return [*self.document["gaps"], *json.loads(self.still)]

    @property
    def asked(self) -> list[dict[str, Any]]:
        """The questions that it left open."""
        found: list[dict[str, Any]] = json.loads(self.questions)
        return found

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Written once."""
        if not self._state.adding:
            raise MissingError({"check": "a check that was made is never changed: make another"})
        super().save(*args, **kwargs)


class Gap(models.Model):
    """One row per gap of a check, so that an office can count them."""

    check_of = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="found")
    text = models.ForeignKey(ContractText, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=20)
    what = models.CharField(max_length=60)
    clause = models.CharField(max_length=20, blank=True)

    @property
    def bare(self) -> dict[str, Any]:
        """As a result tells a gap, where the result was destroyed and the name of the gap stands."""
        said = {"fix": f"What mends it was {GONE}: check the whole text", "why": GONE, "cites": GONE, "owed_by": "one it names",
                "due": "edition in force"}  # fmt: skip
        nothing = dict.fromkeys(("quote", "line", "page", "ask", "alternate", "printed"))
        return {**nothing, **said, "id": self.rule, "rule": self.rule, "what": self.what, "clause": self.clause or None}


class BatchFile(models.Model):
    """One row per file of an upload: the text that it became, or the sentence that says why it was not taken."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="files")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64, blank=True)
    text = models.ForeignKey(ContractText, on_delete=models.PROTECT, null=True, related_name="+")
    says = models.TextField(blank=True)

    class Meta:
        ordering = ["batch", "number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="a_file_of_an_upload_once")]
