"""Contract files against the law: every gap of the labelled files is found, none is invented, and the door answers kindly."""

from __future__ import annotations

import io
import json
import tomllib
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner

from buyfair.cards.audit import audit_text
from buyfair.cards.audit_repair import repairs
from buyfair.cards.repair import repair_document
from buyfair.cli import main
from buyfair.contract import as_document, asked, audit
from buyfair.intake.documents import read_document
from buyfair.terms.document import Document, WrittenLine
from case_tables import CASES
from contract_files import answers, made

TODAY = date(2026, 11, 29)
OTHERS = ("contracts_unseen", "contracts_third", "contracts_fourth", "contracts_fifth")
FIRST_SET = [
    pytest.param(file["slug"], layout, marks=[] if layout == "txt" else [pytest.mark.slow])
    for file in answers()
    for layout in file["layouts"]
]
OTHER_SETS = [
    pytest.param(folder / f"{file['slug']}.txt", file, id=file["slug"])
    for folder in (CASES / name for name in OTHERS)
    for file in tomllib.loads((folder / "answers.toml").read_text("utf-8"))["file"]
]
NOT_READ = {"vaccinators-zambezia", "maseru-blankets"}
"""A log of names without signatures, an agreement told article by article: what they say is in no word that the reader knows.
They stay, so that this is seen."""


def gaps(found: dict[str, Any]) -> set[tuple[str, str]]:
    return {(gap["id"], gap["what"]) for gap in found["gaps"]}


def audited(path: Path, facts: dict[str, Any] | None = None, day: date = TODAY) -> dict[str, Any]:
    return as_document(audit(read_document(path), facts, day))


def key(file: dict[str, Any]) -> set[tuple[str, str]]:
    return {(gap["id"], gap["what"]) for gap in file.get("gaps", ())}


@pytest.mark.parametrize(("slug", "layout"), FIRST_SET)
def test_every_gap_of_a_contract_file_is_found_and_none_is_invented(slug: str, layout: str, tmp_path: Path) -> None:
    file = next(f for f in answers() if f["slug"] == slug)
    facts = CASES / "contracts" / f"{slug}.facts.toml"
    told = tomllib.loads(facts.read_text("utf-8"), parse_float=Decimal) if facts.exists() else None
    found = audited(made(slug, layout, tmp_path), told, file["read_as_of"])
    assert gaps(found) == key(file), file["trap"]
    assert {entry["id"] for entry in found["cannot_tell"]} >= set(file.get("cannot_tell", ())) - {"TIP-24"}


@pytest.mark.parametrize(("path", "file"), OTHER_SETS)
def test_the_files_of_other_authors_come_out_as_they_derived_them(path: Path, file: dict[str, Any]) -> None:
    found = audited(path, None, file["read_as_of"])
    if file["slug"] in NOT_READ:
        assert gaps(found) < key(file), "it is read now: take it out of NOT_READ"
        return
    assert gaps(found) == key(file), file["trap"]
    assert {entry["id"] for entry in found["cannot_tell"]} >= set(file.get("cannot_tell", ()))


HEADER = """Agency: dod     Solicitation date: 2022-05-02     Award date: 2022-09-15     Performance start: 2022-11-01
Read as of: 2024-03-31
Value: $4,200,000.00   Possible outside US: $4,200,000.00   Method: open, negotiated under FAR part 15   Commercial: no
Line 1: service; dining hall operation; value $3,890,000.00; performed in Djibouti; performed outside US: yes; COTS: no
Line 2: supply; table linen; value $310,000.00; made in Honduras; acquired outside US: yes; COTS: no
Local directives: {directives}
Contractor: Gannet Field Dining LLC

Contract N68FIC-22-C-0107

CLAUSES
{clause}
52.203-13    Contractor Code of Business Ethics and Conduct (NOV 2021)
{provision}

THE FILE
{papers}
"""
GOOD = {
    "directives": "none",
    "clause": "52.222-50    Combating Trafficking in Persons (NOV 2021)",
    "provision": "52.222-56    Certification Regarding Trafficking in Persons Compliance Plan (OCT 2020)",
}
CERTIFICATE = "The certificate under 52.222-56(c) was received on 2022-09-08, signed by R. Amadi, president."
YEARLY = "The yearly certificate of 2023-09-11 was received on 2023-09-12."
PLAN = "The compliance plan was received on 2022-09-08."
POSTING = "Relevant contents of the plan were posted in the dining hall on 2022-10-28."
FLOW_DOWN = "One subcontract, Obock Produce, 2022-10-03, $88,000.00: it contains 52.222-50."
PAPERS = {
    CERTIFICATE: ("TIP-04", "certificate missing"),
    YEARLY: ("TIP-07", "certificate lapsed"),
    PLAN: ("TIP-05", "plan missing"),
    POSTING: ("TIP-06", "posting missing"),
    FLOW_DOWN: ("TIP-08", "flow-down missing"),
}


def text(papers: str, **changed: str) -> Document:
    lines = HEADER.format(**{**GOOD, **changed}, papers=papers).splitlines()
    return Document("made up.txt", "0", tuple(WrittenLine(line, n) for n, line in enumerate(lines, 1)))


@pytest.mark.parametrize("held", list(product((True, False), repeat=len(PAPERS))))
def test_each_paper_that_is_left_out_of_the_file_is_its_own_gap(held: tuple[bool, ...]) -> None:
    """A law over every combination: what is left out is missing, what is there is not, and nothing else changes."""
    there = [paper for paper, keep in zip(PAPERS, held, strict=True) if keep]
    subs = "" if FLOW_DOWN in there else "One subcontract, Obock Produce, 2022-10-03, $88,000.00."
    found = as_document(audit(text("\n".join([*there, subs, "", "FILE INDEX", "Tab 1 Contract"])), None, TODAY))
    expected = {gap for paper, gap in PAPERS.items() if paper not in there}
    if CERTIFICATE not in there and YEARLY not in there:
        expected = expected - {("TIP-07", "certificate lapsed")} | {("TIP-07", "certificate missing")}
    if CERTIFICATE not in there and YEARLY in there:
        expected |= {("TIP-04", "certificate missing")}
    assert gaps(found) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, set()),
        ({"clause": ""}, {("TIP-01", "missing")}),
        ({"clause": "52.222-50    Combating Trafficking in Persons (OCT 2020)"}, {("TIP-01", "outdated")}),
        ({"clause": "52.222-50    [Reserved]"}, {("TIP-01", "missing")}),
        ({"clause": "[ ] 52.222-50    Combating Trafficking in Persons (NOV 2021)"}, {("TIP-01", "missing")}),
        ({"clause": "[X] 52.222-50    Combating Trafficking in Persons (NOV 2021)"}, set()),
        ({"provision": ""}, {("TIP-03", "missing")}),
        ({"directives": "told on 2022-04-01: off-limits list 7"}, {("TIP-02", "alternate missing")}),
        ({"directives": "told on 2022-04-01: off-limits list 7",
          "clause": "52.222-50    Combating Trafficking in Persons (NOV 2021), Alternate I (MAR 2015)"}, set()),
    ],
)  # fmt: skip
def test_the_clause_list_is_read_as_it_binds(changed: dict[str, str], expected: set[tuple[str, str]]) -> None:
    assert gaps(as_document(audit(text("\n".join(PAPERS), **changed), None, TODAY))) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("{sub}; it contains 52.222-50. Tadjoura Linen Services certified on 2022-10-01 and again on 2023-09-28.", set()),
        ("{sub}; it contains 52.222-50.", {("TIP-09", "certificate missing")}),
        ("{sub}; it contains 52.222-50. Tadjoura Linen Services certified on 2022-12-12 and again on 2023-09-28.",
         {("TIP-09", "certificate missing")}),
        ("{sub}; it contains 52.222-50. Tadjoura Linen Services certified on 2022-10-01 and again on 2023-09-28. "
         "On 2023-11-03 a worker reported that the recruiter had charged a fee of $900. The contracting officer was "
         "notified on 2023-11-04. The inspector general was not notified.", {("TIP-17", "missing")}),
        ("{sub}; it contains 52.222-50. Tadjoura Linen Services certified on 2022-10-01 and again on 2023-09-28. "
         "On 2023-11-03 a worker reported that the recruiter had charged a fee of $900. The contracting officer and the "
         "inspector general were notified on 2023-11-04.", set()),
    ],
)  # fmt: skip
def test_papers_of_the_prime_in_the_same_paragraph_are_not_those_of_its_subcontractor(
    told: str, expected: set[tuple[str, str]]
) -> None:
    """A whole file told in one paragraph: the prime's own days and certificates stand before the subcontract's."""
    sub = "A subcontract went to Tadjoura Linen Services on 2022-10-03 ($640,000.00, laundry in Djibouti)"
    own = " ".join([CERTIFICATE, YEARLY, PLAN, POSTING])
    assert gaps(as_document(audit(text(f"{own} {told.format(sub=sub)}"), None, TODAY))) == expected


@pytest.mark.parametrize(
    "said", ["Nothing is subcontracted.", "No part of the work was subcontracted.", "There are no subcontracts."]
)
def test_where_nothing_is_subcontracted_no_clause_is_missing_there(said: str) -> None:
    found = as_document(audit(text("\n".join([CERTIFICATE, YEARLY, PLAN, POSTING, said])), None, TODAY))
    assert gaps(found) == set()
    assert "TIP-08" not in {entry["id"] for entry in found["cannot_tell"]}


def test_without_a_word_about_the_file_papers_are_not_called_missing() -> None:
    found = as_document(audit(text(""), None, TODAY))
    assert not gaps(found)
    assert {entry["id"] for entry in found["cannot_tell"]} >= {"TIP-04", "TIP-05", "TIP-06", "TIP-07"}
    assert found["tells_what_it_holds"] is False


def test_a_fact_not_told_leaves_the_rule_open_and_names_the_fact() -> None:
    lines = [line for line in text("\n".join(PAPERS)).lines if not line.text.startswith(("Line ", "Value"))]
    found = as_document(audit(Document("made up.txt", "0", tuple(lines)), None, TODAY))
    open_rules = {entry["id"]: entry["missing"] for entry in found["cannot_tell"]}
    assert "TIP-04" in open_rules and open_rules["TIP-04"]


def test_facts_of_a_facts_file_stand_over_the_header() -> None:
    line = {"item": "service", "value": 90000, "performed_outside_us": True}
    facts = {"lines": [line], "possible_outside": 90000, "value": 90000}
    papers = "No certificate and no plan are in the file. Nothing was posted.\n" + FLOW_DOWN
    found = as_document(audit(text(papers), facts, TODAY))
    assert not gaps(found)


def test_every_gap_opens_to_rule_citation_words_of_the_file_and_one_line_that_mends_it() -> None:
    document = text("No certificate was received. No plan is in the file. " + FLOW_DOWN)
    found = as_document(audit(document, None, TODAY))
    assert found["gaps"]
    for gap in found["gaps"]:
        assert gap["fix"].endswith(".") and "\n" not in gap["fix"] and gap["cites"] and gap["rule"] and gap["why"]
        assert gap["quote"] is None or gap["quote"] in " ".join(document.text.split())


def test_other_law_stands_beside_and_is_no_gap_of_trafficking() -> None:
    found = as_document(audit(text("\n".join(PAPERS)), None, TODAY))
    assert {entry["id"] for entry in found["beside"]} >= {"CL-06"}


UNIFORMS = """Agency: dod     Solicitation date: 2024-05-02
Value: $4,200,000.00   Possible outside US: $4,200,000.00   Method: open, negotiated under FAR part 15   Commercial: no
Line 1: supply; uniforms; value $3,890,000.00; made in Vietnam; acquired outside US: yes; COTS: no

Contract N68FIC-24-C-0108

CLAUSES
"""
OTHER_LAW = {"CL-06": "52.222-19", "XU-02": "252.225-7059", "XU-03": "252.225-7060"}


@pytest.mark.parametrize(
    ("printed", "part"),
    [
        (("FEB 2024", "JUN 2023", "JUN 2023"), "kept"),
        (("JAN 2006", "DEC 2022", "DEC 2022"), "beside"),
        (("", "", ""), "cannot_tell"),
    ],
)
def test_of_other_law_only_the_edition_due_is_in_order_an_old_one_is_not_and_one_not_told_is_open(
    printed: tuple[str, ...], part: str
) -> None:
    held = [f"{number}    Title ({date_})" if date_ else f"{number}    Title"
            for number, date_ in zip(OTHER_LAW.values(), printed, strict=True)]  # fmt: skip
    lines = [*UNIFORMS.splitlines(), *held]
    found = as_document(audit(Document("made up.txt", "0", tuple(map(WrittenLine, lines, range(1, 99)))), None, TODAY))
    told = {name: {e["id"] for e in found[name]} & set(OTHER_LAW) for name in ("gaps", "kept", "beside", "cannot_tell")}
    assert told == dict.fromkeys(told, set()) | {part: set(OTHER_LAW)}, "each rule stands in one part and in no other"
    assert {e["what"] for e in found["beside"] if e["id"] in OTHER_LAW} <= {"outdated"}


SHIRTS = """Purchase Order ZZ0FIC-25-P-0031 (fictional)
Agency: {agency}
Solicitation date: {day}
Award date: 2025-04-01
Line 1: supply; garments; value $18,000.00; made in Bangladesh; commercial: yes; COTS: no
Value: $18,000.00
Method: commercial, part 12

CLAUSES
52.212-4    Contract Terms and Conditions-Commercial Products and Commercial Services (NOV 2023)
52.212-3    Offeror Representations and Certifications (MAY 2024)
52.222-50   Combating Trafficking in Persons (OCT 2020)
52.222-19   Child Labor-Cooperation with Authorities and Remedies (JAN 2020)
"""
PARKS = "Bureau of Example Parks, Department of the Interior"


def shirts(agency: str = PARKS, day: str = "2025-03-03", facts: dict[str, Any] | None = None) -> dict[str, Any]:
    lines = SHIRTS.format(agency=agency, day=day).splitlines()
    return as_document(audit(Document("made up.txt", "0", tuple(map(WrittenLine, lines, range(1, 99)))), facts, TODAY))


@pytest.mark.parametrize(
    ("agency", "day", "part"),
    [
        (PARKS, "2025-03-03", "beside"), ("NASA, Example Center", "2025-03-03", "beside_open"),
        (PARKS, "2023-10-02", "beside_open"), (PARKS, "unknown", "beside_open"), ("Army", "2025-03-03", ""),
    ],
)  # fmt: skip
def test_the_clause_on_who_reports_is_missing_where_the_regulation_asks_for_it_without_a_value(
    agency: str, day: str, part: str
) -> None:
    found = shirts(agency, day)
    parts = ("beside", "beside_open", "kept", "cannot_tell", "gaps")
    told = [name for name in parts for e in found[name] if e["id"] == "WB-01"]
    assert told == [part][: bool(part)]


def test_an_old_edition_is_not_passed_over_where_nobody_can_tell_whether_the_clause_is_due() -> None:
    def open_of(*left_out: str) -> list[str]:
        text = SHIRTS.format(agency=PARKS, day="2025-03-03").splitlines()
        held = tuple(map(WrittenLine, [x for x in text if not x.startswith(left_out)], range(1, 99)))
        found = as_document(audit(Document("made up.txt", "0", held), None, TODAY))
        return [e["why"] for e in found["beside_open"] if e["id"] == "CL-06"]

    (told,) = open_of("Line 1")
    assert "if it does, the edition of JAN 2020 in the text is outdated" in told
    (told,) = open_of("Line 1", "Solicitation", "Award date")
    assert "if it does, the edition in the text (JAN 2020) is to be looked at too" in told


def test_a_clause_of_other_law_of_which_nobody_can_tell_whether_it_is_due_says_what_would_decide_it() -> None:
    """The representations of commercial purchases stand in its place under one text of the FAR and not under the other."""
    (open_,) = [e for e in shirts(day="2026-02-16")["beside_open"] if e["id"] == "CL-02"]
    assert open_["clause"] == "52.222-18" and open_["missing"] == ["regime"] and "52.212-3" in open_["why"]
    assert [e["why"] for e in shirts(day="2026-02-16", facts={"regime": "codified"})["kept"] if e["id"] == "CL-02"]


def test_the_draft_holds_what_is_beside_the_law_against_trafficking_and_offers_what_may_be_due() -> None:
    repair = repairs([shirts(), shirts(day="2026-02-16")]).repairs
    assert [c.gap_id for c in repair[0].changes] == ["TIP-01", "CL-06", "WB-01"]
    assert "52.203-17, Contractor Employee Whistleblower Rights (NOV 2023)" in repair[0].changes[2].words
    words = _words(repair_document(repairs([shirts(agency="NASA, Example Center")])))
    offered = "[ ] The following clause is added to the contract by reference: FAR 52.203-17"
    assert "See below: 2 changes." in words and offered in words
    assert "[to fill in: date of the edition due on the day of the solicitation]" in words
    unlooked = words.partition("Whether these are due was not looked at")[2]
    assert "52.212-5" in unlooked and "252." not in unlooked, "nothing of the Defense supplement is asked of a civilian agency"
    no_gap = {**shirts(), "gaps": []}
    assert [c.gap_id for c in repairs([no_gap]).repairs[0].changes] == ["CL-06", "WB-01"], "a text without another gap, too"


@pytest.mark.parametrize(
    ("said", "value", "note"),
    [
        ("Total: $18,000", "18000.00", "Line 6: “Total: $18,000” was read as the value of the whole"),
        ("Grand total   $18,000.00", "18000.00", "was read as the value of the whole"),
        ("Total: $18,500", None, "is contradicted by another total, or by the values of the lines"),
        ("Subtotal: $18,000", None, ""), ("Total: 400 shirts", None, ""),
        ("Total: $18,000\nValue: $19,000.00", "19000.00", ""),
    ],
)  # fmt: skip
def test_a_total_is_the_value_where_nothing_contradicts_it(said: str, value: str | None, note: str) -> None:
    lines = SHIRTS.format(agency=PARKS, day="2025-03-03").replace("Value: $18,000.00\n", "")
    lines = lines.replace("Method: ", f"{said}\nMethod: ")
    document = Document("made up.txt", "0", tuple(map(WrittenLine, lines.splitlines(), range(1, 99))))
    found = as_document(audit(document, None, TODAY))
    assert found["facts"].get("value") == value and note in " ".join(found["notes"])
    assert ("read as the value" in " ".join(found["notes"])) is (value == "18000.00")


@pytest.mark.parametrize(
    ("number", "head", "stage", "signs", "title"),
    [
        ("ZZ0FIC-25-P-0031", "Award date: 2025-04-01", "awarded", "bilateral", "purchase order ZZ0FIC-25-P-0031"),
        ("ZZ0FIC-25-C-0031", "", "awarded", "bilateral", "contract ZZ0FIC-25-C-0031"),
        ("ZZ0FIC-25-R-0031", "", "before award", "unilateral", "solicitation made up.txt"),
        ("of shirts", "", "not told", "bilateral", "contract made up.txt"),
    ],
)  # fmt: skip
def test_one_change_names_one_kind_of_signature_by_how_far_the_text_is(
    number: str, head: str, stage: str, signs: str, title: str
) -> None:
    """A draft never says that one signs where the fix above it says that both do, nor calls an order a solicitation."""
    lines = SHIRTS.format(agency=PARKS, day="2025-03-03").replace("Award date: 2025-04-01", head)
    lines = lines.replace("Purchase Order ZZ0FIC-25-P-0031", f"Paper {number}")
    document = Document("made up.txt", "0", tuple(map(WrittenLine, lines.splitlines(), range(1, 99))))
    found = as_document(audit(document, None, TODAY))
    (repair,) = repairs([found]).repairs
    assert found["stage"] == stage and {change.consent for change in repair.changes} == {signs}
    fixes = " ".join(gap["fix"] for gap in (*found["gaps"], *found["beside"]))
    assert ("both sign" in fixes) is (signs == "bilateral") and "bilateral" not in fixes
    words = _words(repair_document(repairs([found])))
    paper = "amendment" if stage == "before award" else "modification"
    assert f"Draft {paper} of {title}" in words and ("does not tell whether the award" in words) is (stage == "not told")
    assert ("52.212-4" in words and "52.243-1" not in words) or signs == "unilateral", "commercial terms change as they say"


def test_the_first_lines_count_what_is_beside_and_the_last_say_what_was_not_looked_for() -> None:
    page = audit_text(shirts(), 100)
    assert "1 gap, 2 things beside the law against trafficking, " in page and "NOT CHECKED HERE: " in page
    assert "CL-02  child labor, 52.222-18: cannot be told: " in audit_text(shirts(day="2026-02-16"), 200)


IN_2025 = """Agency: dod     Solicitation date: 2025-10-14     Award date: 2025-12-15     Value: $4,200,000.00
Method: open, negotiated under FAR part 15   Commercial: no
Line 1: service; laundry; value $4,200,000.00; performed in Djibouti; performed outside US: yes; COTS: no

Contract N68FIC-26-C-0110

CLAUSES
52.222-50    Combating Trafficking in Persons ({printed})
"""


@pytest.mark.parametrize(("printed", "part"), [("OCT 2020", "gaps"), ("NOV 2021", "cannot_tell"), ("OCT 2025", "kept")])
def test_an_edition_older_than_one_read_and_in_force_is_outdated_though_the_one_due_is_to_be_confirmed(
    printed: str, part: str
) -> None:
    lines = IN_2025.format(printed=printed).splitlines()
    facts = {"regime": "codified"}
    document = Document("made up.txt", "0", tuple(map(WrittenLine, lines, range(1, 99))))
    found = as_document(audit(document, facts, TODAY))
    told = [(name, e) for name in ("gaps", "kept", "cannot_tell") for e in found[name] if e["id"] == "TIP-01"]
    assert [name for name, _ in told] == [part]
    if part == "gaps":
        (_, gap), = told
        assert gap["what"] == "outdated" and "NOV 2021" in gap["why"] and gap["due"] == "OCT 2025, to be confirmed"
        assert "(OCT 2025, to be confirmed)" in gap["fix"] and "not read" not in json.dumps(found)


def test_of_every_clause_that_is_asked_it_can_be_said_that_its_edition_is_an_old_one() -> None:
    assert all("{printed}" in one.renew and "{due}" in one.renew for one in asked() if one.check == "clause")


def test_a_page_says_what_is_missing_what_cannot_be_told_and_what_is_in_order() -> None:
    page = audit_text(as_document(audit(text(PLAN + " No posting was made."), None, TODAY)), 100)
    for words in ("TIP-06  posting missing", "Fix:", "IN ORDER", "a lead to check"):
        assert words in page
    assert max(map(len, page.splitlines())) <= 100


def test_the_repair_of_one_contract_names_the_clause_and_asks_for_the_papers() -> None:
    found = as_document(audit(text("\n".join([PLAN, POSTING, YEARLY, FLOW_DOWN]), clause=""), None, TODAY))
    words = _words(repair_document(repairs([found])))
    assert "52.222-50, Combating Trafficking in Persons (NOV 2021)" in words
    assert "TIP-04" in words and "52.222-56(c)" in words and "Gannet Field Dining LLC" in words
    assert repair_document(repairs([found])) == repair_document(repairs([found]))


def _words(content: bytes) -> str:
    read = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in read.paragraphs), *cells])


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["audit", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_one_contract_is_one_document_and_several_are_an_array_in_the_order_given(tmp_path: Path) -> None:
    paths = [str(CASES / "contracts" / f"{slug}.txt") for slug in ("kuwait-laundry", "qatar-guard")]
    status, said, _ = run(paths[0], "--json")
    assert status == 0 and json.loads(said)["gaps"][0]["id"] == "TIP-02"
    status, said, _ = run(*reversed(paths), "--json")
    assert status == 0 and [len(one["gaps"]) for one in json.loads(said)] == [0, 1]


def test_a_folder_is_read_whole_and_its_batch_is_written(tmp_path: Path) -> None:
    for slug in ("kuwait-laundry", "qatar-guard", "jordan-camp"):
        made(slug, "docx", tmp_path)
    batch = tmp_path / "batch.docx.out"
    status, said, heard = run(str(tmp_path), "--repair", str(tmp_path / "out" / "batch.docx"))
    assert status == 1 and "is no folder" in heard
    status, said, heard = run(str(tmp_path), "--repair", str(batch))
    assert status == 1 and ".docx" in heard
    (tmp_path / "out").mkdir()
    files = [str(path) for path in sorted(tmp_path.glob("*.docx"))]
    status, said, heard = run(*files, "--repair", str(tmp_path / "out" / "batch.docx"))
    assert status == 0 and "3 contracts read; 2 with gaps." in said and "batch.docx" in heard
    assert "Summary" in _words((tmp_path / "out" / "batch.docx").read_bytes())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no text"),
        (b"%PDF-1.4 broken", "PDF"),
        (b"PK\x03\x04 broken", "Word"),
    ],
)
def test_a_file_that_nobody_can_read_gets_one_sentence(content: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "contract.txt"
    path.write_bytes(content)
    status, said, heard = run(str(path))
    assert status == 1 and not said and heard.count("\n") == 1


def test_a_wrong_fact_is_named(tmp_path: Path) -> None:
    facts = tmp_path / "facts.toml"
    facts.write_text('agncy = "dod"\n')
    status, said, heard = run(str(CASES / "contracts" / "kuwait-laundry.txt"), "--facts", str(facts))
    assert status == 1 and not said and "agency" in heard


def test_a_header_that_cannot_be_is_a_note_and_never_an_answer() -> None:
    lines = [WrittenLine(line.text.replace("2022-09-15", "2021-09-15"), line.number) for line in text("\n".join(PAPERS)).lines]
    found = as_document(audit(Document("made up.txt", "0", tuple(lines)), None, TODAY))
    assert any("award" in note for note in found["notes"])


def test_everything_asked_names_a_rule_that_is_known() -> None:
    from buyfair.purchase import law

    assert {one.rule for one in asked()} <= {rule.row for rule in law().rules}
