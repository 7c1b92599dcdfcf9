"""The pages of cases: they say what waits, what can be done, and answer odd questions with a sentence."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from people import Acting
from tiny_subject.people import AT, officer, paper, pledge, proposal, supplier

from buyfair.web.casework import anchoring, deeds, views
from buyfair.web.casework.models import Case, Event, Refusal, Waiver
from buyfair.web.core.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder")]


def proposed() -> Any:
    case = pledge()
    case.move("propose", supplier(), proposal(), at=AT)
    return case


def test_a_page_says_who_may_do_what_next_in_words(acting: Acting) -> None:
    case = proposed()
    page = acting(Role.SUPPLIER_MEMBER, "Firm B", "supplier").get(f"/pledges/{case.reference}/").content.decode()
    assert "The office agrees, or returns it with a reason." in page
    assert "It is for: contracting officer of the office that owns it." in page
    assert "This waits for somebody else." in page
    assert 'action="/cases/' + case.reference + "/moves/" not in page
    assert "supplier member of a party" in page


def test_what_somebody_wrote_is_shown_as_text_and_never_as_markup(acting: Acting) -> None:
    case = proposed()
    firm = acting(Role.SUPPLIER_MEMBER, "Firm B", "supplier")
    firm.post(f"/cases/{case.reference}/comment/", {"text": "<script>alert(1)</script>\nsecond line"})
    page = firm.get(f"/pledges/{case.reference}/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>second line" in page
    assert "<script>alert" not in page


def test_no_part_of_a_page_breaks_the_policy_of_contents(acting: Acting) -> None:
    case = proposed()
    office = acting(Role.CONTRACTING_OFFICER, "Office A")
    for where in (f"/pledges/{case.reference}/", f"/cases/{case.reference}/moves/agree/", "/my-work/", "/my-work/calendar/"):
        page = office.get(where).content.decode()
        assert page.count("<h1") == 1
        assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=", page)


def test_each_box_of_a_form_has_its_label_and_ids_stand_once(acting: Acting) -> None:
    case = proposed()
    page = acting(Role.CONTRACTING_OFFICER, "Office A").get(f"/pledges/{case.reference}/").content.decode()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)
    boxes = re.findall(r'<(?:input(?![^>]*type="hidden")|select|textarea)[^>]*\sid="([^"]+)"', page)
    assert boxes and set(boxes) <= set(re.findall(r'<label[^>]*\sfor="([^"]+)"', page))


def test_an_empty_comment_and_one_too_long_come_back_with_their_words(acting: Acting) -> None:
    case = proposed()
    firm = acting(Role.SUPPLIER_MEMBER, "Firm B", "supplier")
    answer = firm.post(f"/cases/{case.reference}/comment/", {"text": "  "})
    assert (answer.status_code, "the comment is empty: write something first" in answer.content.decode()) == (422, True)
    answer = firm.post(f"/cases/{case.reference}/comment/", {"text": "word " * 5000})
    page = answer.content.decode()
    assert (answer.status_code, "word word word" in page, "longer than 20,000 letters" in page) == (422, True, True)
    assert case.events.count() == 2


def test_a_waiver_is_asked_for_and_granted_through_the_pages(acting: Acting) -> None:
    case = proposed()
    case.move("agree", officer(), {"pay_by": "2026-06-30"}, at=AT)
    clerk, office = acting(Role.REPRESENTATIVE, "Office A"), acting(Role.CONTRACTING_OFFICER, "Office A")
    assert (
        "Report the payment: without receipts of the workers"
        in office.get(f"/pledges/{case.reference}/").content.decode()
    )
    empty = office.post(f"/cases/{case.reference}/waivers/", {"what": "report:paper_receipts", "because": ""})
    assert empty.status_code == 422
    office.post(
        f"/cases/{case.reference}/waivers/", {"what": "report:paper_receipts", "because": "The mill burned down."}
    )
    waiver = Waiver.objects.get()
    page = clerk.get(f"/cases/{waiver.reference}/").content.decode()
    assert f"Waiver for {case.reference}" in page
    assert "The mill burned down." in page
    mine = {"version": "1", "until": "2027-01-31", "reason": "It did."}
    assert office.post(f"/cases/{waiver.reference}/moves/grant/", mine).status_code == 403, "who asked does not grant"
    second = acting(Role.PORTFOLIO_LEAD, "Office A")
    assert second.post(f"/cases/{waiver.reference}/moves/grant/", mine).status_code == 302
    firm = acting(Role.SUPPLIER_MEMBER, "Firm B", "supplier")
    sent = {"version": str(Case.objects.get(pk=case.pk).version), "waiver": waiver.reference}
    assert firm.post(f"/cases/{case.reference}/moves/report/", sent).status_code in (302, 422)


def test_giving_a_case_to_somebody_is_an_event(acting: Acting) -> None:
    case = proposed()
    office = acting(Role.CONTRACTING_OFFICER, "Office A")
    second = officer(name="second@office.example").user
    assert office.post(f"/cases/{case.reference}/assign/", {"user": second.username}).status_code == 302
    assert Case.objects.get(pk=case.pk).assignee == second
    for wrong in ("nobody@nowhere", "x\x00y", supplier().user.username):
        assert office.post(f"/cases/{case.reference}/assign/", {"user": wrong}).status_code == 422
    assert [e.move for e in case.events.all()] == ["open", "propose", "assign"]


def test_the_proof_is_open_to_oversight_and_the_operator_alone(acting: Acting) -> None:
    proposed()
    anchoring.anchored(date(2026, 3, 3), AT)
    watch = acting(Role.INSPECTOR_GENERAL, "IG", "oversight")
    assert "1 case with 2 events" in watch.get("/ledger/").content.decode()
    page = watch.post("/ledger/").content.decode()
    assert "The ledger is whole" in page and "1 case, 2 events, 1 document, 1 anchor" in page
    assert acting(Role.ADMINISTRATOR, "Us", "operator").post("/ledger/").status_code == 200
    assert acting(Role.CONTRACTING_OFFICER, "Office A").post("/ledger/").status_code == 403


HOSTILE = [
    "/cases/x/", "/cases/PLEDGE-2026-99999/", "/cases/%00/", "/cases/é/", "/cases/" + "A" * 5000 + "/",
    "/cases/{}/moves/nonsense/", "/cases/{}/moves/%27%3B--/", "/cases/{}/documents/99999999999999999999999999/",
    "/cases/{}/documents/0/", "/pledges/%00/", "/cases/{}/ledger.json/x",
]  # fmt: skip


@pytest.mark.parametrize("where", HOSTILE)
def test_an_odd_address_is_answered_with_a_sentence(acting: Acting, where: str) -> None:
    case = proposed()
    answer = acting(Role.CONTRACTING_OFFICER, "Office A").get(where.format(case.reference))
    assert answer.status_code == 404
    assert "There is no such page, or none that you may see" in answer.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 400, "%00"])
def test_an_odd_number_of_a_page_shows_a_page(acting: Acting, page: str) -> None:
    proposed()
    assert acting(Role.CONTRACTING_OFFICER, "Office A").get(f"/my-work/?page={page}").status_code == 200


@pytest.mark.parametrize("version", ["", "x", "-1", "²", "9" * 50])
def test_an_odd_version_is_stale_and_writes_nothing(acting: Acting, version: str) -> None:
    case = proposed()
    sent = {"version": version, "pay_by": "2026-06-30"}
    answer = acting(Role.CONTRACTING_OFFICER, "Office A").post(f"/cases/{case.reference}/moves/agree/", sent)
    assert answer.status_code == 409
    assert 'value="2026-06-30"' in answer.content.decode()
    assert case.events.count() == 2


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "é"])
def test_a_kept_file_that_was_made_up_counts_for_nothing(acting: Acting, token: str) -> None:
    case = pledge()
    sent = {"version": "1", "workers": "1", "dollars": "1", "paper_plan_kept": token}
    answer = acting(Role.SUPPLIER_MEMBER, "Firm B", "supplier").post(f"/cases/{case.reference}/moves/propose/", sent)
    assert answer.status_code == 422
    assert "a document is missing: plan of repayment" in answer.content.decode()


def test_a_kept_file_of_somebody_else_counts_for_nothing(acting: Acting) -> None:
    case = pledge()
    where = f"/cases/{case.reference}/moves/propose/"
    sent = {"version": "1", "workers": "x", "dollars": "1", "paper_plan": SimpleUploadedFile("plan.txt", b"mine")}
    page = acting(Role.SUPPLIER_MEMBER, "Firm B", "supplier").post(where, sent).content.decode()
    kept = re.search(r'name="paper_plan_kept" value="([^"]+)"', page)
    assert kept
    other = acting(Role.SUPPLIER_MEMBER, "Monitor C", "monitor")
    again = {"version": "1", "workers": "1", "dollars": "1", "paper_plan_kept": kept[1]}
    assert other.post(where, again).status_code == 422


def test_no_file_is_stored_for_who_may_not_make_the_move(acting: Acting, home_folder: Any) -> None:
    case = pledge()
    sent = {"version": "1", "workers": "1", "dollars": "1", "paper_plan": SimpleUploadedFile("plan.txt", b"x")}
    watcher = acting(Role.MONITOR, "Monitor C", "monitor")
    assert watcher.post(f"/cases/{case.reference}/moves/propose/", sent).status_code == 403
    assert not (home_folder / "documents").exists()
    assert Refusal.objects.get().kind == "NotYours"


def test_a_page_of_work_asks_the_database_no_more_for_many_cases_than_for_few(acting: Acting) -> None:
    office = acting(Role.CONTRACTING_OFFICER, "Office A")
    proposed(), proposed()
    with CaptureQueriesContext(connection) as few:
        office.get("/my-work/")
    for _ in range(8):
        proposed()
    with CaptureQueriesContext(connection) as many:
        office.get("/my-work/")
    assert len(many) == len(few) <= 20


def test_a_page_of_a_case_asks_the_database_no_more_for_many_events_than_for_few(acting: Acting) -> None:
    case = proposed()
    office = acting(Role.CONTRACTING_OFFICER, "Office A")
    office.get(f"/pledges/{case.reference}/")
    with CaptureQueriesContext(connection) as few:
        office.get(f"/pledges/{case.reference}/")
    for n in range(8):
        deeds.comment(case, officer(), f"word {n}", at=AT)
        deeds.attach(case, officer(), "plan", paper(f"plan{n}.txt", str(n).encode()), at=AT)
    with CaptureQueriesContext(connection) as many:
        page = office.get(f"/pledges/{case.reference}/").content
    assert len(many) == len(few) <= 30
    assert len(page) < 150_000


def test_work_comes_in_pages_and_none_is_lost(acting: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "A_PAGE", 3)
    references = {proposed().reference for _ in range(7)}
    office = acting(Role.CONTRACTING_OFFICER, "Office A")
    pages = [office.get(f"/my-work/?page={n}").content.decode() for n in (1, 2, 3)]
    cases = [set(re.findall(r"<td[^>]*>(PLEDGE-\d{4}-\d{5})</td>", page)) for page in pages]
    assert set().union(*cases) == references
    assert [len(c) for c in cases] == [3, 3, 1]
    assert "Page 2 of 3" in pages[1]


def test_the_ledger_of_a_case_is_for_whom_sees_the_case(acting: Acting) -> None:
    case = proposed()
    where = f"/cases/{case.reference}/ledger.json"
    told = acting(Role.CONTRACTING_OFFICER, "Office A").get(where)
    assert [e["move"] for e in told.json()["events"]] == ["open", "propose"]
    assert acting(Role.CONTRACTING_OFFICER, "Office Q").get(where).status_code == 404
    assert Event.objects.count() == 2
