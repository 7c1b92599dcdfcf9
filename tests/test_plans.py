"""Compliance plans as officers meet them: what passes, what falls short and why, and laws that hold for any plan."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from buyfair.cards.plan_review import letter_text, review_text
from buyfair.cli import main
from buyfair.compliance_plan import as_document, review
from buyfair.knowledge.plans import parts
from buyfair.plan_parts import ASKED
from buyfair.terms.answer import Answer
from buyfair.terms.errors import InputRefusedError
from made_plans import CORPORATE, PLAIN, TEMPLATE, document, gaps, reviewed

IDS = [part.id for part in parts()]
NO_GAPS: set[tuple[str, str]] = set()


def test_a_plain_and_badly_written_good_plan_passes() -> None:
    found = reviewed(PLAIN)
    assert found.gaps == ()
    assert found.adequate is Answer.YES
    assert all(answer is Answer.YES for part in found.parts for answer in part.answers.values())


def test_a_perfect_sounding_template_fails_in_every_part() -> None:
    found = reviewed(TEMPLATE)
    assert {part.answers["present"] for part in found.parts} == {Answer.YES}
    assert gaps(TEMPLATE) == {(part, "not specific") for part in IDS}
    assert found.adequate is Answer.NO


def test_a_good_plan_of_a_large_firm_has_no_gap_and_its_recruiters_stay_unknown() -> None:
    found = reviewed(CORPORATE)
    assert found.gaps == ()
    assert found.adequate is Answer.UNKNOWN, "the recruiters stand in an annex that was not sent"
    assert all(s.answer is Answer.YES for s in found.frames["oecd"])


def test_no_yes_without_the_sentence_that_says_so() -> None:
    for text in (PLAIN, TEMPLATE, CORPORATE):
        for part in as_document(reviewed(text))["parts"]:
            quoted = {q["answer_to"] for q in part["quotes"]}
            assert {asked for asked in ASKED if part[asked] == "yes"} <= quoted, part
            assert all(q["quote"] in " ".join(text.split()) and q["place"].startswith("line ") for q in part["quotes"])


def test_headings_alone_are_no_plan() -> None:
    titles = "\n\n".join(f"# {title}" for title in ("Awareness", "Reporting", "Recruitment", "Housing", "Monitoring"))
    text = f"Contractor: Amber Vale LLC\nHousing: camp\n\n{titles}\n\nWe are a firm.\n"
    assert gaps(text) == {(part, "missing") for part in IDS}


def without(text: str, *words: str) -> str:
    """The text without the lines that hold any of these words."""
    return "\n".join(line for line in text.splitlines() if not any(word in line for word in words))


@pytest.mark.parametrize(
    ("words", "gap"),
    [
        (("PRL prohibits retaliation",), ("reporting", "missing")),
        (("1-844-888-FREE",), ("reporting", "missing")),
        (("4.3 Wages",), ("recruitment_and_wages", "missing")),
        (("5.0 HOUSING", "Mahboula villas", "Camp Boss", "both villas"), ("housing", "missing")),
        (("6.4 PRL",), ("prevention_and_monitoring", "missing")),
    ],
)
def test_what_is_taken_out_is_missed(words: tuple[str, ...], gap: tuple[str, str]) -> None:
    assert gap in gaps(without(CORPORATE, *words))


@pytest.mark.parametrize(
    ("sentence", "gap"),
    [
        ("4.7 Candidates pay for their own medical examination.", ("recruitment_and_wages", "against the law")),
        ("4.7 Employees bear no fees, with the exception of visa and airfare.", ("recruitment_and_wages", "against the law")),
        ("4.7 Passports are held in the office safe for safekeeping.", ("recruitment_and_wages", "against the law")),
        ("3.5 An employee whose report is unfounded will be dismissed.", ("reporting", "against the law")),
        ("6.5 PRL is not responsible for the workers of subcontractors.", ("prevention_and_monitoring", "too narrow")),
        ("2.4 Training is limited to U.S. citizens.", ("awareness", "too narrow")),
        ("2.4 [Company Name] trains its staff.", ("awareness", "copied")),
        ("6.5 All duties arise under contract W912D1-14-C-0022.", ("prevention_and_monitoring", "copied")),
    ],
)
def test_a_fault_put_in_is_found_and_hides_no_other(sentence: str, gap: tuple[str, str]) -> None:
    number = sentence.split(".")[0]
    at = CORPORATE.rindex(f"\n{number}.", 0, CORPORATE.index(f"\n{int(number) + 1}.0"))
    at = CORPORATE.index("\n", at + 1)
    faulty = f"{CORPORATE[:at]}\n{sentence}{CORPORATE[at:]}"
    assert gap in gaps(faulty)
    short = without(CORPORATE, "1-844-888-FREE")
    assert gaps(short) <= gaps(without(faulty, "1-844-888-FREE"))


@pytest.mark.parametrize(
    "sentence",
    [
        "4.7 No recruitment fee is charged, and exceptions are not made.",
        "4.7 If an employee paid a fee, PRL pays it back within ten days.",
        "4.7 Passports may be kept in a locker of which only the worker has the key.",
        "4.7 PRL pays the visa, the medical examination and the airfare.",
        "6.5 It is not the case that small subcontractors are left out.",
        "3.5 Nobody is punished for a report that turns out to be unfounded.",
        "2.4 Training is not limited to direct employees.",
    ],
)
def test_a_sentence_that_only_looks_like_a_fault_is_none(sentence: str) -> None:
    number = sentence.split(".")[0]
    at = CORPORATE.index("\n", CORPORATE.rindex(f"\n{number}.", 0, CORPORATE.index(f"\n{int(number) + 1}.0")) + 1)
    assert gaps(f"{CORPORATE[:at]}\n{sentence}{CORPORATE[at:]}") == NO_GAPS


def test_a_plan_of_another_firm_and_country_is_copied() -> None:
    text = CORPORATE.replace("Contractor: Pinnacle Ridge Logistics, LLC (\"PRL\")", "Contractor: Lark Hollow Builders Inc.")
    text = text.replace("Camp Marlin, Kuwait", "Deveselu, Romania").replace("PRL", "Pinnacle Ridge Logistics, LLC")
    assert {(part, "copied") for part in ("reporting", "recruitment_and_wages")} <= gaps(text)


@pytest.mark.parametrize(("name", "copied"), [("Copper Finch Logistics", True), ("Copper Finch", False)])
def test_only_what_has_the_form_of_a_firm_is_another_contractor(name: str, copied: bool) -> None:
    said = f"{name} trains its drivers on the trafficking policy in Twi every March. {name} visits each haulier twice a year."
    found = gaps(f"Contractor: Dry Wadi Haulage SA\nContract: water trucks, Chad\nWorkforce: 48 from Chad\n\n{said}\n")
    assert (("awareness", "copied") in found) is copied


def test_housing_that_nobody_arranges_is_rightly_left_out() -> None:
    text = re.sub(r"Housing: .*", "Housing: none", without(CORPORATE, "5.0 HOUSING", "Mahboula villas", "Camp Boss"))
    housing = next(p for p in reviewed(text).parts if p.part.id == "housing")
    assert (housing.answers["present"], housing.answers["fits_facts"]) == (Answer.NO, Answer.YES)
    assert not any(part == "housing" for part, _ in gaps(text))


def test_without_a_header_nothing_fits_for_sure() -> None:
    found = reviewed(CORPORATE[CORPORATE.index("1.0 PURPOSE") :])
    assert {p.answers["fits_facts"] for p in found.parts} == {Answer.UNKNOWN}
    assert any("whether it fits" in note for note in found.notes)


def test_facts_of_a_file_override_the_header() -> None:
    plan = document(CORPORATE)
    told = {"workforce": {"nationals": ["Ethiopia"], "recruiters": [], "housing_provided": True}, "agency": "dod"}
    found = review(plan, told)
    assert found.facts.nationals == ("ETH",) and found.facts.recruiters == ()
    assert ("awareness", "too narrow") in {(g.part, g.what) for g in found.gaps}, "no language named is theirs"


def test_a_key_that_nobody_knows_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputRefusedError, match="recruitters is no fact of a plan; expected a key such as recruiters"):
        review(document(CORPORATE), {"recruitters": "none"})
    with pytest.raises(InputRefusedError, match="holds no text"):
        review(document("  \n"))


def test_a_page_that_was_not_read_makes_absence_unknown() -> None:
    plan = document(without(CORPORATE, "5.0 HOUSING", "Mahboula villas", "Camp Boss", "both villas"))
    found = review(replace(plan, notes=("Page 3 holds no text.",)))
    housing = next(p for p in found.parts if p.part.id == "housing")
    assert set(housing.answers.values()) == {Answer.UNKNOWN}


def test_a_title_right_above_its_text_reads_as_one_with_a_blank_line_between() -> None:
    sections = [
        ("Those who work for us and for them",
         "The baker and the driver put a name to it. He goes to them each month and hears two men alone."),
        ("Who is told", "Mr Bikash Rana trains every worker on the trafficking policy in Nepali on the first day."),
        ("Recruitment and wages", "No worker pays a fee. The wage is above the minimum of the law, and is paid on the fifth."),
    ]
    for between in ("\n", "\n\n"):
        text = "\n\n".join(f"{title}{between}{said}" for title, said in sections)
        found = reviewed(f"Contractor: Amber Vale LLC\nWorkforce: 90 from Nepal\n\n{text}\n")
        of = {p.part.id: [s.said for s in p.statements] for p in found.parts}
        assert "He goes to them each month and hears two men alone." in of["prevention_and_monitoring"], of


def test_an_annex_is_no_text_of_the_heading_above_it() -> None:
    annex = "Annex A: work contract, given in Nepali\nSignature: the worker signs it five days before departure to the farm.\n"
    rest = without(CORPORATE, "6.1", "6.2", "6.3", "6.4")
    emptied = rest[: rest.index("6.0")] + "6.0 PREVENTION AND MONITORING\n\n" + annex
    prevention = next(p for p in reviewed(emptied).parts if p.part.id == "prevention_and_monitoring")
    assert not any("five days before departure" in s.said for s in prevention.statements)


def test_a_stay_now_and_then_is_told_with_its_day() -> None:
    told = "4. Housing. We house nobody. At night we book hotels that meet the fire code; Mr Rana sees them each month."
    found = reviewed(f"Contractor: Amber Vale LLC\nHousing: none arranged; all live at home\n\n{told}\n")
    housing = next(p for p in found.parts if p.part.id == "housing")
    assert (housing.answers["dated"], housing.answers["fits_facts"]) == (Answer.YES, Answer.YES)
    assert not any(g.part == "housing" for g in found.gaps)


def paragraphs(text: str) -> tuple[str, list[str]]:
    head, *rest = text.split("\n\n")
    return head, rest


@pytest.mark.slow
@given(st.permutations(range(1, 8)))
@settings(max_examples=20, deadline=None)
def test_the_order_of_sections_changes_no_presence(order: list[int]) -> None:
    head, rest = paragraphs(CORPORATE)
    moved = "\n\n".join([head, rest[0], *(rest[n] for n in order)])
    there = [p.answers["present"] for p in reviewed(CORPORATE).parts]
    assert [p.answers["present"] for p in reviewed(moved).parts] == there


@pytest.mark.slow
@given(st.sets(st.integers(min_value=1, max_value=7)))
@settings(max_examples=25, deadline=None)
def test_taking_sections_out_only_turns_yes_into_something_else(left_out: set[int]) -> None:
    head, rest = paragraphs(CORPORATE)
    less = "\n\n".join([head, *(text for n, text in enumerate(rest) if n not in left_out)])
    for whole, part in zip(reviewed(CORPORATE).parts, reviewed(less).parts, strict=True):
        if whole.answers["present"] is not Answer.YES:
            assert part.answers["present"] is not Answer.YES


def test_a_work_document_is_read_beside_the_plan() -> None:
    letter = (
        "EMPLOYMENT CONTRACT\n\nPosition: cook. Salary: 300 USD per month. Place of work: Kuwait. One day off each week.\n"
        "Housing: shared room, free of charge. You pay no recruitment fee. Complaints: to the welfare officer.\n"
        "You sign this contract on arrival at the airport. It is in English only, whatever language you speak.\n"
    )
    found = review(document(PLAIN), worker=document(letter, "letter.txt")).worker_document
    assert found is not None and found.found_in == "file"
    lacks = {said.id for said, _ in found.findings}
    assert {"return_travel", "trafficking_law", "days"} <= lacks
    assert not lacks & {"work", "wages", "fees", "place", "housing", "leave", "grievance"}
    assert all(entry["id"] == "TIP-15" for entry in found.as_document()["findings"])


# The door


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "plan.txt"
    file.write_text(TEMPLATE, "utf-8")
    return file


def test_one_plan_is_one_document_and_several_are_an_array(plan: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(PLAIN, "utf-8")
    one = CliRunner().invoke(main, ["review-plan", str(plan), "--json", "--day", "2026-06-01"])
    both = CliRunner().invoke(main, ["review-plan", str(plan), str(other), "--json", "--day", "2026-06-01"])
    assert (one.exit_code, both.exit_code) == (0, 0)
    told = json.loads(one.stdout)
    assert list(told)[:3] == ["plan", "parts", "gaps"] and told["day"] == "2026-06-01"
    assert [entry["part"] for entry in told["parts"]] == IDS
    assert {gap["id"] for gap in told["gaps"]} == {"TIP-05"}
    assert [entry["plan"] for entry in json.loads(both.stdout)] == ["plan.txt", "other.txt"]
    assert json.loads(both.stdout)[0] == told


def test_the_page_and_the_letter_say_what_to_write(plan: Path) -> None:
    page = CliRunner().invoke(main, ["review-plan", str(plan)])
    letter = CliRunner().invoke(main, ["review-plan", str(plan), "--letter"])
    assert page.exit_code == letter.exit_code == 0
    assert "5 gaps" in page.stdout and "not specific" in page.stdout
    assert "To: Beacon Harbor Facility Solutions Inc." in letter.stdout
    assert "no finding that" in " ".join(letter.stdout.split())
    found = as_document(review(document(PLAIN), None, date(2026, 6, 1)))
    assert "no findings" in letter_text(found)
    assert all(len(line) <= 80 for line in review_text(found, 80).splitlines())


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["nowhere.txt"], 1, "nowhere.txt"),
        (["{plan}", "--facts", "none.toml"], 1, "none.toml cannot be found"),
        (["{plan}", "--json", "--letter"], 2, "choose one"),
        ([], 2, "Missing argument"),
    ],
)
def test_bad_input_is_one_sentence(plan: Path, arguments: list[str], status: int, says: str) -> None:
    found = CliRunner().invoke(main, ["review-plan", *(a.format(plan=plan) for a in arguments)])
    assert found.exit_code == status
    assert says in found.stderr and "Traceback" not in found.stderr
