"""A staffer in a real browser: a ready reform, a lower threshold, another beside it, the brief; and every page looked at."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser import WIDTHS, Keys, Page, Visit, each_width, looked_at, three_widths, walk_by_keyboard
from lab_pages import shown
from test_lab_kept import held_up

from buyfair.web.core.roles import Role

pytest_plugins = ["browser", "lab_pages"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PLAN = "/lab/plan_from_250000/"


def waits(page: Page, title: str) -> Page:
    """Looks until the page looks again by itself and shows what was asked for; no script helps."""
    page.tab.get_by_role("heading", level=1, name=title, exact=True).wait_for(timeout=60_000)
    return page


@pytest.mark.journey
def test_a_staffer_lowers_the_plan_threshold_compares_and_takes_the_brief(visit: Visit, lab: Path) -> None:
    """From the first page to two pages of paper, on the keyboard, without an account and without script of ours."""
    page = visit(Role.PUBLIC)
    keys = Keys(page)
    tab = page.go("/").tab
    keys.follow("Lab", tab.locator(".ways"), exact=True)
    keys.follow("The plan against trafficking is due above $250,000")
    waits(page, "The plan against trafficking is due above $250,000")
    assert "Covered anew, all told" in page.text() and "Made-up sample" in page.text()
    keys.follow("Change this reform")
    keys.types(tab.get_by_label("Title", exact=True), "The plan is due above $100,000")
    keys.types(tab.get_by_label("New value"), "a hundred thousand")
    keys.send("Try it on the portfolio")
    alert = tab.get_by_role("alert").inner_text()
    assert 'own: amount[1].value is "a hundred thousand"' in alert and "Nothing that you typed is lost" in alert
    assert tab.get_by_label("Title", exact=True).input_value() == "The plan is due above $100,000"
    keys.presses(tab.get_by_role("link", name="Go to the field"))
    tab.wait_for_url("**#amount-1-value")
    keys.types(tab.get_by_label("New value"), "100,000")
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    waits(page, "The plan is due above $100,000")
    assert "by the reform $100,000" in page.text()
    keys.chooses(tab.get_by_label("How far do both reach the same awards?"), "cots_no_longer_releases")
    keys.send("Compare")
    waits(page, "The plan is due above $100,000")
    tab.get_by_role("heading", name="Beside the other reform").wait_for(timeout=60_000)
    keys.presses(tab.locator("details:has(.lab-districts) > summary"))
    for link in (tab.get_by_role("link", name="Brief of two pages (PDF)"), tab.locator(".lab-districts a")):
        assert paper(page, keys.to(link).get_attribute("href")).startswith(b"%PDF-")


def paper(page: Page, address: str) -> bytes:
    """The file behind a link, once it is made."""
    for _ in range(60):
        answer = page.tab.request.get(page.site + address)
        if answer.status != 202:
            assert answer.status == 200, answer.text()
            return bytes(answer.body())
        page.tab.wait_for_timeout(500)
    raise AssertionError(f"{address} still waits")


@pytest.mark.parametrize("name", ["gloves_and_gowns_fifth_sector", "monitoring_fee", "no_trade_exceptions"])
def test_the_page_of_a_reform_holds_at_three_widths(name: str, visit: Visit, lab: Path) -> None:
    """Without bars, with a fee, and where nothing is reached; every row unfolded. With bars: all addresses."""
    shown(f"/lab/{name}/?by=district&against=cots_no_longer_releases")
    three_widths(visit, Role.PUBLIC, f"/lab/{name}/?by=district&against=cots_no_longer_releases", f"lab_{name}")


def test_a_form_that_was_refused_holds_at_three_widths(visit: Visit, lab: Path) -> None:
    """Every kind of row on it, and the sentence."""
    page = visit(Role.PUBLIC, lends=True).go("/lab/write/?from=binding_code_of_conduct")
    for kind in ("an amount", "an exception", "a preference", "a fee"):
        page.tab.get_by_role("button", name=f"Add {kind}", exact=True).click()
    page.tab.get_by_label("Only above so many dollars").fill("-1")
    page.loaded.clear()  # what came before is gone
    page.tab.get_by_role("button", name="Try it on the portfolio").click()
    page.tab.get_by_role("alert").wait_for()
    assert page.tab.get_by_label("Only above so many dollars").get_attribute("aria-invalid") == "true"
    each_width(page, "/lab/write/, refused", "lab_refused")
    walk_by_keyboard(visit(Role.PUBLIC, lends=True).go("/lab/write/?from=cots_no_longer_releases"))


def test_what_is_said_while_one_waits_or_cannot_be_served_holds_too(
    visit: Visit, held: Path, home_folder: Path
) -> None:
    """Being computed; no portfolio; an address that was cut."""
    with held_up(home_folder):
        looked_at(visit(Role.PUBLIC, width=WIDTHS[0], lends=True), PLAN, "lab_waiting", status=202)
    three_widths(visit, Role.PUBLIC, "/lab/own/?reform=AAAA", "lab_cut", status=400)
    (home_folder / "snapshots" / "current").unlink()
    three_widths(visit, Role.PUBLIC, PLAN, "lab_no_portfolio")


def test_a_page_of_a_reform_says_all_on_paper(visit: Visit, lab: Path) -> None:
    """Printed, the way through the site and the forms fall away, and figures and sentences stay."""
    shown(PLAN)
    page = visit(Role.PUBLIC).go(PLAN)
    page.tab.emulate_media(media="print")
    assert page.tab.locator("#table-bounds").is_visible()
    assert not page.tab.locator(".lab-beside").is_visible() and not page.tab.locator(".lab-contents").is_visible()
