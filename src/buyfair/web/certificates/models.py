"""Certificates: which one, of whom, for which contract, and what was told of the paper that is on file now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.urls import reverse

from buyfair.judge.amounts import months_after
from buyfair.web.casework.models import Case, Document, Event
from buyfair.web.casework.refused import MissingError
from buyfair.web.certificates.checks import doubts, until
from buyfair.web.certificates.flow import FLOW
from buyfair.web.certificates.kinds import KINDS, Kind
from buyfair.web.core.clock import today
from buyfair.web.received import far

TOLD = ("received_on", "signed_by", "signer_role", "signed_on", "text_version", "period_from", "period_until", "covers",
        "solicited_on", "awarded_on")  # fmt: skip
NO_FILE = "a document is missing: the certificate that came in now; choose its file, the same again to correct words"
OF_THE_CONTRACT = ("solicited_on", "awarded_on")
"""Days that a certificate is held against and that are not its own."""
DAYS = {"received_on": "Received on", "signed_on": "Signed on", "period_from": "Speaks for the time from",
        "period_until": "Speaks for the time until", "solicited_on": "Day of the solicitation",
        "awarded_on": "Day of the award"}  # fmt: skip
ON_FILE = ("filed", "relied", "challenged", "answered")
"""Where a case stands while its certificate is on file and has not been taken back."""
GONE = "somebody (the name was destroyed under retention)"
MONTHS_AHEAD = 13
"""The next yearly one is due no later than so many months from now."""
PAST = {"received_on": "Received on", "signed_on": "Signed on", "known_since": "Known since"}


class Certificate(Case):
    """One row per certificate that a supplier owes for a contract; the columns of the paper are those of the last one filed."""

    flow_table = FLOW

    award_id = models.CharField(max_length=120, blank=True, db_index=True)
    purchase = models.CharField(max_length=40, blank=True, db_index=True)
    contract = models.CharField(max_length=120)
    supplier = models.CharField(max_length=200)
    what = models.CharField(max_length=20)
    awarded_on = models.DateField(null=True)
    solicited_on = models.DateField(null=True)
    agency = models.CharField(max_length=20, blank=True)
    received_on = models.DateField(null=True)
    signed_by = models.CharField(max_length=200, blank=True)
    signer_role = models.CharField(max_length=200, blank=True)
    signed_on = models.DateField(null=True)
    text_version = models.CharField(max_length=40, blank=True)
    period_from = models.DateField(null=True)
    period_until = models.DateField(null=True)
    covers = models.TextField(blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")

    @property
    def kind_of(self) -> Kind:
        """Which certificate it is."""
        return KINDS[self.what]

    @property
    def on_file(self) -> bool:
        """Whether a certificate is on file that was not taken back and whose case did not end."""
        return self.signed_on is not None and self.state in ON_FILE

    @property
    def title(self) -> str:
        """Which certificate, of whom, for what."""
        return f"{self.kind_of.label}: {self.supplier}, {self.contract}"

    def get_absolute_url(self) -> str:
        """The page with its checks."""
        return reverse("certificate", args=[self.reference])

    def unmet(self, move: str, told: Mapping[str, Any]) -> dict[str, str]:
        """Days that cannot be, a reliance that passes over what a check says, an end before its time."""
        found = {
            name: f"{label}: {told[name]} was given; expected a day not after today"
            for name, label in PAST.items() if told.get(name) is not None and told[name] > today()
        }  # fmt: skip
        if move == "file":
            found = _of_filing(told) | found
        if move == "rely":
            found |= self._of_relying(told)
        if move == "challenge" and told["answer_by"] < today():
            found["answer_by"] = f"Answer by: {told['answer_by']} was given; expected a day that is not over"
        if move == "expire" and ((last := until(self)) is None or last >= today()):
            ends = f"it speaks until {last}" if last is not None else "it names no period, and none is set for its kind"
            found["reason"] = f"Its time is not over: {ends}. Withdraw it, or close the case, and say why"
        return found

    def _of_relying(self, told: Mapping[str, Any]) -> dict[str, str]:
        found = {}
        open_ = doubts(self, today())
        if open_ and not (told.get("explained") or "").strip():
            says = " ".join(check.says for check in open_)
            found["explained"] = f"{says} Say here why the office relies on it all the same, or have it mended first"
        elif not (told.get("explained") or "").strip() and self._was_challenged():
            found["explained"] = "The office noted what it actually knew: say here what became of that"
        due, first, last = told.get("next_due"), today(), months_after(today(), MONTHS_AHEAD)
        if due is None and self.kind_of.yearly or due is not None and not first <= due <= last:
            found["next_due"] = (
                f"The next one is due on: {due or 'nothing'} was given; expected a day from {first} to {last}, at the next "
                "anniversary of the award"
            )
        return found

    def _was_challenged(self) -> bool:
        """Whether the office challenged it and did not rely on it since."""
        last = self.events.filter(move__in=("challenge", "rely")).order_by("-number").first()
        return last is not None and last.move == "challenge"

    def moved(self, move: str, told: Mapping[str, Any]) -> None:
        """Keeps what was told of the paper that was filed."""
        if move != "file":
            return
        event = Event.objects.filter(case=self.pk).order_by("-number")[0]
        self.document = event.documents.filter(paper="certificate").first()
        if self.document is None:
            raise MissingError({"paper_certificate": NO_FILE})
        own = event.organization_id == self.organization_id
        for name in TOLD:
            value, noted = told[name], getattr(self, name)
            if name in OF_THE_CONTRACT and noted is not None and (value is None or not own):
                continue  # the days that the office or the award data told are the measure, not the paper's to change
            setattr(self, name, "" if value is None and name in ("signer_role", "text_version", "covers") else value)
        self.save(update_fields=[*TOLD, "document"])

    def destroyed(self, event: Event) -> None:
        """Empties the words of a paper that is destroyed under retention; its days, and what became of it, still stand."""
        if self.document is not None and self.document.event_id == event.pk:
            Certificate.objects.filter(pk=self.pk).update(signed_by=GONE, signer_role="", covers="")


def _of_filing(told: Mapping[str, Any]) -> dict[str, str]:
    found = {
        name: f"{label}: {said}"
        for name, label in DAYS.items() if told.get(name) is not None and (said := far(told[name], today()))
    }  # fmt: skip
    if told["signed_on"] > told["received_on"]:
        found["signed_on"] = f"Signed on: {told['signed_on']} was given; expected a day not after it was received"
    if told["period_from"] and told["period_until"] and told["period_from"] > told["period_until"]:
        found["period_until"] = (
            f"It speaks until {told['period_until']}, before it begins on {told['period_from']}: check both days"
        )
    return found
