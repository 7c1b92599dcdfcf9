"""The repair of a contract can be opened in Word, says what it knows and leaves open what it does not."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.document import Document as Word
from docx.oxml.ns import qn

from buyfair.cards.repair import DRAFT, Change, Repair, RepairBatch, Sheet, blanks, consent_for, repair_document
from buyfair.intake.documents import read_document

ADDED = Change("gap-tip-01", "add clause", "Add FAR 52.222-50, Combating Trafficking in Persons (NOV 2021), to section I.",
               "TIP-01; FAR 22.1705(a)(1)", *consent_for("add clause", commercial=True))  # fmt: skip
CORRECTED = Change("gap-tip-02", "correct clause", "In section I, read 52.222-50 where 52.222-05 is written.",
                   "TIP-01; FAR 43.101", *consent_for("correct clause", commercial=True))  # fmt: skip
REPAIR = Repair("W0000A-26-C-0001", "Contracting Office Example", "Example Works LLC", "Department of Examples",
                (ADDED, CORRECTED), ("The certificate of the compliance plan (TIP-04; FAR 52.222-56(d)).",
                "Proof that the notice is posted (TIP-07)."),
                "2026-11-29", ("contract.pdf, sha256 00ff",))  # fmt: skip


def opened(*repairs: Repair) -> Word:
    return docx.Document(io.BytesIO(repair_document(RepairBatch(repairs))))


def entries(document: Word, table: int = 0) -> dict[str, str]:
    return {row.cells[0].text: row.cells[-1].text for row in document.tables[table].rows[1:]}


def words(document: Word) -> str:
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_what_is_known_is_filled_in_and_what_is_not_stands_in_brackets() -> None:
    blocks = entries(opened(REPAIR))
    assert list(blocks) == ["1", "2", "3", "4", "5", "6", "7", "8", "9A", "9B", "10A", "10B", "11", "12", "13A", "13B", "13C",
                            "13D", "13E", "14", "15", "16"]  # fmt: skip
    assert blocks["10A"] == "W0000A-26-C-0001" and blocks["8"] == "Example Works LLC"
    assert blocks["6"] == "Contracting Office Example, Department of Examples, [to fill in: code of the office]"
    assert all(blocks[n].startswith("[") for n in ("1", "2", "3", "4", "5", "7", "10B", "12", "15", "16"))
    unknown = entries(opened(replace(REPAIR, office=None, contractor=None, agency_text="")))
    assert unknown["6"].startswith("[") and unknown["8"].startswith("[")


@pytest.mark.parametrize(("changes", "ticked", "signs"), [
    ((ADDED,), "13C", True), ((CORRECTED,), "13B", False), ((ADDED, CORRECTED), "13C", True),
    ((replace(CORRECTED, kind="order", block="A"),), "13A", False),
    ((replace(CORRECTED, kind="use of an option"),), "13D", False),
])  # fmt: skip
def test_one_authority_is_ticked_and_the_contractor_signs_only_an_agreement(
    changes: tuple[Change, ...], ticked: str, signs: bool
) -> None:
    blocks = entries(opened(replace(REPAIR, changes=changes)))
    assert [n for n in ("13A", "13B", "13C", "13D") if blocks[n].startswith("[X]")] == [ticked]
    assert blocks["13E"].startswith("[ ] is not  [X] is required" if signs else "[X] is not  [ ] is required")


def test_a_new_clause_needs_agreement_and_in_doubt_so_does_everything() -> None:
    assert consent_for("add clause", commercial=True)[0] == "bilateral"
    assert "52.212-4(c)" in consent_for("replace clause", commercial=True)[1]
    assert "52.212-4(c)" not in consent_for("replace clause", commercial=None)[1]
    assert consent_for("a kind nobody named", commercial=None)[0] == "bilateral"
    assert consent_for("correct clause", commercial=False)[0] == "unilateral"
    assert consent_for("add provision", commercial=True)[0] == "bilateral"
    assert consent_for("add provision", commercial=True, solicitation=True)[0] == "unilateral"


def sheet(*named: Sheet, of: Repair = REPAIR) -> str:
    document = docx.Document(io.BytesIO(repair_document(RepairBatch((of,)), named)))
    return "\n".join([words(document), *(cell.text for table in document.tables for row in table.rows for cell in row.cells)])


def test_the_sheet_to_sign_holds_what_is_signed_and_why_stands_on_the_sheet_for_the_file() -> None:
    noted = replace(REPAIR, own=("Note whether it is sought.",), offered=(CORRECTED,), not_looked_for=("52.244-6",))
    signed, kept = sheet("sign", of=noted), sheet("file", of=noted)
    for nth, change in enumerate(REPAIR.changes, 1):
        assert f"Change {nth}: {change.kind}\n{change.words}\n" in signed
        assert f"{nth}: {change.kind} ({change.gap_id})\nBecause: {change.because}." in kept
        assert f"Signature: {change.consent}." in kept
    for remark in ("Because", "Signature:", "Note whether", "[ ] In section", "sha256", "52.244-6", "gap-tip", "43.301(a)(3)"):
        assert remark not in signed and remark in kept, remark
    assert "Nobody signs this sheet" in kept and "Letter to the contractor" not in signed + kept
    assert sheet("letter").startswith("Letter to the contractor: what is still needed")


def test_every_blank_of_the_sheet_to_sign_is_marked_and_listed_once() -> None:
    signed, empty = sheet("sign"), blanks(REPAIR)
    assert [what for _, what in empty] and signed.count("[to fill in: ") == len(empty)
    assert all(f"[to fill in: {what}]" in signed and f"{where}: {what}" in sheet("file") for where, what in empty)
    assert ("Block 10B, dated", "day of the contract") in empty
    known = replace(REPAIR, dated="2026-12-21", value="$18,000.00", buys="Cotton work shirts")
    assert "day of the contract" not in [what for _, what in blanks(known)]
    told = sheet("sign", of=known)
    assert "Purchase: Cotton work shirts." in told and "$18,000.00 before this change" in told


def test_a_blank_that_is_filled_stands_filled_and_is_listed_no_more() -> None:
    every = [what for _, what in blanks(REPAIR)]
    told = replace(REPAIR, filled=(("day of the contract", "March 3, 2026"),))
    assert [what for _, what in blanks(told)] == [what for what in every if what != "day of the contract"]
    assert "March 3, 2026" in sheet("sign", of=told) and "day of the contract]" not in sheet("sign", of=told)


def test_what_nobody_looked_at_stays_and_is_named() -> None:
    change = replace(ADDED, consent="before it is signed", why="Nobody signed the text yet.")
    order = replace(REPAIR, unsigned=True, changes=(change,), unjudged=("52.212-4", "52.233-3"))
    assert "nor their dates: 2 clauses: 52.212-4, 52.233-3." in sheet("sign", of=order)
    many = replace(order, unjudged=tuple(f"52.247-{n}" for n in range(1, 21)))
    assert "20 clauses, which the sheet for the file names." in sheet("sign", of=many) and "52.247-20" in sheet("file", of=many)


def test_what_nobody_signed_yet_is_put_right_and_not_modified() -> None:
    change = replace(ADDED, consent="before it is signed", why="Nobody signed the text yet.")
    order = replace(REPAIR, contract="ZZ0FIC-26-P-0001", unsigned=True, changes=(change,))
    signed = sheet("sign", of=order)
    assert signed.startswith("Draft correction of purchase order ZZ0FIC-26-P-0001, before it is signed")
    assert f"Correction 1: add clause\n{ADDED.words}" in signed and "Supplemental agreement" not in signed
    assert "13C" not in signed and blanks(order) == [] and "modification" not in signed.lower()


def test_what_the_officer_can_do_alone_is_said_where_the_rest_needs_agreement() -> None:
    assert "can still issue alone: change 2." in words(opened(REPAIR))
    for changes in ((ADDED,), (CORRECTED,)):
        assert "can still issue alone" not in words(opened(replace(REPAIR, changes=changes)))


def test_the_letter_asks_for_what_is_missing_on_its_own_page_and_accuses_nobody() -> None:
    document = opened(REPAIR)
    said = words(document)
    letter = said[said.index("Letter to the contractor") :]
    assert all(ask in letter for ask in REPAIR.asks) and "no finding against you" in letter and DRAFT in letter
    assert "Letter to the contractor" not in words(opened(replace(REPAIR, asks=())))


def test_a_solicitation_is_amended_and_asks_no_authority() -> None:
    blocks = entries(opened(replace(REPAIR, solicitation=True, changes=(replace(CORRECTED, kind="add provision"),), asks=())))
    assert blocks["9A"] == REPAIR.contract and blocks["10A"] == blocks["13E"] == "does not apply"
    assert blocks["11"].startswith("[ ]") and {blocks[n] for n in ("13A", "13B", "13C", "13D")} == {"does not apply"}


def test_a_batch_opens_with_one_row_per_contract() -> None:
    other = replace(REPAIR, contract="W0000A-26-C-0002", changes=(CORRECTED,), asks=())
    none = replace(REPAIR, contract="W0000A-26-C-0003", changes=(), asks=REPAIR.asks[:1])
    document = opened(REPAIR, other, none)
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows == [
        ["Contract", "Gaps", "Action", "Signature needed"],
        ["W0000A-26-C-0001", "gap-tip-01, gap-tip-02", "add clause: 1; correct clause: 1; ask the contractor for 2 things",
         "contractor and contracting officer"],
        ["W0000A-26-C-0002", "gap-tip-02", "correct clause: 1", "contracting officer"],
        ["W0000A-26-C-0003", "none", "ask the contractor for 1 thing", "none"],
    ]  # fmt: skip
    assert len(document.tables) == 3 and "No change of the text is proposed." in words(document)


def test_it_can_be_read_aloud_by_a_machine() -> None:
    document = opened(REPAIR)
    assert document.core_properties.title == "Draft modification of contract W0000A-26-C-0001"
    assert document.core_properties.language == "en-US"
    styles = [p.style.name for p in document.paragraphs if p.style is not None]
    assert styles[0] == "Title" and {"Heading 1", "Heading 2", "Heading 3"} <= set(styles)
    table = document.tables[0]
    assert table.rows[0]._tr.trPr is not None and table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table._tbl.tblPr.find(qn("w:tblCaption")) is not None
    assert all(language.get(qn("w:val")) == "en-US" for language in document.styles.element.iter(qn("w:lang")))


def test_every_page_says_that_it_is_a_draft() -> None:
    assert opened(REPAIR).sections[0].header.paragraphs[0].text == DRAFT


def test_the_same_repair_gives_the_same_bytes_on_another_day() -> None:
    made = repair_document(RepairBatch((REPAIR,)))
    assert made == repair_document(RepairBatch((REPAIR,)))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
        assert b"2026-11-29T00:00:00Z" in archive.read("docProps/core.xml")


def test_our_own_reader_reads_it_and_each_letter_counts_from_one(tmp_path: Path) -> None:
    path = tmp_path / "repair.docx"
    path.write_bytes(repair_document(RepairBatch((REPAIR, replace(REPAIR, contract="W0000A-26-C-0002")))))
    lines = [line.text for line in read_document(path).lines]
    assert lines[0] == DRAFT and lines.count(f"1. {REPAIR.asks[0]}") == 2 and lines.count(f"2. {REPAIR.asks[1]}") == 2


def test_letters_that_a_document_cannot_hold_are_left_out() -> None:
    assert "Works LLC" in entries(opened(replace(REPAIR, contractor="Works\x00 \x0bLLC")))["8"]
