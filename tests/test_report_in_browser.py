"""The report page in a real browser at three widths: nothing overflows, nothing is loaded, no accessibility violation."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from buyfair.cards.report import report
from buyfair.cli import main
from buyfair.portfolio import assess
from looks import ONCE_PER_LOOK

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[1]
AXE = ROOT / "build" / "axe" / "axe.min.js"
WIDTHS = (320, 768, 1280)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("google-chrome")
    assert path, "no Chromium: run make test, which installs it"
    with sync_playwright() as play:
        opened = play.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        )
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from click.testing import CliRunner

    folder = tmp_path_factory.mktemp("report")
    assert CliRunner().invoke(main, ["sample", str(folder / "awards_sample.csv.gz")]).exit_code == 0
    assess([folder / "awards_sample.csv.gz"], folder / "assessed", render=report)
    return folder / "assessed" / "report.html"


@pytest.fixture(scope="module")
def real_page_file(tmp_path_factory: pytest.TempPathFactory, real_data: Path) -> Path:
    folder = tmp_path_factory.mktemp("real-report")
    name = "awards/ice_fy13_17_usaspending_prime_transactions.csv.gz"
    assess([real_data / name], folder / "assessed", render=report)
    return folder / "assessed" / "report.html"


@pytest.fixture(scope="module")
def judged_page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from test_cards import a_judged_summary, an_award

    summary = a_judged_summary()
    summary["countries"] = [
        {"country": code, "name": name, "lines": 2, "dollars": f"{n}00.00", "matched": f"{n}0.00", "possible": f"{n}5.00"}
        for n, (code, name) in enumerate((("BGD", "Bangladesh"), ("CHN", "China"), (None, None), ("USA", "United States")), 1)
    ]
    long = "THE VERY LONG NAME OF AN EXAMPLE HOLDING COMPANY OF MANUFACTURERS INTERNATIONAL"
    summary["first"] = [an_award(rank, supplier=f"{long} {rank}", office=long) for rank in range(1, 26)]
    file = tmp_path_factory.mktemp("judged-report") / "report.html"
    file.write_text(report(summary), "utf-8")
    return file


def looked_at(browser: Any, path: Path, width: int, color_scheme: str = "light") -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=color_scheme)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    assert asked == [path.as_uri()], "the page loads nothing but itself"
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "nothing overflows sideways"
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(AXE.read_text("utf-8"))
    page.evaluate(ONCE_PER_LOOK)
    page.evaluate("looks(false)")
    found = page.evaluate("axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].target))")
    assert found == []
    page.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_sample_report_holds_at_every_width(browser: Any, page_file: Path, width: int) -> None:
    looked_at(browser, page_file, width)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_report_of_a_real_export_holds_at_every_width(browser: Any, real_page_file: Path, width: int) -> None:
    looked_at(browser, real_page_file, width)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_report_with_every_part_holds_at_every_width(browser: Any, judged_page_file: Path, width: int) -> None:
    looked_at(browser, judged_page_file, width)


@pytest.mark.parametrize("width", (320, 1280))
def test_a_report_with_every_part_holds_in_the_dark(browser: Any, judged_page_file: Path, width: int) -> None:
    looked_at(browser, judged_page_file, width, color_scheme="dark")


def test_it_works_without_script_and_prints_what_is_folded(browser: Any, judged_page_file: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(judged_page_file.as_uri())
    page.locator("#first-table").wait_for(state="hidden")
    page.locator("summary", has_text="Table: the awards to look at first").click()
    page.locator("#first-table").wait_for(state="visible")
    page.emulate_media(media="print")
    assert page.locator("#calendar-table").is_visible(), "what is folded on the screen stands on paper"
    assert page.locator(".paper .head").first.is_visible()
    assert page.locator("ol.awards .onpaper").count() == 20
    assert page.locator(".onpaper").first.is_visible()
    assert not page.locator("nav.side").is_visible()
    assert page.pdf().startswith(b"%PDF")
    context.close()


def test_the_keyboard_goes_down_the_page_in_order(browser: Any, judged_page_file: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(judged_page_file.as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    seen: list[str] = []
    for _ in range(200):
        page.keyboard.press("Tab")
        part = page.evaluate("document.activeElement.closest('main > section')?.id ?? ''")
        if page.evaluate("document.activeElement === document.body"):
            break
        if part and part not in seen:
            seen.append(part)
    order = ["map", "sectors", "goods", "flows", "first", "vehicles", "calendar", "ask", "indicators"]
    assert [part for part in seen if part in order] == order
    page.close()


def test_the_keyboard_alone_reaches_every_table(browser: Any, page_file: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(page_file.as_uri())
    summaries = page.locator("details > summary").count()
    reached = set()
    for _ in range(400):
        page.keyboard.press("Tab")
        tag = page.evaluate(
            "document.activeElement.tagName + [...document.querySelectorAll('summary')].indexOf(document.activeElement)"
        )
        if tag.startswith("SUMMARY"):
            reached.add(tag)
        if tag.startswith("BODY"):
            break
    visible = page.evaluate("[...document.querySelectorAll('details > summary')].filter(s => s.offsetParent).length")
    assert summaries and len(reached) >= visible
    page.close()


def test_the_made_up_sample_says_so_first(browser: Any, page_file: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(page_file.as_uri())
    text = page.inner_text("body")
    assert "Made-up sample" in text[:1200]
    assert "This is about the good and the place, not about this supplier." in text
    page.close()
