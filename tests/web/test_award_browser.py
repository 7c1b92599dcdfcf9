"""The dossier of an award walked in a real browser, by a contracting officer and by a representative, at three widths."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pyarrow.parquet as pq
import pypdfium2
import pytest
from browser import Comes, Visit, each_width, walk_by_keyboard
from playwright.sync_api import expect

from buyfair.dossier import dossier
from buyfair.web.awards import links
from buyfair.web.core.roles import Role
from test_dossier_file import chosen

pytest_plugins = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def row_of(held: Path) -> dict[str, Any]:
    """The first award that has a decision and of which a fact is still to be found out."""
    rows = pq.read_table(held / "awards.parquet").to_pylist()
    ranked = sorted((r for r in rows if r["rank"] is not None), key=lambda r: r["rank"])
    return next(r for r in ranked if r["decision"] and r["reach"] == "undecidable")


@pytest.mark.journey
def test_a_contracting_officer_finds_an_award_reads_it_and_takes_the_copy(by_keyboard: Comes, held: Path) -> None:
    row = row_of(held)
    document = dossier(held, row["award_id"])
    keys = by_keyboard(Role.CONTRACTING_OFFICER)
    tab = keys.tab
    keys.follow("Awards", tab.locator(".ways"), exact=True)
    keys.types(tab.get_by_label("Award id or number (PIID)"), row["piid"])
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    expect(tab.locator("h1")).to_contain_text(row["piid"])
    answer = tab.inner_text("#answer")
    assert document["not_about_supplier"] in answer
    assert "of it is" in answer
    assert "Find out" in tab.inner_text("#next")
    statement = tab.inner_text("#statement")
    assert "Still to be found out: " in statement
    for m in document["duties"]["missing"]:
        assert m["ask"] in statement
    assert "On file is what this system keeps and whoever made this copy may see" in tab.inner_text("#duties")
    for form, read in (("pdf", read_pdf), ("docx", read_word)):
        text = read(keys.takes(tab.locator(f"a[href$='as={form}']")).read_bytes())
        assert "What binds, and what is still to be found out" in text
        assert "This is about the good and the place, not about this supplier." in text.replace("\r\n", " ")
    assert tab.locator("#plain").input_value().startswith(row["piid"])
    assert not tab.locator("#plain").is_editable()


def read_pdf(content: bytes) -> str:
    return "\n".join(p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(content))


def read_word(content: bytes) -> str:
    return "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)


@pytest.mark.journey
def test_a_representative_sees_what_to_look_for_and_what_falls_due(by_keyboard: Comes, held: Path) -> None:
    keys = by_keyboard(Role.REPRESENTATIVE)
    tab = keys.page.go(links.link("award", row_of(held)["award_id"])).tab
    visited = tab.inner_text("#visit")
    assert "Nothing on record falls in " in visited or visited.split("\n")[1].startswith("In ")
    assert "WB-03 Forced labor and fraud in recruiting are crimes, and victims may sue" in visited
    assert "passports with their owners, workers free to leave" in visited
    assert not tab.get_by_text("A photograph of the posting").first.is_visible()
    keys.presses(tab.locator("#visit summary"))
    expect(tab.get_by_text("A photograph of the posting").first).to_be_visible()
    expect(tab.locator("#calendar")).to_contain_text("Days on record, as seen from")


def test_the_pages_hold_at_every_width(visit: Visit, held: Path) -> None:
    """One with most lines, the search, an award that there is not; the usual one is walked with all pages."""
    page = visit(Role.CONTRACTING_OFFICER, lends=True)
    there = {"award-long": (links.link("award", chosen(held, 1)[0]), 200), "award-none": ("/awards/nothing/", 404)}
    for name, (address, status) in there.items():
        each_width(page.go(address, status=status), address, name)


def test_it_works_without_script_and_prints_what_is_folded(visit: Visit, held: Path) -> None:
    tab = visit(Role.CONTRACTING_OFFICER, script=False).go(links.link("award", row_of(held)["award_id"])).tab
    folded = tab.locator("#duties details table").first
    assert not folded.is_visible()
    tab.locator("#duties summary").first.click()
    expect(folded).to_be_visible()
    tab.emulate_media(media="print")
    assert tab.locator("#visit details table").first.is_visible(), "what is folded on the screen stands on paper"
    assert not tab.locator("#copy").is_visible()
    assert tab.pdf().startswith(b"%PDF")


SECTION = """() => {
  window.sections = [];
  addEventListener('focusin', e => window.sections.push(e.target.closest('main section')?.id ?? ''), true);
}"""


def test_the_keyboard_goes_down_the_page_in_its_order(visit: Visit, held: Path) -> None:
    page = visit(Role.CONTRACTING_OFFICER).go(links.link("award", row_of(held)["award_id"]))
    page.tab.evaluate(SECTION)
    walk_by_keyboard(page)
    seen = [name for name in dict.fromkeys(page.tab.evaluate("window.sections")) if name]
    there = page.tab.evaluate("[...document.querySelectorAll('main section[id]')].map(s => s.id)")
    assert seen == [name for name in there if name in seen]
    assert {"answer", "statement", "duties", "visit", "exposure", "indicators", "copy"} <= set(seen)
