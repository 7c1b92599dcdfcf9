"""What an office's contract texts show together, what can be taken along, and what is found of them beside an award."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

import docx
import openpyxl
import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from people import Acting
from test_audits import OFFICER, guards, mended, one, page, uploaded

from buyfair.cards.repair import DRAFT
from buyfair.web.audits import beside, demo, figures, search, taking
from buyfair.web.audits.checking import here
from buyfair.web.audits.models import ContractText
from buyfair.web.casework.clocks import actor_for
from buyfair.web.core.actor import Actor
from buyfair.web.core.clock import zone
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder", "read_here")]


@pytest.fixture
def read_here() -> Any:
    with here():
        yield


def officer() -> Actor:
    return actor_for(User.objects.get(username=f"{OFFICER}@office-a.example"))


def kept(by: Actor, name: str, content: str, day: date) -> ContractText:
    """A text that was uploaded and checked on that day."""
    office = Organization.objects.get(name="Office A")
    taking.take(taking.batch_of(by, office, name), by, [taking.kept(demo.file(name, content))], "")
    text = ContractText.objects.get(file_name=name)
    text.move("check", by, at=datetime(day.year, day.month, day.day, 12, tzinfo=zone()))
    return text


def folder(acting: Acting) -> Any:
    """Three contracts of one office: one with a gap, one of which little can be told, one with nothing missing."""
    office = acting(OFFICER)
    first = date(2026, 3, 2)
    kept(officer(), "gap.txt", guards(), first)
    kept(officer(), "open.txt", demo.made_up(demo.LINEN, "ZZ0FIC-26-C-0103"), first)
    kept(officer(), "fine.txt", mended().replace(demo.GUARDS_NUMBER, "ZZ0FIC-25-C-0111"), first + timedelta(days=1))
    return office


def test_an_office_sees_how_many_have_no_gap_and_what_turns_on_what_cannot_be_told(acting: Acting) -> None:
    office = folder(acting)
    shown = office.get("/audits/figures/").content.decode()
    assert "33% to 67% of 3 checked contracts have no gap; 1 has at least one." in shown
    assert "FAR 52.222-50" in shown and '<a href="/audits/?stands=all&amp;rule=TIP-01&amp;what=missing">' in shown
    for gap in ("rule=TIP-01&what=missing", "clause=52.222-50"):
        opened = office.get(f"/audits/?stands=all&{gap}").content.decode()
        assert "1 contract text;" in opened and "ZZ0FIC-25-C-0101" in opened
    assert "No contract text under these filters" in office.get("/audits/?rule=TIP-01&what=outdated").content.decode()


def test_the_trend_counts_each_contract_as_it_stood_on_that_day(acting: Acting) -> None:
    folder(acting)
    days = figures.trend(ContractText.objects.all())
    assert [(d.isoformat(), c.gaps, c.cannot_tell, c.none) for d, c in days] == [
        ("2026-03-02", 1, 1, 0), ("2026-03-03", 1, 1, 1)]  # fmt: skip
    text = ContractText.objects.get(file_name="gap.txt")
    later = datetime(2026, 3, 9, 12, tzinfo=zone())
    text.move("recheck", officer(), {"paper_contract": uploaded("gap-mended.txt", mended())}, at=later)
    assert [(c.gaps, c.none) for _, c in figures.trend(ContractText.objects.all())] == [(1, 0), (1, 1), (0, 2)]
    told = figures.figures(officer(), "")
    assert (told["first"].share, told["now"].share) == ("33% to 67%", "67% to 100%")


@pytest.mark.parametrize("many", range(4))
def test_every_checked_text_counts_once_and_what_cannot_be_told_never_as_fine(many: int) -> None:
    each = [(gaps, unknown) for gaps in range(2) for unknown in range(2)]
    for results in product(each, repeat=many):
        found = figures.counted(results)
        assert found.checked == len(results)
        assert found.none == sum(1 for gaps, unknown in results if not gaps and not unknown)
        assert 0 <= found.least <= found.most <= 100


def test_before_anything_was_checked_the_pages_say_what_to_do(acting: Acting) -> None:
    office = acting(OFFICER)
    assert "No contract text was checked yet" in office.get("/audits/").content.decode()
    assert "Nothing was checked yet: there is nothing to count." in office.get("/audits/figures/").content.decode()
    looker = acting(Role.REPRESENTATIVE).get("/audits/").content.decode()
    assert "/audits/new/" not in looker


def test_what_was_taken_back_counts_nowhere(acting: Acting) -> None:
    folder(acting)
    ContractText.objects.get(file_name="gap.txt").move("withdraw", officer(), {}, "Uploaded by mistake.")
    assert figures.figures(officer(), "")["now"].checked == 2
    held = beside.of_award(officer(), "CONT_AWD_ZZ0FIC25C0101_1900_-NONE-_-NONE-")
    assert held is not None and not held.held and "nobody can tell from here" in held.says


def taken(client: Any, file: str) -> bytes:
    answer = client.get(f"/audits/take/{file}")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_tables_are_taken_along_and_no_cell_runs_as_a_formula(acting: Acting) -> None:
    office = acting(OFFICER)
    one(office, guards().replace("Example Lantern Guards (fictional)", "=HYPERLINK(1) Guards"), "=cmd.txt")
    rows = list(csv.DictReader(io.StringIO(taken(office, "texts.csv").decode("utf-8-sig"))))
    assert (rows[0]["contract"], rows[0]["gaps"], rows[0]["cannot_be_told"]) == ("ZZ0FIC-25-C-0101", "1", "0")
    assert rows[0]["contractor"].startswith("'=") and rows[0]["file"].startswith("'=")
    assert "not a finding" in rows[-1]["case"]
    book = openpyxl.load_workbook(io.BytesIO(taken(office, "gaps.xlsx")))
    head, row = book.worksheets[0].iter_rows(values_only=True)
    told = dict(zip(head, row, strict=True))
    assert (told["rule"], told["what"], told["clause"]) == ("TIP-01", "missing", "52.222-50")
    assert all(c.data_type != "f" for r in openpyxl.load_workbook(
        io.BytesIO(taken(office, "texts.xlsx"))).worksheets[0].iter_rows() for c in r)  # fmt: skip
    other = taken(acting(OFFICER, "Office B"), "texts.csv").decode("utf-8-sig")
    assert "ZZ0FIC" not in other


@pytest.mark.parametrize("query", ["stands=nonsense", "result=%00", "office=99999999999999999999", "q=" + "x" * 5000])
@pytest.mark.parametrize("where", ["/audits/", "/audits/figures/", "/audits/take/gaps.csv"])
def test_an_odd_filter_is_answered_with_a_sentence(acting: Acting, where: str, query: str) -> None:
    office = acting(OFFICER)
    answer = office.get(f"{where}?{query}")
    assert answer.status_code == 400
    assert "expected" in answer.content.decode()


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 400, "%00"])
def test_an_odd_number_of_a_page_shows_a_page(acting: Acting, number: str) -> None:
    assert acting(OFFICER).get(f"/audits/?page={number}").status_code == 200


def test_the_award_says_what_is_on_file_in_two_looks_at_the_database(acting: Acting) -> None:
    folder(acting)
    by = officer()
    with CaptureQueriesContext(connection) as looks:
        told = beside.of_award(by, "CONT_AWD_ZZ0FIC25C0101_1900_-NONE-_-NONE-")
    assert len(looks) <= 2
    assert told is not None and [h.says for h in told.held] == ["1 thing is missing or not as it should be."]
    assert told.begin is not None and told.begin[1].startswith("/audits/new/?award=CONT_AWD_")
    assert beside.of_award(by, "ZZ0FIC-25-C-0101") is not None
    for odd in ("", "9700", "CONT_AWD_", "\x00", "_" * 500):
        found = beside.of_award(by, odd)
        assert found is not None and not found.held
    outsider = Actor(None, frozenset({(Role.SUPPLIER_MEMBER, 1)}))
    assert beside.of_award(outsider, "ZZ0FIC-25-C-0101") is None


def test_the_search_box_finds_a_text_by_number_however_it_is_written(acting: Acting) -> None:
    folder(acting)
    for words in ("ZZ0FIC-25-C-0101", "zz0fic25c0101", "gap.txt", "0101"):
        assert [h.title for h in search.hits(officer(), words, 5)] == ["Contract ZZ0FIC-25-C-0101"], words
    assert not search.hits(Actor(None, frozenset({(OFFICER, 10**9)})), "ZZ0FIC", 5)
    assert not search.hits(Actor(None, frozenset({(Role.SUPPLIER_MEMBER, 1)})), "ZZ0FIC", 5)


def test_the_draft_says_the_same_in_word_pdf_and_text(acting: Acting) -> None:
    office = acting(OFFICER)
    text = one(office, guards().replace("Tab 3   Compliance plan of", "Tab 3   Letters of"))
    files = {form: office.get(f"{text.get_absolute_url()}draft.{form}") for form in ("docx", "pdf", "txt")}
    assert 'filename="draft-modification-contract' not in files["pdf"]["Content-Disposition"]
    word = "\n".join(p.text for p in docx.Document(io.BytesIO(files["docx"].content)).paragraphs)
    pages = pypdfium2.PdfDocument(files["pdf"].content)
    paper = "\n".join(page.get_textpage().get_text_range() for page in pages)
    plain = files["txt"].content.decode()
    for said in ("FAR 52.222-50, Combating Trafficking in Persons", "Total contract price", "Block 14", "[to fill in: "):
        flat = [" ".join(s.split()) for s in (word, paper, plain)]
        assert all(said in s for s in flat), said
    assert not any(remark in plain for remark in ("bilateral", "TIP-05", "Because", "sha256")), "what nobody signs is no part"
    kept = {form: office.get(f"{text.get_absolute_url()}draft.{form}?sheet=file") for form in files}
    assert "bilateral" in kept["txt"].content.decode() and kept["pdf"].content[:5] == b"%PDF-"
    assert 'filename="note-for-the-file-' in kept["docx"]["Content-Disposition"]
    assert "TIP-05" in office.get(f"{text.get_absolute_url()}draft.txt?sheet=letter").content.decode()
    odd = office.get(f"{text.get_absolute_url()}draft.txt?sheet=odd")
    assert (odd.status_code, "no such sheet" in odd.content.decode()) == (404, True)
    assert all(DRAFT.split(".")[0] in s for s in (word, plain, paper.replace("\r\n", " ")))
    assert "13C. Supplemental agreement: [X]" in plain
    assert files["pdf"].content == office.get(f"{text.get_absolute_url()}draft.pdf").content, "the same result, the same bytes"
    fine = one(office, mended(), "fine.txt", once="b" * 32)
    none = office.get(f"{fine.get_absolute_url()}draft.docx")
    assert (none.status_code, "found nothing missing" in none.content.decode()) == (404, True)


def test_pages_ask_the_database_no_more_for_many_texts_than_for_few(acting: Acting) -> None:
    office = folder(acting)
    counts = []
    for _ in range(2):
        for where in ("/audits/", "/audits/figures/", "/audits/take/texts.csv", "/audits/take/gaps.csv"):
            with CaptureQueriesContext(connection) as looks:
                answer: Any = office.get(where)
                assert b"".join(answer)
            counts.append(len(looks))
        for n in range(4):
            kept(officer(), f"more{len(counts)}{n}.txt", guards() + f"\n{n} {len(counts)}", date(2026, 3, 5))
    assert counts[:4] == counts[4:] and max(counts) <= 25


def test_a_page_shows_what_a_text_says_as_text_and_never_as_markup(acting: Acting) -> None:
    office = acting(OFFICER)
    said = guards().replace("Example Lantern Guards (fictional)", "<script>alert(1)</script> Guards")
    shown = page(office, one(office, said))
    assert "<script>alert" not in shown and "&lt;script&gt;" in shown
