"""Leads: from two strings to a decision that two people took, asked once, and reopened aloud when something is new."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from django.test import Client
from lead_stories import HERON, QUILL, first, show  # noqa: F401
from people import Acting

from buyfair.award_leads import written_leads
from buyfair.web.core.roles import Role
from buyfair.web.leads.models import Decided, Lead, OnAward, Taken

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first")]
OFFICER, LEAD = Role.CONTRACTING_OFFICER, Role.PORTFOLIO_LEAD


def bring_in(client: Client) -> str:
    """Presses the button; what the page says then."""
    return client.post("/leads/bring-in/", follow=True).content.decode()


def moved(client: Client, lead: Lead, move: str, **told: str) -> Lead:
    """Sends the form of a move and holds it to its success."""
    lead.refresh_from_db()
    answer = client.post(f"/cases/{lead.reference}/moves/{move}/", {"version": lead.version, **told})
    assert answer.status_code == 302, answer.content.decode()
    lead.refresh_from_db()
    return lead


def of(name: str) -> Lead:
    found: Lead = Lead.objects.get(name=name)
    return found


def test_the_leads_are_those_of_the_assessment_one_case_however_many_awards(acting: Acting, first: Path) -> None:  # noqa: F811
    officer = acting(OFFICER)
    assert "Brought in: 2 new leads" in bring_in(officer)
    rows = written_leads(first)
    assert {(lead.name, lead.party_key, f"{lead.score:.3f}", lead.why) for lead in Lead.objects.all()} == {
        (row["name"], row["party_key"], row["score"], row["why"]) for row in rows
    }
    assert OnAward.objects.count() == len(rows) == 3
    told = json.loads((first / "summary.json").read_text("utf-8"))["leads"]
    assert (Taken.objects.get().ways, Lead.objects.filter(state="open").count()) == (told["leads"], told["wait"])
    assert (of(HERON).awards, of(HERON).dollars) == (2, 190500)
    page = officer.get("/leads/").content.decode()
    assert "2 leads wait for you: 2 open." in page
    assert "has changed" not in page
    assert "Brought in: 0 new leads, 0 reopened" in bring_in(officer)


def test_same_party_takes_two_people_and_the_first_is_refused_as_second(acting: Acting) -> None:
    officer, lead = acting(OFFICER), acting(LEAD)
    bring_in(officer)
    case = moved(officer, of(HERON), "propose", reason="The same words and the same country.")
    assert case.state == "proposed"
    page = officer.get(case.get_absolute_url()).content.decode()
    assert "This waits for somebody else." in page
    refused = officer.post(f"/cases/{case.reference}/moves/confirm/", {"version": case.version, "reason": "I agree with me."})
    assert refused.status_code == 403
    assert "takes another person" in refused.content.decode()
    assert "I agree with me." in refused.content.decode(), "what was typed stays"
    assert Decided.objects.filter(stands=True).count() == 0
    case = moved(lead, case, "confirm", reason="I read both and their addresses.")
    assert case.state == "same_party"
    page = lead.get(case.get_absolute_url()).content.decode()
    assert "It is no finding about what the firm did" in page
    assert f"Next lead that waits: {QUILL}" in page
    (row,) = case.decisions.all()
    assert row.stands and row.by_whom.startswith("contracting_officer@") and "second reader portfolio_lead@" in row.by_whom


def test_a_second_reader_who_does_not_agree_hands_it_back_and_the_proposal_settles_nothing(acting: Acting) -> None:
    officer, lead = acting(OFFICER), acting(LEAD)
    bring_in(officer)
    case = moved(officer, of(HERON), "propose", reason="One mill.")
    case = moved(lead, case, "hand_back", reason="Another province: look at the address.")
    assert case.state == "open"
    page = officer.get(case.get_absolute_url()).content.decode()
    assert "a proposal that was not confirmed" in page and "Another province: look at the address." in page
    assert officer.get("/leads/decisions.jsonl").getvalue() == b""
    case = moved(lead, case, "propose", reason="The address is the same after all.")
    assert moved(officer, case, "confirm", reason="I see it too.").state == "same_party", "now the other is the second"
    (stands,) = case.decisions.filter(stands=True)
    assert stands.reasons == "The address is the same after all. Second reader: I see it too."


def test_whoever_learned_something_has_it_looked_at_again_and_the_decision_stays_on_file(acting: Acting) -> None:
    officer = acting(OFFICER)
    bring_in(officer)
    case = moved(officer, of(QUILL), "cannot_tell", reason="Only the words agree.", settles="Its number.")
    page = officer.get(case.get_absolute_url()).content.decode()
    assert "What would settle it" in page and "nothing here counts as cleared" in page
    case = moved(officer, case, "look_again", reason="The issuer answered with the number.")
    page = officer.get(case.get_absolute_url()).content.decode()
    assert "asked for another look: The issuer answered with the number." in page
    assert "Only the words agree." in page
    assert "Brought in: 0 new leads, 0 reopened by news" in bring_in(officer)
    case.refresh_from_db()
    assert case.state == "reopened", "the old decision does not come back by itself"


def test_no_decision_changes_what_the_assessment_says(acting: Acting, first: Path) -> None:  # noqa: F811
    """A person's decision is a record, never an edit of the result."""
    officer = acting(OFFICER)
    bring_in(officer)
    before = {path.name: path.read_bytes() for path in first.iterdir()}
    case = moved(officer, of(HERON), "propose", reason="One mill.")
    moved(acting(LEAD), case, "confirm", reason="I see it too.")
    assert {path.name: path.read_bytes() for path in first.iterdir()} == before


def test_a_portfolio_that_cannot_be_read_is_told_and_nothing_is_brought_in(
    acting: Acting, first: Path, home_folder: Path, tmp_path: Path  # noqa: F811
) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(first, broken)
    (broken / "awards.parquet").write_bytes(b"PAR1 no more")
    show(broken, home_folder)
    page = bring_in(acting(OFFICER))
    assert "awards.parquet of the portfolio cannot be read" in page
    assert not Lead.objects.exists() and not Taken.objects.exists()
