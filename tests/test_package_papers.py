"""Three papers of one purchase: the texts that go out, the record that stays in the file, the letter to vendors."""

from __future__ import annotations

import io
import json
import re
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner

from buyfair.briefing import as_document as briefing_document
from buyfair.briefing import briefing_for
from buyfair.cards.briefing_file import briefing_text
from buyfair.cards.briefing_questions import questions_docx, questions_pdf, questions_text
from buyfair.cards.package_file import drafts_docx, package_text
from buyfair.cards.package_solicitation import PAPER, solicitation_docx, solicitation_pdf, solicitation_text
from buyfair.cards.package_texts import blanks, solicited, worded
from buyfair.cli import main
from buyfair.knowledge.package import PLACE, entries, entry_of, sheet_rules
from buyfair.knowledge.questions import questions
from buyfair.package import as_document, package_for
from test_package import DINING, GARMENTS, LAPTOPS, line
from test_package_files import SAMPLE

DAY = date(2026, 11, 30)
SHIRTS = {
    "agency": "civilian", "sol_date": date(2026, 12, 1), "tier": 0, "method": "far12", "competitive_negotiation": False,
    "regime": "rfo", "asks_ten_or_more": False,
    "lines": [line("supply", 18_000, good="garments cotton", origin=["BGD", "VNM"], commercial=True, cots=False,
                   acquired_outside_us=True, performed_outside_us=False)],
}  # fmt: skip
UNIFORMS = {**SHIRTS, "method": "open", "competitive_negotiation": True,
            "lines": [{**SHIRTS["lines"][0], "value": 1_200_000, "commercial": False}]}  # type: ignore[index]  # fmt: skip
STORIES = {"shirts": SHIRTS, "uniforms": UNIFORMS, "garments": GARMENTS, "laptops": LAPTOPS, "dining": DINING}


def packed(told: dict[str, Any], **filled: str) -> dict[str, Any]:
    """The package as the web application hands it on, with some blanks filled by what they ask."""
    found = {**as_document(package_for(told, DAY)), "case": "EX-1", "purchase": "400 cotton work shirts", "office": "Office A"}
    for i in (*found["items"], *found["apart"]):
        for b in i["fill_ins"]:
            b["filled"] = filled.get(b["asks"].replace(" ", "_"), b["filled"])
    return found


def briefed(told: dict[str, Any], **more: Any) -> dict[str, Any]:
    found = briefing_document(briefing_for(told, DAY))
    return {**found, "case": "EX-1", "purchase": "400 cotton work shirts", **more}


def in_one_line(text: str) -> str:
    return " ".join(text.split())


def words_in(made: bytes) -> str:
    """Every word of a Word document."""
    word = docx.Document(io.BytesIO(made))
    return " ".join(t.text or "" for t in word.element.iter() if t.tag.endswith("}t"))


# What goes out, and what stays


def test_a_solicitation_of_shirts_is_clauses_and_provisions_and_a_sheet_to_take_off() -> None:
    text = in_one_line(PAPER.text(packed(SHIRTS), DAY))
    cover, out = text.split("400 COTTON WORK SHIRTS (EX-1)")
    assert "$18,000.00" in cover and "Bangladesh, Vietnam" in cover and "2026-12-01" in cover
    assert "52.222-50, 52.222-19 and 52.222-3" in cover, "what is blank is listed once"
    assert "FAR 52.203-17 and FAR 52.222-18 without DEVIATION" in cover, "beside the others that looks like a slip"
    assert "FAR 52.252-2 and FAR 52.252-1 beside it" in cover and "Offered, and not in these texts: " in cover
    assert "texts on labor conditions" in out and "texts on labor conditions" in solicitation_text(packed(SHIRTS))
    assert "52.222-50" in out and "garments: Argentina, India, Thailand" in out and "Issued by: Office A" in out
    assert "$18,000" not in out and "Vietnam" not in out, "the office's estimate is nobody else's"
    for inside in ("Required by law", "discretion", "waiver", "TIP-01", "surveillance", "found responsible"):
        assert inside not in out, inside
    assert len(out.split()) < 250


def test_a_clause_that_law_may_require_is_named_in_what_goes_out_while_nobody_knows() -> None:
    """A text that is pasted without it would lack it in silence."""
    untold = {key: told for key, told in SHIRTS["lines"][0].items() if not key.endswith("outside_us")}  # type: ignore[index]
    found = packed({**SHIRTS, "lines": [untold]})
    for text in (solicitation_text(found), words_in(solicitation_docx(found, DAY))):
        missing = in_one_line(text).partition("THOUGH LAW MAY REQUIRE IT: ")[2].partition(". ")[0]
        assert "FAR 52.222-3, Convict Labor" in missing and "Alternate I" in missing
        assert "Code of conduct" not in missing
    assert "LAW MAY REQUIRE IT" not in solicitation_text(packed({**SHIRTS, "local_directives": False}))


def test_the_record_holds_the_authority_and_no_draft_that_nobody_asked_for() -> None:
    text = in_one_line(package_text(packed(SHIRTS), DAY))
    assert "5 items of these go into the solicitation; 6 items stay with the office." in text
    assert "Required by law: FAR 22.1703-2(a)(1)" in text and "TIP-01" in text
    assert "Request for a waiver under" not in text and "[what buyers in this market ask" not in text
    assert "sealed bid" not in text and "factor of this package" not in text
    apart = text.partition("NOT IN THE PACKAGE")[2].partition("DUTIES WITHOUT")[0]
    assert 5 * len(apart.split()) < 2 * len(text.split())
    drafts = words_in(drafts_docx(packed(SHIRTS), DAY))
    assert "Request for a waiver under FAR 12.302(c)." in drafts and "Nothing asks for these requests" in drafts
    assert "Signed by the agency head, or whom the agency's procedures name" in drafts


@pytest.mark.parametrize("told, first", [(SHIRTS, "CONTRACT CLAUSES"), (UNIFORMS, "SECTION H"), (LAPTOPS, "CONTRACT CLAUSES")],
                         ids=["shirts", "uniforms", "laptops"])  # fmt: skip
def test_a_commercial_purchase_has_no_lettered_sections(told: dict[str, Any], first: str) -> None:
    text = solicitation_text(packed(told))
    headings = [row for row in text.splitlines() if row.isupper() and len(row) > 20]
    assert headings[0].startswith(first) and ("SECTION" in text) is first.startswith("SECTION")


def test_a_form_for_use_after_award_does_not_go_out() -> None:
    found = packed(UNIFORMS)
    assert "Yearly certificate" not in PAPER.text(found, DAY) and "Yearly certificate" in package_text(found, DAY)
    assert "trafficking_yearly_certificate" not in {i["id"] for i in solicited(found)}


def test_a_small_purchase_may_state_a_factor_and_a_sealed_bid_may_not() -> None:
    small = {i["id"]: i["authority"] for i in packed(SHIRTS)["apart"]}
    assert small["code_commercial_1"]["standing"] == "offered" and "factor_in_sealed_bidding" not in small
    sealed = {i["id"]: i["authority"]["standing"] for i in packed({**GARMENTS, "competitive_negotiation": False})["apart"]}
    assert sealed["code_supply_1"] == sealed["factor_in_sealed_bidding"] == "not lawful"


# Blanks


def test_every_place_of_a_text_is_a_blank_and_every_blank_has_its_place() -> None:
    row = {"id": "x", "kind": "file note", "place": "file", "rows": ["TIP-01"], "text": "On [day] it was so.", "title": "X"}
    with pytest.raises(ValueError, match="leaves a place in its text that no blank fills"):
        entry_of(row, "a file")
    with pytest.raises(ValueError, match="fills a place that its text does not have"):
        entry_of({**row, "text": "So.", "blank": [{"asks": "day", "by": "contracting officer", "in_text": "[day]"}]}, "a file")
    own = [b for e in entries() for b in e.blanks if b.in_text]
    assert len(own) > 30 and all(b.by == "contracting officer" for b in own)


def test_a_blank_that_is_filled_stands_filled_in_every_paper() -> None:
    officer = {"name_and_address_of_the_contracting_officer": "A. Example [x]"}
    found = packed(SHIRTS, the_finding="found", offeror="Example Shirts", **officer)
    text = in_one_line(package_text(found, DAY))
    assert "Example Shirts is found responsible." in text and "[found / not found]" not in text and "[Offeror]" not in text
    assert "goes at once to the Contracting Officer A. Example [x] and to" in text
    dated = packed(SHIRTS)
    for i in dated["items"]:
        if i["edition"] and i["edition"]["own"]:
            i["edition"] = {**i["edition"], "printed": "DEVIATION FEB 2026", "own": False, "known": True}
            i["fill_ins"][0]["filled"] = "FEB 2026"
    for made in (solicitation_text(dated), words_in(solicitation_docx(dated, DAY))):
        assert "DEVIATION FEB 2026" in made and "[date]" not in made
    assert [b for b in blanks(solicited(dated)) if "deviation" in b] == []


@pytest.mark.parametrize("name", STORIES)
def test_what_is_open_in_a_text_is_open_in_the_list_of_blanks(name: str) -> None:
    found = packed(STORIES[name])
    for i in found["items"]:
        officers = [b for b in i["fill_ins"] if b["by"] == "contracting officer" and not b["filled"]]
        forms = any(b["by"] == "offeror" for b in i["fill_ins"])
        still = set(PLACE.findall(worded(i, found))) if not i["number"] and not forms else set()
        listed = " ".join(blanks([i]))
        assert all(place in listed for place in still - {b["in_text"] for b in officers}), i["id"]


def test_a_date_that_cannot_be_told_and_a_number_that_is_proposed_are_blanks_too() -> None:
    untold = packed({key: told for key, told in DINING.items() if key != "sol_date"})
    said = list(blanks(solicited(untold)))
    assert any(b.startswith("the date of 252.203-7002: the day of the solicitation is not told") for b in said)
    assert any(b.endswith("confirm [30], which is proposed") for b in blanks(solicited(packed(DINING))))


@pytest.mark.parametrize("name", STORIES)
def test_no_note_says_that_something_was_found_or_done(name: str) -> None:
    text = in_one_line(package_text(packed(STORIES[name]), DAY))
    for says in ("is found responsible", "was compared", "was checked", "was relied on", "were put to", "Offered to them here"):
        assert says not in text, says


# The letter to vendors


def asked(told: dict[str, Any]) -> list[str]:
    return [row["id"] for row in briefed(told)["sheet"]["ask"]]


def test_a_vendor_of_shirts_gets_six_questions_and_both_countries_the_one_on_fees() -> None:
    ids = asked(SHIRTS)
    assert len(ids) <= 6 and ids[0] == "who_made_it" and "fees_for_the_job" in ids and "age_is_checked" in ids
    (own,) = briefed(SHIRTS)["lines"]
    fees = next(q for q in own["questions"] if q["id"] == "fees_for_the_job")
    assert fees["everywhere"] and fees["countries"] == ["BGD", "VNM"]
    more = briefed(SHIRTS)["sheet"]["more"]
    assert "papers_of_one_lot" in more and not set(more) & set(ids)
    assert set(more) | set(ids) == {q["id"] for q in own["questions"]}, "what is not on the letter may be asked too"


def worth(value: int, **more: Any) -> dict[str, Any]:
    return {**SHIRTS, "lines": [{**SHIRTS["lines"][0], "value": value, **more}]}  # type: ignore[index]


@pytest.mark.parametrize("told, most", [
    (worth(9_000), 4), (worth(18_000), 6), (worth(350_000), 6), (worth(350_001), 10),
    (worth(18_000, good="blueberries", origin=["CHE"]), 3),
], ids=["micro", "small", "at the threshold", "above it", "nothing listed"])  # fmt: skip
def test_the_letter_grows_with_the_value_and_the_risk(told: dict[str, Any], most: int) -> None:
    sheet = briefed(told)["sheet"]
    assert sheet["most"] == most and len(sheet["ask"]) <= most


def test_what_is_asked_of_two_lines_is_asked_once() -> None:
    two = {**SHIRTS, "lines": [*SHIRTS["lines"], {**SHIRTS["lines"][0], "good": "footwear"}]}  # type: ignore[index,misc]
    sheet = briefed(two)["sheet"]
    assert {"id": "who_made_it", "lines": [1, 2]} in sheet["ask"]
    assert len({row["id"] for row in sheet["ask"]}) == len(sheet["ask"]) <= 6
    text = in_one_line(questions_text(briefed(two), DAY))
    assert "For line 1 (cotton garments)." in text


OF_THE_HOUSE = ("FAR 10.002", "DFARS", "TIP-", "IM-0", "List of Goods", "List of Products", "market research",
                "ten or more", "Tells", "it is listed", "numbers not held", "recalled", "inferred", "['")  # fmt: skip
TO_A_VENDOR = ("voluntary", "Please answer by: [day]", "no finding against you", "Not asked: names of workers", "Answer to:")


@pytest.mark.parametrize("name", STORIES)
def test_a_letter_speaks_to_the_vendor_and_tells_nothing_of_the_house(name: str) -> None:
    found = briefed(STORIES[name])
    for text in (in_one_line(questions_text(found, DAY)), words_in(questions_docx(found, DAY))):
        assert [inside for inside in OF_THE_HOUSE if inside in text] == []
        assert [must for must in TO_A_VENDOR if must not in text] == []


def test_the_head_of_a_letter_holds_what_was_typed_and_a_control_number_where_there_is_one() -> None:
    head = {"vendor": "Example Shirts, Anytown", "by": "2026-12-15", "office": "", "to": ""}
    found = briefed(SHIRTS, head=head, control={"addressees": 12, "number": "1234-5678"})
    text = in_one_line(questions_text(found, DAY))
    assert "To: Example Shirts, Anytown" in text and "From: [name and address" in text
    assert "answer by: December 15, 2026" in text and ", solicitation " not in text
    numbered = in_one_line(questions_text(briefed(SHIRTS, number="140X00-27-Q-0009"), DAY))
    assert ", solicitation 140X00-27-Q-0009" in numbered
    assert "OMB control number: 1234-5678." in text and "OMB" not in questions_text(briefed(SHIRTS), DAY)


def test_a_letter_has_room_under_each_question() -> None:
    found = briefed(SHIRTS)
    assert questions_text(found, DAY).count("Your answer: ___") == 6
    assert len(docx.Document(io.BytesIO(questions_docx(found, DAY))).tables) == 7
    assert questions_pdf(found, DAY) == questions_pdf(json.loads(json.dumps(found)), DAY)
    assert questions_pdf(found, DAY)[:4] == solicitation_pdf(packed(SHIRTS), DAY)[:4] == b"%PDF"


def test_the_rules_of_the_letter_name_questions_that_exist() -> None:
    ids = {q.id for q in questions()}
    rules = sheet_rules()
    assert {*rules.first, *rules.heavy, *rules.covers, *(q for held in rules.covers.values() for q in held)} <= ids


@pytest.mark.parametrize("paper, opens", [
    ("record", "Solicitation package, record for the file: "), ("solicitation", "Solicitation texts: "),
    ("questions", "Questions for vendors: "),
], ids=["record", "solicitation", "questions"])  # fmt: skip
def test_the_command_writes_each_paper_in_each_form(tmp_path: Path, paper: str, opens: str) -> None:
    told = [str(SAMPLE), "--day", "2026-11-30", "--paper", paper]
    said = CliRunner().invoke(main, ["package", *told])
    assert said.exit_code == 0 and said.output.startswith(opens)
    for name, first in (("a.docx", b"PK"), ("a.pdf", b"%PDF"), ("a.txt", opens.encode()), ("a.json", b"{")):
        made = CliRunner().invoke(main, ["package", *told, "--out", str(tmp_path / name)])
        assert made.exit_code == 0 and (tmp_path / name).read_bytes().startswith(first), name


# What the briefing knows


def test_a_civilian_office_is_told_no_law_of_defense() -> None:
    cites = [c for q in briefed(SHIRTS)["lines"][0]["questions"] for c in q["cites"]]
    said = " ".join(q["clause"] for q in briefed(SHIRTS)["lines"][0]["questions"])
    assert not any(c.startswith(("DFARS", "10 USC")) for c in cites) and "DFARS" not in said
    defense = {**SHIRTS, "agency": "dod"}
    assert "DFARS" in " ".join(q["clause"] for q in briefed(defense)["lines"][0]["questions"])


def test_the_briefing_does_not_ask_for_what_it_says_itself() -> None:
    row = next(u for u in briefed(SHIRTS)["unknown"] if u["fact"] == "list_hit")
    assert row["known"] == ["List of Goods Produced by Child Labor or Forced Labor"]
    text = in_one_line(briefing_text(briefed(SHIRTS), DAY))
    assert "Found in this briefing: List of Goods Produced by Child Labor or Forced Labor. Look for the others." in text
    assert "Has the contract been terminated" not in text and "can only be known once something happens" in text


def test_two_days_that_differ_are_told_apart() -> None:
    says = "By the law of 2026-12-01, the day of the solicitation, as far as it is known on 2026-11-30."
    assert says in in_one_line(package_text(packed(SHIRTS), DAY)) and says in in_one_line(briefing_text(briefed(SHIRTS), DAY))
    same = {**SHIRTS, "sol_date": DAY}
    assert "as far as it is known on" not in in_one_line(package_text(packed(same), DAY))


@pytest.mark.parametrize("name", STORIES)
def test_no_code_of_a_program_stands_in_a_paper(name: str) -> None:
    found, brief = packed(STORIES[name]), briefed(STORIES[name])
    papers = (package_text(found, DAY), PAPER.text(found, DAY), solicitation_text(found), briefing_text(brief, DAY))
    for text in papers:
        assert not re.search(r"\['[A-Z]{3}'|\b(?:BGD|VNM|DJI)\b|not read|numbers not held|asks_ten|lines\[\d", text)


def test_a_package_kept_before_places_were_named_is_still_told() -> None:
    old = deepcopy(packed(SHIRTS))
    for i in (*old["items"], *old["apart"], *old["open"], *old["later"]):
        for b in i["fill_ins"]:
            del b["in_text"]
    del old["office"]
    assert "52.222-50" in package_text(old, DAY) and "52.222-50" in solicitation_text(old) and solicitation_docx(old, DAY)
