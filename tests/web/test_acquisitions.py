"""A planned purchase: only what still matters is asked, what binds is what the command says, and nothing typed is lost."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from people import Acting

from buyfair.intake.facts_file import parse_facts
from buyfair.purchase import as_document, duties
from buyfair.web.acquisitions.models import Acquisition
from buyfair.web.core.clock import today
from buyfair.web.core.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder")]
GARMENTS = {"what": "garments", "value": "$1,200,000", "sol_date": "2026-12-15", "agency": "dod"}


def begun(officer: Client, **more: str) -> Acquisition:
    """A purchase opened through the page."""
    answer = officer.post("/acquisitions/new/", {**GARMENTS, **more})
    assert answer.status_code == 302, answer.content.decode()
    return Acquisition.objects.get(reference=answer["Location"].split("/")[2])


def told(officer: Client, case: Acquisition, answers: dict[str, Any], **more: str) -> Any:
    """Answers sent as the page sends them."""
    case.refresh_from_db()
    sent = {f"said:{path}": said for path, said in answers.items()}
    return officer.post(f"/acquisitions/{case.reference}/answer/", {"version": case.version, **sent, **more})


def test_three_questions_open_a_purchase_and_the_first_answer_stands_at_once(acting: Acting) -> None:
    officer = acting(Role.CONTRACTING_OFFICER)
    case = begun(officer)
    page = officer.get(case.get_absolute_url()).content.decode()
    assert "Find out next" in page and "cannot be told yet" in page.lower()
    assert case.told == {
        "tier": 0,
        "agency": "dod",
        "sol_date": "2026-12-15",
        "lines": [{"good": "garments", "value": 1200000}],
    }
    assert "Is this line a supply, a service, construction or research?" in page


def test_the_page_asks_only_what_a_rule_still_turns_on(acting: Acting) -> None:
    officer = acting(Role.CONTRACTING_OFFICER)
    case = begun(officer)
    page = officer.get(case.get_absolute_url()).content.decode()
    asked = set(re.findall(r'name="said:([^"]+)"', page))
    assert asked and asked <= set(duties(case.facts_told, today()).ask_next)


def test_the_answer_of_the_page_is_that_of_the_command_for_the_same_day(acting: Acting) -> None:
    officer = acting(Role.CONTRACTING_OFFICER)
    case = begun(officer)
    told(
        officer,
        case,
        {"lines[1].item": "supply", "lines[1].origin": "Bangladesh; ?", "possible_outside": "1,200,000.50"},
    )
    facts = officer.get(f"/acquisitions/{case.reference}/facts.toml").content
    answer = json.loads(officer.get(f"/acquisitions/{case.reference}/duties.json").content)
    assert answer == json.loads(json.dumps(as_document(duties(parse_facts(facts, "facts.toml"), today()))))
    page = officer.get(case.get_absolute_url()).content.decode()
    for row in answer["duties"]:
        assert f"/rules/{row['id']}/" in page, row["id"]
