"""Plans: what came in is read by the engine of the command line, returned with a letter, mended, accepted by a person."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from people import Acting
from plan_stories import AT, MENDED, SAMPLE, opened, paper, sent
from tiny_subject.people import officer, somebody

from buyfair.cards.plan_review import ASKED, NAMES, letter_text
from buyfair.cli import main
from buyfair.terms.errors import InputRefusedError
from buyfair.web import reading_apart
from buyfair.web.casework import deeds
from buyfair.web.casework.refused import MissingError, NotNowError, NotYoursError
from buyfair.web.core.models import Organization
from buyfair.web.core.roles import Role
from buyfair.web.plans import apart
from buyfair.web.plans.models import Plan
from buyfair.web.plans.reading import lacking

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder")]


def an_office() -> tuple[Any, Organization]:
    by = officer()
    return by, Organization.objects.get(name="Office A")


def a_firm() -> tuple[Any, Organization]:
    by = somebody(Role.SUPPLIER_MEMBER, "Firm B", "supplier")
    return by, Organization.objects.get(name="Firm B")


def came_in(text: str = SAMPLE, firm: bool = False) -> Plan:
    by, office = an_office()
    case = opened(by, office, a_firm()[1] if firm else None)
    sent(case, by, text)
    return case


def form(client: Client, case: Plan, move: str, **told: object) -> Any:
    case.refresh_from_db()
    return client.post(f"/cases/{case.reference}/moves/{move}/", {"version": str(case.version), **told})


def test_the_review_equals_that_of_the_command_to_the_letter(tmp_path: Path) -> None:
    by, office = an_office()
    case = opened(by, office)
    sent(case, by, workforce="84 workers from Nepal, Kenya and the Philippines", housing="none")
    (tmp_path / "plan_sample.txt").write_text(SAMPLE, "utf-8")
    (tmp_path / "facts.toml").write_text(
        'workforce = "84 workers from Nepal, Kenya and the Philippines"\nhousing = "none"\n', "utf-8"
    )
    paths = [str(tmp_path / "plan_sample.txt"), "--facts", str(tmp_path / "facts.toml")]
    told = CliRunner().invoke(main, ["review-plan", *paths, "--day", "2026-03-02", "--json"])
    assert told.exit_code == 0, told.output
    version = case.last
    assert version is not None
    assert version.review + "\n" == told.output


def test_the_page_says_the_verdict_the_parts_the_sentence_and_the_fix(acting: Acting) -> None:
    case = came_in()
    page = acting(Role.CONTRACTING_OFFICER).get(f"/plans/{case.reference}/").content.decode()
    review = json.loads(case.last.review)  # type: ignore[union-attr]
    assert review["adequate"] == "no" and review["gaps"]
    assert f"{len(review['gaps'])} gap" in page and "read the sentence before you write" in page
    for name in NAMES.values():
        assert name in page
    assert "careful in choosing suppliers" in page
    for gap in review["gaps"]:
        assert gap["fix"].partition("'")[0][:60] in page
    assert "nothing here shows that the plan is kept" in page


def test_a_plan_goes_from_awaited_to_mended_to_accepted(acting: Acting) -> None:
    office, firm = acting(Role.CONTRACTING_OFFICER), acting(Role.SUPPLIER_MEMBER, "Firm B", "supplier")
    made = office.post("/plans/new/", {
        "contract": "ZZ-1", "supplier": "Firm B", "firm": "Firm B", "send_by": "2099-01-31", "award": "",
    })  # fmt: skip
    assert made.status_code == 302
    case = Plan.objects.get()
    assert [e.move for e in case.events.all()] == ["open", "ask"]
    assert "Compliance plan of Firm B, ZZ-1" in firm.get(case.get_absolute_url()).content.decode()
    told = {"received_on": "2026-03-02", "paper_plan": SimpleUploadedFile("plan.txt", SAMPLE.encode())}
    assert form(firm, case, "send", **told).status_code == 302
    letter = office.get(f"/plans/{case.reference}/letter/").content.decode()
    assert "Drafted from the review of version 1" in letter
    back = form(office, case, "hand_back", letter="Please mend part five.", answer_by="2099-02-28")
    assert back.status_code == 302
    assert "Please mend part five." in firm.get(case.get_absolute_url()).content.decode()
    told = {"received_on": "2026-03-20", "paper_plan": SimpleUploadedFile("plan.txt", MENDED.encode())}
    assert form(firm, case, "send", **told).status_code == 302
    page = office.get(case.get_absolute_url()).content.decode()
    assert "What was mended since version 1" in page and "Version 2, received 2026-03-20" in page
    case.refresh_from_db()
    first, second = case.versions.all()
    assert len(second.document_of_review["gaps"]) < len(first.document_of_review["gaps"])
    assert (
        form(office, case, "accept", reason="Read in full.", explained="Read with the site's own list.").status_code
        == 302
    )
    case.refresh_from_db()
    assert case.state == "accepted"
    assert [d.clock for d in case.deadlines.filter(ended_by=None)] == ["yearly"]


def test_accepting_over_a_missing_minimum_is_refused_until_it_is_explained(acting: Acting) -> None:
    case = came_in(re.sub(r"2\. How to speak up.*?3\.", "2. Other\nWe are friendly.\n\n3.", SAMPLE, flags=re.DOTALL))
    office = acting(Role.CONTRACTING_OFFICER)
    answer = form(office, case, "accept", reason="It looks fine.")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "reporting process: missing" in page
    assert "It looks fine." in page, "what was typed stays"
    told = {"reason": "It looks fine.", "explained": "The hotline stands in annex B, seen."}
    assert form(office, case, "accept", **told).status_code == 302


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("plan.pdf", b"%PDF-1.4 broken", "plan.pdf"),
        ("plan.exe", b"MZ", "has no name of a document that is taken"),
        ("plan.txt", b"", "is empty"),
        ("plan.txt", b"   \n\n", "plan.txt"),
        ("scan.png", b"\x89PNG\r\n\x1a\n" + b"0" * 50, "is a picture (PNG)"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_in_a_sentence_and_changes_nothing(
    acting: Acting, name: str, content: bytes, says: str
) -> None:
    by, office = an_office()
    case = opened(by, office)
    client = acting(Role.CONTRACTING_OFFICER)
    answer = form(client, case, "receive", received_on="2026-03-02", workforce="12 from Nepal",
                  paper_plan=SimpleUploadedFile(name, content))  # fmt: skip
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page.replace("&#x27;", "'")
    assert "12 from Nepal" in page
    case.refresh_from_db()
    assert (case.state, case.versions.count(), case.events.count()) == ("awaited", 0, 1)


def test_a_second_version_needs_a_file_of_its_own() -> None:
    by, _ = an_office()
    case = came_in()
    case.move("hand_back", by, {"letter": "Mend it.", "answer_by": "2099-01-31"})
    with pytest.raises(MissingError, match="the plan that came in now"):
        case.move("receive", by, {"received_on": "2026-03-03"})
    assert case.versions.count() == 1


@pytest.mark.parametrize(("day", "status"), [("2999-01-01", 422), ("2026-02-30", 422), ("soon", 422), ("", 422)])
def test_a_day_that_cannot_be_is_refused(acting: Acting, day: str, status: int) -> None:
    by, office = an_office()
    case = opened(by, office)
    told = {"received_on": day, "paper_plan": SimpleUploadedFile("plan.txt", SAMPLE.encode())}
    assert form(acting(Role.CONTRACTING_OFFICER), case, "receive", **told).status_code == status


def test_the_wrong_roles_are_refused_and_strangers_find_nothing(acting: Acting) -> None:
    case = came_in(firm=True)
    by, _ = a_firm()
    where = f"/plans/{case.reference}/"
    for role, organization, kind, status in (
        (Role.REPRESENTATIVE, "Office A", "agency", 200), (Role.PORTFOLIO_LEAD, "Office A", "agency", 200),
        (Role.INSPECTOR_GENERAL, "IG", "oversight", 200), (Role.DEBARRING_OFFICIAL, "SDO", "oversight", 200),
        (Role.SUPPLIER_CERTIFIER, "Firm B", "supplier", 200), (Role.SUPPLIER_MEMBER, "Firm Z", "supplier", 404),
        (Role.CONTRACTING_OFFICER, "Office Q", "agency", 404), (Role.MONITOR, "Monitor", "monitor", 403),
        (Role.ADMINISTRATOR, "Us", "operator", 403),
    ):  # fmt: skip
        assert acting(role, organization, kind).get(where).status_code == status, role
    for move, told in (("accept", {"reason": "x"}), ("hand_back", {"letter": "x", "answer_by": "2099-01-01"})):
        with pytest.raises(NotYoursError):
            case.move(move, by, told)
        with pytest.raises(NotYoursError):
            case.move(move, somebody(Role.REPRESENTATIVE, "Office A"), told)
    assert acting(Role.REPRESENTATIVE).get("/plans/new/").status_code == 403


def test_a_move_out_of_its_turn_and_a_stale_page_are_refused(acting: Acting) -> None:
    by, office = an_office()
    case = opened(by, office)
    with pytest.raises(NotNowError, match="the case must be received; it is awaited"):
        case.move("accept", by, {}, "x")
    sent(case, by)
    client = acting(Role.CONTRACTING_OFFICER)
    stale = client.post(f"/cases/{case.reference}/moves/accept/", {"version": "1", "reason": "kept words"})
    assert stale.status_code == 409 and "kept words" in stale.content.decode()


def test_the_letter_can_be_changed_and_taken_on_paper(acting: Acting) -> None:
    case = came_in()
    client = acting(Role.CONTRACTING_OFFICER)
    where = f"/plans/{case.reference}/letter/"
    drafted = letter_text(json.loads(case.last.review))  # type: ignore[union-attr]
    assert client.get(f"{where}?as=txt").content.decode().count(drafted.splitlines()[0]) == 1
    changed = "To: Gannet\nSubject: Your plan\n\nWe read it.\n\n1. Mend part five\n   by May.\n\nNames: Ayşe, 王小明."
    word = client.post(where, {"letter": changed, "as": "docx"})
    said = [p.text for p in docx.Document(io.BytesIO(word.content)).paragraphs]
    assert {
        "To: Gannet",
        "Subject: Your plan",
        "We read it.",
        "1. Mend part five by May.",
        "Names: Ayşe, 王小明.",
    } <= set(said)
    pdf = pypdfium2.PdfDocument(client.post(where, {"letter": changed, "as": "pdf"}).content)
    text = pdf[0].get_textpage().get_text_range()
    assert "Mend part five by May." in text and case.reference in text and "Wang" in text
    assert (
        client.post(where, {"letter": changed, "as": "txt"})
        .content.decode()
        .startswith("Findings on the compliance plan")
    )
    assert case.last.letter == "", "taking it on paper keeps nothing"  # type: ignore[union-attr]


def test_the_queue_puts_what_waits_for_me_first_and_filters_by_its_address(acting: Acting) -> None:
    by, office = an_office()
    awaited = opened(by, office, a_firm()[1])
    read = came_in()
    client, firm = acting(Role.CONTRACTING_OFFICER), acting(Role.SUPPLIER_MEMBER, "Firm B", "supplier")

    def order(where: str, who: Client = client) -> list[str]:
        return re.findall(r"PLAN-\d{4}-\d{5}(?=</th>)", who.get(where).content.decode())

    assert order("/plans/") == [read.reference, awaited.reference]
    assert "1 plan waits for you" in client.get("/plans/").content.decode()
    assert order("/plans/", firm) == [awaited.reference]
    assert order("/plans/?state=received") == [read.reference]
    assert order("/plans/?due=late") == [read.reference], "the fourteen days were over in March"
    assert order("/plans/?q=gannet&turn=mine") == [read.reference]
    assert order("/plans/?q=nothing") == []
    for odd in ("?state=%00", "?due=now", "?turn=all", "?state=<script>"):
        answer = client.get(f"/plans/{odd}")
        assert answer.status_code == 400 and "expected one of" in answer.content.decode()
    assert client.get("/plans/?page=9999999999999&q=%F0%9F%92%A9").status_code == 200
    table = b"".join(client.get("/plans/?as=csv").streaming_content).decode("utf-8-sig")
    assert table.splitlines()[0].startswith("reference,supplier,contract") and read.reference in table
    rows = [json.loads(line) for line in b"".join(client.get("/plans/?as=jsonl").streaming_content).splitlines()][:-1]
    assert {row["reference"] for row in rows} == {read.reference, awaited.reference}


def test_an_empty_queue_says_what_to_do_next(acting: Acting) -> None:
    assert "Ask for the first plan" in acting(Role.CONTRACTING_OFFICER).get("/plans/").content.decode()
    assert (
        "Ask for the first plan"
        not in acting(Role.SUPPLIER_MEMBER, "Firm B", "supplier").get("/plans/").content.decode()
    )


def test_a_new_plan_is_refused_field_by_field_and_keeps_what_was_typed(acting: Acting) -> None:
    client = acting(Role.CONTRACTING_OFFICER)
    answer = client.post(
        "/plans/new/", {"contract": "", "supplier": "Ünïcode & <b>", "firm": "nobody", "send_by": "tomorrow"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The number of the contract is missing" in page and "is no supplier with accounts here" in page
    assert "Ünïcode &amp; &lt;b&gt;" in page and Plan.objects.count() == 0
    past = client.post("/plans/new/", {"contract": "ZZ-2", "supplier": "F", "send_by": "2020-01-01"})
    assert past.status_code == 422 and Plan.objects.count() == 0, "neither the case nor half of it"


def test_a_long_queue_and_a_page_ask_the_database_no_more(acting: Acting) -> None:
    by, office = an_office()
    first = came_in()
    client = acting(Role.CONTRACTING_OFFICER)
    client.get("/plans/")
    with CaptureQueriesContext(connection) as few:
        client.get("/plans/")
    for _ in range(6):
        opened(by, office)
    with CaptureQueriesContext(connection) as many:
        client.get("/plans/")
    assert len(many) == len(few) <= 20
    with CaptureQueriesContext(connection) as one:
        page = client.get(f"/plans/{first.reference}/").content
    assert len(one) <= 32 and len(page) < 150_000


def test_days_are_those_of_the_page(acting: Acting) -> None:
    case = came_in()
    assert case.last is not None and case.last.received_on == date(2026, 3, 2)
    assert case.last.document_of_review["day"] == "2026-03-02"
    assert paper().name == "plan_sample.txt"


def test_a_version_that_is_not_there_and_a_letter_too_long_are_answered_with_a_sentence(acting: Acting) -> None:
    by, office = an_office()
    empty, case, client = opened(by, office), came_in(), acting(Role.CONTRACTING_OFFICER)
    for where in ("?version=2", "?version=-1", "?version=", "review.json?version=x"):
        answer = client.get(f"/plans/{case.reference}/{where}")
        assert answer.status_code == 404 and "There is no such version" in answer.content.decode()
    for where in ("letter/", "review.json"):
        answer = client.get(f"/plans/{empty.reference}/{where}")
        assert answer.status_code == 404 and "file the plan first" in answer.content.decode()
    long = client.post(f"/plans/{case.reference}/letter/", {"letter": "word " * 5000, "as": "pdf"})
    assert (
        long.status_code == 422
        and "at most 20,000 are expected" in long.content.decode()
        and b"word word" in long.content
    )


def test_a_draft_is_the_officers_own_and_a_letter_that_went_out_is_read_by_the_supplier(acting: Acting) -> None:
    case, client, firm = (
        came_in(firm=True),
        acting(Role.CONTRACTING_OFFICER),
        acting(Role.SUPPLIER_MEMBER, "Firm B", "supplier"),
    )
    where = f"/plans/{case.reference}/letter/"
    assert (
        firm.get(where).status_code == 409 and "The letter<" not in firm.get(case.get_absolute_url()).content.decode()
    )
    assert client.get(where).status_code == 200
    assert form(client, case, "hand_back", letter="Mend part five.", answer_by="2099-01-01").status_code == 302
    assert "Mend part five." in firm.get(where).content.decode()
    assert b"Mend part five." in firm.get(f"{where}?as=txt").content
    assert "/awards/" not in firm.get(case.get_absolute_url()).content.decode(), "no link to what may not be opened"


def test_a_text_that_is_no_plan_is_read_and_found_to_hold_no_part() -> None:
    by, office = an_office()
    case = opened(by, office)
    sent(case, by, "item,price\nshirt,12\n", "table.csv")
    assert case.last is not None
    review = case.last.document_of_review
    assert review["adequate"] == "no" and "yes" not in {part["present"] for part in review["parts"]}


def test_what_the_work_is_held_against_is_told_by_the_office_alone(acting: Acting) -> None:
    by, office = an_office()
    member, firm_b = a_firm()
    case = opened(by, office, firm_b)
    firm, client = acting(Role.SUPPLIER_MEMBER, "Firm B", "supplier"), acting(Role.CONTRACTING_OFFICER)
    with pytest.raises(NotYoursError):
        sent(case, member, housing="none")
    assert 'name="housing"' not in firm.get(f"/cases/{case.reference}/moves/send/").content.decode()
    with pytest.raises(MissingError, match="nothing that this move asks"):
        case.move("send", member, {"received_on": "2026-03-02", "paper_plan": paper(), "housing": "none"})
    told = {
        "received_on": "2026-03-02",
        "paper_plan": SimpleUploadedFile("plan.txt", SAMPLE.encode()),
        "housing": "none",
    }
    assert form(firm, case, "send", **told).status_code == 302
    assert case.last is not None and case.last.told == {}
    told |= {"paper_plan": SimpleUploadedFile("plan.txt", SAMPLE.encode()), "housing": "a camp at Doha"}
    assert form(client, case, "receive", **told).status_code == 302, "the office tells it of the plan that was sent"
    page = client.get(case.get_absolute_url()).content.decode()
    assert "a camp at Doha (the office told so)" in page and "(the plan itself told so)" in page
    assert "is not the same for both versions" in page


def test_what_the_office_told_still_stands_for_the_next_version(acting: Acting) -> None:
    by, office = an_office()
    member, firm_b = a_firm()
    case = opened(by, office, firm_b)
    sent(case, by, housing="a camp at Doha", workforce="84 workers from Nepal")
    case.move("hand_back", by, {"letter": "Mend it.", "answer_by": "2099-01-31"})
    page = acting(Role.CONTRACTING_OFFICER).get(case.get_absolute_url()).content.decode()
    assert 'value="a camp at Doha"' in page, "filled in for the next version"
    case.move("send", member, {"received_on": "2026-03-09", "paper_plan": paper()})
    first, second = case.versions.all()
    assert second.told == first.told == {"workforce": "84 workers from Nepal", "housing": "a camp at Doha"}
    assert second.document_of_review["gaps"] == first.document_of_review["gaps"], "the same plan is mended by nobody"
    case.move("receive", by, {"received_on": "2026-03-10", "paper_plan": paper(), "housing": "none"})
    assert case.last is not None and case.last.told == {"workforce": "84 workers from Nepal", "housing": "none"}


def test_nobody_accepts_over_any_gap_or_anything_unknown_without_a_word() -> None:
    by, _ = an_office()
    case = came_in()
    with pytest.raises(MissingError, match="A gap stands, or something cannot be told: .*not dated"):
        case.move("accept", by, {}, "It looks fine.")
    part = {"part": "awareness", **dict.fromkeys(ASKED, "yes")}
    mild = [{"part": "awareness", "what": "not specific"}]
    assert lacking({"adequate": "no", "gaps": mild, "parts": [part]}) == [f"{NAMES['awareness'].lower()}: not specific"]
    assert lacking({"adequate": "unknown", "gaps": [], "parts": [part | {"dated": "unknown"}]}) == [
        f"{NAMES['awareness'].lower()}: something cannot be told"
    ]
    assert lacking({"adequate": "yes", "gaps": [], "parts": [part]}) == []


def test_a_letter_that_went_out_is_given_as_it_was_sent_with_its_day(acting: Acting) -> None:
    by, _ = an_office()
    case = came_in(firm=True)
    case.move("hand_back", by, {"letter": "Mend part five.", "answer_by": "2099-01-01"}, at=AT)
    where = f"/plans/{case.reference}/letter/"
    for client in (acting(Role.CONTRACTING_OFFICER), acting(Role.SUPPLIER_MEMBER, "Firm B", "supplier")):
        taken = client.post(where, {"letter": "All is well.", "as": "txt"})
        said = taken.content.decode()
        assert "Mend part five." in said and "All is well." not in said and "2026-03-02" in said.splitlines()[1]
        assert "letter-plan-2026-00001-2026-03-02.txt" in taken["Content-Disposition"]
        page = client.get(where).content.decode()
        assert " readonly>" in page and "went out about version 1 of the plan on 2026-03-02" in page


@pytest.mark.parametrize("name", ["計" * 100 + ".txt", "ü" * 99 + ".txt"])
def test_a_long_name_in_any_script_is_taken(name: str) -> None:
    by, office = an_office()
    case = opened(by, office)
    sent(case, by, name=name)
    assert case.last is not None and case.last.document.name == name


def test_a_plan_is_read_once_before_the_case_is_locked_and_not_for_who_is_out_of_turn(
    acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    by, office = an_office()
    case, read = opened(by, office), []

    def counted(*told: Any) -> Any:
        read.append(connection.in_atomic_block and len(connection.savepoint_ids))
        return reads(*told)

    reads = apart.read
    monkeypatch.setattr(apart, "read", counted)
    before = len(connection.savepoint_ids)
    bad = SimpleUploadedFile("plan.pdf", b"%PDF-1.4 broken, and of this test alone")
    answer = form(acting(Role.CONTRACTING_OFFICER), case, "receive", received_on="2026-03-02", paper_plan=bad)
    assert answer.status_code == 422 and "plan.pdf" in answer.content.decode()
    assert read == [before], "once, outside the transaction of the move"
    file = SimpleUploadedFile("plan.txt", SAMPLE.encode() + b"\nOf this test alone.\n")
    stale = acting(Role.CONTRACTING_OFFICER).post(
        f"/cases/{case.reference}/moves/receive/", {"version": "0", "received_on": "2026-03-02", "paper_plan": file}
    )
    assert stale.status_code == 409 and len(read) == 1


def test_a_supplier_sees_no_gap_before_a_person_of_the_office_answered(acting: Acting) -> None:
    by, _ = an_office()
    case = came_in(firm=True)
    firm, where = acting(Role.SUPPLIER_MEMBER, "Firm B", "supplier"), case.get_absolute_url()
    page = firm.get(where).content.decode()
    assert "A person of the office reads it before it answers" in page and "careful in choosing suppliers" not in page
    assert "To mend it" not in page and "Its review stands on this page" not in page
    hidden = firm.get(f"{where}review.json")
    assert hidden.status_code == 409 and "before it answers" in hidden.content.decode()
    assert "the office did not answer yet" in firm.get("/plans/").content.decode()
    table = b"".join(firm.get("/plans/?as=jsonl").streaming_content).splitlines()
    assert not json.loads(table[0])["adequate"] and not json.loads(table[0])["gaps"]
    assert "careful in choosing" in acting(Role.REPRESENTATIVE).get(where).content.decode()
    case.move("hand_back", by, {"letter": "Mend part five.", "answer_by": "2099-01-01"})
    assert "careful in choosing suppliers" in firm.get(where).content.decode()
    assert firm.get(f"{where}review.json").status_code == 200


def test_a_plan_that_is_opened_again_says_first_that_another_is_awaited(acting: Acting) -> None:
    by, _ = an_office()
    case = came_in()
    case.move("close", by, {}, "Ended.")
    case.move("reopen", by, {}, "It goes on.")
    client = acting(Role.CONTRACTING_OFFICER)
    page = client.get(case.get_absolute_url()).content.decode()
    assert page.index("A plan is awaited again.") < page.index("The plan falls short")
    assert "awaited again" in client.get("/plans/").content.decode()


def test_what_a_list_cannot_tell_is_no_empty_or_whole_table(acting: Acting) -> None:
    came_in()
    client = acting(Role.CONTRACTING_OFFICER)
    answer = client.get("/plans/?state=nonsense&as=csv")
    assert answer.status_code == 400 and "expected one of" in answer.content.decode()
    assert "cannot be told" in client.get("/plans/missing/?as=csv").content.decode()


def test_a_day_long_ago_is_refused(acting: Acting) -> None:
    by, office = an_office()
    case = opened(by, office)
    told = {"received_on": "1026-03-02", "paper_plan": SimpleUploadedFile("plan.txt", SAMPLE.encode())}
    answer = form(acting(Role.CONTRACTING_OFFICER), case, "receive", **told)
    assert answer.status_code == 422 and "expected a day from 1990 on" in answer.content.decode()


def test_what_is_destroyed_under_retention_stands_in_no_review_and_no_letter(acting: Acting) -> None:
    by, office = an_office()
    case = opened(by, office)
    sent(case, by, housing="a camp at Doha")
    case.move("hand_back", by, {"letter": "Mend part five.", "answer_by": "2099-01-31"})
    sent(case, by, MENDED)
    client, where = acting(Role.CONTRACTING_OFFICER), case.get_absolute_url()
    for move in ("receive", "hand_back"):
        event = case.events.filter(move=move).order_by("number")[0]
        case.destroyed(event)  # as the engine does within the destruction
        deeds.destroy(case, event.number, by, "Ten years are over.")
    first, second = case.versions.all()
    assert (first.review, first.facts, second.told) == ("", "", {}) and "Doha" not in second.review
    assert second.document_of_review["gaps"] is not None and "Mend" not in first.letter
    for path, status in (("?version=1", 200), ("review.json?version=1", 410), ("letter/?version=1", 200), ("", 200),
                         ("letter/?version=1&as=txt", 200)):  # fmt: skip
        answer = client.get(f"{where}{path}")
        assert answer.status_code == status and "Mend part five" not in answer.content.decode()
        assert path == "" or "destroyed under retention" in answer.content.decode()


def test_a_plan_that_takes_too_long_or_breaks_its_reader_is_refused_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    word = docx.Document()
    for line in SAMPLE.splitlines():
        word.add_paragraph(line)
    path = tmp_path / "plan.docx"
    word.save(str(path))
    day = date(2026, 3, 2)
    assert apart.read([path], {}, day) == apart.here([path], {}, day), "in a process of its own the same comes out"
    monkeypatch.setattr(apart, "SECONDS", 0.01)
    with pytest.raises(InputRefusedError, match="plan.docx was not read to its end within 0.01 seconds"):
        apart.read([path], {}, day)
    monkeypatch.setattr(apart, "SECONDS", 45)
    monkeypatch.setattr(reading_apart.sys, "executable", "/bin/false")
    with pytest.raises(InputRefusedError, match="plan.docx could not be read to its end"):
        apart.read([path], {}, day)
