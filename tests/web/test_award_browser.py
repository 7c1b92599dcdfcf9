"""The dossier of an award walked in a real browser, by a contracting officer and by a representative, at three widths."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pyarrow.parquet as pq
import pypdfium2
import pytest
from people import Acting

from buyfair.dossier import dossier
from buyfair.web.awards import links
from buyfair.web.core.roles import Role
from test_dossier_file import chosen

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "build" / "axe" / "axe.min.js"
SCREENS = ROOT / "build" / "screens"
WIDTHS = (360, 768, 1280)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("google-chrome")
    assert path, "no Chromium: run make test, which installs it"
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-background-networking"])
        # The browser's loop runs in this thread; the tests ask the database from it between two clicks.
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
            yield opened
        opened.close()


class Visit:
    """The browser of somebody who is logged in; what it asked of others is kept."""

    def __init__(self, chromium: Any, site: str, session: str, *, script: bool = True) -> None:
        self.site = site
        self.context = chromium.new_context(java_script_enabled=script, accept_downloads=True)
        self.context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
        self.outside: list[str] = []

    def open(self, address: str, width: int = 1280) -> Any:
        page = self.context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.on("request", lambda asked: self.outside.append(asked.url) if not asked.url.startswith(self.site) else None)
        page.on("pageerror", lambda error: self.outside.append(str(error)))
        page.goto(self.site + address)
        return page


@pytest.fixture
def visit(chromium: Any, live_server: Any, acting: Acting, held: Path) -> Iterator[Any]:
    opened: list[Visit] = []

    def visits(role: Role, *, script: bool = True) -> Visit:
        session = acting(role).cookies["sessionid"].value
        opened.append(Visit(chromium, live_server.url, session, script=script))
        return opened[-1]

    yield visits
    for each in opened:
        each.context.close()
        assert each.outside == [], "nothing is asked of anybody outside, and no script fails"


def row_of(held: Path) -> dict[str, Any]:
    """The first award that has a decision and of which a fact is still to be found out."""
    rows = pq.read_table(held / "awards.parquet").to_pylist()
    ranked = sorted((r for r in rows if r["rank"] is not None), key=lambda r: r["rank"])
    return next(r for r in ranked if r["decision"] and r["reach"] == "undecidable")


def violations(page: Any) -> list[str]:
    page.evaluate(AXE.read_text("utf-8"))
    return list(page.evaluate("axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].target + v.nodes[0].html))"))


@pytest.mark.journey
def test_a_contracting_officer_finds_an_award_reads_it_and_takes_the_copy(visit: Any, held: Path) -> None:
    row = row_of(held)
    document = dossier(held, row["award_id"])
    page = visit(Role.CONTRACTING_OFFICER).open("/awards/")
    page.get_by_label("Award id or number (PIID)").fill(row["piid"])
    page.keyboard.press("Enter")
    page.wait_for_selector("h1")
    assert row["piid"] in page.inner_text("h1")
    answer = page.inner_text("#answer")
    assert document["not_about_supplier"] in answer
    assert "of it is" in answer
    assert "Find out" in page.inner_text("#next")
    statement = page.inner_text("#statement")
    assert "Still to be found out: " in statement
    for m in document["duties"]["missing"]:
        assert m["ask"] in statement
    assert "On file is what this system keeps and whoever made this copy may see" in page.inner_text("#duties")
    for form, read in (("pdf", read_pdf), ("docx", read_word)):
        with page.expect_download() as told:
            page.click(f"a[href$='as={form}']")
        text = read(Path(told.value.path()).read_bytes())
        assert "What binds, and what is still to be found out" in text
        assert "This is about the good and the place, not about this supplier." in text.replace("\r\n", " ")
    assert page.locator("#plain").input_value().startswith(row["piid"])
    assert not page.locator("#plain").is_editable()


def read_pdf(content: bytes) -> str:
    return "\n".join(p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(content))


def read_word(content: bytes) -> str:
    return "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)


@pytest.mark.journey
def test_a_representative_sees_what_to_look_for_and_what_falls_due(visit: Any, held: Path) -> None:
    page = visit(Role.REPRESENTATIVE).open(links.link("award", row_of(held)["award_id"]))
    visited = page.inner_text("#visit")
    assert "Nothing on record falls in " in visited or visited.split("\n")[1].startswith("In ")
    assert "WB-03 Forced labor and fraud in recruiting are crimes, and victims may sue" in visited
    assert "passports with their owners, workers free to leave" in visited
    folded = page.locator("#visit summary")
    assert not page.get_by_text("A photograph of the posting").first.is_visible()
    folded.first.focus()
    page.keyboard.press("Enter")
    assert page.get_by_text("A photograph of the posting").first.is_visible()
    assert "Days on record, as seen from" in page.inner_text("#calendar")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_hold_at_every_width(visit: Any, held: Path, width: int) -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    there = visit(Role.CONTRACTING_OFFICER)
    addresses = {
        "award": links.link("award", row_of(held)["award_id"]), "award-long": links.link("award", chosen(held, 1)[0]),
        "award-find": "/awards/", "award-none": "/awards/nothing/",
    }  # fmt: skip
    for name, address in addresses.items():
        page = there.open(address, width)
        page.screenshot(path=str(SCREENS / f"{name}-{width}.png"), full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} overflows"
        assert violations(page) == [], name
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} overflows, everything unfolded"
        assert violations(page) == [], name
        page.close()


def test_it_works_without_script_and_prints_what_is_folded(visit: Any, held: Path) -> None:
    page = visit(Role.CONTRACTING_OFFICER, script=False).open(links.link("award", row_of(held)["award_id"]))
    folded = page.locator("#duties details table").first
    assert not folded.is_visible()
    page.locator("#duties summary").first.click()
    assert folded.is_visible()
    page.emulate_media(media="print")
    assert page.locator("#visit details table").first.is_visible(), "what is folded on the screen stands on paper"
    assert not page.locator("#copy").is_visible()
    assert page.pdf().startswith(b"%PDF")


def test_the_keyboard_goes_down_the_page_in_its_order(visit: Any, held: Path) -> None:
    page = visit(Role.CONTRACTING_OFFICER).open(links.link("award", row_of(held)["award_id"]))
    seen: list[str] = []
    for _ in range(600):
        page.keyboard.press("Tab")
        at = page.evaluate("document.activeElement === document.body ? null"
                           " : document.activeElement.closest('main section')?.id ?? ''")  # fmt: skip
        if at is None:
            break
        if at and at not in seen:
            seen.append(at)
    there = page.evaluate("[...document.querySelectorAll('main section[id]')].map(s => s.id)")
    assert seen == [name for name in there if name in seen]
    assert {"answer", "statement", "duties", "visit", "exposure", "indicators", "copy"} <= set(seen)
