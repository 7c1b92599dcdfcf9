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


LOOKS = """.box { background: #fff } .gray { color: #888 } .big { font-size: 2em } .pale { color: #bbb } .faint { opacity: .4 }
  .dark { background: #555; height: 3em } .over { position: absolute; margin-top: -2.7em }"""
MANY = '<div class="box"><p>Alike</p></div><p>Alike</p><p class="gray big">Alike</p>' * 30
POOR = {
    "its color": '<div class="box"><p class="pale">Poor</p></div>',
    "its ground": '<div class="box"><p class="dark">Poor</p></div>',
    "the ground further out": '<section class="dark"><div><p>Poor</p></div></section>',
    "the opacity of what it stands in": '<section class="faint"><div class="box"><p>Poor</p></div></section>',
    "its size": '<p class="gray">Poor</p>',
    "what it is laid over": '<div class="dark"></div><div class="over"><p>Poor</p></div>',
}


@pytest.mark.parametrize("differs", POOR)
def test_one_that_is_hard_to_read_is_found_after_many_that_look_nearly_alike(differs: str, visit: Visit) -> None:
    """Its contrast is asked though that of its like has passed, when it differs by one thing of its look."""
    page = styled(visit(width=360, lends=True), LOOKS, MANY + POOR[differs])
    [found] = page.go("/made-up/").violations("color-contrast")
    assert "Poor" in found and "Alike" not in found, found


def test_what_looks_alike_is_asked_once_and_in_the_sweep_each_time(visit: Visit) -> None:
    """Counted by what that rule alone asks of an element: the weight of its text."""
    page = styled(visit(width=360, lends=True), LOOKS, MANY).go("/made-up/")
    assert page.violations("color-contrast") == []
    page.tab.evaluate(COUNTED)
    assert page.violations("color-contrast") == [] and page.tab.evaluate("window.asked") == 0
    page.checked("color-contrast", each=True)
    assert page.tab.evaluate("window.asked") >= 90


COUNTED = """() => {
  window.asked = 0;
  const look = CSSStyleDeclaration.prototype.getPropertyValue;
  CSSStyleDeclaration.prototype.getPropertyValue = function (name) {
    window.asked += name === 'font-weight';
    return look.call(this, name);
  };
}"""
