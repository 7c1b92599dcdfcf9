"""The pages of leads: who sees what, what odd addresses get, what a file holds, and what stands beside an award."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from examples_leads import sighting
from people import Acting
from test_leads import LEAD, OFFICER, moved
from tiny_subject.people import somebody

from buyfair.terms.errors import MachineError
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import Role
from buyfair.web.leads import beside, files, search, views
from buyfair.web.leads.compared import compared
from buyfair.web.leads.models import Lead, OnAward
from buyfair.web.leads.taking import Brought, bring

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder")]


@pytest.fixture
def lead() -> Lead:
    """One lead of Office A that waits."""
    office, _ = Organization.objects.get_or_create(name="Office A", defaults={"kind": "agency"})
    bring(office, "one", date(2026, 11, 1), [sighting()], {})
    found: Lead = Lead.objects.get()
    return found


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, f"{address} answered {answer.status_code}"
    return answer.content.decode()


def rows(client: Client, address: str) -> list[dict[str, str]]:
    """The rows of a table as CSV, without what is said of it at its end."""
    told = client.get(address).getvalue().decode("utf-8-sig")
    return [row for row in csv.DictReader(io.StringIO(told)) if not next(iter(row.values())).startswith("#")]


@pytest.mark.parametrize("role", [OFFICER, Role.REPRESENTATIVE, LEAD])
def test_whoever_buys_for_the_office_may_read_and_decide(role: Role, acting: Acting, lead: Lead) -> None:
    page = text(acting(role), lead.get_absolute_url())
    assert "Do these two strings mean one party?" in page
    assert "Decide: not the same" in page and "Take over from a file" not in page and "Reopened by news" not in page
    assert moved(acting(role), lead, "not_the_same", reason="Another trade.").state == "not_the_same"


@pytest.mark.parametrize("role", [Role.INSPECTOR_GENERAL, Role.DEBARRING_OFFICIAL])
def test_oversight_sees_and_decides_nothing(role: Role, acting: Acting, lead: Lead) -> None:
    client = acting(role, "Oversight", "oversight")
    assert "1 lead, 1 not decided yet, 0 decided." in text(client, "/leads/")
    assert "This waits for somebody else." in text(client, lead.get_absolute_url())
    answer = client.post(f"/cases/{lead.reference}/moves/not_the_same/", {"version": lead.version, "reason": "No."})
    assert answer.status_code == 403
    lead.refresh_from_db()
    assert lead.state == "open"


@pytest.mark.parametrize("role", [Role.SUPPLIER_MEMBER, Role.MONITOR, Role.ADMINISTRATOR, Role.PUBLIC])
def test_nobody_else_learns_that_there_is_a_lead(role: Role, acting: Acting, lead: Lead) -> None:
    client = acting(role, "Firm", "supplier")
    for address in ("/leads/", "/leads/leads.csv", "/leads/decisions/", "/leads/decisions.jsonl", lead.get_absolute_url()):
        assert client.get(address).status_code in (302, 403, 404)
    assert search.hits(somebody(Role.SUPPLIER_MEMBER, "Firm", "supplier"), "otter", 5) == []
    assert beside.of_award(somebody(Role.SUPPLIER_MEMBER, "Firm", "supplier"), "A9") is None


def test_another_office_neither_sees_nor_decides(acting: Acting, lead: Lead) -> None:
    other = acting(OFFICER, "Office B")
    assert "No lead waits for you." in text(other, "/leads/")
    assert other.get(lead.get_absolute_url()).status_code == 404
    assert rows(other, "/leads/leads.csv") == []


def test_a_decision_without_its_reason_is_refused_and_what_was_typed_stays(acting: Acting, lead: Lead) -> None:
    address = f"/cases/{lead.reference}/moves/cannot_tell/"
    answer = acting(OFFICER).post(address, {"version": lead.version, "settles": "Its number.", "reason": " "})
    assert answer.status_code == 422
    assert "Reason is missing" in answer.content.decode() and "Its number." in answer.content.decode()


def test_a_form_sent_twice_or_late_decides_once(acting: Acting, lead: Lead) -> None:
    officer, told = acting(OFFICER), {"version": lead.version, "reason": "Another trade."}
    address = f"/cases/{lead.reference}/moves/not_the_same/"
    assert [officer.post(address, told).status_code for _ in range(2)] == [302, 409]
    assert lead.decisions.count() == 1


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("?list=nothing", 400, "expected is one of"),
        ("?state=%00&band=%F0%9F%92%A9", 400, "expected is one of"),
        ("?q=" + "x" * 201, 400, "at most 200 are expected"),
        ("?page=99999999999999999999", 200, "1 lead waits for you"),
        ("?page=-1&whose=all", 200, "1 lead waits for you"),
        ("?q=%25_'%22", 200, "No lead meets these filters"),
        ("?q=<script>alert(1)</script>", 200, "No lead meets these filters"),
    ],
)
def test_an_odd_address_is_answered_with_a_sentence(query: str, status: int, sentence: str, acting: Acting, lead: Lead) -> None:
    page = text(acting(OFFICER), f"/leads/{query}", status)
    assert sentence in page and "<script>alert" not in page


@pytest.mark.parametrize("query", ["?q=otter", "?band=high", "?met=name", "?list=uflpa_entity_list", "?state=open"])
def test_a_filter_keeps_what_meets_it(query: str, acting: Acting, lead: Lead) -> None:
    assert lead.get_absolute_url() in text(acting(OFFICER), f"/leads/{query}")


@pytest.mark.parametrize("query", ["q=heron", "band=low", "met=number", "list=cbp_wro", "state=reopened", "where=earlier"])
def test_and_leaves_out_what_does_not(query: str, acting: Acting, lead: Lead) -> None:
    page = text(acting(OFFICER), f"/leads/?{query}")
    assert lead.get_absolute_url() not in page and "No lead meets these filters" in page


def test_an_empty_queue_says_what_to_do_next(acting: Acting) -> None:
    assert "No portfolio is shown yet" in text(acting(OFFICER), "/leads/")
    assert "No portfolio is shown yet" in acting(OFFICER).post("/leads/bring-in/", follow=True).content.decode()


def test_the_file_has_both_strings_and_runs_as_no_formula(acting: Acting) -> None:
    office, _ = Organization.objects.get_or_create(name="Office A", defaults={"kind": "agency"})
    bring(office, "one", date(2026, 11, 1), [sighting("=OTTER MILL()")], {})
    officer = acting(OFFICER)
    moved(officer, Lead.objects.get(), "not_the_same", reason="Another trade.")
    (row,) = rows(officer, "/leads/?as=csv")
    assert (row["name"], row["list_name"], row["state"]) == ("'=OTTER MILL()", "Otter Mill Garments", "Not the same")
    assert (row["decided"], row["reason"]) == ("not the same", "Another trade.")
    assert officer.get("/leads/leads.csv?state=none").status_code == 400


def test_the_file_tells_a_proposal_from_a_decision(acting: Acting, lead: Lead) -> None:
    officer = acting(OFFICER)

    def told() -> tuple[str, ...]:
        (row,) = rows(officer, "/leads/leads.csv")
        return tuple(row[name] for name in ("decided", "decided_by", "reason", "proposed_by"))

    moved(officer, lead, "propose", reason="One firm.")
    assert told() == ("", "", "", f"{OFFICER}@office-a.example")
    moved(acting(LEAD), lead, "hand_back", reason="Another province.")
    assert told() == ("", "", "", "")
    moved(officer, lead, "not_the_same", reason="Another trade.")
    assert told() == ("not the same", f"{OFFICER}@office-a.example", "Another trade.", "")


def test_the_awards_of_a_lead_are_taken_along_however_many(acting: Acting, lead: Lead) -> None:
    first = lead.on_awards.get()
    OnAward.objects.bulk_create(
        OnAward(lead=lead, award_id=f"B{n:03}", role="supplier", name=first.name, score=first.score, why="x")
        for n in range(150)
    )
    officer = acting(OFFICER)
    page = text(officer, lead.get_absolute_url())
    assert "51 more are not shown here; they stand in the files below." in page
    told = rows(officer, f"{lead.get_absolute_url()}?as=csv")
    assert len(told) == 151 and (told[0]["award_id"], told[0]["listed_then"]) == ("A9", "true")


def test_what_was_done_for_one_office_before_another_was_refused_is_said(
    acting: Acting, lead: Lead, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what is left is that of every office."""
    officer = acting(OFFICER)
    other, _ = Organization.objects.get_or_create(name="Office Z", defaults={"kind": "agency"})
    User.objects.get(username__startswith=OFFICER).memberships.create(organization=other, role=OFFICER.value)

    def take(office: Organization, *args: object, **more: object) -> Brought:
        if office == refused:
            raise MachineError("the disk is full")
        return Brought(opened=1, left=3)

    file = SimpleUploadedFile("decisions.jsonl", b"\n")
    for module in (views, files):
        monkeypatch.setattr(module, "take", take)
        monkeypatch.setattr(module, "shown", lambda: object())
    refused: Organization | None = other
    page = officer.post("/leads/decisions/", {"file": file}).content.decode()
    assert "Not done for every office" in page and "It is done for Office A" in page
    monkeypatch.setattr(views, "_fresh", lambda mine: False)
    page = officer.post("/leads/bring-in/", follow=True).content.decode()
    assert "the disk is full" in page and "Before that: Brought in: 1 new lead" in page
    refused = None
    assert "6 more are left" in officer.post("/leads/bring-in/", follow=True).content.decode()


def test_beside_an_award_stand_its_leads_and_none_is_not_safe(lead: Lead, django_assert_max_num_queries: Any) -> None:
    officer = somebody(OFFICER, "Office A")
    with django_assert_max_num_queries(2):
        told = beside.of_award(officer, "A9")
    assert told is not None
    assert told.says.startswith("1 lead on this award, 1 not decided yet.")
    assert (told.held[0].url, told.held[0].state) == (lead.get_absolute_url(), "Open")
    none = beside.of_award(officer, "another")
    assert none is not None and "not the same as safe" in none.says


def test_the_search_box_finds_it_by_either_string_and_by_its_number(lead: Lead) -> None:
    officer = somebody(OFFICER, "Office A")
    for words in ("otter garment", "Garments mill", lead.reference.lower()):
        assert [hit.url for hit in search.hits(officer, words, 5)] == [lead.get_absolute_url()], words
    assert search.hits(somebody(OFFICER, "Office B"), "otter", 5) == []


def test_each_word_is_marked_as_it_met() -> None:
    found = compared("HARBOR BROOK FURNISHINGS LLC", "Harbour Brook Furniture Factory")
    hows = {piece.text: piece.how for piece in found.left if piece.how}
    assert (hows["HARBOR"], hows["BROOK"]) == ("alike", "same")
    assert "".join(piece.text for piece in found.left) == "HARBOR BROOK FURNISHINGS LLC"
    assert "".join(piece.text for piece in found.right) == "Harbour Brook Furniture Factory"
    alone = {row.left or row.right for row in found.rows if "only" in row.says}
    assert "factory" in alone
    assert compared("???", "Otter").rows == ()


def test_a_page_asks_the_same_few_questions_however_many_leads(acting: Acting) -> None:
    office, _ = Organization.objects.get_or_create(name="Office A", defaults={"kind": "agency"})
    officer, asked = acting(OFFICER), []
    for n in (2, 40):
        bring(office, f"{n}", date(2026, 11, 1), [sighting(f"OTTER MILL GARMENT {at}") for at in range(n)], {})
        with CaptureQueriesContext(connection) as held:
            text(officer, "/leads/")
        asked.append(len(held))
    assert asked[0] == asked[1]
