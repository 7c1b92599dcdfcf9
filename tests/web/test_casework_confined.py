"""What only the owner of a case reads: on its page, in its ledger, as a document, over the API; for every role and relation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from certificate_stories import due, filing, paper
from django.urls import reverse
from people import Acting
from tiny_subject.flow import FLOW as PLEDGE
from tiny_subject.people import officer, somebody

from buyfair.web.casework import confined, deeds
from buyfair.web.casework.anchoring import ledger_of
from buyfair.web.casework.flow import FlowError, Relation, flows
from buyfair.web.casework.page import about
from buyfair.web.casework.refused import MissingError, NotYoursError
from buyfair.web.casework.rights import allows
from buyfair.web.certificates.models import Certificate
from buyfair.web.core.models import Organization
from buyfair.web.core.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder")]
SECRET, NAME = "Inspector general, 2026-11-21", "report-of-a-worker.txt"


def challenged() -> tuple[Certificate, Any, Any]:
    """A certificate that the office challenged, with whom it told and what it rests on; the officer and the supplier."""
    by, firm = officer(), somebody(Role.SUPPLIER_MEMBER, "Firm B", "supplier")
    case = due(by, Organization.objects.get(name="Office A"), Organization.objects.get(name="Firm B"))
    case.move("file", by, filing())
    case.move("challenge", by, {"knew": "Passports were locked away.", "source": "Report 12", "known_since": "2026-11-20",
                                "told_to": SECRET, "answer_by": "2099-01-05", "paper_evidence": paper(NAME)})  # fmt: skip
    return Certificate.objects.get(pk=case.pk), by, firm


def test_every_cell_reads_what_is_confined_as_its_owner_or_where_the_table_says_so() -> None:
    read = 0
    for flow in flows():
        beside = {(who.role, relation) for who in flow.confides for relation in who.relations}
        for state in flow.states:
            for role in Role:
                for relation in Relation:
                    if allows(flow, role, relation, "confined", state.name):
                        read += 1
                        assert allows(flow, role, relation, "see", state.name)
                        assert relation == Relation.OWNER or (role, relation) in beside
    assert read


def test_a_table_that_asks_somebody_for_what_they_may_not_read_is_refused() -> None:
    with pytest.raises(FlowError, match="propose asks for paper_plan, which somebody who makes it may not read"):
        replace(PLEDGE, confined=("plan",))
    with pytest.raises(FlowError, match="rumour is confined, and is none of its papers"):
        replace(PLEDGE, confined=("rumour",))


def test_the_supplier_reads_what_is_held_against_it_and_not_whom_the_office_told(acting: Acting) -> None:
    case, _, _ = challenged()
    evidence = case.documents.get(paper="evidence")
    address = f"/cases/{case.reference}/documents/{evidence.pk}/"
    for client, whole in (
        (acting(Role.SUPPLIER_MEMBER, "Firm B", "supplier"), False),
        (acting(Role.CONTRACTING_OFFICER, "Office A"), True),
        (acting(Role.INSPECTOR_GENERAL, "Oversight", "oversight"), True),
    ):
        page = client.get(case.get_absolute_url()).content.decode()
        assert "Passports were locked away." in page
        assert (SECRET in page, NAME in page) == (whole, whole)
        assert ("is read by the organization that owns this case" in page) is not whole
        for where in (f"/cases/{case.reference}/ledger.json", reverse("api-case", args=[case.reference])):
            told = client.get(where)
            assert told.status_code == 200 and (SECRET in told.content.decode()) is whole, where
        assert client.get(address).status_code == (200 if whole else 404)


def test_the_ledger_of_who_reads_less_still_has_every_event_and_its_hash() -> None:
    case, _, _ = challenged()
    all_, less = ledger_of(case), ledger_of(case, whole=False)
    assert [e["hash"] for e in less["events"]] == [e["hash"] for e in all_["events"]]
    assert [e["move"] for e in less["events"] if e["payload"] is None] == ["challenge"]
    assert all(e["payload"] is not None for e in all_["events"])


def test_a_comment_for_the_office_alone_stands_for_the_others_without_its_words(acting: Acting) -> None:
    case, by, firm = challenged()
    office = acting(Role.CONTRACTING_OFFICER, "Office A")
    sent = office.post(f"/cases/{case.reference}/comment/", {"text": "Counsel is asked first.", "confined": "on"})
    assert sent.status_code == 302
    assert "Counsel is asked first." in office.get(case.get_absolute_url()).content.decode()
    page = acting(Role.SUPPLIER_MEMBER, "Firm B", "supplier").get(case.get_absolute_url()).content.decode()
    assert "Counsel is asked" not in page and 'name="confined"' not in page
    case.refresh_from_db()
    assert about(case, firm)["timeline"][0].left_out and about(case, firm)["timeline"][0].event.move == "comment"
    with pytest.raises(NotYoursError):
        deeds.comment(case, firm, "Only for us.", confined=True)


def test_a_program_keeps_a_comment_with_the_office_too(acting: Acting) -> None:
    case, _, _ = challenged()
    office, where = acting(Role.CONTRACTING_OFFICER, "Office A"), f"/api/cases/{case.reference}"

    def sent(**more: Any) -> Any:
        told = {"text": "Counsel is asked first.", **more}
        return office.post(f"{where}/comments", told, content_type="application/json",
                           headers={"If-Match": office.get(where)["ETag"]})  # fmt: skip

    assert sent(confind=True).status_code == 422, "a key that is not known is refused, for it may have been meant to confine"
    assert sent(confined=True).status_code == 200
    assert "Counsel is asked" in office.get(where).content.decode()
    assert "Counsel is asked" not in acting(Role.SUPPLIER_MEMBER, "Firm B", "supplier").get(where).content.decode()


def test_a_comment_that_is_refused_comes_back_with_its_tick(acting: Acting) -> None:
    case, _, _ = challenged()
    office = acting(Role.CONTRACTING_OFFICER, "Office A")
    page = office.post(f"/cases/{case.reference}/comment/", {"text": " ", "confined": "on"}).content.decode()
    assert 'name="confined" checked' in page
    assert "Only for the organization that owns this case, and for: " in page, "who writes is told all who read it"
    assert "of any organization; the others see that" in page


def test_the_supplier_adds_no_document_that_it_could_not_read() -> None:
    case, by, firm = challenged()
    with pytest.raises(MissingError, match="the case, and by: .* inspector general of any organization: choose"):
        deeds.attach(case, firm, "evidence", paper())
    assert "evidence" not in dict(about(case, firm)["by_hand"]) and "evidence" in dict(about(case, by)["by_hand"])
    assert not confined.documents(case, firm).filter(paper="evidence").exists()
