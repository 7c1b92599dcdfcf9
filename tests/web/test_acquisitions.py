"""A planned purchase: only what still matters is asked, what binds is what the command says, and nothing typed is lost."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from people import Acting

from buyfair.intake.facts_file import parse_facts
from buyfair.purchase import as_document, duties
from buyfair.web.acquisitions import binding, changes, rounds, start
from buyfair.web.acquisitions.models import Acquisition
from buyfair.web.acquisitions.suggesting import offers
from buyfair.web.acquisitions.views import FIRST_UNTOLD
from buyfair.web.acquisitions.waiting import waiting
from buyfair.web.casework.refused import StaleError
from buyfair.web.core.clock import today
from buyfair.web.core.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder")]
GARMENTS = {"what": "garments", "value": "$1,200,000", "sol_date": "2026-12-15", "agency": "dod"}


def begun(officer: Client, **more: str) -> Acquisition:
    """A purchase opened through the page."""
    answer = officer.post("/acquisitions/new/", {**GARMENTS, **more})
    assert answer.status_code == 302, answer.content.decode()
    return Acquisition.objects.get(reference=answer["Location"].split("/")[2])


def told(officer: Client, case: Acquisition, answers: dict[str, Any], **more: Any) -> Any:
    """Answers sent as the page sends them."""
    case.refresh_from_db()
    sent = {f"said:{path}": said for path, said in answers.items()}
    return officer.post(f"/acquisitions/{case.reference}/answer/", {"version": case.version, **sent, **more})


def put(case: Acquisition) -> rounds.Rounds:
    """The questions that the page of a purchase puts."""
    return rounds.rounds(duties(case.facts_told, today()), case.told, waiting(case.facts_told))


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


def test_what_was_chosen_stays_chosen_while_something_else_is_mended(acting: Acting) -> None:
    """The words meant several things, one was chosen, and the dollars could not be read: the choice stands in the form."""
    officer = acting(Role.CONTRACTING_OFFICER)
    typed = {**GARMENTS, "what": "uniforms for a post exchange"}
    asked = officer.post("/acquisitions/new/", typed)
    assert asked.status_code == 200 and "One more question before it opens" in asked.content.decode()
    refused = officer.post("/acquisitions/new/", {**typed, "meant": "good:garments", "value": "1.2M"})
    assert refused.status_code == 422 and "1.2 million; type it anew" in refused.content.decode()
    assert re.search(r'value="good:garments" checked', refused.content.decode())
    case = begun(officer, what=typed["what"], meant="good:garments", value="1.2 million")
    assert case.told["lines"] == [{"good": "garments", "value": 1200000}]


def test_the_page_asks_only_what_a_rule_still_turns_on(acting: Acting) -> None:
    officer = acting(Role.CONTRACTING_OFFICER)
    case = begun(officer)
    page = officer.get(case.get_absolute_url()).content.decode()
    asked = set(re.findall(r'name="asked" value="([^"]+)"', page))
    assert len(asked) > 10 and asked <= {*duties(case.facts_told, today()).ask_next, *waiting(case.facts_told).names}


def test_every_open_rule_stands_once_beneath_a_question_that_stands_once(acting: Acting) -> None:
    officer = acting(Role.CONTRACTING_OFFICER)
    case = begun(officer)
    found = duties(case.facts_told, today())
    held = binding.sorted_out(found)
    groups = binding.by_question(held.unknown, found)
    asked = [group["path"] for group in groups]
    assert len(asked) == len(set(asked)) and len(asked) > FIRST_UNTOLD
    rules = [rule["id"] for group in groups for rule in group["rules"]]
    assert sorted(rules) == sorted(j.rule.row for j in held.unknown), "no rule is lost, none stands twice"
    page = officer.get(case.get_absolute_url()).content.decode().partition('id="unknown"')[2].partition("</section>")[0]
    shown, _, folded = page.partition('<details class="beneath"')
    assert shown.count('class="acq-rule"') == FIRST_UNTOLD
    assert folded.count('class="acq-rule"') == len(asked) - FIRST_UNTOLD and f"{len(asked) - FIRST_UNTOLD} more" in folded
    assert groups[0]["rules"][0]["kind"] == "bar", "a bar comes first"
    Acquisition.objects.filter(pk=case.pk).update(told={"lines": [{"good": "rice"}]})
    bare = officer.get(case.get_absolute_url()).content.decode().partition('id="unknown"')[2].partition("</section>")[0]
    assert "The other rules that wait for it, of" in bare, "what hangs on one question is folded too"


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


def test_what_was_answered_is_taken_while_the_rest_is_put_off(acting: Acting) -> None:
    officer = acting(Role.CONTRACTING_OFFICER)
    case = begun(officer)
    told(officer, case, {"lines[1].item": "supply"}, asked=["lines[1].item", "lines[1].cots"], later="1")
    case.refresh_from_db()
    assert (case.told["lines"][0]["item"], case.told["lines"][0]["cots"]) == ("supply", "?")


def test_unknown_stays_unknown_and_never_turns_into_no(acting: Acting) -> None:
    """Law: what is put off is as little told as what is left out, to every rule."""
    officer = acting(Role.CONTRACTING_OFFICER)
    case = begun(officer)
    before = as_document(duties(case.facts_told, today()))
    for _ in range(3):
        page = officer.get(case.get_absolute_url()).content.decode()
        asked = re.findall(r'name="asked" value="([^"]+)"', page)
        beside = re.findall(r'name="beside" value="([^"]+)"', page)
        assert {*asked, *beside} == set(re.findall(r'name="said:([^"]+)"', page))
        assert told(officer, case, {}, asked=asked, later="1").status_code == 302, "circles left alone are not sent"
        case.refresh_from_db()
    assert as_document(duties(case.facts_told, today())) == before
    assert sum(value == "?" for line in case.told["lines"] for value in line.values()) >= 2


def test_what_is_put_off_is_asked_again_only_after_everything_else(acting: Acting) -> None:
    officer = acting(Role.CONTRACTING_OFFICER)
    case = begun(officer)
    first = put(case).now[0]
    told(officer, case, {first: "unknown"})
    case.refresh_from_db()
    held = put(case)
    assert held.later == (first,) and first not in (*held.now, *held.beside, *held.offers)
    for _ in range(4):
        told(officer, case, dict.fromkeys(held.now, "unknown"))
        case.refresh_from_db()
        held = put(case)
    assert not held.now and len(held.later) > 5, "two forms at most, and what decides the package was put"
    assert "It was left open: not known yet." in officer.get(case.get_absolute_url()).content.decode()


def test_an_answer_beside_a_tick_that_stood_there_is_taken_and_two_new_ones_are_refused(acting: Acting) -> None:
    """Who put a question off and answers it later need not find the tick; a tick that is new takes an old answer back."""
    officer = acting(Role.CONTRACTING_OFFICER)
    case = begun(officer)
    where = "lines[1].origin"
    both = told(officer, case, {where: ["Bangladesh", "unknown"]})
    assert both.status_code == 422 and "expected one of the two" in both.content.decode()
    assert 'value="Bangladesh"' in both.content.decode(), "what was typed stays"
    for sent, held in ((["", "unknown"], "?"), (["Bangladesh", "unknown"], ["Bangladesh"]), (["Bangladesh", "unknown"], "?")):
        assert told(officer, case, {where: sent}).status_code == 302
        case.refresh_from_db()
        assert case.told["lines"][0]["origin"] == held


def test_an_answer_typed_over_an_old_one_with_a_new_tick_is_refused_and_stays_in_the_form(acting: Acting) -> None:
    """In a box and among ticks; a new tick takes back only the answer that stood in the form, as the form sends it."""
    officer = acting(Role.CONTRACTING_OFFICER)
    case = begun(officer, made="Bangladesh; ?")
    origin, value, lists = "lines[1].origin", "lines[1].value", "list_hit"
    told(officer, case, {lists: ["tvpra", "may be more"]})
    case.refresh_from_db()
    before = case.told
    assert before["list_hit"] == ["tvpra", "?"]
    for path, typed in ((origin, ["China"]), (value, ["5"]), (lists, ["tvpra"]), (lists, ["wro", "may be more"])):
        both = told(officer, case, {path: [*typed, "unknown"]})
        page = both.content.decode()
        assert both.status_code == 422 and "expected one of the two" in page, path
        assert re.search(f'value="{typed[0]}"[^>]*{"checked" if path == lists else ""}>', page)
        assert ('value="may be more" id="q-list-hit-more" checked>' in page) == ("may be more" in typed), path
        case.refresh_from_db()
        assert case.told == before, path
    for path, stood in ((origin, ["Bangladesh; ?"]), (value, ["1200000"]), (lists, ["tvpra", "may be more"])):
        assert told(officer, case, {path: [*stood, "unknown"]}).status_code == 302, path
        case.refresh_from_db()
    assert case.told["lines"] == [{"good": "garments", "origin": "?", "value": "?"}] and case.told["list_hit"] == "?"


def test_where_it_is_made_is_told_with_the_first_form_and_a_page_without_it_leads_to_the_question(acting: Acting) -> None:
    officer = acting(Role.CONTRACTING_OFFICER)
    case = begun(officer, made="Bangladesh; ?")
    assert case.told["lines"] == [{"good": "garments", "origin": ["Bangladesh", "?"], "value": 1200000}]
    wrong = officer.post("/acquisitions/new/", {**GARMENTS, "made": "Atlantis"})
    assert wrong.status_code == 422 and 'value="Atlantis"' in wrong.content.decode()
    way = "facts/?fact=lines%5B1%5D.origin"
    for one, words in ((case, "change"), (begun(officer), "tell where it is made")):
        page = officer.get(f"{one.get_absolute_url()}briefing/").content.decode()
        assert f'{way}">{words}<span' in page
        assert officer.get(f"{one.get_absolute_url()}{way}").status_code == 200


BAD = [
    ("lines[1].value", "about a million", "about a million"), ("lines[1].value", "-5", "-5"), 
    ("sol_date", "2026-13-40", "2026-13-40"),
    ("lines[1].origin", "Atlantis", "Atlantis"), ("lines[1].good", "unobtainium", "unobtainium"), ("tier", "1.5", "1.5"),
    ("lines[1].psc", "ZZZZ", "ZZZZ"), ("agency", "pirates", None), ("lines[1].cots", "perhaps", None),
    ("determinations", "none; berry-nonavailability", None), ("set_aside", "a\x00b", None),
]  # fmt: skip


def test_an_answer_that_cannot_be_is_refused_in_a_sentence_and_stays(acting: Acting) -> None:
    officer = acting(Role.CONTRACTING_OFFICER)
    case = begun(officer)
    before = case.told
    for path, said, kept in BAD:
        answer = told(officer, case, {path: said, "lines[1].item": "supply"})
        page = answer.content.decode()
        assert answer.status_code == 422 and "Not taken" in page, path
        assert kept is None or f'value="{kept}"' in page, path
        assert re.search(r'value="supply"[^>]* checked', page), "the good answer beside it stays chosen"
    case.refresh_from_db()
    assert case.told == before


def test_an_answer_to_a_page_that_is_stale_is_kept_and_not_taken(acting: Acting) -> None:
    officer = acting(Role.CONTRACTING_OFFICER)
    case = begun(officer)
    stale = {"version": case.version, "said:lines[1].value": "77,000"}
    told(officer, case, {"lines[1].item": "supply"})
    answer = officer.post(f"/acquisitions/{case.reference}/answer/", stale)
    assert answer.status_code == 409
    assert 'value="77,000"' in answer.content.decode() and "changed by somebody else" in answer.content.decode()


def test_the_same_form_sent_twice_counts_once(acting: Acting) -> None:
    officer = acting(Role.CONTRACTING_OFFICER)
    case = begun(officer)
    sent = {"version": case.version, "said:lines[1].item": "supply"}
    where = f"/acquisitions/{case.reference}/answer/"
    assert [officer.post(where, sent).status_code for _ in range(2)] == [302, 409]
    assert [e.move for e in case.events.all()] == ["open", "tell", "tell"]


def test_a_fact_is_changed_taken_back_and_undone(acting: Acting) -> None:
    officer = acting(Role.CONTRACTING_OFFICER)
    case = begun(officer)

    def change(what: str) -> int:
        case.refresh_from_db()
        sent = {"version": case.version, "what": what}
        code = officer.post(f"/acquisitions/{case.reference}/facts/change/", sent).status_code
        case.refresh_from_db()
        return int(code)

    told(officer, case, {"workforce.migrant": "yes", "lines[1].cots": "no"})
    assert change("forget:workforce.migrant") == 302 and "workforce" not in case.told
    assert change("undo") == 302 and case.told["workforce"] == {"migrant": True}
    assert change("add") == 302 and len(case.told["lines"]) == 2
    assert change("remove:1") == 302 and case.told["lines"] == [{}]
    assert change("remove:7") == 422 and change("nonsense") == 422 and change("forget:nonsense") == 422
    for number in ("x", "²", "٣", "9" * 5000, "01", ""):
        path = f"lines[{number}].cots"
        assert change(f"forget:{path}") == 422, path[:20]
        sent = {"version": case.version, "changes": f"{path} = true"}
        assert officer.post(f"/cases/{case.reference}/moves/tell/", sent).status_code == 422, path[:20]
    sent = {"version": case.version, "changes": "lines = [5]\nlines[1].cots = true"}
    assert officer.post(f"/cases/{case.reference}/moves/tell/", sent).status_code == 422
    assert change("undo") == 302 and case.told["lines"][0]["good"] == "garments"
    page = officer.get(f"/acquisitions/{case.reference}/facts/?fact=lines[1].value").content.decode()
    assert 'value="1200000"' in page and "Change this fact" in page.replace("Tell or change", "Change")


def test_facts_go_out_and_come_in_as_the_file_of_the_command(acting: Acting) -> None:
    officer = acting(Role.CONTRACTING_OFFICER)
    case = begun(officer)
    where = f"/acquisitions/{case.reference}/facts"
    sample = (Path(__file__).parents[2] / "src/buyfair/samples/purchase_sample.toml").read_bytes()
    sent = {"version": case.version, "file": SimpleUploadedFile("purchase.toml", sample)}
    assert officer.post(f"{where}/read/", sent).status_code == 302
    out = officer.get(f"{where}.toml").content
    assert duties(parse_facts(out, "out"), date(2026, 11, 30)) == duties(parse_facts(sample, "in"), date(2026, 11, 30))
    case.refresh_from_db()
    bad = officer.post(f"{where}/read/", {"version": case.version, "pasted": 'agency = "pirates"\n# mine'})
    assert bad.status_code == 422 and "# mine" in bad.content.decode() and "pirates" in bad.content.decode()
    quoted = officer.post(f"{where}/read/", {"version": case.version, "pasted": '[[lines]]\nvalue = "5"'})
    assert quoted.status_code == 422, "what the command refuses, the page refuses"
    empty = officer.post(f"{where}/read/", {"version": case.version, "pasted": " "})
    assert empty.status_code == 422


def test_amounts_stay_exact_through_the_database(acting: Acting) -> None:
    officer = acting(Role.CONTRACTING_OFFICER)
    case = begun(officer, value="350000.01")
    case.refresh_from_db()
    assert case.told["lines"][0]["value"] == "350000.01"
    assert as_document(duties(case.facts_told, today())) == as_document(
        duties(parse_facts(officer.get(f"/acquisitions/{case.reference}/facts.toml").content, "f"), today())
    )


def test_words_of_everyday_speech_lead_to_a_good_or_a_code() -> None:
    told = {
        "dining services": "S203",
        "COTS laptops": "electronics",
        "army boots": "footwear",
        "garments from Bangladesh": "garments",
    }
    for words, offered in told.items():
        assert offered in [offer.value for offer in offers(words)], words


def test_what_nobody_knows_is_kept_as_words_and_asked(acting: Acting) -> None:
    officer = acting(Role.CONTRACTING_OFFICER)
    page = officer.post("/acquisitions/new/", {**GARMENTS, "what": "army boots"})
    assert page.status_code == 200 and "Which of these comes nearest?" in page.content.decode()
    assert 'value="$1,200,000"' in page.content.decode(), "nothing typed is lost"
    case = begun(officer, what="army boots", meant="none")
    assert "good" not in case.told["lines"][0] and case.title == "Army boots"


def test_the_first_form_says_what_is_wrong_and_opens_nothing(acting: Acting) -> None:
    officer = acting(Role.CONTRACTING_OFFICER)
    for wrong in ({"what": " "}, {"value": "lots"}, {"sol_date": "soon"}, {"agency": "x"}, {"organization": "99999"},
                  {"what": "x" * 300}, {"what": "army boots", "meant": "good:nothing"}):  # fmt: skip
        answer = officer.post("/acquisitions/new/", {**GARMENTS, **wrong})
        assert (answer.status_code, "Not opened yet" in answer.content.decode()) == (422, True), wrong
    assert not Acquisition.objects.exists()


def test_a_refused_opening_keeps_everything_that_was_typed_and_chosen(
    acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(*_: Any) -> Any:
        raise StaleError("It cannot be opened now.")

    monkeypatch.setattr(start, "opened", refusing)
    sent = {**GARMENTS, "what": "army boots", "meant": "good:footwear"}
    answer = acting(Role.CONTRACTING_OFFICER).post("/acquisitions/new/", sent)
    page = answer.content.decode()
    assert answer.status_code == 409 and "It cannot be opened now." in page
    assert re.search(r'value="dod" checked', page) and re.search(r'value="good:footwear" checked', page)
    assert 'value="army boots"' in page and "<datalist" in page


def test_who_looks_sees_no_form_and_another_office_sees_nothing(acting: Acting) -> None:
    case = begun(acting(Role.CONTRACTING_OFFICER))
    where = case.get_absolute_url()
    for role in (Role.REPRESENTATIVE, Role.PORTFOLIO_LEAD):
        page = acting(role).get(where).content.decode()
        assert "cannot be decided yet" in page and f'action="{where}answer/"' not in page
    assert acting(Role.INSPECTOR_GENERAL, "IG", "oversight").get(where).status_code == 200
    assert acting(Role.CONTRACTING_OFFICER, "Office Q").get(where).status_code == 404
    assert acting(Role.SUPPLIER_MEMBER, "Firm", "supplier").get(where).status_code == 403
    sent = {"version": case.version, "said:lines[1].item": "supply"}
    assert acting(Role.REPRESENTATIVE).post(f"{where}answer/", sent).status_code == 403
    assert acting(Role.CONTRACTING_OFFICER, "Office Q").post(f"{where}answer/", sent).status_code == 404
    assert case.name not in acting(Role.CONTRACTING_OFFICER, "Office Q").get("/acquisitions/").content.decode()
    found = acting(Role.CONTRACTING_OFFICER, "Office Q").get(f"/search/?q={case.reference}").content.decode()
    assert case.get_absolute_url() not in found
    assert case.get_absolute_url() in acting(Role.REPRESENTATIVE).get(f"/search/?q={case.reference}").content.decode()


def test_an_odd_query_of_the_list_is_answered(acting: Acting) -> None:
    officer = acting(Role.CONTRACTING_OFFICER)
    begun(officer)
    for query in ("?state=nothing", "?whose=everybody", "?q=%00%27%3B--", "?page=" + "9" * 300, "?q=" + "é" * 900):
        assert officer.get(f"/acquisitions/{query}").status_code in (200, 400)
        assert officer.get(f"/acquisitions/{query}&as=csv").status_code in (200, 400)


HOSTILE = ["lines[0].cots", "lines[99].cots", "lines[-1].cots", "lines[x].cots", "lines[1]", "undo", "add line", "",
           "workforce", "__class__", "é" * 100, "lines[1].", "lines[1].cots.x", "lines[" + "9" * 400 + "].cots"]  # fmt: skip


@pytest.mark.slow
def test_a_path_that_is_none_is_answered_and_changes_nothing(acting: Acting) -> None:
    officer = acting(Role.CONTRACTING_OFFICER)
    case = begun(officer)
    before = case.told
    for path in HOSTILE:
        assert told(officer, case, {path: "1"}).status_code == 422, path
        assert officer.get(f"/acquisitions/{case.reference}/facts/", {"fact": path}).status_code in (200, 404), path
    case.refresh_from_db()
    assert case.told == before


def test_a_copy_begins_with_the_facts_and_without_the_days(acting: Acting) -> None:
    officer = acting(Role.CONTRACTING_OFFICER)
    case = begun(officer)
    happened = {"asks_ten_or_more": True, "child_labor_certificate": "given", "credible_information": True}
    Acquisition.objects.filter(pk=case.pk).update(told={**case.told, **happened})
    answer = officer.post(f"/acquisitions/{case.reference}/copy/")
    made = Acquisition.objects.get(reference=answer["Location"].split("/")[2])
    assert made.told == {k: v for k, v in case.told.items() if k != "sol_date"}
    assert [e.move for e in made.events.all()] == ["open", "read"]


def test_a_long_purchase_keeps_its_page_quick_and_light(acting: Acting) -> None:
    officer = acting(Role.CONTRACTING_OFFICER)
    case = begun(officer)
    rows = "".join(f'[[lines]]\nitem = "supply"\ngood = "garments"\nvalue = {n}\n' for n in range(1, 21))
    officer.post(
        f"/acquisitions/{case.reference}/facts/read/", {"version": case.version, "pasted": f'agency = "dod"\n{rows}'}
    )
    page = officer.get(case.get_absolute_url())
    assert page.status_code == 200 and len(page.content) < 400_000
    case.refresh_from_db()
    assert all(len(few) <= rounds.MOST + 2 for few in vars(put(case)).values())


def test_changes_are_read_back_as_they_were_written() -> None:
    told = [
        ("lines[1].cots", True),
        ("agency", "dod"),
        ("lines[1].origin", ["BGD", "?"]),
        ("set_aside", "a = b\nc"),
        ("tier", None),
    ]
    assert changes.read(changes.written(told)) == told
