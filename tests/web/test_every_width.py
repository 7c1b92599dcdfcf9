"""What only one width shows: found there where every width is asked for; and a tab that is handed on tells nothing."""

from __future__ import annotations

import json
from pathlib import Path

import browser
import every_width
import pytest
from browser import Page, Visit, each_width, emptied, looked_at
from test_frame_browser import FOOT, showing

from buyfair.web.core.roles import Role

pytest_plugins = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHEET = '<link rel="stylesheet" href="/made-up.css">'


def styled(page: Page, css: str, body: str) -> Page:
    """A tab that is given this body for /made-up/, and this look."""
    page.tab.route("**/made-up.css", lambda asked: asked.fulfill(body=css, headers={"Content-Type": "text/css"}))
    return showing(page, f"{SHEET}{body}{FOOT}")


def test_a_fault_of_a_middle_width_is_found_where_every_width_is_asked_for(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Gray on white between a telephone and a desk: taken by the quick look, refused by the sweep, which notes what it asks."""
    css = "@media (min-width: 48em) and (max-width: 60em) { .pale { color: #bbb } }"
    page = styled(visit(width=360, lends=True), css, '<p class="pale">Hardly to be read</p>')
    looked_at(page, "/made-up/", "made-up")
    monkeypatch.setattr(browser, "EVERY_WIDTH", True)
    monkeypatch.setattr(every_width, "TOLD", tmp_path / "told.jsonl")
    with pytest.raises(AssertionError, match="at 768 px color-contrast"):
        looked_at(page, "/made-up/", "made-up")
    lines = [json.loads(line) for line in (tmp_path / "told.jsonl").read_text("utf-8").splitlines()]
    assert [(line["width"], bool(line["found"])) for line in lines] == [(360, False), (768, True), (1280, False)]
    assert all(line["rules"] > 90 for line in lines)
    assert page.tab.viewport_size["width"] == 360


def test_a_link_that_a_telephone_pushes_outside_is_found_at_every_page(visit: Visit) -> None:
    """Tab comes to it, and nobody sees where the focus is."""
    css = "@media (max-width: 30em) { .far { position: absolute; left: -99em } }"
    page = styled(visit(width=360, lends=True), css, '<p>Near</p><a class="far" href="/">Far away</a>')
    with pytest.raises(AssertionError, match="at 360 px: the focus is out of view or covered on .*far"):
        each_width(page.go("/made-up/"), "/made-up/", "made-up")


def test_a_tab_that_is_handed_on_knows_nothing_of_who_had_it(visit: Visit) -> None:
    """Neither log-in nor anything kept nor a page made up for it."""
    page = showing(visit(Role.PORTFOLIO_LEAD, lends=True), "Made up")
    page.go("/made-up/").go("/leads/").tab.evaluate("localStorage.kept = 'by who had it'")
    emptied(page)
    page.go("/made-up/", status=404)
    assert "Log in" in page.text()
    assert page.tab.context.cookies() == []
    assert page.tab.evaluate("localStorage.length") == 0
    assert not page.loaded, "what comes in is noted for somebody who gave the tab back"
