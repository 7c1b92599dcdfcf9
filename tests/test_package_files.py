"""The package and the risk briefing of a purchase as files and at the command: the answer first, the same bytes each time."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner

from buyfair.briefing import as_document as briefing_document
from buyfair.briefing import briefing_for
from buyfair.cards import words
from buyfair.cards.briefing_file import briefing_docx, briefing_pdf, briefing_text
from buyfair.cards.package_file import package_docx, package_pdf, package_text
from buyfair.cards.package_parts import bought
from buyfair.cards.package_solicitation import solicitation_text
from buyfair.cards.package_texts import POINTS_TO_CODE
from buyfair.catalogue import fingerprint
from buyfair.cli import main
from buyfair.package import as_document, package_for
from buyfair.terms.answer import Answer
from buyfair.terms.errors import InputRefusedError
from test_package import ASKED, DINING, GARMENTS, LAPTOPS, line

DAY = date(2026, 11, 30)
SAMPLE = Path(__file__).parents[1] / "src/buyfair/samples/purchase_sample.toml"
HEAVY = {"ibis", "django", "duckdb", "pyarrow", "jinja2", "typst", "docx"}
Written = Callable[[dict[str, Any], date], bytes]


def packed(told: dict[str, Any]) -> dict[str, Any]:
    """The package as its document."""
    return as_document(package_for(told, ASKED))


def briefed(told: dict[str, Any]) -> dict[str, Any]:
    """The briefing as its document."""
    return briefing_document(briefing_for(told, ASKED))


def in_one_line(text: str) -> str:
    return " ".join(text.split())


# The briefing


def test_garments_told_from_bangladesh_are_named_and_their_cotton_is_asked_for() -> None:
    found = briefed(GARMENTS)
    (own,) = found["lines"]
    assert own["answer"] == "yes" and own["places"] == [{"code": "BGD", "name": "Bangladesh", "inside_us": False}]
    named = {(x["good"], x["depth"], x["harm"]) for x in own["listings"] if x["here"] == "yes"}
    assert named == {("garments", "good", "child_labor"), ("garments", "good", "forced_labor")}
    assert {x["here"] for x in own["listings"] if x["depth"] != "good"} == {"unknown"}, (
        "an origin says nothing of a material"
    )
    assert any(
        q["id"] == "cotton_back_to_the_gin" and q["tier"] == "makers further down" or q["tier"]
        for q in own["questions"]
    )
    assert all(x["edition"] and x["listed_from"] for x in own["listings"])


def test_cotton_shirts_are_garments_too_and_each_is_named_as_it_is() -> None:
    """Bangladesh is named for garments, Vietnam for both: for cotton garments only through what they are made of."""
    told = {**GARMENTS, "lines": [line("supply", 18_000, good="garments cotton", origin=["BGD", "VNM", "?"])]}
    found = briefed(told)
    (own,) = found["lines"]
    here = {(x["good"], x["name"], x["harm"], x["relation"], x["through_input"]) for x in own["listings"] if x["here"] == "yes"}
    harms = ("child_labor", "forced_labor")
    wide = {("garments", place, harm, "wider", False) for place in ("Bangladesh", "Vietnam") for harm in harms}
    assert here == wide | {("garments cotton", "Vietnam", "forced_labor", "itself", True)}
    assert {"Bangladesh", "Vietnam", "Thailand"} <= set(own["possible_places"])
    text = in_one_line(briefing_text(found, DAY))
    assert "Cotton garments: taken as a kind of garments too" in text and "The wider good that it is one of" in text
    assert "named through an input" in text


def test_what_lists_name_of_the_good_itself_stands_before_what_it_is_made_of() -> None:
    text = in_one_line(briefing_text(briefed(LAPTOPS), DAY))
    own, inputs = text.index("the thing itself, what it is one of"), text.index("of what it is made of (")
    assert own < text.index("Malaysia", own) < inputs < text.index("Trona")
    indium = text[text.index("Indium"):]
    assert indium.index("named through an input") < indium.index("South Korea")


@pytest.mark.parametrize("origin, here", [(["BEN"], "yes"), (["CHE"], "unknown"), (["CHE", "?"], "unknown")])
def test_a_raw_good_is_judged_as_the_exposure_of_an_award_is(origin: list[str], here: str) -> None:
    (own,) = briefed({**GARMENTS, "lines": [line("supply", 5_000, good="cotton", origin=origin)]})["lines"]
    assert {x["here"] for x in own["listings"] if x["name"] == "Benin" and x["good"] == "cotton"} == {here}


def test_a_place_that_is_not_told_may_be_any_that_a_list_names_and_nothing_is_called_safe() -> None:
    told = {**GARMENTS, "lines": [line("supply", 1_200_000, good="garments")]}
    (own,) = briefed(told)["lines"]
    assert own["answer"] == "unknown" and "Bangladesh" in own["possible_places"]
    text = in_one_line(briefing_text(briefed(told), DAY))
    assert "The country is not told." in text and "it may be from there" in text and words.NOT_SAFE in text


def test_a_good_that_no_list_names_for_its_place_is_not_called_safe() -> None:
    (own,) = briefed({**LAPTOPS, "lines": [line("supply", 5_000, good="salt", origin=["CHE"])]})["lines"]
    assert own["answer"] in ("no", "unknown")
    assert Answer.YES not in {x["here"] for x in own["listings"]}


def test_an_open_list_of_places_leaves_the_others_open() -> None:
    (own,) = briefed({**GARMENTS, "lines": [line("supply", 9, good="garments", origin=["CHE", "?"])]})["lines"]
    assert not own["places_closed"] and "Bangladesh" in own["possible_places"] and own["answer"] == "unknown"


def test_work_abroad_is_asked_who_recruits_and_no_list_of_goods_is_read_for_it() -> None:
    (own,) = briefed({**DINING, "lines": [{**DINING["lines"][0], "origin": ["DJI"]}]})["lines"]  # type: ignore[index]
    assert own["listings"] == [] and {q["about"] for q in own["questions"]} == {"service"}
    assert {q["tier"] for q in own["questions"]} == {"the employer of the people who do the work"}
    assert "what_workers_paid_for_the_job" in {q["id"] for q in own["questions"]}


def test_a_question_names_the_unknown_facts_that_its_answer_settles_and_the_rules_that_wait() -> None:
    told = {**GARMENTS, "agency": "dod", "lines": [line("supply", 1_200_000, good="garments", origin=["CHN"])]}
    settled = {s["fact"]: s["rules"] for q in briefed(told)["lines"][0]["questions"] for s in q["settles"]}
    assert "lines[1].xinjiang_input" in settled and settled["lines[1].xinjiang_input"]
    assert all(rules for rules in settled.values())


def test_what_may_not_be_asked_and_what_is_held_already_stand_beside_the_questions() -> None:
    found = briefed(GARMENTS)
    tenth = next(x for x in found["not_to_ask"] if x["id"] == "tenth_addressee")
    assert {"44 USC 3502(3)", "44 USC 3512"} <= set(tenth["cites"])
    assert any("52.225-2" in h["paper"] for h in found["held_already"])


def test_nothing_told_says_so() -> None:
    text = in_one_line(briefing_text(briefed({}), DAY))
    assert "No line of the purchase is told yet" in text


# The files


@pytest.mark.parametrize("told", [GARMENTS, LAPTOPS, DINING, {}], ids=["garments", "laptops", "dining", "nothing"])
def test_the_answer_stands_first_and_the_versions_at_the_foot(told: dict[str, Any]) -> None:
    found = packed(told)
    text = package_text(found, DAY)
    assert "stand in this package" in text[:600] or "Nothing stands in the package yet" in text[:600]
    foot = in_one_line(text.rsplit("-" * 100, 1)[1])
    assert "2026-11-30" in foot and fingerprint() in foot and found["facts_hash"][:16] in foot
    assert all(f"{x['title']}, {x['edition']}" in foot for x in found["lists"])
    assert max(map(len, text.splitlines())) <= 100
    assert "{" not in text and "None," not in text and ": None" not in text


def test_every_item_is_in_the_text_with_its_authority() -> None:
    found = packed(GARMENTS)
    text = in_one_line(package_text(found, DAY))
    for i in found["items"]:
        assert in_one_line(i["title"]) in text and all(c in text for c in i["authority"]["cites"]), i["id"]
    for i in found["apart"]:
        in_full = i["authority"]["says"] in text
        assert in_one_line(i["title"]) in text and in_full is (i["authority"]["standing"] != "offered"), i["id"]
    assert "Signed by" not in text, "who signs stands with the draft of the request"


@pytest.mark.parametrize("written, document", [
    (package_docx, packed(GARMENTS)), (package_pdf, packed(GARMENTS)),
    (briefing_docx, briefed(GARMENTS)), (briefing_pdf, briefed(GARMENTS)),
], ids=["package docx", "package pdf", "briefing docx", "briefing pdf"])  # fmt: skip
def test_the_same_document_and_day_give_the_same_bytes(written: Written, document: dict[str, Any]) -> None:
    made = written(document, DAY)
    assert made == written(json.loads(json.dumps(document)), DAY) and len(made) > 9_000
    assert made != written(document, date(2026, 12, 1))
    assert made[:4] in (b"%PDF", b"PK\x03\x04")


def test_the_word_document_has_headings_a_table_of_clauses_and_a_footer() -> None:
    word = docx.Document(io.BytesIO(package_docx(packed(DINING), DAY)))
    headings = [p.text for p in word.paragraphs if p.style is not None and str(p.style.name).startswith("Heading 1")]
    assert headings[0].startswith("What goes into the solicitation") and "Not in the package, and why" in headings
    assert word.tables[0].rows[0].cells[0].text == "Number or title, and date"
    assert fingerprint() in word.sections[0].footer.paragraphs[0].text


def test_hostile_words_in_a_document_are_shown_and_break_nothing() -> None:
    found = packed(GARMENTS)
    found["items"][0]["text"] = found["items"][0]["title"] = "<script>\x00\x1b[31m #set page() ‮ 服装 \ud83d"
    for written in (package_docx, package_pdf):
        assert written(found, DAY)
    assert "\x1b" not in package_text(found, DAY)


# The command


def run(*arguments: str) -> Any:
    return CliRunner().invoke(main, ["package", *arguments])


def test_the_command_prints_the_package_and_the_briefing() -> None:
    said = run(str(SAMPLE), "--day", "2026-11-30")
    opens = "Solicitation package, record for the file: garments, footwear and service"
    assert said.exit_code == 0 and said.output.startswith(opens)
    said = run(str(SAMPLE), "--day", "2026-11-30", "--briefing")
    assert said.exit_code == 0 and said.output.startswith("Risk briefing:")


def test_the_command_gives_the_document_of_the_library() -> None:
    from buyfair.intake.facts_file import read_facts

    said = run(str(SAMPLE), "--json", "--day", "2026-11-30")
    assert json.loads(said.stdout) == as_document(package_for(read_facts(SAMPLE), DAY))
    said = run(str(SAMPLE), "--json", "--briefing", "--day", "2026-11-30")
    assert json.loads(said.stdout) == briefing_document(briefing_for(read_facts(SAMPLE), DAY))


@pytest.mark.parametrize(
    "name, opens", [("a.docx", b"PK"), ("a.pdf", b"%PDF"), ("a.txt", b"Solicit"), ("a.JSON", b"{")]
)
def test_the_name_of_the_file_says_its_form(tmp_path: Path, name: str, opens: bytes) -> None:
    said = run(str(SAMPLE), "--day", "2026-11-30", "--out", str(tmp_path / name))
    assert said.exit_code == 0 and name in said.stderr
    assert (tmp_path / name).read_bytes().startswith(opens)
    assert [p.name for p in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("out, says", [("a.odt", "names no form of file"), ("gone/a.pdf", "is no folder")])
def test_a_name_without_form_or_folder_is_refused_in_one_sentence(tmp_path: Path, out: str, says: str) -> None:
    said = run(str(SAMPLE), "--out", str(tmp_path / out))
    assert said.exit_code == 1 and says in said.stderr and said.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_facts_of_a_subcontract_or_facts_that_are_wrong_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "facts.toml"
    path.write_text("tier = 1\n")
    assert "tier tells a subcontract" in run(str(path)).stderr
    path.write_text('agency = "navy"\n')
    said = run(str(path))
    assert said.exit_code == 1 and "agency" in said.stderr and "Traceback" not in said.stderr
    with pytest.raises(InputRefusedError):
        briefing_for({"lines": [{"good": "unobtainium"}]}, DAY)


def test_the_method_names_every_key_of_both_documents() -> None:
    page = (Path(__file__).parents[1] / "docs/method/package.md").read_text("utf-8")
    package, briefing = packed(GARMENTS), briefed(GARMENTS)
    own = {
        *package,
        *package["items"][0],
        *package["items"][0]["authority"],
        *package["facts"][0],
        *briefing,
        *briefing["lines"][0],
    }
    assert {key for key in own if f"`{key}`" not in page} - {"line"} == set()


def test_a_page_loads_no_engine_and_no_printing_house() -> None:
    script = (
        "import sys; from click.testing import CliRunner; from buyfair.cli import main; "
        "done = CliRunner().invoke(main, sys.argv[1:]); assert done.exit_code == 0, done.output; "
        f"print(sorted(set({sorted(HEAVY)!r}) & set(sys.modules)))"
    )
    command = [sys.executable, "-c", script, "package", str(SAMPLE), "--json"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "[]"


# What is told plainly


def test_what_the_officer_filled_in_is_in_the_text_to_paste() -> None:
    found = packed(GARMENTS)
    factor = next(i for i in found["items"] if i["id"] == "labor_factor")
    factor["fill_ins"][0]["filled"] = "as important as price"
    said = in_one_line(solicitation_text(found))
    assert "Weight of the factor on labor conditions beside the other factors and beside price: as important as price." in said
    assert "more important / as important" not in said, "a blank that is filled is blank nowhere"
    assert POINTS_TO_CODE in said
    found["items"] = [i for i in found["items"] if not i["id"].startswith("code_")]
    assert POINTS_TO_CODE not in in_one_line(solicitation_text(found) + package_text(found, DAY)), (
        "left out by the officer"
    )
    assert "the factor on labor conditions" in in_one_line(solicitation_text(found))


def test_an_edition_that_may_be_outdated_is_not_pasted_as_a_fact() -> None:
    found = packed(GARMENTS)
    unsure = [i for i in found["items"] if i["edition"] and i["edition"]["dated"] and not i["edition"]["known"]]
    said = solicitation_text(found)
    assert unsure and all(f"({i['edition']['printed']} [or later: check the date])" in said for i in unsure)
    assert "Combating Trafficking in Persons (NOV 2021)" in said


def test_the_text_to_paste_names_the_agency() -> None:
    assert "Agency: Department of Defense " in solicitation_text(packed(DINING))
    assert "the agency is the Department of Defense" in {r["says"] for r in packed(DINING)["facts"]}
    assert "Agency: [name of the civilian agency] " in solicitation_text(packed(GARMENTS))


OVERHAUL = {**GARMENTS, "regime": "rfo", "sol_date": date(2026, 4, 1)}
NO_PROGRAM = ("not read", "numbers not held", "far12", " rfo", "tvpra", "?.", "It is not so that", "buyfair reform", "dod")


@pytest.mark.parametrize("told", [
    GARMENTS, LAPTOPS, DINING, OVERHAUL, {**LAPTOPS, "list_hit": ["tvpra", "?"], "small_business": False},
], ids=["garments", "laptops", "dining", "overhaul", "flags"])  # fmt: skip
def test_a_paper_speaks_to_a_person_and_says_what_to_check_before_it_goes_out(told: dict[str, Any]) -> None:
    for text in (in_one_line(package_text(packed(told), DAY)), in_one_line(briefing_text(briefed(told), DAY))):
        stands = text.rpartition("-" * 50)[0]
        assert [words for words in NO_PROGRAM if words in stands] == []
    assert "before it goes out, check at acquisition.gov" in in_one_line(package_text(packed(told), DAY))


def test_what_nobody_told_is_said_to_follow_from_the_rest() -> None:
    told = {**LAPTOPS, "lines": [{k: v for k, v in LAPTOPS["lines"][0].items() if k != "bulk_cargo"}]}  # type: ignore[attr-defined,index]
    text = in_one_line(package_text(packed(told), DAY))
    assert "Line 1 is not bulk cargo (this follows from the good)." in text
    assert "Line 1 is a COTS item." in text


def test_every_blank_of_the_officer_is_said_to_be_blank_the_date_of_a_deviation_too() -> None:
    text = in_one_line(package_text(packed(OVERHAUL), DAY))
    assert "Date of your agency's deviation: still blank." in text
    assert "The questions for vendors are a letter of their own too" in text


@pytest.mark.parametrize("agency, says", [("civilian", False), ("dod", True)])
def test_the_combatant_commander_is_named_where_the_defense_department_buys(agency: str, says: bool) -> None:
    notice = next(i for i in packed({**GARMENTS, "agency": agency})["items"] if i["id"] == "where_to_report")
    assert ("Combatant Commander" in notice["text"], "Department of Defense" in notice["text"]) == (says, False)


def test_a_question_names_places_only_where_not_all_of_them_call_for_it() -> None:
    told = {**GARMENTS, "lines": [line("supply", 18_000, good="garments cotton", origin=["BGD", "VNM", "?"])]}
    (own,) = briefed(told)["lines"]
    made = next(q for q in own["questions"] if q["id"] == "who_made_it")
    assert made["countries"] == ["BGD", "VNM"] and made["everywhere"]
    text = in_one_line(briefing_text(briefed(told), DAY))
    assert "our delivery days need, and which change" in text and "How much overtime did" not in text
    assert "the record of this purchase names none" not in text


def test_each_place_that_is_told_has_its_own_day_and_the_first_edition_held_is_no_beginning() -> None:
    told = {**GARMENTS, "lines": [line("supply", 18_000, good="garments cotton", origin=["BGD", "VNM"])]}
    text = in_one_line(briefing_text(briefed(told), DAY))
    assert "Bangladesh since 2022-09-28 and Vietnam since 2016-09-30 or before." in text
    assert "Since 2016-09-30." not in text


def test_duties_without_a_text_lead_with_those_of_this_purchase_and_count_the_rest() -> None:
    found = packed(LAPTOPS)
    whose = {w["id"]: w["whose"] for w in found["without_text"]}
    assert {row for row, of in whose.items() if of == "purchase"} == {"IM-01", "IM-04", "IM-07", "MN-01", "WB-03", "WB-04"}
    told = in_one_line(package_text(found, DAY)).partition("DUTIES WITHOUT A TEXT")[2]
    table, _, rest = told.partition("Only if something happens")
    assert "FO-01" in rest and "TIP-23" in rest and "Four agencies" not in told and "IM-04" in table
    assert "Not of one purchase (2): TIP-23 and TIP-25." in rest


def test_words_of_our_own_are_told_from_those_of_a_clause() -> None:
    means = {i["id"]: i["authority"]["means"] for i in packed(GARMENTS)["items"]}
    assert means["trafficking"] == "required by law"
    ours = "within the officer's discretion; it helps with a duty, the words are ours, and it may be left out"
    assert means["note_list_checked"] == means["note_responsible"] == ours


def test_citations_of_the_codified_text_say_so_where_the_overhaul_text_is_in_use() -> None:
    later = {**GARMENTS, "regime": "rfo", "sol_date": date(2026, 4, 1)}
    said = "in the overhaul text in use here the numbers may differ: look each up in your agency's deviation"
    assert in_one_line(package_text(packed(later), DAY)).count(said) == 1
    assert (
        "overhaul text"
        not in package_text(packed(GARMENTS), DAY).partition("NOT IN THE PACKAGE")[2].partition("DUTIES")[0]
    )


def test_a_service_is_named_by_its_product_code_and_has_a_place_of_performance() -> None:
    (meals,) = DINING["lines"]  # type: ignore[misc]
    found = packed({**DINING, "lines": [{**meals, "psc": "S203", "origin": ["DJI"]}]})
    assert bought(found) == "service recorded under code S203 (housekeeping: food)", "a code is not the thing bought"
    assert "line 1: the place of performance is Djibouti" in {r["says"] for r in found["facts"]}
    assert not any("countries of origin are Djibouti" in r["says"] for i in found["apart"] for r in i["because"])


def test_what_a_question_tells_is_named_and_so_is_how_many_may_be_asked() -> None:
    lines = [line("supply", 1_200_000, good="garments", origin=["CHN"])]
    found = briefed({**GARMENTS, "agency": "dod", "lines": lines})
    text = in_one_line(briefing_text(found, DAY))
    assert "Tells: The materials (" in text and "are told (" not in text
    assert "Nine addressees at most" in text and "OMB control number 1" not in text
    numbered = in_one_line(briefing_text({**found, "control": {"addressees": 14, "number": "1234-5678"}}, DAY))
    assert "OMB control number 1234-5678. Noted: 14 addressees." in numbered and "Nine addressees" not in numbered
