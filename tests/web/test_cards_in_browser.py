"""The pages of cards in a real browser: readable at three widths, by keyboard alone, without script, on paper."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "build" / "axe" / "axe.min.js"
SHOTS = ROOT / "build" / "shots"
WIDTHS = (360, 768, 1280)
ONE_OF_EACH = {
    "cards": "/cards/", "search": "/cards/?q=forced+labor+shrimp", "nothing-found": "/cards/?q=zzzzqqq", "rules": "/rules/",
    "rules-bad-day": "/rules/?day=yesterday", "rule": "/rules/TIP-04/", "note": "/rules/TIP-26/", "nearest": "/rules/TIP-99/",
    "amounts": "/amounts/", "amount": "/amounts/TIP_PLAN/", "changes": "/changes/?from=2020-10-01&to=2026-02-20",
    "lists": "/lists/", "list-of-goods": "/lists/dol_tvpra/", "list-of-parties": "/lists/uflpa_entity_list/",
    "list-not-held": "/lists/csl/", "goods": "/goods/", "good": "/goods/shrimp/", "countries": "/countries/",
    "country": "/countries/BFA/", "indicators": "/indicators/", "indicator": "/indicators/listed_good_matched/",
    "conduct": "/conduct/", "clause": "/conduct/debt_bondage/", "method": "/method/", "method-page": "/method/exposure/",
    "clauses": "/method/clauses/", "coverage": "/coverage/",
}  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for all of them."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("google-chrome")
    assert path, "no Chromium: run make test, which installs it"
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-background-networking"])
        # The browser's loop runs in this thread, beside the database of the tests.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        yield opened
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        opened.close()


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS[:1])  # the narrowest; every address is walked at all of them by test_accessibility
def test_one_page_of_each_kind_is_whole_at_this_width(browser: Any, live_server: Any, width: int) -> None:
    """Nothing from outside, nothing too wide, no violation of accessibility, one title; a picture of each is kept."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    page = browser.new_page(viewport={"width": width, "height": 900})
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if "Content Security Policy" in message.text else None)
    for name, address in ONE_OF_EACH.items():
        page.goto(f"{live_server.url}{address}")
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert page.locator("h1").count() == 1, name
        page.screenshot(path=SHOTS / f"cards-{name}-{width}.png")
        page.evaluate(AXE.read_text("utf-8"))
        found = page.evaluate("axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].target))")
        assert found == [], f"{name} at {width}: {found}"
    page.close()
    assert complaints == []
    assert [url for url in asked if not url.startswith(live_server.url)] == []


@pytest.mark.journey
def test_the_keyboard_alone_goes_from_the_index_to_a_rule_of_another_day(browser: Any, live_server: Any) -> None:
    """Skip link, day, index, card, section: Tab and Enter only."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{live_server.url}/rules/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    tab_to(page, "document.activeElement.id === 'day'")
    page.keyboard.press("Control+A")
    page.keyboard.type("2016-01-01")
    page.keyboard.press("Enter")
    page.wait_for_url("**/rules/?day=2016-01-01")
    assert "on 2016-01-01" in page.locator("h1").inner_text()
    tab_to(page, "document.activeElement.textContent === 'TIP-04'")
    page.keyboard.press("Enter")
    page.wait_for_url("**/rules/TIP-04/**")
    tab_to(page, "document.activeElement.getAttribute('href') === '#text-and-versions'")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#text-and-versions"
    page.close()


def tab_to(page: Any, reached: str, most: int = 200) -> None:
    """Presses Tab until the focus is there."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(reached):
            return
    pytest.fail(f"the keyboard does not reach it: {reached}")


def test_they_work_without_script_and_print_without_forms(browser: Any, live_server: Any) -> None:
    """A search, a day, a page of a table; and on paper the code of conduct is the text alone."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{live_server.url}/cards/")
    page.fill("#cards-q", "52.222-50")
    page.press("#cards-q", "Enter")
    assert "52.222-50" in page.locator("ol.card-hits li a").first.inner_text()
    page.goto(f"{live_server.url}/lists/dol_tvpra/")
    page.fill("#q", "shrimp thailand")
    page.press("#q", "Enter")
    page.locator("text=meet “shrimp thailand”").wait_for()  # a count does not wait for the page that comes
    page.goto(f"{live_server.url}/conduct/")
    page.emulate_media(media="print")
    assert page.pdf().startswith(b"%PDF")
    context.close()
