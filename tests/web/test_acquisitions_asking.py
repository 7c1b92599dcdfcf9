"""The questions of a planned purchase: each is asked once, nothing that something waits on is left out, and the round ends."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from people import Acting
from test_acquisitions import begun, told

from buyfair.purchase import duties
from buyfair.web.acquisitions import asking, changes
from buyfair.web.acquisitions.models import Acquisition
from buyfair.web.acquisitions.waiting import waiting
from buyfair.web.core.clock import today
from buyfair.web.core.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder")]


def put_off(facts: dict[str, Any], paths: list[str]) -> dict[str, Any]:
    """The facts with these put off."""
    return changes.changed(facts, [(path, "?") for path in paths])


def test_an_answer_to_which_more_may_come_is_asked_once_and_the_round_ends(acting: Acting) -> None:
    officer = acting(Role.CONTRACTING_OFFICER)
    case = begun(officer, made="Bangladesh; ?")
    told(officer, case, {"list_hit": ["tvpra", "may be more"]})
    case.refresh_from_db()
    found, waits = duties(case.facts_told, today()), waiting(case.facts_told)
    assert not {"list_hit", "lines[1].origin"} & set(asking.next_ones(found, case.told, waits)), "they were answered"
    others = [path for path in (*found.ask_next, *waits) if path not in ("list_hit", "lines[1].origin")]
    Acquisition.objects.filter(pk=case.pk).update(told=put_off(case.told, others))
    assert {"list_hit", "lines[1].origin"} <= set(found.ask_next), "it stays open"
    page = officer.get(case.get_absolute_url()).content.decode()
    assert "Everything else is answered" in page and "You can go on with it open." in page
    one = officer.get(f"{case.get_absolute_url()}facts/?fact=list_hit").content.decode()
    assert "You said that there may be more." in one and "do not know this yet" not in one


SHIRTS: dict[str, Any] = {
    "agency": "civilian", "sol_date": "2026-12-15", "tier": 0, "method": "far12", "competitive_negotiation": False,
    "uses_at": "us",
    "lines": [{"item": "supply", "good": "garments cotton", "value": 18000, "origin": ["BGD", "VNM"], "commercial": True,
               "acquired_outside_us": True, "cots": False}],
}  # fmt: skip
"""No duty turns on the text of the FAR, and three clauses do."""


def test_what_only_a_clause_of_the_package_waits_on_is_asked_once_for_all_parts(acting: Acting) -> None:
    officer = acting(Role.CONTRACTING_OFFICER)
    case = begun(officer)
    Acquisition.objects.filter(pk=case.pk).update(told=SHIRTS)
    found, waits = duties(SHIRTS, today()), waiting(SHIRTS)
    assert "regime" not in found.ask_next
    assert [name.partition(" ")[0] for name in waits["regime"]] == ["52.212-5", "52.222-18", "52.212-3"]
    later = put_off(SHIRTS, [path for path in (*found.ask_next, *waits) if path != "regime"])
    Acquisition.objects.filter(pk=case.pk).update(told=later)
    page = officer.get(case.get_absolute_url()).content.decode()
    assert re.findall(r'name="asked" value="([^"]+)"', page) == ["regime", "overhaul_parts"]
    assert "Items of the package wait for it: 52.212-5" in page and "not told for parts 3, 4, " in page
    assert "part 3 unknown" not in page
    one = officer.get(f"{case.get_absolute_url()}facts/?fact=regime").content.decode()
    assert "in all its parts" in one and "No open rule turns on it" not in one and "Items of the package wait" in one
    case.refresh_from_db()
    told(officer, case, {"overhaul_parts": ["12", "22", "may be more"]})
    case.refresh_from_db()
    now = waiting(case.facts_told)
    assert "regime" not in now, "the three clauses stand in parts 12 and 22"
    page = officer.get(case.get_absolute_url()).content.decode()
    assert "the overhaul text for parts 12 and 22" in page and "Everything else is answered" in page
    both = told(officer, case, {"regime": "rfo"})
    assert both.status_code == 422 and "single parts are told beside it" in both.content.decode()


def test_local_directives_are_asked_about_in_the_country_that_is_told(acting: Acting) -> None:
    officer = acting(Role.CONTRACTING_OFFICER)
    case = begun(officer)
    found = replace(duties(case.facts_told, today()), ask_next=("local_directives",))
    assert asking.next_ones(found, case.told) == ["local_directives", "performed_in"]
    told(officer, case, {"performed_in": "Jordan"})
    page = officer.get(f"{case.get_absolute_url()}facts/?fact=local_directives").content.decode()
    assert "Ask the command or the embassy in Jordan" in page
    beside = officer.get(f"{case.get_absolute_url()}facts/?fact=performed_in").content.decode()
    assert "It tells in which country to ask" in beside and "No open rule turns on it" not in beside
