"""What the register tells: figures of the command, dates ahead, the draft of a message, the page on paper, its neighbours."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from people import Acting
from portfolios import taken  # noqa: F401

from buyfair.browse_filters import Filters
from buyfair.browse_opening import Remembered
from buyfair.cards import risk_register
from buyfair.cards.brief_sheet import in_latin
from buyfair.cards.words import NOT_ABOUT_SUPPLIER
from buyfair.cli import main
from buyfair.snapshots import Snapshot
from buyfair.terms.errors import InputRefusedError
from buyfair.web.casework.clocks import actor_for
from buyfair.web.casework.verify import verify
from buyfair.web.core.answered import answered
from buyfair.web.core.clock import today
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import Role
from buyfair.web.demo import PEOPLE
from buyfair.web.risks import beside, demo, drafting, figures, leverage, search, systematic
from buyfair.web.risks.about import About, in_words, read
from buyfair.web.risks.flow import FLOW, LOOK
from buyfair.web.risks.models import Risk
from buyfair.web.risks.responses import RESPONSES
from test_dossier_file import squeezed

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(taken: Snapshot) -> dict[str, User]:  # noqa: F811
    """The made-up register of the demonstration, and its people."""
    for organization, kind, account, roles in PEOPLE:
        office, _ = Organization.objects.get_or_create(name=organization, defaults={"kind": kind})
        user = User.objects.create(username=account, email=f"{account}@demo.example")
        for role in roles:
            user.memberships.create(organization=office, role=role.value)
    demo.fill()
    return {user.username: user for user in User.objects.all()}


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


# Figures


def patterns(summary: dict[str, Any]) -> list[tuple[Filters, dict[str, Any]]]:
    """Filters with the row of the command's summary that counts the same awards."""
    pair = next(row for row in summary["pairs"] if row["good"] and row["country"])
    agency, supplier, vehicle = summary["agencies"][0], summary["suppliers"][0], summary["vehicles"][0]
    return [
        (Filters(good=(pair["good"],), country=(pair["country"],)), pair),
        (Filters(agency=(agency["agency"],)), agency),
        (Filters(supplier=(supplier["uei"] or supplier["supplier"],)), supplier),
        (Filters(vehicle=(f"{vehicle['vehicle']}:{vehicle['parent_agency'] or ''}",)), vehicle),
    ]


@pytest.mark.slow
def test_the_figures_of_a_pattern_are_those_of_the_commands_summary(taken: Snapshot) -> None:  # noqa: F811
    for filters, row in patterns(taken.summary()):
        seen = figures.seen(taken, About("", filters))
        for name in ("awards", "matched", "possible"):
            assert seen.figures[name] == row[name], (filters, name)
        assert seen.title == in_words(filters) and NOT_ABOUT_SUPPLIER in seen.sentences
        assert read(About("", filters).pairs)[0].query == filters.query(), "what a form carries says the same"


def test_the_figures_of_an_award_are_those_of_the_commands_dossier(acting: Acting, taken: Snapshot) -> None:  # noqa: F811
    first = taken.summary()["first"][0]
    said = json.loads(CliRunner().invoke(main, ["dossier", first["award_id"], "--in", str(taken.folder), "--json"]).output)
    acting(Role.CONTRACTING_OFFICER).post("/risks/new/", {"award": first["award_id"], "named": "First"})
    risk = Risk.objects.get()
    assert risk.then == {"rank": 1, "class": said["award"]["exposure"], "dollars": said["award"]["dollars"]}
    assert (risk.snapshot, risk.snapshot_day) == (taken.id, date.fromisoformat(said["day"]))
    assert said["award"]["sentence"] in risk.said_then


def test_what_is_not_told_stays_so_and_a_change_is_said() -> None:
    then = {"rank": 3, "class": "possible_through_input", "dollars": "10.00"}
    rows = {row.label: row for row in figures.compared(then, {"rank": None, "class": "matched", "dollars": "10.00"})}
    assert [(r.now, r.differs) for r in rows.values()] == [("none", True), ("Matched", True), ("$10.00", False)]
    assert {row.now for row in figures.compared(then, None)} == {"not told"}
    assert not any(row.differs for row in figures.compared(then, None)), "no figure is not a smaller figure"


def test_without_a_portfolio_the_figures_of_the_first_day_stand_and_nothing_looks_smaller(
    register: dict[str, User], settings: Any, tmp_path: Path,
) -> None:  # fmt: skip
    risk = Risk.objects.exclude(award_id="").first()
    assert risk is not None
    settings.HOME = tmp_path
    lead = client_of(register["lead"])
    page = lead.get(risk.get_absolute_url()).content.decode()
    assert "does not make it smaller" in page and figures._said("dollars", risk.then["dollars"]) in page
    assert "not the same as no risk" in lead.get("/risks/systematic/").content.decode()
    assert "nothing is ranked" in lead.get("/risks/").content.decode()
    assert lead.post("/risks/new/", {"award": "x", "named": "x"}).status_code == 422


# Dates


def ahead(award: dict[str, Any], day: date, what: str = "option") -> leverage.Leverage:
    seen = figures.Seen("s", "2026-01-01", "t", (), {}, {"award": award, "decision": {"what": what, "day": "2026-06-30"}})
    return leverage.leverage(About("A"), seen, day)


def test_dates_are_suggested_before_the_decision_ahead_and_none_after_it() -> None:
    award = {"award_id": "A", "piid": "P"}
    far = ahead(award, date(2026, 3, 1))
    assert far.says == "The next decision is in 121 days, on June 30, 2026: option (as of January 1, 2026)."
    assert [p.day for p in far.proposals] == [date(2026, 4, 1), date(2026, 5, 1), date(2026, 5, 31), date(2026, 3, 31)]
    near = ahead(award, date(2026, 6, 25))
    assert near.proposals[0].day == date(2026, 6, 29)
    past = ahead(award, date(2026, 7, 1))
    assert not past.ahead and "which is past" in past.says and [p.day for p in past.proposals] == [date(2026, 7, 31)]
    for day in (date(2026, 3, 1) + timedelta(days=n) for n in range(122)):
        assert all(day < p.day for p in ahead(award, day).proposals)


def test_nothing_recorded_is_not_nothing_there() -> None:
    seen = figures.Seen("s", None, "t", (), {}, {"award": {"award_id": "A"}, "decision": None, "over": None})
    assert "may still be there" in leverage.leverage(About("A"), seen, date(2026, 1, 1)).says
    assert "cannot be told" in leverage.leverage(About("A"), None, date(2026, 1, 1)).says


def test_what_is_ahead_of_a_pattern_is_the_calendar_of_its_awards(taken: Snapshot) -> None:  # noqa: F811
    about = About("", Filters(agency=("Department of Defense",)))
    seen = figures.seen(taken, about)
    day = date.fromisoformat(str(seen.day))
    told = leverage.leverage(about, seen, day)
    days = sorted(row["day"] for row in seen.document["calendar"] if row["day"] >= day.isoformat())
    assert [a.day.isoformat() for a in told.ahead] == days[: leverage.SHOWN]


# Messages


@pytest.mark.parametrize("response", RESPONSES, ids=lambda r: str(r.name))
def test_no_draft_accuses_anybody(register: dict[str, User], taken: Snapshot, response: Any) -> None:  # noqa: F811
    """Each response, to the supplier and to an office, about an award and about a pattern, with figures and without."""
    for risk in (Risk.objects.exclude(award_id="").first(), Risk.objects.filter(award_id="").first()):
        assert risk is not None
        risk.response, risk.due = response.name, today()
        about = About(risk.award_id) if risk.award_id else read([("agency", "Department of Defense")])[0]
        seen = figures.seen(taken, about)
        for voice, _ in drafting.VOICES:
            for known in (seen, None):
                told = drafting.draft(risk, known, voice)
                assert NOT_ABOUT_SUPPLIER in told["text"] and drafting.NO_FINDING in told["text"]
                assert drafting.harsh(told["text"]) == []
                assert response.asks in told["text"] and len(told["subject"]) <= 200


def test_each_response_says_what_lets_you_do_it_and_what_it_does_not_do() -> None:
    for response in RESPONSES:
        assert response.authorities and response.not_ and response.what
        assert all(any(sign.isdigit() for sign in said) for said in response.authorities), "each cites its paragraph"


# On paper


def test_the_page_and_its_copies_say_the_same_on_one_to_three_pages(register: dict[str, User]) -> None:
    told = systematic.told(actor_for(register["lead"]), today())
    page = client_of(register["lead"]).get("/risks/systematic/").content.decode()
    pdf, word = risk_register.pdf(told), risk_register.word(told)
    assert (pdf, word) == (risk_register.pdf(told), risk_register.word(told)), "the same document gives the same bytes"
    paper = pypdfium2.PdfDocument(pdf)
    assert 1 <= len(paper) <= 3
    printed = "".join("".join(paper[n].get_textpage().get_text_range() for n in range(len(paper))).split())
    document = docx.Document(io.BytesIO(word))
    written = "".join("".join(str(t.text) for t in document.element.iter() if t.tag.endswith("}t")).split())
    shown = "".join(unescape(page).split())
    for part in risk_register.page(told).parts:
        for text in part.texts():
            for sign in (shown, written):
                assert "".join(text.split()) in sign, text
    assert "".join(risk_register.in_one_sentence(told).split()) in printed.replace("\ufffe", "")


SUMMARY = ("answer", "identified", "answered", "told", "late", "limits")


def first_sheet(told: dict[str, Any]) -> tuple[str, list[str], int]:
    """What the first sheet of the PDF says, what of the summary it lacks, and how many sheets there are."""
    paper = pypdfium2.PdfDocument(risk_register.pdf(told))
    said = squeezed(in_latin(paper[0].get_textpage().get_text_range()))
    texts = [text for part in risk_register.page(told).parts if part.id in SUMMARY for text in part.texts() if text]
    return said, [text for text in texts if squeezed(in_latin(text)) not in said], len(paper)


def test_the_whole_summary_stands_on_the_first_sheet_and_the_rows_are_its_annex(register: dict[str, User]) -> None:
    """The demonstration, and nothing of the register's rows before the sheet that says that it is an annex."""
    told = systematic.told(actor_for(register["lead"]), today())
    said, lacking, _ = first_sheet(told)
    assert lacking == [] and "Annex:theregister" not in said
    second = squeezed(pypdfium2.PdfDocument(risk_register.pdf(told))[1].get_textpage().get_text_range())
    assert second.startswith("Annex:theregister,rowbyrow") and "Itbelongstothesummaryonthefirstsheet." in second
    assert sum(int(row[1].text) for row in risk_register.page(told).parts[2].blocks[1].rows) == len(told["risks"])
    word = docx.Document(io.BytesIO(risk_register.word(told)))
    broken = [p.text for p in word.paragraphs if p.paragraph_format.page_break_before]
    assert broken == ["Annex: the register, row by row"]


@pytest.mark.parametrize("held", [True, False], ids=["with a portfolio", "without one"])
def test_however_much_a_register_holds_its_summary_stays_on_one_sheet(register: dict[str, User], held: bool) -> None:
    """Long names, and many risks that are all late by six responses: the annex grows, the summary does not."""
    told = systematic.told(actor_for(register["lead"]), today())
    long = "Office of procurement with a very long name " * 8
    responses = ["No response yet", *(response.label for response in RESPONSES)]
    late = {"late": True, "next": f"{LOOK.what} by 2026-01-01"}
    risk = {**told["risks"][0], "title": f"A pattern of {long}", "owner": long, **late}
    told |= {"office": long, "of": long, "risks": [{**risk, "response": responses[n % 6]} for n in range(120)]}
    told |= {} if held else {"summary": None, "snapshot": None}
    _, lacking, sheets = first_sheet(told)
    assert lacking == [] and sheets > 3
    text = " ".join(t for part in risk_register.page(told).parts for t in part.texts())
    assert "118 more risks that are overdue: see the annex" in text and "All that is overdue:" in text


def test_the_page_counts_what_the_register_holds(register: dict[str, User], taken: Snapshot) -> None:  # noqa: F811
    told = systematic.told(actor_for(register["lead"]), today())
    n = told["counts"]
    assert {s.name: n[s.name] for s in FLOW.states} == {"open": 3, "responded": 2, "told": 1, "reviewed": 1, "closed": 1}
    assert (n["standing"], n["unanswered"], n["late"], told["messages"]) == (7, 3, 1, {"written": 4, "sent": 2, "received": 2})
    assert told["first"] == {"asked": 20, "answered": 4}
    text = " ".join(t for part in risk_register.page(told).parts for t in part.texts())
    assert "to be handed over, no receipt yet" in text and "2 went out, 2 known to have been received" in text
    assert "whether an e-mail went out is noted beside it" in text
    assert "the memorandum itself was not read" in text and "4 of the first 20 ranked awards have a response" in text
    late = Risk.objects.get(reference=next(r["reference"] for r in told["risks"] if r["late"]))
    assert f"{late.reference}, {late.title}: Give the risk a response by" in text
    assert told["summary"]["exposure"] == taken.summary()["exposure"], "nothing is counted a second time"


def test_an_office_that_tells_its_agency_is_asked_about_its_own_awards(
    register: dict[str, User], taken: Snapshot,  # noqa: F811
) -> None:  # fmt: skip
    Organization.objects.filter(name=demo.OFFICE).update(agency="DEPARTMENT OF  DEFENSE")
    told = systematic.told(actor_for(register["lead"]), today())
    assert told["of"] == "Department of Defense"
    row = next(r for r in taken.summary()["agencies"] if r["agency"] == "Department of Defense")
    assert told["summary"]["exposure"]["matched"] == row["matched"]
    assert told["first"] is not None and "DEPARTMENT" not in client_of(register["lead"]).get("/risks/").content.decode()


def test_a_portfolio_that_cannot_be_filtered_is_told_as_a_whole(
    register: dict[str, User], taken: Snapshot, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:
    """One of another version may lack what filters ask for; the page stands."""
    Organization.objects.filter(name=demo.OFFICE).update(agency="Department of Defense")

    def lacks(*told: Any) -> Any:
        raise InputRefusedError("it was not made for filtering")

    monkeypatch.setattr("buyfair.browse._counted", lacks)
    monkeypatch.setattr("buyfair.browse._remembered", Remembered(64))
    told = systematic.told(actor_for(register["lead"]), today())
    assert told["summary"]["exposure"] == taken.summary()["exposure"]


def test_an_agency_that_no_award_bears_is_said_and_is_not_an_agency_without_risks(register: dict[str, User]) -> None:
    Organization.objects.filter(name=demo.OFFICE).update(agency="Departmant of Defense")
    says = "o award of the portfolio bears the agency Departmant of Defense"
    assert f"N{says}." in client_of(register["lead"]).get("/risks/").content.decode()
    told = systematic.told(actor_for(register["lead"]), today())
    assert (told["of"], told["first"]) == (f"nothing, for n{says}", None)
    assert told["summary"]["priority"]["ranked"] > 0


# Neighbours


def test_the_demonstration_stands_in_every_state_and_is_made_once(register: dict[str, User]) -> None:
    before = Risk.objects.count()
    assert {risk.state for risk in Risk.objects.all()} == {state.name for state in FLOW.states}
    demo.fill()
    assert Risk.objects.count() == before
    assert not verify().broken


def test_a_dossier_shows_the_response_in_two_looks_and_nothing_to_those_without_a_part(register: dict[str, User]) -> None:
    risk = Risk.objects.get(state="told")
    lead, other = actor_for(register["lead"]), actor_for(register["other-officer"])
    with CaptureQueriesContext(connection) as asked:
        told = beside.of_award(lead, risk.award_id)
    assert told is not None and told.says == "Ask for the origin: officer." and told.begin is None
    assert told.held[0].url == risk.get_absolute_url() and len(asked) <= 2
    theirs = beside.of_award(other, risk.award_id)
    assert theirs is not None and theirs.says.startswith("Your office has given no response") and not theirs.held
    assert theirs.begin is not None
    assert beside.of_award(actor_for(register["supplier"]), risk.award_id) is None
    watched = beside.of_award(actor_for(register["inspector"]), "another award")
    assert watched is not None and watched.begin is None and watched.says.startswith("No response yet")
    page = client_of(register["lead"]).get(About(risk.award_id).opens).content.decode()
    assert "Ask for the origin: officer." in page


def test_many_awards_are_answered_in_one_look(register: dict[str, User]) -> None:
    told, opened = Risk.objects.get(state="told"), Risk.objects.filter(state="open").exclude(award_id="")[0]
    closed = Risk.objects.get(state="closed")
    asked, lead = [told.award_id, opened.award_id, closed.award_id, "another"], actor_for(register["lead"])
    with CaptureQueriesContext(connection) as looks:
        found = answered(lead, asked)
    assert len(looks) == 1
    assert (found[told.award_id].words, found[told.award_id].url) == ("Ask for the origin, officer", told.get_absolute_url())
    assert found[opened.award_id].words == "no response yet" and found[opened.award_id].url == opened.get_absolute_url()
    assert not found["another"].url and found["another"].begins == About("another").begins
    assert found[closed.award_id].words == "your office has given no response", "what is closed answers no more"
    assert not answered(actor_for(register["inspector"]), ["another"])["another"].begins
    assert answered(actor_for(register["supplier"]), asked) == {} == answered(lead, [])


def test_the_search_box_finds_risks_for_those_who_may_see_them(register: dict[str, User]) -> None:
    risk = Risk.objects.get(state="told")
    for words in (risk.reference, risk.award_id[10:25], risk.reference.lower().replace("-2", " 2", 1)):
        assert risk.get_absolute_url() in [hit.url for hit in search.hits(actor_for(register["lead"]), words, 20)]
        assert search.hits(actor_for(register["other-officer"]), words, 20) == []
    assert search.hits(actor_for(register["lead"]), "ri", 20) == []


def test_the_register_asks_no_more_of_the_database_for_more_risks(register: dict[str, User]) -> None:
    lead = client_of(register["lead"])
    lead.get("/risks/")
    with CaptureQueriesContext(connection) as few:
        lead.get("/risks/?state=closed")
    with CaptureQueriesContext(connection) as all_:
        lead.get("/risks/")
    assert len(all_) <= len(few) + 1 and len(all_) <= 14


def test_late_ones_are_found_and_the_filters_of_the_page_are_those_of_its_table(register: dict[str, User]) -> None:
    lead = client_of(register["lead"])
    for query in ("due=late", "state=open&response=none", "about=pattern", "response=ask_origin"):
        rows = rows_of(lead, query)
        page = lead.get(f"/risks/?{query}").content.decode()
        queue = page[page.index("queue-caption") : page.index("Take these with you")]
        assert rows and {r.reference for r in Risk.objects.all() if r.reference in queue} == {row["reference"] for row in rows}
    assert [row["late"] for row in rows_of(lead, "due=late")] == ["true"]


def rows_of(client: Client, query: str) -> list[dict[str, Any]]:
    """The rows of the register as a file, without the line that says what it is."""
    lines = b"".join(client.get(f"/risks/register.jsonl?{query}").streaming_content).splitlines()
    return [json.loads(line) for line in lines][:-1]
