"""The questions of a planned purchase: each is asked once, nothing that something waits on is left out, and the round ends."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import Any

import pytest
from people import Acting
from test_acquisitions import GARMENTS, begun, put, told

from buyfair.purchase import duties
from buyfair.web.acquisitions import binding, changes
from buyfair.web.acquisitions.asking import BESIDE
from buyfair.web.acquisitions.models import Acquisition
from buyfair.web.acquisitions.rounds import only_offers_tell, rounds
from buyfair.web.acquisitions.waiting import Waiting, waiting
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
    assert set(put(case).later) == {"list_hit", "lines[1].origin"}, "they were answered, and more may come"
    others = [path for path in (*found.ask_next, *waits.names) if path not in ("list_hit", "lines[1].origin")]
    Acquisition.objects.filter(pk=case.pk).update(told=put_off(case.told, others))
    assert {"list_hit", "lines[1].origin"} <= set(found.ask_next), "it stays open"
    page = officer.get(case.get_absolute_url()).content.decode()
    assert "You can go on, with something open" in page and "what decides it was left open: 52.2" in page
    assert page.index("Look at it as a draft") < page.index("Left open:")
    one = officer.get(f"{case.get_absolute_url()}facts/?fact=list_hit").content.decode()
    assert "You said that there may be more." in one and "It was left open" not in one


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
    later = put_off(SHIRTS, [path for path in (*found.ask_next, *waits.names) if path != "regime"])
    Acquisition.objects.filter(pk=case.pk).update(told=later)
    page = officer.get(case.get_absolute_url()).content.decode()
    now = page.partition('id="form-later"')[0]
    assert re.findall(r'name="(?:asked|beside)" value="([^"]+)"', now) == ["regime", "overhaul_parts"]
    assert "Items of the package wait for it: 52.212-5" in page and "not told for parts 3, 4, " in page
    assert "part 3 unknown" not in page
    one = officer.get(f"{case.get_absolute_url()}facts/?fact=regime").content.decode()
    assert "in all its parts" in one and "No open rule turns on it" not in one and "Items of the package wait" in one
    case.refresh_from_db()
    told(officer, case, {"overhaul_parts": ["12", "22", "may be more"]})
    case.refresh_from_db()
    now = waiting(case.facts_told)
    assert "regime" not in now.names, "the three clauses stand in parts 12 and 22"
    page = officer.get(case.get_absolute_url()).content.decode()
    assert "the overhaul text for parts 12 and 22" in page and "You can go on" in page
    both = told(officer, case, {"regime": "rfo"})
    assert both.status_code == 422 and "single parts are told beside it" in both.content.decode()


def test_local_directives_are_asked_about_in_the_country_that_is_told(acting: Acting) -> None:
    officer = acting(Role.CONTRACTING_OFFICER)
    case = begun(officer)
    found = replace(duties(case.facts_told, today()), ask_next=("local_directives",))
    assert rounds(found, case.told, Waiting()).beside == ("local_directives", "performed_in")
    told(officer, case, {"performed_in": "Jordan"})
    page = officer.get(f"{case.get_absolute_url()}facts/?fact=local_directives").content.decode()
    assert "Ask the command or the embassy in Jordan" in page
    beside = officer.get(f"{case.get_absolute_url()}facts/?fact=performed_in").content.decode()
    assert "It tells in which country to ask" in beside and "No open rule turns on it" not in beside


def test_what_a_bar_is_and_what_stays_open_is_said_where_the_facts_are_said_to_be_complete(acting: Acting) -> None:
    officer = acting(Role.CONTRACTING_OFFICER)
    case = begun(officer)
    page = officer.get(case.get_absolute_url()).content.decode()
    number = len(binding.asked(duties(case.facts_told, today())))
    assert "A bar is a rule that forbids the purchase as told." in page
    assert f"{number} facts are not known: what turns on them stays open" in page


KNOWN: dict[str, Any] = {
    "method": "far12", "regime": "rfo", "local_directives": "no", "lines[1].commercial": "yes",
    "lines[1].acquired_outside_us": "yes", "lines[1].performed_outside_us": "no",
}  # fmt: skip
"""What an officer knows of four hundred shirts before any offer is in."""


def test_one_form_decides_the_package_of_a_small_purchase(acting: Acting) -> None:
    officer = acting(Role.CONTRACTING_OFFICER)
    case = begun(officer, what="garments cotton", item="supply", made="Bangladesh; Vietnam", value="18,000", agency="civilian",
                 sol_date="2026-11-30")  # fmt: skip
    assert {path for path in put(case).now if path not in BESIDE.values()} == set(KNOWN)
    answer = told(officer, case, KNOWN, asked=list(KNOWN), later="1")
    case.refresh_from_db()
    held = put(case)
    assert answer.status_code == 302 and not held.now and not held.later
    assert all(only_offers_tell(path) for path in held.offers) and held.offers
    page = officer.get(case.get_absolute_url()).content.decode()
    assert "What decides the package is told" in page and "Taken: 6 answers. " in page


@pytest.mark.parametrize("facts", [{}, {"item": "supply"}, {"item": "service", "psc": "S203"}, {"good": "tin", "cots": "?"}])
def test_every_open_question_stands_in_one_form_and_only_what_a_line_is_comes_before_the_rest(facts: dict[str, Any]) -> None:
    case = {"tier": 0, "agency": "dod", "sol_date": "2026-11-30", "lines": [facts]}
    found, waits = duties(case, today()), waiting(case)
    held = rounds(found, case, waits)
    put_now = [path for few in (held.now, held.beside, held.offers, held.later) for path in few if path not in BESIDE.values()]
    assert len(put_now) == len(set(put_now)), "none stands twice"
    untold = {*binding.asked(found), *waits.names} - set(put_now)
    basis = {path for path in {*binding.asked(found), *waits.names} if path.rpartition(".")[2] in ("item", "psc", "good")}
    assert not untold or basis, "a question waits only while it is not told what is bought"
    assert not basis or held.now[0] in basis
    assert all(path.startswith("lines[") for path in untold)


MISTYPED = (
    ("lines[1].origin", "Bangladesh; Vietnam?", "“Vietnam?” is a country with a question mark; expected countries"),
    ("lines[1].origin", "Atlantis", "You gave “Atlantis”; expected a country"),
    ("lines[1].good", "unobtainium", "You gave “unobtainium”; expected the name of a good"),
)


@pytest.mark.parametrize(("path", "typed", "sentence"), MISTYPED)
def test_what_cannot_be_is_refused_in_words_of_the_page(acting: Acting, path: str, typed: str, sentence: str) -> None:
    officer = acting(Role.CONTRACTING_OFFICER)
    case = begun(officer)
    page = html.unescape(told(officer, case, {path: typed}).content.decode())
    assert sentence in page and f"{path} is " not in page and f'value="{typed}"' in page
    if path.endswith("origin"):
        first = html.unescape(officer.post("/acquisitions/new/", {**GARMENTS, "made": typed}).content.decode())
        assert sentence in first and f"{path} is " not in first


def test_the_pages_say_no_word_of_the_files_beneath(acting: Acting) -> None:
    officer = acting(Role.CONTRACTING_OFFICER)
    case = begun(officer)
    where = f"{case.get_absolute_url()}facts/?fact="
    for path in ("lines[1].good", "method", "list_hit", "lines[1].psc"):
        page = officer.get(f"{where}{path}").content.decode()
        assert "knowledge/" not in page and "FACTS.toml" not in page, path
    ticks = officer.get(f"{where}list_hit").content.decode()
    assert "A semicolon" not in ticks and "Tick those that the risk briefing names" in ticks
    method = officer.get(f"{where}method").content.decode()
    assert "A small purchase that is also commercial: choose commercial procedures." in method
