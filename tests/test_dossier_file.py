"""The copies of a dossier for the file: whatever the document says, each copy says; the same input gives the same bytes."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pyarrow.parquet as pq
import pypdfium2
import pytest
from docx.oxml.ns import qn

from buyfair.cards import words
from buyfair.cards.brief_sheet import in_latin
from buyfair.cards.dossier_duties import duties_of, told, when
from buyfair.cards.dossier_file import telling
from buyfair.cards.dossier_file_parts import Cell, Grid, Part, Points, Say
from buyfair.cards.dossier_file_pdf import dossier_pdf
from buyfair.cards.dossier_file_record import dollars_of, exposed
from buyfair.cards.dossier_file_text import dossier_plain
from buyfair.cards.dossier_file_word import dossier_word, word_of
from buyfair.cards.dossier_on_file import NOT_HERE, NOT_TOLD, NOTHING, NOTHING_OPEN, TOLD, Filed, Noted, OnFile
from buyfair.dossier import dossier

HASH = "0123456789abcdef" * 4
DAY = date(2026, 11, 29)
Document = dict[str, Any]


def squeezed(text: str) -> str:
    """A text without blanks, marks of lines and places at which a word may be broken: only its letters and signs."""
    return re.sub(r"[\s\u200b\u00ad\u2010\ufffe-]+", "", text)


def of_plain(document: Document) -> str:
    return dossier_plain(document, HASH, DAY)


def of_pdf(document: Document) -> str:
    pages = pypdfium2.PdfDocument(dossier_pdf(document, HASH, DAY))
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


def of_word(document: Document) -> str:
    word = docx.Document(io.BytesIO(dossier_word(document, HASH, DAY)))
    cells = (p.text for table in word.tables for p in table._tbl.iter(qn("w:p")))  # cell by cell takes ten times as long
    foot = (p.text for p in word.sections[0].footer.paragraphs)
    return "\n".join([*(p.text for p in word.paragraphs), *cells, *foot])


COPIES: dict[str, Callable[[Document], str]] = {"txt": of_plain, "pdf": of_pdf, "docx": of_word}


def chosen(folder: Path, most: int) -> list[str]:
    """Awards of every class and every reach, those with most lines and those taken back among them."""
    columns = ["award_id", "exposure", "reach", "lines", "rank", "decision"]
    rows = pq.read_table(folder / "awards.parquet", columns=columns).to_pylist()
    rows.sort(key=lambda r: (r["rank"] is None, r["rank"], r["award_id"]))
    kinds: dict[tuple[Any, ...], str] = {}
    for row in rows:
        kinds.setdefault((row["exposure"], row["reach"], row["decision"]), row["award_id"])
    widest = [row["award_id"] for row in sorted(rows, key=lambda r: -r["lines"]) if row["lines"] <= 300][:2]
    return list(dict.fromkeys([*widest, *kinds.values()]))[:most]


@pytest.fixture(scope="module")
def sample(sample_folder: Path) -> Path:
    return sample_folder / "assessed"


@pytest.fixture(scope="module")
def documents(sample: Path) -> list[Document]:
    return [dossier(sample, award_id) for award_id in chosen(sample, 12)]


@pytest.fixture(scope="module")
def many(sample: Path, documents: list[Document]) -> list[Document]:
    """The same and further ones, for who asks the same of each."""
    return [*documents, *(dossier(sample, award_id) for award_id in chosen(sample, 40)[len(documents) :])]


@pytest.fixture(scope="module")
def real(export_folder: Path) -> list[Document]:
    """Dossiers of a real export."""
    folder = export_folder / "assessed"
    return [dossier(folder, award_id) for award_id in chosen(folder, 12)]


def figures_and_sentences(d: Document) -> Iterator[str]:
    """What must be read in every copy and on the page, as a person reads it."""
    head, order = d["award"], d["order"]
    yield from (head["award_id"], head["supplier"] or "", head["uei"] or "", head["sentence"], d["not_about_supplier"])
    yield from (d["not_safe"] or "", d["duties_sentence"], d["duties"]["evidence"], d["leads_sentence"], words.points(order))
    yield from (words.exact_dollars(head["dollars"]), words.exact_dollars(d["reconciled"]["dollars"]))
    yield f"{order['spoke']:,} of {order['asked']:,} indicators"
    for key in ("day", "versions"):
        yield from [d[key]] if key == "day" else d[key].values()
    for r in d["reasons"]:
        yield from (r["title"], r["sentence"], words.points(r, unit=""))
    for i in d["indicators"]:
        yield from (i["title"], i["asks"], i["caution"], i["sentence"] if i["answer"] is not None else "")
    for x in d["exposures"]:
        yield from (x["title"] or x["list"], x["edition"], *x["listed_names"], x["sentence"])
        yield words.exact_dollars(x["dollars"])
    for line in d["lines"]:
        yield from (words.exact_dollars(line["dollars"]), words.long_day(line["day"]), line["sentence"])
        yield line["description"] or ""
        yield from (line["modification"] or "", line["psc_title"] or "", f"record {line['source']['record']:,}")
    if d["decision"] is not None:
        yield from (d["decision"]["sentence"], words.long_day(d["decision"]["day"]))
    for q in d["ask"]:
        yield from (q["asks"], q["document"], q["clause"], q["why"])
    for a in d["duties"]["answers"]:
        yield from (a["id"], a["title"], a["cites"])
        if a["answer"] != "no":
            yield from (a["then"], a["owed_by"], a["due"])
        yield from (words.exact_dollars(amount["value"]) for amount in a["amounts"])
    for m in d["duties"]["missing"]:
        yield m["ask"]
    for f in d["duties"]["facts"]:
        yield from (f["stands"], f["caution"])
    for lead in d["leads"]:
        yield from (lead["name"], lead["lead_name"], lead["party"], lead["means"], lead["means_not"], lead["why"])
    for row in d["not_recorded"]:
        yield from (row["says"], row["settles"])
    for row in d["sources"]["inputs"]:
        yield from (row["name"], row["sha256"])
    for row in d["sources"]["lists"]:
        yield from (row["name"], row["edition"])


def lacks(document: Document, text: str) -> list[str]:
    """What a copy should say and does not; case and blanks apart, since a sentence may open with another letter."""
    held = squeezed(text).lower()
    every = {squeezed(in_latin(words.clean(each))).lower() for each in figures_and_sentences(document)}
    return sorted(each for each in every if each.rstrip(".") not in held)


@pytest.mark.slow
@pytest.mark.parametrize("form", COPIES)
def test_every_figure_and_sentence_stands_in_each_copy_of_many_awards(form: str, many: list[Document]) -> None:
    for document in many:
        assert lacks(document, COPIES[form](document)) == [], document["award"]["award_id"]


@pytest.mark.real
@pytest.mark.slow
@pytest.mark.parametrize("form", COPIES)
def test_every_figure_and_sentence_stands_in_each_copy_of_real_awards(form: str, real: list[Document]) -> None:
    for document in real:
        assert lacks(document, COPIES[form](document)) == [], document["award"]["award_id"]


@pytest.mark.slow
def test_the_same_document_and_day_give_the_same_bytes(documents: list[Document]) -> None:
    for write in (dossier_plain, dossier_pdf, dossier_word):
        assert write(documents[0], HASH, DAY) == write(copy.deepcopy(documents[0]), HASH, DAY)
        assert write(documents[0], HASH, DAY) != write(documents[0], HASH[::-1], DAY), "the copy carries the hash of the data"


@pytest.mark.slow
@pytest.mark.parametrize("form", COPIES)
def test_a_copy_opens_with_what_binds_and_what_is_to_be_found_out(form: str, documents: list[Document]) -> None:
    for document in documents[:3]:
        text = squeezed(COPIES[form](document))
        of = telling(document, HASH, DAY).parts["statement"]
        lead = [squeezed(b.text) for b in of.blocks if isinstance(b, Say) and b.kind == "lead"]
        about = text.index(squeezed(document["not_about_supplier"]))
        assert about < text.index(lead[0]) < text.index(lead[1]) < text.index(squeezed("What to do now") if form != "txt"
                                                                             else squeezed("WHAT TO DO NOW"))  # fmt: skip


def test_each_copy_carries_day_versions_editions_and_hash(documents: list[Document]) -> None:
    document = documents[0]
    for write in COPIES.values():
        text = squeezed(write(document))
        for each in (document["day"], DAY.isoformat(), document["versions"]["knowledge"], HASH):
            assert squeezed(each) in text
        for row in (*document["sources"]["lists"], *document["leads_lists"]["lists"]):
            assert squeezed(in_latin(words.clean(row["edition"]))) in text


def test_the_word_copy_has_real_headings_headers_and_fields(documents: list[Document]) -> None:
    word = docx.Document(io.BytesIO(dossier_word(documents[0], HASH, DAY)))
    assert word.core_properties.title == telling(documents[0], HASH, DAY).title[:250]
    assert word.core_properties.language == "en-US"
    styles = [p.style.name for p in word.paragraphs]
    assert styles[0] == "Title"
    assert styles.count("Heading 1") >= 12
    assert all("w:tblHeader" in t.rows[0]._tr.xml for t in word.tables)
    assert all("w:tblCaption" in t._tbl.tblPr.xml for t in word.tables)
    foot = "".join(p._p.xml for p in word.sections[0].footer.paragraphs)
    assert 'w:instr="PAGE"' in foot
    assert 'w:instr="NUMPAGES"' in foot


def test_a_cell_of_the_word_copy_says_what_it_was_given_whatever_its_signs() -> None:
    said = ("one\ntwo\tthree", ' 3 & <b> "c" ]]> ', "", "\u00e9\u00a0\u2028x")
    grid = Grid("Caption & <x>", said, (tuple(Cell(text) for text in said), (Cell("a", more=(" b", "c ")),) * 4), (1, 2, 3, 4))
    table = docx.Document(io.BytesIO(word_of("Title", "Subject", DAY, [Part("x", "X", (grid,))], ["foot"]))).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [[*said], [*said], ["a\n b\nc "] * 4]
    assert [run.bold for run in table.rows[2].cells[0].paragraphs[0].runs] == [True]
    assert [round(cell.width.inches, 1) for cell in table.rows[1].cells] == [0.7, 1.4, 2.1, 2.8]


def test_the_pdf_is_tagged_titled_and_in_its_language(documents: list[Document]) -> None:
    made = dossier_pdf(documents[0], HASH, DAY)
    pdf = pypdfium2.PdfDocument(made)
    assert pdf.get_metadata_value("Title") == telling(documents[0], HASH, DAY).title.replace("  ", " ")
    assert pypdfium2.raw.FPDFCatalog_IsTagged(pdf)
    assert b"/Lang" in made


# What the duties say


def every_duty(document: Document) -> Iterator[Any]:
    return iter(duties_of(document, DAY).every())


def test_every_rule_of_the_document_stands_in_one_place(documents: list[Document]) -> None:
    for document in documents:
        assert sorted(d.id for d in every_duty(document)) == sorted(a["id"] for a in document["duties"]["answers"])


def test_no_duty_is_told_as_on_file_or_as_missing(documents: list[Document]) -> None:
    for document in documents:
        part = telling(document, HASH, DAY).parts["duties"]
        assert NOT_TOLD in list(part.texts())
        said = [row[-1].text for block in part.blocks if not isinstance(block, (Say, Points)) and block.head[-1] == "On file"
                for row in block.rows]  # fmt: skip
        assert said
        assert set(said) == {"Not told by award data"}


def test_what_is_on_file_and_which_days_are_noted_stand_with_their_duty_in_every_copy(documents: list[Document]) -> None:
    """Told for three duties that bind or may bind; of all others it is not known, and no figure moves."""
    document = next(d for d in documents if {"yes", "unknown"} <= {e.answer for e in every_duty(d)})
    binds = [d for d in every_duty(document) if d.answer == "yes"]
    open_ = next(d for d in every_duty(document) if d.answer == "unknown")
    papers = OnFile(
        frozenset({binds[1].id, open_.id}), (Filed(binds[0].id, "On file: plan received March 2, 2026, accepted (PL-1)."),),
        (Noted(binds[1].id, date(2026, 11, 30), "The plan is posted for workers", "AQ-7"),),
    )  # fmt: skip
    held = {d.id: d for d in duties_of(document, DAY, papers).every()}
    assert held[binds[0].id].on_file == (papers.filed[0].says,)
    assert (held[binds[1].id].on_file, held[open_.id].on_file) == ((NOTHING,), (NOTHING_OPEN,))
    assert {d.on_file for d in held.values() if d.id not in (binds[0].id, binds[1].id, open_.id)} == {(NOT_HERE,)}
    day = "The plan is posted for workers by November 30, 2026, as noted in AQ-7."
    assert held[binds[1].id].due.says.endswith(day) and held[binds[1].id].due.day == binds[1].due.day
    of = telling(document, HASH, DAY, papers)
    assert f"{binds[1].id} The plan is posted for workers" in list(of.parts["calendar"].texts())
    assert "the plan is posted for workers on november 30, 2026" in " ".join(of.parts["calendar"].texts()).lower()
    text = squeezed(dossier_plain(document, HASH, DAY, papers))
    for said in (TOLD, papers.filed[0].says, NOTHING, NOTHING_OPEN, day):
        assert squeezed(said) in text
    assert squeezed(NOT_TOLD) not in text
    assert [d.answer for d in held.values()] == [d.answer for d in every_duty(document)]


@pytest.mark.slow
def test_the_other_copies_say_the_same_of_what_is_on_file(documents: list[Document]) -> None:
    row = next(d.id for d in every_duty(documents[0]) if d.answer == "yes")
    papers = OnFile(filed=(Filed(row, "On file: certificate signed March 2, 2026, relied on (CE-1)."),))
    pages = pypdfium2.PdfDocument(dossier_pdf(documents[0], HASH, DAY, papers))
    pdf = "".join(page.get_textpage().get_text_range() for page in pages)
    word = docx.Document(io.BytesIO(dossier_word(documents[0], HASH, DAY, papers)))
    cells = "".join(cell.text for table in word.tables for line in table.rows for cell in line.cells)
    for text in (pdf, cells):
        assert squeezed(papers.filed[0].says) in squeezed(text)


def without(document: Document, *facts: str, **periods: str | None) -> Document:
    """The same dossier with fewer facts told, and other ends of its periods."""
    other = copy.deepcopy(document)
    other["duties"]["facts"] = [f for f in other["duties"]["facts"] if f["fact"] not in facts]
    other["periods"].update(periods)
    return other


def due_of(document: Document, row: str, day: date = DAY) -> tuple[str, str | None]:
    found = next(d for d in duties_of(document, day).every() if d.id == row)
    return found.due.says, found.due.day


@pytest.fixture(scope="module")
def with_plan(documents: list[Document]) -> Document:
    """A dossier whose yearly certificate binds or may bind, with the day of its award told."""
    return next(d for d in documents if any(f["fact"] == "award_date" for f in d["duties"]["facts"])
                and any(a["id"] == "TIP-07" and a["answer"] != "no" for a in d["duties"]["answers"]))  # fmt: skip


def award_made(document: Document, day: str) -> Document:
    other = copy.deepcopy(document)
    next(f for f in other["duties"]["facts"] if f["fact"] == "award_date")["value"] = day
    return other


@pytest.mark.parametrize(
    ("awarded", "asked", "due"),
    [
        ("2024-09-06", date(2025, 9, 5), "2025-09-06"),
        ("2024-09-06", date(2025, 9, 6), "2025-09-06"),
        ("2024-09-06", date(2025, 9, 7), "2026-09-06"),
        ("2024-09-06", date(2024, 9, 6), "2025-09-06"),
        ("2024-02-29", date(2025, 1, 1), "2025-02-28"),
        ("2024-02-29", date(2027, 3, 1), "2028-02-29"),
    ],
)
def test_the_yearly_certificate_falls_due_on_each_anniversary(
    with_plan: Document, awarded: str, asked: date, due: str
) -> None:
    document = without(award_made(with_plan, awarded), end_date="2031-01-01", potential_end_date="2031-01-01")
    assert due_of(document, "TIP-07", asked)[1] == due


def test_no_yearly_certificate_falls_due_after_the_last_day_of_performance(with_plan: Document) -> None:
    document = without(award_made(with_plan, "2024-09-06"), end_date="2025-09-05", potential_end_date="2025-09-05")
    says, day = due_of(document, "TIP-07", date(2025, 1, 1))
    assert day is None
    assert "none further, for performance is recorded to end on September 5, 2025" in says


def test_a_yearly_certificate_that_fell_due_is_told_beside_the_next(with_plan: Document) -> None:
    document = without(award_made(with_plan, "2024-09-06"), end_date="2025-12-31", potential_end_date=None)
    says, day = due_of(document, "TIP-07", date(2026, 1, 1))
    assert day is None
    assert "on September 6, 2025 it last fell due, none further" in says


def test_a_day_that_no_fact_tells_is_said_to_be_not_known(with_plan: Document) -> None:
    nothing = without(with_plan, "award_date", "sol_date")
    for row in ("TIP-03", "TIP-04", "TIP-06", "TIP-07"):
        says, day = due_of(nothing, row)
        assert day is None
        assert says.startswith("Due day not known: the ")
    assert "start of performance is not recorded" in due_of(with_plan, "TIP-06")[0]


def test_a_day_is_seen_from_the_day_on_which_it_is_asked() -> None:
    assert when("2026-11-28", DAY) == "1 day past"
    assert when("2026-11-29", DAY) == "today"
    assert when("2026-11-30", DAY) == "this month, 1 day ahead"
    assert when("2026-12-01", DAY) == "2 days ahead"


def test_told_facts_read_as_a_person_says_them() -> None:
    assert told("value", "245672.50 to no upper end") == "$245,672.50 or more"
    assert told("value", "1.00 to 2.50") == "between $1.00 and $2.50"
    assert told("agency", "civilian") == "a civilian agency"
    assert told("award_date", "2024-09-06") == "September 6, 2024"
    assert told("lines[1].origin", ["BGD", "?"]) == "Bangladesh and not told which"
    assert told("lines[1].cots", False) == "no"


# What the answer says


def test_the_ends_of_the_answer_are_what_the_portfolio_wrote(sample: Path, documents: list[Document]) -> None:
    rows = {r["award_id"]: r for r in pq.read_table(sample / "awards.parquet").to_pylist()}
    for document in documents:
        row = rows[document["award"]["award_id"]]
        matched = dollars_of(document, ("matched",))
        possible = dollars_of(document, ("possible_place_not_recorded", "possible_through_input"))
        assert matched == (row["matched_dollars"] or Decimal(0))
        assert possible == (row["place_dollars"] or Decimal(0)) + (row["input_dollars"] or Decimal(0))


def test_what_cannot_be_told_counts_in_the_upper_end(documents: list[Document]) -> None:
    document = copy.deepcopy(next(d for d in documents if d["award"]["exposure"] == "unknown"))
    for line in document["lines"]:
        line["exposure"] = "unknown"
    dollars = words.exact_dollars(document["reconciled"]["dollars"])
    assert exposed(document) == (
        f"none of it is exposed for certain, and at most {dollars} of it is ({dollars} of which it cannot be told)."
    )


def test_a_day_moves_no_figure(documents: list[Document]) -> None:
    """The day of asking says which days are past; everything else stays."""

    def without_days(day: date) -> dict[str, Part]:
        parts = dict(telling(documents[0], HASH, day).parts)
        return {k: p for k, p in parts.items() if k not in ("calendar", "next", "decisions", "duties", "visit")}

    assert without_days(DAY) == without_days(date(2025, 1, 1))
