"""The risk register: what is done about a risk, by whom, until when, who was told and how that is known."""

from __future__ import annotations

import json
import re
import smtplib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils.html import escape
from people import Acting
from portfolios import taken  # noqa: F401

from buyfair.cards.words import NOT_ABOUT_SUPPLIER
from buyfair.snapshots import Snapshot
from buyfair.web.casework.models import Refusal
from buyfair.web.casework.refused import NotNowError
from buyfair.web.core.clock import now, today
from buyfair.web.core.models import User
from buyfair.web.core.roles import Role
from buyfair.web.risks import sending
from buyfair.web.risks.about import About, read_address
from buyfair.web.risks.models import Message, Risk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("taken")]
LEAD = "portfolio_lead@office-a.example"


def first_of(snapshot: Snapshot, rank: int = 1) -> str:
    return str(snapshot.summary()["first"][rank - 1]["award_id"])


@pytest.fixture
def lead(acting: Acting) -> Client:
    return acting(Role.PORTFOLIO_LEAD)


def opened(lead: Client, snapshot: Snapshot, rank: int = 1) -> Risk:
    answer = lead.post("/risks/new/", {"award": first_of(snapshot, rank), "named": f"The award of rank {rank}"})
    assert answer.status_code == 302, answer.content.decode()
    made: Risk = Risk.objects.latest("pk")
    return made


def response(**more: Any) -> dict[str, str]:
    told = {"version": "1", "response": "ask_origin", "how": "Ask for one lot.", "answerable": LEAD, "due": str(today())}
    return {**told, **more}


def responded(lead: Client, snapshot: Snapshot, **more: Any) -> Risk:
    risk = opened(lead, snapshot)
    assert lead.post(f"{risk.get_absolute_url()}respond/", response(**more)).status_code == 302
    risk.refresh_from_db()
    return risk


def letter(risk: Risk, **more: Any) -> dict[str, str]:
    told = {"to_name": "Office B", "to_part": "contracting officer", "way": "email", "address": "b@agency.example",
            "subject": "Where it is made", "text": f"We ask. {NOT_ABOUT_SUPPLIER}", "version": str(risk.version), "do": "send"}
    return {**told, **more}  # fmt: skip


def moved(client: Client, risk: Risk, move: str, **told: Any) -> Any:
    risk.refresh_from_db()
    answer = client.post(f"/cases/{risk.reference}/moves/{move}/", {"version": str(risk.version), **told})
    risk.refresh_from_db()
    return answer


def test_a_risk_goes_from_open_to_reviewed_and_round_again(lead: Client, taken: Snapshot) -> None:  # noqa: F811
    """A portfolio lead answers for a ranked award, tells an office, hears back, looks at what came of it, and again."""
    risk = opened(lead, taken)
    assert "No response yet" in lead.get(risk.get_absolute_url()).content.decode()
    lead.post(f"{risk.get_absolute_url()}respond/", response())
    risk.refresh_from_db()
    assert (risk.state, risk.owned_by, risk.assignee.username) == ("responded", LEAD, LEAD)
    lead.post(f"{risk.get_absolute_url()}message/", letter(risk))
    assert (len(mail.outbox), mail.outbox[0].to, mail.outbox[0].reply_to) == (1, ["b@agency.example"], [LEAD])
    assert NOT_ABOUT_SUPPLIER in mail.outbox[0].body
    risk.refresh_from_db()
    assert risk.state == "responded", "sent is not received"
    assert moved(lead, risk, "receive", message="1", received_on=str(today()), received_how="By telephone.").status_code == 302
    assert (risk.state, risk.messages.get().received_how) == ("told", "By telephone.")
    found = {"found_on": str(today()), "found": "The mill was named.", "settled": "unknown"}
    moved(lead, risk, "report_more", **found)
    later = today() + timedelta(days=90)
    moved(lead, risk, "review", came="partly", came_says="One of two mills.", next_review=str(later))
    assert (risk.state, risk.came, risk.next_review) == ("reviewed", "partly", later)
    assert [d.clock for d in risk.deadlines.filter(ended_by=None)] == ["review"]
    again = response(version=str(risk.version), response="verify_on_site", reason="The second mill is silent.")
    assert lead.post(f"{risk.get_absolute_url()}respond/", again).status_code == 302
    risk.refresh_from_db()
    assert (risk.state, risk.response, risk.came, risk.found) == ("responded", "verify_on_site", "", ""), "a new round"
    moved(lead, risk, "close", reason="The award is over.")
    assert (risk.state, risk.only) == ("closed", None)
    assert moved(lead, risk, "reopen", reason="It was extended.").status_code == 302
    assert risk.state == "open" and risk.only


def test_whoever_has_no_part_in_it_is_refused_and_the_representative_only_reports(
    acting: Acting, lead: Client, taken: Snapshot,  # noqa: F811
) -> None:  # fmt: skip
    risk = responded(lead, taken)
    where = risk.get_absolute_url()
    clerk, watch = acting(Role.REPRESENTATIVE), acting(Role.INSPECTOR_GENERAL, "IG", "oversight")
    other, firm = acting(Role.CONTRACTING_OFFICER, "Office Z"), acting(Role.SUPPLIER_MEMBER, "Firm", "supplier")
    assert [c.get(where).status_code for c in (clerk, watch, other, firm)] == [200, 200, 404, 403]
    for client in (clerk, watch):
        assert client.post(f"{where}respond/", response(version=str(risk.version), reason="x")).status_code == 403
        refused = client.post(f"{where}message/", letter(risk, text="My words"))
        page = refused.content.decode()
        assert refused.status_code == 403 and "is for: portfolio lead" in page and "My words" in page
        assert client.get("/risks/new/").status_code == 403
    report = {"found_on": str(today()), "found": "Seen.", "settled": "yes"}
    assert moved(watch, risk, "report", **report).status_code == 403
    assert moved(clerk, risk, "report", **report).status_code == 302
    assert (risk.found, risk.settled) == ("Seen.", "yes")
    assert [c.get("/risks/").status_code for c in (clerk, watch, other, firm)] == [200, 200, 200, 403]
    assert risk.reference not in other.get("/risks/").content.decode()
    assert not mail.outbox


def test_the_same_is_opened_once_however_often_it_is_sent(lead: Client, acting: Acting, taken: Snapshot) -> None:  # noqa: F811
    risk = opened(lead, taken)
    again = lead.post("/risks/new/", {"award": first_of(taken), "named": "Again", "why": "My reason"})
    page = again.content.decode()
    assert (again.status_code, Risk.objects.count()) == (409, 1)
    assert risk.get_absolute_url() in page and "My reason" in page and 'value="Again"' in page
    other = acting(Role.CONTRACTING_OFFICER, "Office B")
    assert other.post("/risks/new/", {"award": first_of(taken), "named": "Ours"}).status_code == 302
    moved(lead, risk, "close", reason="Over.")
    assert opened(lead, taken).pk != risk.pk
    refused = moved(lead, risk, "reopen", reason="Again.")
    assert refused.status_code == 422 and "is about the same and stands" in refused.content.decode()


def test_a_message_sent_twice_goes_out_once(lead: Client, taken: Snapshot) -> None:  # noqa: F811
    risk = responded(lead, taken)
    told = letter(risk)
    assert [lead.post(f"{risk.get_absolute_url()}message/", told).status_code for _ in range(2)] == [302, 409]
    assert (len(mail.outbox), risk.messages.count()) == (1, 1)
    lead.post(f"{risk.get_absolute_url()}messages/1/send/")
    assert len(mail.outbox) == 1, "what was sent is not sent again"


def test_what_the_mail_server_refuses_is_said_and_tried_again(
    lead: Client, taken: Snapshot, monkeypatch: pytest.MonkeyPatch,  # noqa: F811
) -> None:  # fmt: skip
    risk = responded(lead, taken)

    def down(self: Any, *args: Any) -> int:
        raise smtplib.SMTPServerDisconnected("the server is down")

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", down)
        page = lead.post(f"{risk.get_absolute_url()}message/", letter(risk), follow=True).content.decode()
        assert "could not be sent (the server is down)" in page and "Try again" in page
        call_command("risk_messages")
    message = risk.messages.get()
    assert (message.standing, message.tries, message.text) == ("failed", 2, f"We ask. {NOT_ABOUT_SUPPLIER}")
    refused = moved(lead, risk, "receive", message="1", received_on=str(today()), received_how="?")
    assert "has not gone out" in refused.content.decode() and risk.state == "responded"
    lead.post(f"{risk.get_absolute_url()}messages/1/send/")
    message.refresh_from_db()
    assert (message.standing, message.tries, len(mail.outbox)) == ("sent", 3, 1)


def test_a_message_that_somebody_sends_is_left_alone_until_it_counts_as_stuck(lead: Client, taken: Snapshot) -> None:  # noqa: F811
    risk = responded(lead, taken)
    lead.post(f"{risk.get_absolute_url()}message/", letter(risk))
    at = now()
    Message.objects.update(standing="being sent", tried_at=at)
    message = risk.messages.get()
    assert sending.send(message, at + timedelta(minutes=1)).standing == "being sent"
    assert "whether it left is unknown" not in lead.get(risk.get_absolute_url()).content.decode()
    Message.objects.update(tried_at=at - timedelta(minutes=11))
    assert "whether it left is unknown" in lead.get(risk.get_absolute_url()).content.decode()
    assert sending.send(message, at).standing == "sent"


def test_one_that_was_being_sent_when_the_system_stopped_gets_its_receipt_and_is_not_sent_again(
    lead: Client, taken: Snapshot,  # noqa: F811
) -> None:  # fmt: skip
    risk = responded(lead, taken)
    lead.post(f"{risk.get_absolute_url()}message/", letter(risk))
    Message.objects.update(standing="being sent", tried_at=now() - timedelta(minutes=11))
    assert 'name="message" value="1"' in re.sub(r'id="[^"]*" ', "", lead.get(risk.get_absolute_url()).content.decode())
    told = {"message": "1", "received_on": str(today()), "received_how": "They answered."}
    assert moved(lead, risk, "receive", **told).status_code == 302
    lead.post(f"{risk.get_absolute_url()}messages/1/send/")
    Message.objects.update(standing="being sent")
    assert sending.send(risk.messages.get(), now()).tries == 1 == len(mail.outbox)


def test_the_job_sends_no_message_of_a_risk_that_was_closed_or_answered_anew(lead: Client, taken: Snapshot) -> None:  # noqa: F811
    risk = responded(lead, taken)
    lead.post(f"{risk.get_absolute_url()}message/", letter(risk))
    Message.objects.update(standing="waiting")
    mail.outbox.clear()
    risk.refresh_from_db()
    lead.post(f"{risk.get_absolute_url()}respond/", response(version=str(risk.version), reason="Look instead."))
    call_command("risk_messages")
    lead.post(f"{risk.get_absolute_url()}messages/1/send/")
    assert not mail.outbox, "it speaks of a response that stands no more"
    risk.refresh_from_db()
    lead.post(f"{risk.get_absolute_url()}message/", letter(risk))
    Message.objects.update(standing="waiting")
    mail.outbox.clear()
    moved(lead, risk, "close", reason="The award is over.")
    call_command("risk_messages")
    assert not mail.outbox
    Risk.objects.update(state="responded")
    call_command("risk_messages")
    assert len(mail.outbox) == 1, "the latest alone"


def test_the_receipt_of_a_former_message_tells_nobody_of_the_new_response(lead: Client, taken: Snapshot) -> None:  # noqa: F811
    risk = responded(lead, taken)
    lead.post(f"{risk.get_absolute_url()}message/", letter(risk, way="letter"))
    risk.refresh_from_db()
    lead.post(f"{risk.get_absolute_url()}respond/", response(version=str(risk.version), reason="Look instead."))
    assert 'name="message" value="1"' not in re.sub(r'id="[^"]*" ', "", lead.get(risk.get_absolute_url()).content.decode())
    refused = moved(lead, risk, "receive", message="1", received_on=str(today()), received_how="Signed.")
    assert refused.status_code == 422 and "about a former response" in refused.content.decode()
    assert risk.state == "responded"


@pytest.mark.parametrize("backend", ["console", "dummy"])
def test_without_a_mail_server_nothing_counts_as_sent(
    lead: Client, taken: Snapshot, settings: Any, backend: str,  # noqa: F811
) -> None:  # fmt: skip
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
    risk = responded(lead, taken)
    page = lead.post(f"{risk.get_absolute_url()}message/", letter(risk), follow=True).content.decode()
    assert "could not be sent (no mail server is set up on this installation)" in page
    assert risk.messages.get().standing == "failed"


def test_a_report_that_answers_nothing_leaves_a_day_that_runs(lead: Client, taken: Snapshot) -> None:  # noqa: F811
    risk = responded(lead, taken)
    report = {"found_on": str(today()), "found": "Nobody answered.", "settled": "no"}

    def running() -> list[str]:
        return [d.clock for d in risk.deadlines.filter(ended_by=None)]

    for _ in range(2):
        assert moved(lead, risk, "report", **report).status_code == 302
        assert running() == ["look"]
    lead.post(f"{risk.get_absolute_url()}message/", letter(risk))
    moved(lead, risk, "receive", message="1", received_on=str(today()), received_how="By telephone.")
    later = str(today() + timedelta(days=90))
    moved(lead, risk, "review", came="nothing", came_says="Silence.", next_review=later)
    assert running() == ["review"]
    moved(lead, risk, "report_more", **report)
    assert (risk.state, running()) == ("told", ["look"])
    moved(lead, risk, "close", reason="Over.")
    assert running() == []


def test_a_message_is_looked_at_before_it_goes_and_keeps_its_words_when_refused(lead: Client, taken: Snapshot) -> None:  # noqa: F811
    risk = responded(lead, taken)
    where = f"{risk.get_absolute_url()}message/"
    drafted = lead.get(where).content.decode()
    assert escape(NOT_ABOUT_SUPPLIER) in drafted and "nobody is accused" in drafted
    shown = lead.post(where, letter(risk, do="preview", text=f"You violated it. {NOT_ABOUT_SUPPLIER}")).content.decode()
    assert "As it goes out" in shown and "may read as an accusation: “violat”" in shown
    for wrong, says in (
        ({"text": "You did it."}, "Put it back, so that nobody reads an accusation"),
        ({"address": "nowhere"}, "expected one such as office@agency.example"),
        ({"address": ""}, "none was given; expected one, or another way of telling"),
        ({"way": "pigeon"}, "expected one of the choices"),
        ({"subject": "a\nBcc: x@y.example"}, "expected one"),
        ({"to_name": "x" * 201}, "at most 200"),
    ):
        for do in ("preview", "send"):
            answer = lead.post(where, letter(risk, do=do, to_part="kept ☃ words", **wrong))
            page = answer.content.decode()
            assert answer.status_code == 422 and says in page and "kept ☃ words" in page, (wrong, do)
    assert not mail.outbox and not Message.objects.exists()


@pytest.mark.parametrize(("told", "says"), [
    ({"answerable": "nobody"}, "is no person of Office A with a part in risks"),
    ({"answerable": "inspector_general@ig.example"}, "is no person of Office A"),
    ({"due": "2020-01-01"}, "which is over"), ({"due": "soon"}, "expected a day such as"), ({"how": " "}, "is missing"),
    ({"response": "punish"}, "expected one of the choices"), ({"how": "x" * 20_001}, "at most 20,000 letters"),
])  # fmt: skip
def test_a_response_that_says_too_little_is_refused_with_a_sentence(
    lead: Client, acting: Acting, taken: Snapshot, told: dict[str, str], says: str,  # noqa: F811
) -> None:  # fmt: skip
    acting(Role.INSPECTOR_GENERAL, "IG", "oversight")
    risk = opened(lead, taken)
    answer = lead.post(f"{risk.get_absolute_url()}respond/", response(**{"how": "Kept words", **told}))
    page = answer.content.decode()
    assert answer.status_code == 422 and says in page
    assert "how" in told or "Kept words" in page
    risk.refresh_from_db()
    assert (risk.state, risk.response, risk.assignee) == ("open", "", None)
    assert Refusal.objects.filter(move="respond", case=risk).count() == 1, "a refusal is on record"


def test_a_response_stands_though_the_case_could_not_be_given_to_its_owner(
    lead: Client, taken: Snapshot, monkeypatch: pytest.MonkeyPatch,  # noqa: F811
) -> None:  # fmt: skip
    """It is an event of its own: somebody may have closed the risk in between."""

    def closed(*args: Any) -> None:
        raise NotNowError("While the case is closed, this is not open to you.")

    monkeypatch.setattr("buyfair.web.risks.answering.deeds.assign", closed)
    risk = opened(lead, taken)
    page = lead.post(f"{risk.get_absolute_url()}respond/", response(), follow=True).content.decode()
    assert "The response stands, but the case was not given to its owner" in page
    risk.refresh_from_db()
    assert (risk.state, risk.response) == ("responded", "ask_origin")


def test_days_that_do_not_fit_are_refused(lead: Client, taken: Snapshot) -> None:  # noqa: F811
    risk = responded(lead, taken)
    lead.post(f"{risk.get_absolute_url()}message/", letter(risk, way="letter"))
    day, before = today() + timedelta(days=1), today() - timedelta(days=1)
    for told, says in (
        ({"message": "1", "received_on": str(day)}, "which has not come"),
        ({"message": "1", "received_on": str(before)}, "before the message was written"),
        ({"message": "7", "received_on": str(today())}, "7 was given; this risk has: 1"),
        ({"message": "-1", "received_on": str(today())}, "-1 was given"),
        ({"message": "9" * 15, "received_on": str(today())}, "was given; this risk has: 1"),
    ):
        answer = moved(lead, risk, "receive", received_how="Kept note", **told)
        assert answer.status_code == 422 and says in answer.content.decode() and "Kept note" in answer.content.decode()
    assert moved(lead, risk, "receive", message="1", received_on=str(today()), received_how="Signed.").status_code == 302
    again = moved(lead, risk, "receive", message="1", received_on=str(today()), received_how="x")
    assert "receipt already" in again.content.decode()
    assert moved(lead, risk, "review", came="done", came_says="x", next_review=str(today())).status_code == 422


HOSTILE = [
    ("/risks/?state=zz", 400), ("/risks/?x=1", 400), ("/risks/?first=7", 400), ("/risks/?page=-1", 200),
    ("/risks/?page=%00", 200),
    ("/risks/?owner=%3Cscript%3E", 400), ("/risks/new/?award=nothing", 400), ("/risks/new/?good=unobtainium", 400),
    ("/risks/new/?address=%2Fportfolio%2F%3Fhack%3D1", 400), ("/risks/new/?address=http%3A%2F%2F%5B", 400),
    ("/risks/new/?award=%00%F0%9F%92%A3", 400), ("/risks/new/?good=cotton&country=IND&year=1999", 400),
    ("/risks/new/?address=" + "a" * 3000, 400), ("/risks/RISK-2026-99999/", 404), ("/risks/%00/", 404),
    ("/risks/é/respond/", 404),
    ("/risks/systematic.exe", 404), ("/risks/register.%22", 404), ("/risks/register.csv?state=zz", 400), ("/risks/new/", 200),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("address", "status"), HOSTILE)
def test_an_odd_address_is_answered_with_a_sentence(lead: Client, address: str, status: int) -> None:
    answer = lead.get(address)
    page = answer.content.decode()
    assert answer.status_code == status
    assert page.count("<h1") == 1 and "<script>" not in page


def test_an_address_of_the_portfolio_or_a_number_is_understood(lead: Client, taken: Snapshot) -> None:  # noqa: F811
    row = taken.summary()["first"][0]
    for told in (row["award_id"], row["piid"], About(row["award_id"]).opens, f"http://localhost{About(row['award_id']).opens}"):
        page = lead.get("/risks/new/", {"address": told}).content.decode()
        assert f'name="award" value="{row["award_id"]}"' in page, told
    assert About(" A/../1").opens.startswith("/awards/?id=")
    assert read_address(About(" A/../1").opens) == (About(" A/../1"), []), "what a dossier's address says is understood"
    told = "/portfolio/awards/?agency=Department%20of%20Defense&sort=dollars"
    page = lead.get("/risks/new/", {"address": told}).content.decode()
    assert 'name="agency" value="Department of Defense"' in page and "It would be about: Agency: Department of Defense" in page


def test_every_page_has_one_heading_labels_and_nothing_that_the_policy_refuses(lead: Client, taken: Snapshot) -> None:  # noqa: F811
    risk = responded(lead, taken)
    lead.post(f"{risk.get_absolute_url()}message/", letter(risk))
    own = risk.get_absolute_url()
    for where in ("/risks/", "/risks/new/", f"/risks/new/?award={first_of(taken, 2)}", own, f"{own}respond/", f"{own}message/",
                  "/risks/systematic/"):  # fmt: skip
        page = lead.get(where).content.decode()
        assert page.count("<h1") == 1, where
        assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=", page), where
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert len(ids) == len(set(ids)), (where, sorted(i for i in ids if ids.count(i) > 1))
        boxes = re.findall(r'<(?:input(?![^>]*type="hidden")|select|textarea)[^>]*\sid="([^"]+)"', page)
        assert set(boxes) <= set(re.findall(r'<label[^>]*\sfor="([^"]+)"', page)), where


def test_the_contracting_officer_writes_to_the_supplier_and_anybody_else_to_an_office(
    lead: Client, acting: Acting, taken: Snapshot,  # noqa: F811
) -> None:  # fmt: skip
    where = f"{responded(lead, taken).get_absolute_url()}message/"
    office = lead.get(where).content.decode()
    assert "We ask you to have the supplier say where" in office and "contracting officer speaks to the supplier" not in office
    assert "contracting officer speaks to the supplier" in lead.get(f"{where}?for=supplier").content.decode()
    to_firm = acting(Role.CONTRACTING_OFFICER).get(where).content.decode()
    assert "This is about your award" in to_firm and "We ask you to say where" in to_firm
    assert lead.get(f"{where}?for=%00").status_code == 200


def test_a_name_is_shown_as_text_and_never_as_markup(lead: Client, taken: Snapshot) -> None:  # noqa: F811
    lead.post("/risks/new/", {"award": first_of(taken), "named": "=<b>cmd</b>", "why": "<script>alert(1)</script>"})
    risk = Risk.objects.get()
    for where in ("/risks/", risk.get_absolute_url(), "/risks/systematic/"):
        assert "<b>cmd" not in (page := lead.get(where).content.decode()) and "<script>alert" not in page
    table = b"".join(lead.get("/risks/register.csv").streaming_content).decode()
    assert "'=<b>cmd</b>" in table, "a spreadsheet must not run it"


def test_a_receipt_is_a_document_that_opens_from_the_message(lead: Client, held: Path, home_folder: Path) -> None:
    """The scanned receipt is on the case, beside the message that it confirms."""
    award = json.loads((held / "summary.json").read_text("utf-8"))["first"][0]["award_id"]
    lead.post("/risks/new/", {"award": award, "named": "First"})
    risk = Risk.objects.get()
    lead.post(f"{risk.get_absolute_url()}respond/", response())
    risk.refresh_from_db()
    lead.post(f"{risk.get_absolute_url()}message/", letter(risk, way="hand"))
    paper = SimpleUploadedFile("receipt.txt", b"Received, Office B.")
    answer = moved(lead, risk, "receive", message="1", received_on=str(today()), received_how="Signed.", paper_receipt=paper)
    assert answer.status_code == 302
    page = lead.get(risk.get_absolute_url()).content.decode()
    link = re.search(r'href="(/cases/[^"]+/documents/\d+/)">receipt.txt', page[page.index("messages-caption") :])
    assert link and lead.get(link[1]).content == b"Received, Office B."


def rows_of(client: Client, owner: str) -> list[dict[str, Any]]:
    """The rows of the register as a file, without the line that says what it is."""
    lines = b"".join(client.get(f"/risks/register.jsonl?owner={owner}").streaming_content).splitlines()
    return [json.loads(line) for line in lines][:-1]


def test_the_register_finds_what_somebody_owns(lead: Client, taken: Snapshot) -> None:  # noqa: F811
    risk = responded(lead, taken)
    User.objects.filter(username=LEAD).update(first_name="Ada", last_name="Lead")
    assert [row["owner"] for row in rows_of(lead, LEAD)] == ["Ada Lead"]
    assert rows_of(lead, "nobody") == []
    assert risk.reference in lead.get(f"/risks/?owner={LEAD}").content.decode()
