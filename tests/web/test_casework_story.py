"""A subject that was added later is walked from its first day to its last, through its pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from people import Acting
from tiny_subject.models import Pledge
from tiny_subject.people import pledge

from buyfair.web.casework.models import Refusal
from buyfair.web.core.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder")]


def sent(client: Client, case: Pledge, move: str, **told: object) -> object:
    """The form of a move, opened, filled in and sent as a browser would."""
    page = client.get(f"/cases/{case.reference}/moves/{move}/").content.decode()
    version = re.search(r'name="version" value="(\d+)"', page)
    return client.post(f"/cases/{case.reference}/moves/{move}/", {"version": version[1] if version else "", **told})


def test_the_supplier_proposes_the_officer_agrees_a_monitor_closes_and_an_outsider_is_refused(
    acting: Acting, home_folder: Path
) -> None:
    case = pledge()
    firm = acting(Role.SUPPLIER_MEMBER, "Firm B", "supplier")
    office = acting(Role.CONTRACTING_OFFICER, "Office A")
    watcher = acting(Role.MONITOR, "Monitor C", "monitor")
    stranger = acting(Role.SUPPLIER_MEMBER, "Firm Z", "supplier")

    assert office.get(f"/pledges/{case.reference}/").status_code == 404, "a draft is the supplier's own"
    plan = SimpleUploadedFile("plan.txt", b"Three parts, by June.")
    assert sent(firm, case, "propose", workers="12", dollars="14,400", paper_plan=plan).status_code == 302

    page = office.get(f"/pledges/{case.reference}/").content.decode()
    assert "12 workers are to be paid back $14400.00." in page
    assert "Where it stands: Proposed" in page
    assert "Agree to the pledge: open the form" in page
    assert case.reference in office.get("/my-work/").content.decode()
    assert sent(office, case, "agree", pay_by="2026-06-30").status_code == 302

    receipts = SimpleUploadedFile("receipts.csv", b"worker,dollars\n1,1200\n")
    assert sent(firm, case, "report", paper_receipts=receipts).status_code == 302
    refused = sent(firm, case, "close", reason="We say so ourselves.")
    assert refused.status_code == 403
    assert "To close the pledge is for: accredited monitor of a party." in refused.content.decode()
    assert stranger.get(f"/cases/{case.reference}/").status_code == 404
    assert stranger.post(f"/cases/{case.reference}/moves/close/", {"reason": "x"}).status_code == 404
    assert sent(watcher, case, "close", reason="Twelve workers say that they were paid.").status_code == 302

    case.refresh_from_db()
    assert case.state == "closed"
    assert [e.move for e in case.events.all()] == ["open", "propose", "agree", "report", "close"]
    assert [(r.move, r.kind) for r in Refusal.objects.all()] == [("close", "NotYours")]
    assert "Twelve workers say" in firm.get(f"/pledges/{case.reference}/").content.decode()


def test_a_failed_form_loses_nothing_that_was_typed_not_even_the_file(acting: Acting) -> None:
    case = pledge()
    firm = acting(Role.SUPPLIER_MEMBER, "Firm B", "supplier")
    plan = SimpleUploadedFile("plan.txt", b"Three parts, by June.")
    answer = sent(firm, case, "propose", workers="a dozen", dollars="14,400", paper_plan=plan)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "How many workers paid: &#x27;a dozen&#x27; was given; expected a whole number" in page
    assert 'value="a dozen"' in page
    assert 'value="14,400"' in page
    assert "Kept from before: <strong>plan.txt</strong>" in page
    kept = re.search(r'name="paper_plan_kept" value="([^"]+)"', page)
    assert kept
    assert sent(firm, case, "propose", workers="12", dollars="14,400", paper_plan_kept=kept[1]).status_code == 302
    assert case.documents.get().name == "plan.txt"


def test_a_form_that_is_stale_is_refused_with_its_words_kept(acting: Acting) -> None:
    case = pledge()
    firm = acting(Role.SUPPLIER_MEMBER, "Firm B", "supplier")
    firm.post(f"/cases/{case.reference}/comment/", {"text": "Wait, the number is wrong."})
    answer = firm.post(f"/cases/{case.reference}/moves/propose/", {"version": "1", "workers": "12", "dollars": "9"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "The case was changed by somebody else since this page was opened" in page
    assert 'value="12"' in page
    assert 'name="version" value="2"' in page
