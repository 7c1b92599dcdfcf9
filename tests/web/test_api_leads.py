"""Leads for programs: the same queue as its page, one lead whole, and a decision that takes two people here too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from described_api import fits
from django.test import Client
from lead_stories import FIRST, HERON, LIST, QUILL, first, lists  # noqa: F401
from people import Acting

from buyfair.cards.leads import LEAD, SAME_PARTY
from buyfair.web.api import tokens
from buyfair.web.api.resources import screening
from buyfair.web.casework.verify import verify
from buyfair.web.core.models import User
from buyfair.web.core.roles import Role
from buyfair.web.leads.models import Decided, Lead

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first")]


@pytest.fixture
def officer(acting: Acting, first: Path) -> Client:  # noqa: F811
    """An officer who brought the leads of the portfolio in."""
    client = acting(Role.CONTRACTING_OFFICER)
    client.post("/leads/bring-in/")
    return client


def send(client: Client, of: Lead, move: str, mark: str, **told: str) -> Any:
    """One move, sent as JSON."""
    body = json.dumps({"reason": "Read both addresses.", "told": told})
    where = f"/api/cases/{of.reference}/moves/{move}"
    return client.post(where, body, content_type="application/json", headers={"If-Match": mark})


def test_the_queue_is_that_of_the_page_in_pages(officer: Client) -> None:
    """Every lead once, in the order of the page; filters narrow, and what is none is refused."""
    whole = fits(officer.get("/api/leads").json(), "/api/leads")
    assert {row["on_the_awards"] for row in whole["leads"]} == {HERON, QUILL}
    assert whole["counts"]["me"] == 2 and "not" in whole["says"]
    one = officer.get("/api/leads?limit=1")
    two = officer.get(one.json()["next"]).json()
    assert [*one.json()["leads"], *two["leads"]] == whole["leads"] and two["next"] is None
    assert 'rel="next"' in one["Link"]
    assert [row["on_the_awards"] for row in officer.get("/api/leads?q=quill").json()["leads"]] == [QUILL]
    assert officer.get("/api/leads?whose=decided").json()["leads"] == []
    for wrong in ("state=nothing", "page=2", "limit=0"):
        assert officer.get(f"/api/leads?{wrong}").status_code == 422
    assert officer.get(one.json()["next"] + "&q=quill").status_code == 400


def test_a_lead_is_told_whole_and_decided_by_two(officer: Client, acting: Acting) -> None:
    """Both strings, what met, its list; who proposed is refused as the second reader, another is not."""
    of = Lead.objects.get(name=HERON)
    read = officer.get(f"/api/leads/{of.reference}")
    told = fits(read.json(), "/api/leads/{reference}")
    assert told["on_awards"][0]["dossier"].startswith("/api/awards/") and told["listed_until"] is None
    assert told["on_awards"][0]["dollars"].replace(".", "").isdigit()
    assert (told["on_the_awards"], told["awards"], told["dollars"]) == (HERON, 2, "190500.00")
    assert told["words"]["rows"] and told["list_card"]["means_not"] and told["decisions"] == []
    assert "news" not in {move["name"] for move in told["moves"]}
    assert send(officer, of, "propose", read["ETag"]).status_code == 200
    again = officer.get(f"/api/leads/{of.reference}")
    assert not next(m for m in again.json()["moves"] if m["name"] == "confirm")["open_to_you"]
    assert send(officer, of, "confirm", again["ETag"]).status_code == 403
    assert not Decided.objects.filter(stands=True).exists()
    assert send(acting(Role.PORTFOLIO_LEAD), of, "confirm", again["ETag"]).status_code == 200
    assert officer.get(f"/api/leads/{of.reference}").json()["decisions"][0]["stands"] is True


def by_token(of: Lead, role: Role, name: str) -> Client:
    """A program of whoever plays this role for the office of the lead."""
    user = User.objects.get(memberships__role=role.value, memberships__organization=of.organization)
    client = Client()
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {tokens.made(user, of.organization, name, [role])[1]}"
    return client


def test_a_program_is_told_as_one_and_two_programs_are_no_two_readers(officer: Client, acting: Acting) -> None:
    """What a program proposed, a person of the office confirms; its name stands in the ledger, beside whose token it was."""
    of, lead = Lead.objects.get(name=QUILL), acting(Role.PORTFOLIO_LEAD)
    one, two = by_token(of, Role.CONTRACTING_OFFICER, "night run"), by_token(of, Role.PORTFOLIO_LEAD, "day run")
    assert send(one, of, "propose", one.get(f"/api/leads/{of.reference}")["ETag"]).status_code == 200
    read = two.get(f"/api/leads/{of.reference}")
    assert not next(m for m in read.json()["moves"] if m["name"] == "confirm")["open_to_you"]
    refused = send(two, of, "confirm", read["ETag"])
    assert refused.status_code == 403 and "two programs are no two readers" in refused.json()["detail"]
    assert send(lead, of, "confirm", read["ETag"]).status_code == 200
    told = lead.get(f"/api/cases/{of.reference}").json()
    assert told["caution"].startswith(LEAD) and "does not mean" in told["caution"] and SAME_PARTY in told["state_means"]
    assert told["caution"] in {row.get("caution") for row in lead.get("/api/cases?kind=lead").json()["cases"]}
    events = told["events"]
    assert [(e["move"], e["program"]) for e in events[:2]] == [("confirm", None), ("propose", "night run")]
    shown = lead.get(f"/cases/{of.reference}/", follow=True).content.decode()
    assert "by the program “night run”, under the token of contracting_officer@office-a.example" in shown
    assert not verify().broken


def test_what_was_decided_on_pages_counts_where_names_are_screened(
    officer: Client, acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For the office that decided, and for no other; the answer says whose decisions it was made with."""
    monkeypatch.setattr(screening, "held", lists(FIRST))
    monkeypatch.setattr(screening, "known", lambda: "made up")
    of = Lead.objects.get(name=QUILL)
    assert send(officer, of, "not_the_same", officer.get(f"/api/leads/{of.reference}")["ETag"]).status_code == 200

    def states(client: Client) -> tuple[set[str], list[str]]:
        told = client.post(f"/api/screening?lists={LIST}", {"names": [{"name": QUILL}]}, "application/json").json()
        assert "is not safe" in told["not_safe"]
        return {lead["decision"].partition(" ")[0] for lead in told["leads"]}, told["decisions_of"]

    assert states(officer) == ({"not"}, ["Office A"])
    assert states(acting(Role.CONTRACTING_OFFICER, "Office B")) == ({"open"}, ["Office B"])


def test_a_lead_is_hidden_from_other_offices(officer: Client, acting: Acting) -> None:
    """Another office is told that nothing is there; suppliers are refused the queue."""
    of = Lead.objects.get(name=HERON)
    assert acting(Role.CONTRACTING_OFFICER, "Office B").get(f"/api/leads/{of.reference}").status_code == 404
    assert acting(Role.SUPPLIER_MEMBER, "Firm", "supplier").get("/api/leads").status_code == 403
