"""The pages of cards in a real browser: readable on a telephone, by keyboard alone, without script, on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser import WIDTHS, Keys, Visit, looked_at
from playwright.sync_api import expect

from buyfair.web.core.roles import Role

pytest_plugins = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OTHERS = {
    "search": "/cards/?q=forced+labor+shrimp", "nothing-found": "/cards/?q=zzzzqqq", "note": "/rules/TIP-26/",
    "list-of-parties": "/lists/uflpa_entity_list/", "list-not-held": "/lists/csl/", "clauses": "/method/clauses/",
    "changes": "/changes/?from=2020-10-01&to=2026-02-20", "rules-bad-day": "/rules/?day=yesterday", "nearest": "/rules/TIP-99/",
}  # fmt: skip
"""Pages of other kinds than those that are walked with all addresses."""
STATUS = {"rules-bad-day": 400, "nearest": 404}


@pytest.mark.slow
def test_pages_of_other_kinds_hold_at_the_smallest_width(visit: Visit, home_folder: Path) -> None:
    """What was sought and not found, a day that is none, a list that is not held, a note, an index of method."""
    page = visit(Role.PUBLIC, width=WIDTHS[0], lends=True)
    for name, address in OTHERS.items():
        page.tab.set_viewport_size({"width": WIDTHS[0], "height": 900})
        looked_at(page, address, f"cards-{name}", status=STATUS.get(name, 200))


@pytest.mark.journey
def test_the_keyboard_alone_goes_from_the_index_to_a_rule_of_another_day(visit: Visit, home_folder: Path) -> None:
    """Skip link, day, index, card, section."""
    page = visit(Role.PUBLIC)
    keys, tab = Keys(page), page.tab
    page.go("/")
    keys.follow("Rules", tab.locator(".ways"), exact=True)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.getAttribute('href')") == "#main"
    tab.keyboard.press("Enter")
    keys.to(tab.locator("#day"))
    tab.keyboard.press("Control+A")
    tab.keyboard.type("2016-01-01")
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    assert tab.url.endswith("/rules/?day=2016-01-01")
    expect(tab.locator("h1")).to_contain_text("on 2016-01-01")
    keys.goes(tab.get_by_role("link", name="TIP-04", exact=True))
    assert "/rules/TIP-04/" in tab.url
    keys.presses(tab.locator("a[href='#text-and-versions']"))
    tab.wait_for_url("**#text-and-versions")


def test_they_work_without_script_and_print_without_forms(visit: Visit, home_folder: Path) -> None:
    """A search, a day, a page of a table; and on paper the code of conduct is the text alone."""
    page = visit(Role.PUBLIC, script=False)
    tab = page.go("/cards/").tab
    tab.fill("#cards-q", "52.222-50")
    tab.press("#cards-q", "Enter")
    expect(tab.locator("ol.card-hits li a").first).to_contain_text("52.222-50")
    page.go("/lists/dol_tvpra/")
    tab.fill("#q", "shrimp thailand")
    tab.press("#q", "Enter")
    tab.locator("text=meet “shrimp thailand”").wait_for()
    page.go("/conduct/")
    tab.emulate_media(media="print")
    assert tab.pdf().startswith(b"%PDF")
