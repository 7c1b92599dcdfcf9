"""A document is read as a person reads it, or refused in one sentence; what could not be read is said."""

from __future__ import annotations

import hashlib
import io
import random
import zipfile
from pathlib import Path
from time import perf_counter

import pypdfium2
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from buyfair.intake.documents import documents_of, read_document, unread
from buyfair.spot.sentences import sentences
from buyfair.terms.document import CELL, Document
from buyfair.terms.errors import InputRefusedError
from document_files import form_pdf, pdf, picture, repacked, table_pdf, text, together, word, word_xml

LEFT = ["The contractor shall post the notice in", "every language that a sizeable part of",
        "its workers speak, at the place of work", "and where the workers are housed, before",
        "the first of them arrives at the place."]  # fmt: skip
RIGHT = ["Recruitment fees are borne by the firm", "and by nobody else; whoever has paid one",
         "is repaid within thirty days of the day", "on which the contractor came to know it",
         "and the repayment is shown in the books."]  # fmt: skip


def read(tmp_path: Path, content: bytes, name: str = "contract.pdf") -> Document:
    path = tmp_path / name
    path.write_bytes(content)
    return read_document(path)


def refused(tmp_path: Path, content: bytes, name: str = "contract.pdf") -> str:
    with pytest.raises(InputRefusedError) as caught:
        read(tmp_path, content, name)
    said = str(caught.value)
    assert said.count("; expected ") == 1 and said.endswith(".") and "\n" not in said
    return said


def said(document: Document) -> list[str]:
    return [line.text for line in document.lines if line.text]


# plain text

def test_a_text_keeps_its_line_numbers_and_its_hash(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbfSECTION I\r\n\r\nThe plan is due.\r\n"
    document = read(tmp_path, content, "plan.txt")
    assert [(line.number, line.text, line.page) for line in document.lines] == [
        (1, "SECTION I", None), (2, "", None), (3, "The plan is due.", None)]  # fmt: skip
    assert document.sha256 == hashlib.sha256(content).hexdigest()
    assert document.name == "plan.txt" and document.pages is None and document.notes == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_is_read_in_each_usual_encoding(tmp_path: Path, encoding: str) -> None:
    document = read(tmp_path, "The firm’s café – “posted”.".encode(encoding), "plan.txt")
    assert said(document) == ["The firm’s café – “posted”."]
    assert bool(document.notes) == (encoding == "cp1252")


def test_form_feeds_part_pages(tmp_path: Path) -> None:
    document = read(tmp_path, b"one\ntwo\n\fthree\n\f", "plan.txt")
    assert [(line.text, line.page) for line in document.lines] == [("one", 1), ("two", 1), ("three", 2)]
    assert document.pages == 2


DRAWN = {
    "bars": "| Item | Country |\n|------|---------|\n| Gloves | Malaysia |\n",
    "box": "┌────────┬──────────┐\n│ Item │ Country │\n├────────┼──────────┤\n│ Gloves │ Malaysia │\n└────────┴──────────┘\n",
    "tabs": "Item\tCountry\nGloves\tMalaysia\n",
    "blanks": "Item         Country\nGloves       Malaysia\n",
}


@pytest.mark.parametrize("drawn", DRAWN)
def test_a_drawn_table_becomes_rows(tmp_path: Path, drawn: str) -> None:
    document = read(tmp_path, DRAWN[drawn].encode(), "plan.txt")
    assert [line.text for line in document.lines if line.row] == [f"Item{CELL}Country", f"Gloves{CELL}Malaysia"]
    assert all(line.row or not line.text for line in document.lines)


def test_a_list_of_clauses_written_with_blanks_stays_whole(tmp_path: Path) -> None:
    clauses = ["52.222-50    Combating Trafficking in Persons (NOV 2021)",
               "52.222-56    Certification Regarding Trafficking (OCT 2020)"]
    document = read(tmp_path, "\n".join(clauses).encode(), "plan.txt")
    assert said(document) == clauses and not any(line.row for line in document.lines)


@pytest.mark.parametrize("kept", [
    "1.   The plan names a person.\n2.   The plan names a day.", "Contract No.:   W9124L\nContractor:     Example Works LLC",
    "(a)\tOne thing.\n(b)\tAnother thing.", "Either | or, as the case may be.\nNothing else.",
])  # fmt: skip
def test_lists_and_keys_are_no_tables(tmp_path: Path, kept: str) -> None:
    assert not any(line.row for line in read(tmp_path, kept.encode(), "plan.txt").lines)


# PDF

def test_two_columns_are_read_one_after_the_other_headings_in_place(tmp_path: Path) -> None:
    page = together(text(["COMPLIANCE PLAN FOR THE WORKS AT THE EASTERN CAMP OF THE EXAMPLE FIRM"], top=60),
                    text(RIGHT, x=320, top=100), text(LEFT, x=72, top=100),
                    text(["Signed for the firm by its officer for the works at the place, who answers."], top=220))  # fmt: skip
    lines = said(read(tmp_path, pdf(page)))
    assert lines[0].startswith("COMPLIANCE PLAN") and lines[-1].startswith("Signed for")
    assert lines[1:-1] == LEFT + RIGHT


def test_columns_whose_lines_stand_at_other_heights_are_read_one_after_the_other(tmp_path: Path) -> None:
    page = together(text(LEFT, x=72, top=100), text(RIGHT, x=320, top=107))
    assert said(read(tmp_path, pdf(page))) == LEFT + RIGHT


def test_three_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    third = ["Each worker holds a contract",
             "in a language that the worker", "can read, five days before", "leaving home for the camp."]
    first, second = [line[:27] for line in LEFT], [line[:27] for line in RIGHT]
    page = together(text(second, x=230, top=95), text(third, x=390, top=104), text(first, x=72, top=100))
    assert [line.strip() for line in said(read(tmp_path, pdf(page)))] == [line.strip() for line in [*first, *second, *third]]


def test_text_drawn_out_of_order_is_read_by_its_place(tmp_path: Path) -> None:
    shuffled = [text([line], top=80 + 14 * n) for n, line in enumerate(LEFT)]
    random.Random(7).shuffle(shuffled)
    assert said(read(tmp_path, pdf(together(*shuffled)))) == LEFT


def test_words_drawn_letter_by_letter_or_twice_are_words(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        at = 72.0
        for c in "Wages are paid weekly":
            canvas.drawString(at, 700, c)
            at += canvas.stringWidth(c)
        for shift in (0, 0.3):
            canvas.drawString(72 + shift, 650, "Bold words")
    assert said(read(tmp_path, pdf(draw))) == ["Wages are paid weekly", "Bold words"]


def test_lines_spread_to_the_margin_are_no_table(tmp_path: Path) -> None:
    def spread(canvas: Canvas) -> None:
        for n, line in enumerate((["Recruitment", "companies", "must", "be"], ["licensed", "by", "responsible", "officials"])):
            space = (300 - sum(map(canvas.stringWidth, line))) / (len(line) - 1)
            at = 72.0
            for words in line:
                canvas.drawString(at, 700 - 14 * n, words)
                at += canvas.stringWidth(words) + space
    document = read(tmp_path, pdf(spread))
    assert [" ".join(line.text.split()) for line in document.lines] == ["Recruitment companies must be",
                                                                         "licensed by responsible officials"]  # fmt: skip
    assert not any(line.row for line in document.lines)


def test_a_wider_space_ends_a_paragraph_and_a_parted_word_stays_as_written(tmp_path: Path) -> None:
    page = text(["The plan names the repay-", "ment of every fee.", "", "Another paragraph", "goes on here."])
    document = read(tmp_path, pdf(page))
    assert [line.text for line in document.lines] == [
        "The plan names the repay-", "ment of every fee.", "", "Another paragraph", "goes on here."]  # fmt: skip
    assert [s.text for s in sentences(document)] == [
        "The plan names the repayment of every fee.", "Another paragraph goes on here."]  # fmt: skip


ROWS = [["Clause", "Title", "Date"],
        ["52.222-50", "Combating Trafficking in Persons, as it stands for supplies and for services abroad", "NOV 2021"],
        ["52.222-56", "Certification Regarding Trafficking in Persons Compliance Plan", "OCT 2020"]]  # fmt: skip


@pytest.mark.parametrize("drawn", [True, False])
def test_a_table_becomes_rows_with_wrapped_cells_whole(tmp_path: Path, drawn: bool) -> None:
    document = read(tmp_path, table_pdf(ROWS, [80, 220, 80], drawn))
    assert [line.text for line in document.lines if line.row] == [CELL.join(row) for row in ROWS]


def test_a_number_that_its_cell_broke_is_joined_again(tmp_path: Path) -> None:
    page = together(text(["52.219-", "28", "", "52.222-", "50"]), text(["SEP", "2023", "", "NOV", "2021"], x=400),
                    text(["Small Business Program", "", "", "Combating Trafficking", "in Persons"], x=150))  # fmt: skip
    assert said(read(tmp_path, pdf(page))) == [
        f"52.219-28{CELL}Small Business Program{CELL}SEP 2023",
        f"52.222-50{CELL}Combating Trafficking in Persons{CELL}NOV 2021"]  # fmt: skip


def test_rows_close_below_a_heading_of_their_table_stay_rows(tmp_path: Path) -> None:
    columns = (["Site", "", "East", "West", "North"], ["Workers", "", "1,200", "80", "7"],
               ["Wage", "", "$3.10", "$4.00", "$5.00"])  # fmt: skip
    page = together(*(text(column, x=72 + 150 * n) for n, column in enumerate(columns)))
    assert [line.text for line in read(tmp_path, pdf(page)).lines if line.row] == [
        CELL.join(row) for row in zip(*columns, strict=True) if row[0]]  # fmt: skip


def test_a_drawn_table_of_two_wordy_cells_is_no_pair_of_columns(tmp_path: Path) -> None:
    rows = [["What the plan must hold", "What the plan says about it"],
            ["An awareness program for all workers of the firm and of its agents",
             "Workers are told of the rules on their first day, in their language, by a person to be asked"],
            ["A way to report without fear of being punished for the report",
             "There is a telephone line, answered day and night, and a box at the gate of the camp"],
            ["A recruitment and wage plan that forbids fees of any kind",
             "Fees are repaid at once and the agent who took one is dismissed by the firm itself"]]  # fmt: skip
    document = read(tmp_path, table_pdf(rows, [200, 240]))
    assert [line.text for line in document.lines if line.row] == [CELL.join(row) for row in rows]


def test_running_lines_are_read_once_and_page_numbers_never(tmp_path: Path) -> None:
    pages = [together(text(["Contract W9124L-26-C-0007"], top=40), text([f"Words of sheet {'abcd'[n]} alone."], top=200),
                      text([f"Page {n + 1} of 4"], top=760)) for n in range(4)]  # fmt: skip
    document = read(tmp_path, pdf(*pages))
    assert said(document) == ["Contract W9124L-26-C-0007", *(f"Words of sheet {c} alone." for c in "abcd")]
    assert document.pages == 4
    assert [line.page for line in document.lines if line.text.startswith("Words")] == [1, 2, 3, 4]
    assert "Contract W9124L-26-C-0007" in document.notes[0] and document.notes[1] == "Page numbers were left out."


def test_an_amount_at_the_edge_of_a_page_is_no_page_number(tmp_path: Path) -> None:
    pages = [together(text(["$500"], top=40), text(LEFT, top=200), text(["12"], top=750)), text(RIGHT, top=200)]
    assert {"$500", "12"} <= set(said(read(tmp_path, pdf(*pages))))


def test_printed_numbers_that_run_behind_the_pages_are_page_numbers(tmp_path: Path) -> None:
    printed = {3: "2", 4: "3", 7: "6"}
    pages = [together(text([f"Words of sheet {c}."], top=200), text([printed.get(n, "")], top=760))
             for n, c in enumerate("abcdefgh")]  # fmt: skip
    assert said(read(tmp_path, pdf(*pages))) == [f"Words of sheet {c}." for c in "abcdefgh"]


def test_numbered_paragraphs_are_no_table(tmp_path: Path) -> None:
    numbers = together(text(["2.1", "", "2.2", "C.3"], x=72), text([LEFT[0], LEFT[1], LEFT[2], LEFT[3]], x=110))
    document = read(tmp_path, pdf(numbers))
    assert not any(line.row for line in document.lines)
    lines = [" ".join(line.split()) for line in said(document)]
    assert lines == [f"2.1 {LEFT[0]}", LEFT[1], f"2.2 {LEFT[2]}", f"C.3 {LEFT[3]}"]


def test_a_sentence_goes_on_over_the_page(tmp_path: Path) -> None:
    wide = "The contractor shall give each worker, five days before the worker leaves home,"
    document = read(tmp_path, pdf(text([wide]), text(["a written contract in a language that the worker reads."])))
    assert len(sentences(document)) == 1


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read(tmp_path: Path, turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(300, 400)
        canvas.rotate(turn)
        for n, line in enumerate(LEFT):
            canvas.drawString(-100, -14 * n, line)
    assert said(read(tmp_path, pdf(draw))) == LEFT


def test_words_along_the_margin_do_not_cut_the_text(tmp_path: Path) -> None:
    def margin(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(40, 500)
        canvas.rotate(90)
        canvas.drawString(0, 0, "DRAFT COPY")
        canvas.restoreState()
    assert said(read(tmp_path, pdf(together(margin, text(LEFT))))) == [*LEFT, "DRAFT COPY"]


@pytest.mark.parametrize("turn", [0, 90])
def test_what_is_filled_into_a_form_stands_beside_its_label(tmp_path: Path, turn: int) -> None:
    lines = said(read(tmp_path, form_pdf(turn)))
    assert " ".join(lines[0].split()) == "2. CONTRACT NO. W9124L-26-C-0007"
    assert " ".join(lines[1].split()) == "[X] is required to sign this document"
    assert " ".join(lines[2].split()) == "[ ] is not required to sign this document"
    assert lines[3:] == ["Add clause 52.222-50.", "All else stays."]


def test_the_boxes_of_a_form_are_its_cells_whatever_stands_beside_them(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for x, y, wide, tall in ((72, 700, 150, 40), (222, 700, 150, 40), (72, 620, 200, 80), (272, 620, 100, 80)):
            canvas.rect(x, y, wide, tall)
        for x, y, words in ((75, 728, "2. CONTRACT NO."), (75, 710, "W9124L-26-C-0007"), (225, 728, "3. EFFECTIVE DATE"),
                            (275, 684, "10. SET ASIDE"), (75, 688, "9. ISSUED BY"), (75, 672, "Contracting Office Example"),
                            (75, 657, "9 Sample Road, Sampleton"), (275, 668, "[X] SMALL BUSINESS")):  # fmt: skip
            canvas.drawString(x, y, words)
        canvas.acroForm.textfield(name="day", value="2026-03-01", x=225, y=702, width=100, height=16, fontSize=10)
    document = read(tmp_path, pdf(draw))
    assert [(line.text, line.row) for line in document.lines] == [
        (f"2. CONTRACT NO. W9124L-26-C-0007{CELL}3. EFFECTIVE DATE 2026-03-01", True),
        (f"9. ISSUED BY Contracting Office Example 9 Sample Road, Sampleton{CELL}10. SET ASIDE [X] SMALL BUSINESS", True),
    ]


def test_columns_below_a_table_and_above_a_closing_line_are_read_as_columns(tmp_path: Path) -> None:
    table = together(text(["Number", "52.222-50", "52.222-56"], top=60),
                     text(["Title", "Combating Trafficking in Persons", "Certification Regarding Trafficking"], x=160, top=60),
                     text(["Date", "NOV 2021", "OCT 2020"], x=400, top=60))  # fmt: skip
    page = together(table, text(RIGHT, x=300, top=140), text(LEFT, x=72, top=140), text(["Signed for the firm."], top=250))
    document = read(tmp_path, pdf(page))
    assert [line.text for line in document.lines if line.row][1:] == [
        f"52.222-50{CELL}Combating Trafficking in Persons{CELL}NOV 2021",
        f"52.222-56{CELL}Certification Regarding Trafficking{CELL}OCT 2020"]  # fmt: skip
    assert [line.text for line in document.lines if line.text and not line.row] == [*LEFT, *RIGHT, "Signed for the firm."]


def test_rows_kept_apart_by_space_alone_are_no_columns(tmp_path: Path) -> None:
    rows = [(LEFT[0], RIGHT[0]), (LEFT[1], RIGHT[1]), ("", ""), (LEFT[2], RIGHT[2]), (LEFT[3], RIGHT[3]), ("", ""),
            (LEFT[4], RIGHT[4]), ("as long as it stays open there", "as the law of the place asks")]  # fmt: skip
    document = read(tmp_path, pdf(together(text([row[0] for row in rows]), text([row[1] for row in rows], x=320))))
    assert [line.text for line in document.lines if line.row] == [
        CELL.join(f"{rows[n][side]} {rows[n + 1][side]}" for side in (0, 1)) for n in (0, 3, 6)]  # fmt: skip


def test_a_pdf_that_may_be_read_but_not_changed_is_read(tmp_path: Path) -> None:
    locked = pdf(text(LEFT), encrypt=StandardEncryption("", ownerPassword="secret", canModify=0))
    assert said(read(tmp_path, locked)) == LEFT


def test_a_scan_is_refused_and_a_scanned_page_named(tmp_path: Path) -> None:
    assert "pictures" in refused(tmp_path, pdf(picture, picture))
    document = read(tmp_path, pdf(text(LEFT), picture, text(RIGHT), picture))
    assert [note[:32] for note in unread(document)] == ["Pages 2, 4 could not be read: a "]
    assert {line.page for line in document.lines} == {1, 3}


def test_a_stamped_scan_is_named_too(tmp_path: Path) -> None:
    document = read(tmp_path, pdf(text(LEFT), together(picture, text(["Received 3 March"]))))
    assert unread(document) == ("Page 2 could not be read: a picture without text; run text recognition (OCR) over it.",)


def test_a_locked_pdf_is_refused(tmp_path: Path) -> None:
    assert "locked with a password" in refused(tmp_path, pdf(text(LEFT), encrypt="secret"))


def test_a_hundred_pages_take_less_than_three_seconds(tmp_path: Path) -> None:
    content = pdf(*[text(LEFT * 9, leading=13)] * 100)
    start = perf_counter()
    document = read(tmp_path, content)
    assert document.pages == 100 and len(said(document)) > 3000
    assert perf_counter() - start < 3


def test_the_same_bytes_give_the_same_document(tmp_path: Path) -> None:
    content = table_pdf(ROWS, [80, 220, 80])
    assert read(tmp_path, content) == read(tmp_path, content)


# Word

def run(words: str, marks: str = "") -> str:
    return f'<w:r><w:rPr>{marks}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def par(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def cell(inner: str, marks: str = "") -> str:
    return f"<w:tc><w:tcPr>{marks}</w:tcPr>{inner}</w:tc>"


def grid(*rows: list[str]) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>"


def words_of(tmp_path: Path, body: str) -> Document:
    return read(tmp_path, word_xml(body), "plan.docx")


def test_paragraphs_and_tables_come_in_the_order_of_the_document(tmp_path: Path) -> None:
    body = par(run("Before.")) + grid([cell(par(run("Item"))), cell(par(run("Country")))],
                                      [cell(par(run("Gloves"))), cell(par(run("Malaysia")))]) + par(run("Behind."))  # fmt: skip
    document = words_of(tmp_path, body)
    assert [(line.text, line.number, line.row) for line in document.lines if line.text] == [
        ("Before.", 1, False), (f"Item{CELL}Country", 2, True),
        (f"Gloves{CELL}Malaysia", 3, True), ("Behind.", 4, False)]  # fmt: skip
    assert document.pages is None


def test_two_paragraphs_are_two_sentences_even_without_stops(tmp_path: Path) -> None:
    document = words_of(tmp_path, par(run("the plan names a person")) + par(run("the plan names a day")))
    assert [s.text for s in sentences(document)] == ["the plan names a person", "the plan names a day"]


def test_inserted_text_counts_and_deleted_text_does_not(tmp_path: Path) -> None:
    body = par(run("Fees are "), f'<w:ins w:id="1" w:author="A">{run("never ")}</w:ins>',
               '<w:del w:id="2" w:author="A"><w:r><w:delText>sometimes </w:delText></w:r></w:del>',
               run("charged."))  # fmt: skip
    document = words_of(tmp_path, body)
    assert said(document) == ["Fees are never charged."] and unread(document) == ()
    assert any("2 tracked changes" in note for note in document.notes)


@pytest.mark.parametrize(("mark", "words"), [
    ("<w:strike/>", "struck out"), ("<w:dstrike/>", "struck out"), ("<w:vanish/>", "hidden")])  # fmt: skip
def test_struck_out_and_hidden_text_is_left_out_aloud(tmp_path: Path, mark: str, words: str) -> None:
    document = words_of(tmp_path, par(run("Kept. "), run("Gone.", mark)))
    assert said(document) == ["Kept."]
    assert any(words in note for note in document.notes)


def test_a_mark_that_is_switched_off_strikes_nothing(tmp_path: Path) -> None:
    assert said(words_of(tmp_path, par(run("Kept.", '<w:strike w:val="0"/>')))) == ["Kept."]


def test_merged_cells_count_once_and_keep_the_place_of_the_others(tmp_path: Path) -> None:
    body = grid([cell(par(run("Part I")), '<w:gridSpan w:val="2"/>'), cell(par(run("Day")))],
                [cell(par(run("A")), '<w:vMerge w:val="restart"/>'), cell(par(run("B"))), cell(par(run("C")))],
                [cell("<w:p/>", "<w:vMerge/>"), cell(par(run("D"))), cell(par(run("E")))])  # fmt: skip
    assert said(words_of(tmp_path, body)) == [f"Part I{CELL}Day", f"A{CELL}B{CELL}C", f"{CELL}D{CELL}E"]


def test_a_table_within_a_cell_follows_its_row_and_a_frame_of_one_cell_is_text(tmp_path: Path) -> None:
    inner = grid([cell(par(run("x"))), cell(par(run("y")))])
    outer = grid([cell(par(run("Outer"))), cell(par(run("With")) + inner + "<w:p/>")])
    body = outer + grid([cell(par(run("One.")) + par(run("Two.")))])
    document = words_of(tmp_path, body)
    assert [(line.text, line.row) for line in document.lines if line.text] == [
        (f"Outer{CELL}With", True), (f"x{CELL}y", True), ("One.", False), ("Two.", False)]  # fmt: skip


def test_links_tabs_breaks_boxes_and_controls_are_read(tmp_path: Path) -> None:
    body = (
        par('<w:hyperlink>' + run("52.222-50") + "</w:hyperlink>", "<w:r><w:tab/></w:r>", run("Combating Trafficking"))
        + par(run("Contract No.: W9124L"), "<w:r><w:br/></w:r>", run("Contractor: Example Works LLC"))
        + par("<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val='1'/></w14:checkbox></w:sdtPr><w:sdtContent>" + run("☒")
              + "</w:sdtContent></w:sdt>", run(" signed"))
        + par('<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/></w:checkBox></w:ffData>'
              "</w:fldChar></w:r>", "<w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r>", run("posted"))
        + "<w:sdt><w:sdtContent>" + par(run("In a control.")) + "</w:sdtContent></w:sdt>"
        + par('<w:r><w:pict><w:txbxContent>' + par(run("In a box.")) + "</w:txbxContent></w:pict></w:r>", run("Around it."))
        + par('<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:t>Once</w:t></mc:Choice><mc:Fallback><w:t>Twice</w:t>'
              "</mc:Fallback></mc:AlternateContent></w:r>")
    )  # fmt: skip
    assert said(words_of(tmp_path, body)) == [
        "52.222-50\tCombating Trafficking", "Contract No.: W9124L", "Contractor: Example Works LLC", "☒ signed", "☐ posted",
        "In a control.", "Around it.", "In a box.", "Once"]  # fmt: skip


def test_the_numbers_of_a_list_are_written_out(tmp_path: Path) -> None:
    def fill(document: object) -> None:
        for words in ("Post the notice.", "Repay the fees."):
            document.add_paragraph(words, style="List Number")  # type: ignore[attr-defined]
        document.add_paragraph("Ask the agents.", style="List Bullet")  # type: ignore[attr-defined]
    assert said(read(tmp_path, word(fill), "plan.docx")) == ["1. Post the notice.", "2. Repay the fees.", "• Ask the agents."]


def test_headers_and_footers_are_read_once(tmp_path: Path) -> None:
    def fill(document: object) -> None:
        document.sections[0].header.paragraphs[0].text = "Contract W9124L"  # type: ignore[attr-defined]
        document.sections[0].footer.paragraphs[0].text = "Page 1 of 2"  # type: ignore[attr-defined]
        document.add_paragraph("Text.")  # type: ignore[attr-defined]
    assert said(read(tmp_path, word(fill), "plan.docx")) == ["Contract W9124L", "Text."]


def test_footnotes_stand_behind_the_text_under_their_name(tmp_path: Path) -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    content = word_xml(par(run("Text.")))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        bonds = archive.read("word/_rels/document.xml.rels")
    bond = (b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" '
            b'Target="footnotes.xml"/></Relationships>')  # fmt: skip
    notes = (f'<w:footnotes {space}><w:footnote w:type="separator"><w:p/></w:footnote>'
             f'<w:footnote>{par(run("Paid by the firm."))}</w:footnote></w:footnotes>')  # fmt: skip
    changed = repacked(content, {"word/_rels/document.xml.rels": bonds.replace(b"</Relationships>", bond),
                                 "word/footnotes.xml": notes.encode()})  # fmt: skip
    assert said(read(tmp_path, changed, "plan.docx")) == ["Text.", "Footnote 1: Paid by the firm."]


# what is refused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(("content", "mend"), [
    (b"", "is empty"), (b" \n", "is empty"), (b"{\\rtf1 words}", "save it as DOCX"), (OLE + b"\0" * 600, "save it as DOCX"),
    (OLE + "EncryptedPackage".encode("utf-16-le"), "without one"), (b"<!DOCTYPE html><p>x", "print it to PDF"),
    (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "OCR"), (b"\xff\xd8\xff\xe0" + b"\0" * 50, "OCR"), (b"\0\1\2\3" * 50, "right file"),
    (b"%PDF-1.7\nnothing else", "fetch the file again"), (b"PK\x03\x04 cut", "fetch the file again"),
    (b"plain words", "ending .txt"),
])  # fmt: skip
def test_what_is_no_document_is_refused_with_its_mend(tmp_path: Path, content: bytes, mend: str) -> None:
    assert mend in refused(tmp_path, content)


@pytest.mark.parametrize(("names", "mend"), [
    ({"mimetype": b"application/vnd.oasis.opendocument.text"}, "save it as DOCX"),
    ({"xl/workbook.xml": b"<x/>"}, "as PDF"),
    ({"ppt/presentation.xml": b"<x/>"}, "as PDF"), ({"plan.pdf": b"x"}, "unpack it"),
])  # fmt: skip
def test_other_packages_are_told_apart(tmp_path: Path, names: dict[str, bytes], mend: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in names.items():
            archive.writestr(name, part)
    assert mend in refused(tmp_path, out.getvalue(), "plan.docx")


def test_the_content_tells_the_kind_and_not_the_name(tmp_path: Path) -> None:
    assert said(read(tmp_path, word_xml(par(run("Text."))), "plan.pdf")) == ["Text."]
    assert said(read(tmp_path, pdf(text(LEFT)), "plan.txt")) == LEFT


def test_a_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    content = word_xml(par(run("Text.")))
    laugh = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><w>&b;</w>'
    assert "words of its own" in refused(tmp_path, repacked(content, {"word/document.xml": laugh}), "plan.docx")
    zeros = repacked(content, {"word/document.xml": b"<w>" + b" " * (80 << 20) + b"</w>"})
    assert len(zeros) < 1 << 20
    assert "64 MB" in refused(tmp_path, zeros, "plan.docx")


def test_a_path_that_is_no_file_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere.pdf"):
        with pytest.raises(InputRefusedError, match="; expected "):
            read_document(path)


def test_a_very_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as stream:
        stream.truncate(201 << 20)
    with pytest.raises(InputRefusedError, match="201 MB"):
        read_document(path)


def test_a_pdf_of_too_many_pages_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with pypdfium2.PdfDocument.new() as document:
        for _ in range(3001):
            document.new_page(100, 100)
        document.save(out)
    assert "3,001 pages" in refused(tmp_path, out.getvalue())


@pytest.mark.parametrize(("begin", "end"), [
    ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"), ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
    ("<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>"),
])  # fmt: skip
def test_things_within_things_without_end_are_read_or_refused(tmp_path: Path, begin: str, end: str) -> None:
    content = word_xml(par(run("Text.")))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        body = archive.read("word/document.xml").decode()
    for deep in (30, 60, 2000):
        nested = body.replace("<w:body>", f"<w:body>{begin * deep}{par(run('Within.'))}{end * deep}").encode()
        try:
            document = read(tmp_path, repacked(content, {"word/document.xml": nested}), "plan.docx")
        except InputRefusedError:
            assert deep > 30
        else:
            assert deep < 2000 and said(document) == ["Within.", "Text."]


DAMAGED = {"contract.pdf": table_pdf(ROWS, [80, 220, 80]), "form.pdf": form_pdf(),
           "plan.docx": word_xml(par(run("Text.")) * 20)}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGED)
def test_no_damage_ends_in_anything_but_a_document_or_one_sentence(tmp_path: Path, name: str) -> None:
    chance, whole, told = random.Random(11), DAMAGED[name], 0
    for nth in range(150):
        broken = bytearray(whole[: chance.randrange(len(whole))] if nth % 3 == 0 else whole)
        for _ in range(chance.choice((1, 5, 40)) if nth % 3 else 0):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        try:
            assert read(tmp_path, bytes(broken), name).lines is not None
        except InputRefusedError as refusal:
            told += 1
            assert "; expected " in str(refusal) and "\n" not in str(refusal)
    assert told > 10


# folders

def test_a_folder_gives_its_documents_in_order_and_says_what_it_passes_over(tmp_path: Path) -> None:
    for name in ("b.pdf", "a.docx", "~$a.docx", ".hidden.txt", "photo.png", "sub/c.TXT"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    told: list[str] = []
    found = documents_of([tmp_path, tmp_path / "b.pdf"], told.append)
    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["a.docx", "b.pdf", "sub/c.TXT"]
    assert len(told) == 3 and any("lock" in words for words in told) and any("hidden" in words for words in told)


def test_a_folder_without_documents_and_a_name_that_is_not_there_are_refused(tmp_path: Path) -> None:
    for given in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(InputRefusedError, match="; expected "):
            documents_of([given], lambda _: None)
