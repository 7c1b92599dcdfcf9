"""Contract texts: what is missing is said first, what cannot be told is asked, and a gap is followed until it is gone."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from people import Acting

from buyfair.cli import main
from buyfair.web.audits import demo, taking
from buyfair.web.audits.checking import here
from buyfair.web.audits.models import Batch, Check, ContractText
from buyfair.web.casework import deeds, verify
from buyfair.web.casework.models import Refusal
from buyfair.web.core.actor import Actor
from buyfair.web.core.clock import today
from buyfair.web.core.models import Membership, Organization, User
from buyfair.web.core.roles import Role
from contract_files import answers, made, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder", "read_here")]
OFFICER = Role.CONTRACTING_OFFICER
SOON = (today() + timedelta(days=9)).isoformat()


@pytest.fixture
def read_here() -> Any:
    """Texts of ours are read in this process; how a process beside reads them has tests of its own."""
    with here():
        yield


def uploaded(name: str, content: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def guards() -> str:
    return demo.made_up(demo.GUARDS, demo.GUARDS_NUMBER)


def mended() -> str:
    """The guards' contract with its clause."""
    return guards().replace("52.233-1 ", "52.222-50   Combating Trafficking in Persons (NOV 2021)\n52.233-1 ")


def sent(client: Client, *files: SimpleUploadedFile, **more: str) -> Any:
    return client.post("/audits/new/", {"files": list(files), "once": "a" * 32, **more})


def one(client: Client, content: str | bytes | None = None, name: str = "guards.txt", **more: str) -> ContractText:
    """The text that this upload became."""
    answer = sent(client, uploaded(name, guards() if content is None else content), **more)
    assert answer.status_code == 302, answer.content.decode()
    return ContractText.objects.get(reference=answer["Location"].strip("/").rpartition("/")[2])


def moved(client: Client, text: ContractText, move: str, **told: Any) -> Any:
    text = ContractText.objects.get(pk=text.pk)
    return client.post(f"/cases/{text.reference}/moves/{move}/", {"version": text.version, **told})


def page(client: Client, text: ContractText) -> str:
    return str(client.get(text.get_absolute_url()).content.decode())


def test_an_officer_uploads_a_contract_and_reads_what_is_missing_first(acting: Acting) -> None:
    office = acting(OFFICER)
    text = one(office)
    shown = page(office, text)
    assert "1 thing is missing or not as it should be." in shown
    assert "Add FAR 52.222-50, Combating Trafficking in Persons" in shown
    assert shown.index("1 thing is missing") < shown.index("Fix:") < shown.index("Where it stands")
    assert "Contract ZZ0FIC-25-C-0101" in shown and 'href="/rules/TIP-01/"' in shown
    assert (text.state, text.number_key) == ("checked", "ZZ0FIC25C0101")


LAYOUTS = [
    pytest.param("kuwait-laundry", "pdf-headers", marks=pytest.mark.slow), ("korea-generators", "docx"), ("jordan-camp", "txt"),
]  # fmt: skip


@pytest.mark.parametrize(("slug", "layout"), LAYOUTS)
def test_the_result_kept_is_letter_for_letter_that_of_the_command(
    acting: Acting, tmp_path: Path, slug: str, layout: str
) -> None:
    file = made(slug, layout, tmp_path)
    facts = "local_directives = false\n"
    office = acting(OFFICER)
    text = one(office, file.read_bytes(), file.name, facts=facts)
    (tmp_path / "FACTS.toml").write_text(facts, "utf-8")
    files = [str(file), "--facts", str(tmp_path / "FACTS.toml")]
    told = ["audit", *files, "--json", "--day", today().isoformat()]
    by_command = CliRunner().invoke(main, told)
    assert by_command.exit_code == 0, by_command.output
    kept = office.get(f"{text.get_absolute_url()}checks/1.json").content.decode()
    assert kept == by_command.stdout
    check = text.last
    assert check is not None
    assert (check.knowledge, check.day.isoformat()) == (json.loads(kept)["knowledge"], json.loads(kept)["day"])


def test_what_cannot_be_told_is_asked_answered_on_the_page_and_checked_again(acting: Acting) -> None:
    office = acting(OFFICER)
    text = one(office, demo.made_up(demo.LINEN, "ZZ0FIC-26-C-0103"), "linen.txt")
    shown = page(office, text)
    assert "No gap was found, but" in shown and "That does not count as in order." in shown
    assert text.last is not None
    assert 'name="answer-sol_date"' in shown
    form = {"answer-lines": "1", "answer-sol_date": "2025-01-06", "answer-award_date": ""}
    answer = office.post(f"{text.get_absolute_url()}answers/", {"version": text.version, **form})
    assert answer.status_code == 302
    text.refresh_from_db()
    assert text.checks.count() == 2 and text.last is not None and text.last.number == 2
    assert text.last.document["facts"]["sol_date"] == "2025-01-06"
    assert "Facts that differ: " in page(office, text)
    assert any(q["path"].startswith("lines[1]") for q in text.last.asked), "the line that was told is asked about next"


def test_a_wrong_answer_comes_back_with_what_was_typed_and_nothing_is_written(acting: Acting) -> None:
    office = acting(OFFICER)
    text = one(office, demo.made_up(demo.LINEN, "ZZ0FIC-26-C-0103"), "linen.txt")
    answer = office.post(f"{text.get_absolute_url()}answers/", {"version": text.version, "answer-sol_date": "next Tuesday"})
    assert answer.status_code == 422
    assert 'value="next Tuesday"' in answer.content.decode() and "sol_date" in answer.content.decode()
    stale = office.post(f"{text.get_absolute_url()}answers/", {"version": "1", "answer-sol_date": "2025-01-06"})
    assert (stale.status_code, 'value="2025-01-06"' in stale.content.decode()) == (409, True)
    unread = office.post(f"{text.get_absolute_url()}answers/", {"version": "1", "answer-lines": "many"})
    assert (unread.status_code, 'value="many"' in unread.content.decode()) == (409, True), "the page that was seen counts first"
    assert office.post(f"{text.get_absolute_url()}answers/", {"version": text.version}).status_code == 422
    assert text.checks.count() == 1


def test_an_answer_stands_at_its_own_question_when_others_are_open_meanwhile(acting: Acting) -> None:
    office = acting(OFFICER)
    text = one(office, demo.made_up(demo.LINEN, "ZZ0FIC-26-C-0103"), "linen.txt")
    seen = {"version": text.version, "answer-sol_date": "2025-01-06", "answer-lines": "3"}
    moved(office, text, "recheck", facts="sol_date = 2025-02-07")
    stale = office.post(f"{text.get_absolute_url()}answers/", seen)
    shown = stale.content.decode()
    assert stale.status_code == 409 and 'name="answer-lines" value="3"' in shown and "sol_date: 2025-01-06" in shown
    assert 'value="2025-01-06"' not in shown, "no answer stands at another question"


def test_an_answer_about_one_line_leaves_the_lines_of_the_next_text_to_its_head(acting: Acting) -> None:
    office = acting(OFFICER)
    linen = demo.made_up(demo.LINEN, "ZZ0FIC-26-C-0103")
    text = one(office, linen.replace("Agency: civilian", "Agency: civilian\nLine 1: supply; origin: India"), "linen.txt")
    assert text.last is not None and "lines[1].acquired_outside_us" in {q["path"] for q in text.last.asked}
    told = {"version": text.version, "answer-lines[1].acquired_outside_us": "yes"}
    assert office.post(f"{text.get_absolute_url()}answers/", told).status_code == 302
    head = "Agency: civilian\nLine 1: supply; origin: Nepal\nLine 2: service\nLine 3: construction"
    fuller = uploaded("fuller.txt", linen.replace("Agency: civilian", head))
    assert moved(office, text, "recheck", paper_contract=fuller).status_code == 302
    text = ContractText.objects.get(pk=text.pk)
    assert text.last is not None
    first, *others = text.last.document["facts"]["lines"]
    assert (first["origin"], first["acquired_outside_us"]) == (["NPL"], True)
    assert [line["item"] for line in others] == ["service", "construction"]


def test_a_number_of_lines_that_was_answered_gives_way_to_a_text_that_tells_them(acting: Acting) -> None:
    office = acting(OFFICER)
    linen = demo.made_up(demo.LINEN, "ZZ0FIC-26-C-0103")
    text = one(office, linen, "linen.txt")
    for told in ({"answer-lines": "1"}, {"answer-lines[1].item": "supply"}):
        text.refresh_from_db()
        assert office.post(f"{text.get_absolute_url()}answers/", {"version": text.version, **told}).status_code == 302
    text.refresh_from_db()
    assert text.last is not None and text.last.document["facts"]["lines"] == [{"item": "supply"}]
    fuller = uploaded("fuller.txt", linen.replace("Agency: civilian", "Line 1: supply\nLine 2: service"))
    assert moved(office, text, "recheck", paper_contract=fuller).status_code == 302
    text = ContractText.objects.get(pk=text.pk)
    assert text.last is not None
    assert [line["item"] for line in text.last.document["facts"]["lines"]] == ["supply", "service"]
    refused = moved(office, text, "recheck", facts='"lines[x].item" = "supply"')
    assert (refused.status_code, "lines[x].item" in refused.content.decode()) == (422, True)


def to_sent(office: Client) -> ContractText:
    text = one(office)
    assert moved(office, text, "need", who="Specialist", send_by=SOON).status_code == 302
    paper = uploaded("sent.txt", demo.signed(demo.GUARDS_NUMBER))
    assert moved(office, text, "send", answer_by=SOON, paper_modification=paper).status_code == 302
    return ContractText.objects.get(pk=text.pk)


def test_a_gap_is_followed_to_its_end_and_no_word_of_anybody_closes_it(acting: Acting) -> None:
    office = acting(OFFICER)
    text = to_sent(office)
    assert {d.clock for d in text.deadlines.filter(ended_by=None)} == {"answer"}
    still = moved(office, text, "modify", no_gap_left="on", paper_contract=uploaded("again.txt", guards() + "\nUnchanged."))
    assert still.status_code == 422
    assert "The text as modified still has 1 gap: TIP-01 missing: Add FAR 52.222-50" in still.content.decode()
    assert "The text as modified still has 1 gap" in Refusal.objects.latest("pk").sentence
    assert text.checks.count() == 1, "what was refused is not kept as a check"
    assert moved(office, text, "modify", no_gap_left="on", paper_contract=uploaded("new.txt", mended())).status_code == 302
    text = ContractText.objects.get(pk=text.pk)
    assert (text.state, text.gaps, text.checks.count(), text.last and text.last.move) == ("modified", 0, 2, "modify")
    assert not text.deadlines.filter(ended_by=None)
    assert "No longer a gap: TIP-01 missing." in page(office, text)
    assert moved(office, text, "close").status_code == 302
    shown = page(office, text)
    assert "Nothing is missing, as far as the text tells." in shown
    assert not verify.verify().broken


def test_a_gap_that_a_later_check_finds_keeps_a_modified_text_open(acting: Acting) -> None:
    office = acting(OFFICER)
    text = to_sent(office)
    moved(office, text, "modify", no_gap_left="on", paper_contract=uploaded("new.txt", mended()))
    assert moved(office, text, "recheck_modified", paper_contract=uploaded("old.txt", guards())).status_code == 302
    refused = moved(office, text, "close", left_open="Somebody, some day.")
    assert (refused.status_code, "1 gap that no waiver covers, TIP-01 missing: say that" in refused.content.decode()) == (
        422, True)  # fmt: skip
    shown = page(office, text)
    assert "<summary>Say that a modification is needed</summary>" in shown and "moves/close/" not in shown
    assert moved(office, text, "need", who="Specialist", send_by=SOON).status_code == 302
    assert ContractText.objects.get(pk=text.pk).state == "needed"


def test_a_text_that_tells_less_closes_no_gap(acting: Acting) -> None:
    office = acting(OFFICER)
    without_plan = guards().replace("Tab 3   Compliance plan of", "Tab 3   Letters of")
    text = one(office, without_plan)
    moved(office, text, "need", who="Specialist", send_by=SOON)
    less = mended().partition("FILE INDEX")[0]
    refused = moved(office, text, "modify", no_gap_left="on", paper_contract=uploaded("less.txt", less))
    assert (refused.status_code, "TIP-05 plan missing" in refused.content.decode()) == (422, True)
    assert moved(office, text, "recheck_needed", paper_contract=uploaded("less.txt", less)).status_code == 302
    shown = page(office, text)
    assert "No longer a gap: TIP-01 missing." in shown and "Can no longer be told: TIP-05." in shown
    assert "No longer a gap: TIP-05" not in shown, "what nobody can tell any more is not closed"
    assert moved(office, text, "modify", no_gap_left="on", paper_contract=uploaded("l.txt", less)).status_code == 422
    assert moved(office, text, "modify", no_gap_left="on", paper_contract=uploaded("all.txt", mended())).status_code == 302


def test_the_signed_modification_alone_is_read_below_the_text(acting: Acting) -> None:
    office = acting(OFFICER)
    text = to_sent(office)
    draft = office.get(f"{text.get_absolute_url()}draft.txt").content
    refused = moved(office, text, "modify", no_gap_left="on", paper_signed=uploaded("sf30.txt", draft))
    assert (refused.status_code, "still says that it is a draft" in refused.content.decode()) == (422, True)
    blank = uploaded("sf30.txt", b"\n".join(draft.split(b"\n")[5:]))
    refused = moved(office, text, "modify", no_gap_left="on", paper_signed=blank)
    assert (refused.status_code, "of the blanks of the draft: code" in refused.content.decode()) == (422, True)
    signed = uploaded("sf30.txt", demo.signed(demo.GUARDS_NUMBER))
    assert moved(office, text, "modify", no_gap_left="on", paper_signed=signed).status_code == 302
    text = ContractText.objects.get(pk=text.pk)
    assert (text.state, text.gaps) == ("modified", 0)
    assert {d.paper for d in text.documents.all()} >= {"contract", "modification", "signed", "joined", "result"}


def test_a_modification_brings_no_paper_that_the_contractor_owes(acting: Acting) -> None:
    office = acting(OFFICER)
    text = one(office, guards().replace("Tab 3   Compliance plan of", "Tab 3   Letters of"))
    assert "TIP-05" in page(office, text)
    moved(office, text, "need", who="Specialist", send_by=SOON)
    signed = uploaded("sf30.txt", demo.signed(demo.GUARDS_NUMBER) + "\nThe contractor sends its compliance plan.")
    refused = moved(office, text, "modify", no_gap_left="on", paper_signed=signed)
    assert (refused.status_code, "TIP-05 plan missing" in refused.content.decode()) == (422, True)


def test_a_gap_that_must_stay_takes_a_waiver_of_somebody_else(acting: Acting) -> None:
    office, lead = acting(OFFICER), acting(Role.PORTFOLIO_LEAD)
    text = to_sent(office)
    assert moved(office, text, "modify").status_code == 422, "neither mended nor waived"
    office.post(f"/cases/{text.reference}/waivers/", {"what": "modify:no_gap_left", "because": "Ends in a week."})
    waiver = text.waivers.get()
    until = {"version": "1", "until": SOON, "reason": "It does."}
    assert office.post(f"/cases/{waiver.reference}/moves/grant/", until).status_code == 403
    assert lead.post(f"/cases/{waiver.reference}/moves/grant/", until).status_code == 302
    told = {"waiver": waiver.reference, "paper_contract": uploaded("as-it-stands.txt", guards())}
    assert moved(office, text, "modify", **told).status_code == 302
    text = ContractText.objects.get(pk=text.pk)
    assert (text.state, text.gaps) == ("modified", 1), "waived is not mended: the gap still counts"
    assert moved(office, text, "close").status_code == 302


def test_no_gap_no_modification_and_what_cannot_be_told_is_not_closed_in_silence(acting: Acting) -> None:
    office = acting(OFFICER)
    fine = one(office, mended(), "fine.txt")
    assert moved(office, fine, "need", who="Me", send_by=SOON).status_code == 422
    assert moved(office, fine, "close").status_code == 302, "nothing missing: it closes at once"
    gap = one(office, once="b" * 32)
    assert "The last check found 1 gap" in moved(office, gap, "close").content.decode()
    open_ = one(office, demo.made_up(demo.LINEN, "ZZ0FIC-26-C-0103"), "linen.txt", once="c" * 32)
    refused = moved(office, open_, "close")
    assert (refused.status_code, "never counts as in order" in refused.content.decode()) == (422, True)
    assert moved(office, open_, "close", left_open="The specialist asks for the award file by June.").status_code == 302


def test_no_text_counts_as_modified_without_a_modification(acting: Acting) -> None:
    office = acting(OFFICER)
    text = one(office)
    moved(office, text, "need", who="Specialist", send_by=SOON)
    refused = moved(office, text, "modify", no_gap_left="on", facts="tier = 0")
    assert (refused.status_code, "attach the contract text as it now stands" in refused.content.decode()) == (422, True)
    assert moved(office, text, "not_needed").status_code == 422, "it says why"
    assert moved(office, text, "not_needed", reason="The option was not taken up.").status_code == 302
    text = ContractText.objects.get(pk=text.pk)
    assert (text.state, text.deadlines.filter(ended_by=None).exists()) == ("checked", False)
    assert moved(office, text, "close").status_code == 422, "the gap still stands"


def test_a_day_that_is_over_is_no_day_to_send_by(acting: Acting) -> None:
    office = acting(OFFICER)
    refused = moved(office, one(office), "need", who="Me", send_by="2020-01-01")
    assert (refused.status_code, "2020-01-01 is over" in refused.content.decode()) == (422, True)


@pytest.mark.parametrize(("role", "organization", "kind", "sees", "queue"), [
    (Role.REPRESENTATIVE, "Office A", "agency", 200, 200), (Role.PORTFOLIO_LEAD, "Office A", "agency", 200, 200),
    (Role.INSPECTOR_GENERAL, "IG", "oversight", 200, 200), (OFFICER, "Office B", "agency", 404, 200),
    (Role.SUPPLIER_MEMBER, "Office A", "agency", 403, 403), (Role.DEBARRING_OFFICIAL, "SDO", "oversight", 403, 403),
    (Role.ADMINISTRATOR, "Us", "operator", 403, 403),
])  # fmt: skip
def test_the_office_and_its_inspector_see_it_and_nobody_else(
    acting: Acting, role: Role, organization: str, kind: str, sees: int, queue: int
) -> None:
    text = one(acting(OFFICER))
    other = acting(role, organization, kind)
    for beneath in ("", "checks/1.json", "draft.docx"):
        assert other.get(f"{text.get_absolute_url()}{beneath}").status_code == sees
    answer = other.get("/audits/")
    assert (answer.status_code, "ZZ0FIC-25-C-0101" in answer.content.decode()) == (queue, sees == 200)
    assert other.post("/audits/new/", {}).status_code == (422 if role == OFFICER else 403)
    assert moved(other, text, "need", who="Me", send_by=SOON).status_code in (403, 404)
    assert moved(other, text, "recheck").status_code in (403, 404)
    answers = {"version": text.version, "answer-agency": "x"}
    assert other.post(f"{text.get_absolute_url()}answers/", answers).status_code in (403, 404, 422)
    assert Check.objects.count() == 1


def test_a_result_that_somebody_sends_along_is_not_the_one_kept(acting: Acting) -> None:
    office = acting(OFFICER)
    text = one(office)
    forged = uploaded("result.json", '{"gaps": []}')
    assert moved(office, text, "recheck", paper_result=forged).status_code == 302
    text = ContractText.objects.get(pk=text.pk)
    assert (text.gaps, text.checks.count()) == (1, 2)
    results = text.documents.filter(paper="result").order_by("-pk")
    assert {d.name for d in results} == {f"check-{today()}.json"}


@pytest.mark.parametrize("role", [OFFICER, Role.REPRESENTATIVE])
@pytest.mark.parametrize(("paper", "name"), [("joined", "joined.txt"), ("result", "check.json")])
def test_nobody_adds_by_hand_what_a_check_writes_itself(acting: Acting, role: Role, paper: str, name: str) -> None:
    text = one(acting(OFFICER))
    other = acting(role)
    assert f'value="{paper}"' not in page(other, text)
    refused = other.post(f"/cases/{text.reference}/documents/", {"paper": paper, "file": uploaded(name, "{}")})
    assert (refused.status_code, "is not added by hand" in refused.content.decode()) == (422, True)
    own = other.post(f"/cases/{text.reference}/documents/", {"paper": "received", "file": uploaded("letter.txt", "Yes.")})
    assert own.status_code == 302
    assert {d.paper for d in text.documents.all()} == {"contract", "result", "received"}


def test_facts_of_the_last_check_stay_unless_they_are_dropped(acting: Acting) -> None:
    office = acting(OFFICER)
    text = one(office, facts='agency = "dod"\n')
    moved(office, text, "recheck")
    text.refresh_from_db()
    assert text.last is not None and text.last.document["facts"]["agency"] == "dod"
    moved(office, text, "recheck", facts="none")
    text.refresh_from_db()
    assert text.last is not None and text.last.document["facts"]["agency"] == "civilian"
    refused = moved(office, text, "recheck", facts="agncy = 'dod'")
    assert (refused.status_code, "agncy" in refused.content.decode()) == (422, True)


def test_the_demonstration_has_a_text_in_every_state_and_is_made_once(acting: Acting) -> None:
    demo.fill()
    assert not ContractText.objects.exists(), "without its people a demonstration makes nothing"
    office = Organization.objects.create(name=demo.OFFICE, kind="agency")
    Membership.objects.create(user=User.objects.create(username="officer"), organization=office, role=OFFICER.value)
    demo.fill()
    demo.fill()
    assert {t.state for t in ContractText.objects.all()} == {s.name for s in ContractText.flow_table.states}  # type: ignore[union-attr]
    assert ContractText.objects.count() == len(demo.TEXTS) + 1
    assert "fictional" in demo.made_up(demo.KITCHENS, "ZZ0FIC-25-C-0102")


def test_somebody_who_may_comment_does_and_an_inspector_only_reads(acting: Acting) -> None:
    text = one(acting(OFFICER))
    for member in Membership.objects.select_related("user"):
        assert text.part_for(Actor(member.user, frozenset({(Role(member.role), member.organization_id)})), "see")
    inspector = acting(Role.INSPECTOR_GENERAL, "IG", "oversight")
    assert inspector.post(f"/cases/{text.reference}/comment/", {"text": "Seen."}).status_code == 403
    assert acting(Role.REPRESENTATIVE).post(f"/cases/{text.reference}/comment/", {"text": "Seen."}).status_code == 302
    assert deeds.said(text.events.get(move="comment")) == {"text": "Seen."}


@pytest.mark.parametrize("what", ["contract", "result"])
def test_what_was_destroyed_under_retention_stands_in_no_result_any_more(acting: Acting, what: str) -> None:
    office = acting(OFFICER)
    owing = guards().replace("(fictional), received 12 May 2025", "(fictional): not received")
    text = one(office, owing, facts='agency = "dod"\n')
    less = uploaded("less.txt", mended().partition("FILE INDEX")[0])
    moved(office, text, "recheck", paper_contract=less, facts="none")
    first, later = text.checks.order_by("number")
    assert "Lantern" in first.result and json.loads(later.still)[0]["quote"]
    event = text.documents.filter(paper=what).order_by("pk")[0].event
    deeds.destroy(text, event.number, Actor(None, frozenset()), "six years are over")
    first, later = text.checks.order_by("number")
    assert not first.result + first.told + first.facts + first.file_name and first.gaps == 2
    assert "Lantern" not in first.questions + first.still + later.still and "Lantern" in later.result
    shown = page(office, text)
    assert "What one of them found was destroyed under retention" in shown and "Check 2 as JSON" in shown
    assert office.get(f"{text.get_absolute_url()}checks/1.json").status_code == 410
    assert not verify.verify().broken


def test_a_text_whose_last_result_was_destroyed_still_has_its_gap(acting: Acting) -> None:
    office = acting(OFFICER)
    text = one(office)
    deeds.destroy(text, text.documents.get(paper="contract").event.number, Actor(None, frozenset()), "over")
    shown = page(office, text)
    assert "1 thing is missing" in shown and "destroyed under retention" in shown and "No clause number" not in shown
    assert office.get(f"{text.get_absolute_url()}draft.txt").status_code == 410
    assert b"TIP-01" in b"".join(office.get("/audits/take/gaps.csv"))  # type: ignore[arg-type]
    assert "TIP-01 missing" in moved(office, text, "close", left_open="Me.").content.decode()
    assert moved(office, text, "recheck").status_code == 422, "there is no text to read"
    assert moved(office, text, "recheck", paper_contract=uploaded("again.txt", mended())).status_code == 302
    assert "Nothing is missing, as far as the text tells." in page(office, text)


@pytest.mark.slow
def test_a_folder_of_authored_contracts_counts_as_its_key_says(acting: Acting) -> None:
    office = acting(OFFICER)
    key = {e["slug"]: e for e in answers() if "Read as of:" in text_of(e["slug"])}
    assert len(key) > 15
    sent(office, *(uploaded(f"{slug}.txt", text_of(slug)) for slug in key))
    batch = Batch.objects.get()
    while taking.waiting(batch).exists():
        office.post(batch.get_absolute_url())
    for text in batch.texts.select_related("last"):
        assert text.last is not None
        told = {(g["id"], g["what"]) for g in key[text.file_name.removesuffix(".txt")].get("gaps", ())}
        assert {(g["id"], g["what"]) for g in text.last.every_gap} == told, text.file_name
    with_gaps = sum(bool(e.get("gaps")) for e in key.values())
    assert f"<b>{with_gaps}</b> <span>with gaps</span>" in office.get("/audits/figures/").content.decode()
