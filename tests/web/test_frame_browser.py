"""The frame in a real browser; and what holds the pages can be failed: each defect is refused by its own sentence."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from browser import Keys, Page, Visit, log_in, looked_at, three_widths, walk_by_keyboard

from buyfair.web.core.models import Membership, Organization, User
from buyfair.web.core.roles import Role

pytest_plugins = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WHOLE = '<!doctype html><html lang="en"><head><title>A page</title></head><body><main><h1>A page</h1>{}</main></body></html>'
POLICY = {"Content-Security-Policy": "default-src 'self'", "Content-Type": "text/html; charset=utf-8"}
DEFECTS = {
    "a picture without words": ('<img src="/static/core/mark.svg">', "image-alt"),
    "a field without a label": ('<input name="q">', "label"),
    "gray on white": ('<p><font color="#bbbbbb">Hardly to be read</font></p>', "color-contrast"),
    "a style in the line": ('<p style="margin: 0">Close</p>', "refused by the policy: style-src"),
    "a script in the page": ("<script>document.title = 'Other'</script>", "refused by the policy: script-src"),
    "a box wider than a telephone": ('<img alt="A line" width="900" height="9" src="/static/core/mark.svg">', "px too wide"),
    "two headings of the first rank": ("<h1>Another</h1>", "one heading of the first rank, not 2"),
    "folded and too wide": ('<details><summary>More</summary><img alt="x" width="900" height="9" src="/static/core/mark.svg">'
                            "</details>", "everything unfolded"),
    "too heavy": ("<!-- " + " ".join(str(n * n * 7919 % 1000003) for n in range(90_000)) + " -->", "allowed are 150,000"),
}  # fmt: skip


FOOT = '<footer><a href="/help/">Help</a></footer>'
"""The way to help, where each page has it."""


def showing(page: Page, body: str) -> Page:
    """A tab that is given this body for /made-up/."""
    page.tab.route("**/made-up/", lambda asked: asked.fulfill(body=WHOLE.format(body), headers=POLICY))
    return page


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_defect_is_refused_by_its_sentence(defect: str, visit: Visit) -> None:
    """Held to everything, as every page is."""
    body, sentence = DEFECTS[defect]
    page = showing(visit(width=360, lends=True), body + FOOT)
    with pytest.raises(AssertionError, match=sentence):
        looked_at(page, "/made-up/", "made-up")
    page.errors.clear()


def test_a_page_without_a_defect_is_taken(visit: Visit) -> None:
    """The same frame of a page, nothing wrong in it."""
    looked_at(showing(visit(width=360, lends=True), f"<p>Nothing is wrong here.</p>{FOOT}"), "/made-up/", "made-up")


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ('<img alt="" src="https://elsewhere.example/dot.png">', "asked outside: https://elsewhere.example/dot.png"),
        ('<img alt="" src="/static/core/mark.svg" onerror="x()">', "inline event handler"),
    ],
    ids=["asks outside", "complains"],
)
def test_who_asks_outside_or_complains_is_noted(body: str, complaint: str, visit: Visit) -> None:
    """Noted while the page is open; the end of the test would fail on it."""
    page = showing(visit(), body)
    page.go("/made-up/").tab.wait_for_timeout(100)
    assert any(complaint in told for told in page.complaints()), page.complaints()
    page.errors.clear()
    page.outside.clear()


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ('<link rel="stylesheet" href="/made-up.css"><a class="bare" href="/">First</a>', "the focus is not seen on <a"),
        ('<a href="/">First</a><a tabindex="5" href="/help/">Second</a>', "the order of Tab is not that of the page"),
        ('<script src="/made-up.js"></script><a href="/">A</a><a id="caught" href="/help/">B</a>', "the focus never leaves"),
        ('<script src="/made-up.js"></script><a id="first" href="/">A</a><a id="last" href="">B</a>', "the focus never leaves"),
        ('<link rel="stylesheet" href="/made-up.css"><a class="away" href="/">First</a>', "the focus is out of view"),
    ],
    ids=["no ring", "another order", "a trap", "a round", "out of view"],
)
def test_a_page_that_the_keyboard_cannot_walk_is_refused(body: str, sentence: str, visit: Visit) -> None:
    """No ring, another order, a trap, a focus out of view."""
    page = showing(visit(lends=True), body)
    css = ".bare { outline: 0 !important; } .away { position: absolute; left: -3000px; outline: 2px solid; }"
    js = """addEventListener('keydown', e => {
      const at = document.activeElement.id;
      if (at === 'caught' || at === 'last') e.preventDefault();
      if (at === 'last') document.getElementById('first').focus();
    })"""
    page.tab.route("**/made-up.css", lambda asked: asked.fulfill(body=css, headers={"Content-Type": "text/css"}))
    page.tab.route("**/made-up.js", lambda asked: asked.fulfill(body=js, headers={"Content-Type": "text/javascript"}))
    page.go("/made-up/")
    with pytest.raises(AssertionError, match=sentence):
        walk_by_keyboard(page)


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ('<a href="/" tabindex="-1">Goods</a>', "no key reaches <a"),
        ('<link rel="stylesheet" href="/made-up.css"><a class="bare" href="/">Goods</a>', "the focus is not seen on <a"),
    ],
    ids=["not reached", "not seen"],
)
def test_a_journey_by_keyboard_fails_where_the_keyboard_does_not_lead(link: str, sentence: str, visit: Visit) -> None:
    """And a mouse that is used on it is told at its end."""
    page = showing(visit(), f"<p>Nothing</p>{link}")
    css = {"body": ".bare { outline: 0 !important; }", "headers": {"Content-Type": "text/css"}}
    page.tab.route("**/made-up.css", lambda asked: asked.fulfill(**css))
    keys = Keys(page)
    page.go("/made-up/")
    with pytest.raises(AssertionError, match=sentence):
        keys.follow("Goods")
    page.tab.get_by_text("Nothing").click()
    page.tab.wait_for_timeout(100)
    assert "a mouse was used" in page.complaints()
    page.errors.clear()


def test_the_first_stop_leads_past_the_navigation(visit: Visit) -> None:
    """Tab, Enter: the focus is in the content."""
    tab = visit().go("/help/").tab
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "usa-skipnav"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"
    tab.keyboard.press("Tab")
    assert tab.evaluate("!!document.activeElement.closest('main')")


def test_the_menu_is_folded_on_a_telephone_and_open_without_script(visit: Visit) -> None:
    """Enter unfolds it; without script it is there as it was sent; on a wide screen it is not folded."""
    tab = visit(width=360).go("/").tab
    first = tab.locator(".ways a").first
    assert not first.is_visible()
    tab.locator(".ways summary").focus()
    tab.keyboard.press("Enter")
    assert first.is_visible()
    assert visit(width=360, script=False).go("/").tab.locator(".ways a").first.is_visible()
    wide = visit(width=1280).go("/").tab
    assert wide.locator(".ways a").first.is_visible()
    assert not wide.locator(".ways summary").is_visible()


def test_a_question_mark_opens_the_list_of_keys_but_not_while_somebody_types(visit: Visit) -> None:
    """In a field it is a sign like any other."""
    tab = visit().go("/account/login/").tab
    field = tab.locator("main input:not([type=hidden])").first
    field.focus()
    tab.keyboard.type("who?/")
    assert field.input_value() == "who?/"
    assert tab.url.endswith("/account/login/")
    tab.locator("h1").click()
    tab.keyboard.press("?")
    tab.wait_for_url("**/help/keyboard/")


def test_a_slash_goes_to_the_search_box_where_there_is_one(visit: Visit) -> None:
    """And nothing happens where there is none."""
    tab = visit().go("/help/").tab
    tab.keyboard.press("/")
    there = tab.locator("#site-search").count() == 1
    assert (tab.evaluate("document.activeElement.id") == "site-search") == there


def test_paper_shows_the_content_alone_and_unfolds_it(visit: Visit, held: Path) -> None:
    """No navigation, no buttons; what is folded on the screen stands there."""
    tab = visit(Role.PORTFOLIO_LEAD).go("/").tab
    more = "<details><summary>More</summary>In it</details>"
    tab.evaluate("more => document.querySelector('main').insertAdjacentHTML('beforeend', more)", more)
    tab.emulate_media(media="print")
    for away in (".ways", ".account", ".foot nav", ".actions", ".usa-skipnav"):
        assert not tab.locator(away).first.is_visible(), away
    assert tab.locator("h1").is_visible()
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert tab.locator("main > details").get_attribute("open") is not None
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert tab.locator("main > details").get_attribute("open") is None
    assert tab.pdf().startswith(b"%PDF")


@pytest.mark.parametrize("mode", [{"forced_colors": "active"}, {"color_scheme": "dark"}, {"device_scale_factor": 2}])
def test_the_frame_holds_where_colors_or_density_are_the_readers_own(mode: dict[str, object], visit: Visit, held: Path) -> None:
    """Nothing sticks out, nothing vanishes, the checker finds nothing."""
    looked_at(visit(Role.PORTFOLIO_LEAD, width=768, **mode), "/", "home_" + "_".join(mode))


@pytest.mark.parametrize("factor", [1.5, 2.0])
def test_the_frame_holds_with_larger_letters(factor: float, visit: Visit, held: Path) -> None:
    """Letters of one and a half and of twice the size, the window as it is."""
    page = visit(Role.PORTFOLIO_LEAD, width=1280, lends=True).go("/")
    page.tab.evaluate("f => { document.documentElement.style.fontSize = 100 * f + '%'; }", factor)
    assert not page.too_wide()
    page.picture(f"home_letters_{factor}")


def test_a_page_that_is_not_there_holds_at_three_widths(visit: Visit) -> None:
    """Refusals are pages too."""
    three_widths(visit, Role.PUBLIC, "/nothing/", "not_found", status=404)


def test_a_first_visit_is_light_and_the_next_page_lighter(visit: Visit) -> None:
    """What was fetched once is kept: the next page asks for itself alone."""
    page = visit().go("/")
    first = page.weight()
    assert first < 125_000
    page.go("/help/")
    fresh = [answer for answer in page.loaded.values() if not re.search(r"/static/", answer.url)]
    assert len(fresh) == 1


@pytest.mark.journey
def test_somebody_comes_in_by_the_form_and_goes_out_by_the_button(visit: Visit, settings: Any) -> None:
    """The head says who is logged in; the way out sends a form, so that no link logs anybody out."""
    settings.DEMO = True  # by password alone
    office = Organization.objects.create(name="Office A", kind="agency")
    user = User.objects.create_user("officer@office-a.example", password="a sentence of some words")
    Membership.objects.create(user=user, organization=office, role=Role.CONTRACTING_OFFICER.value)
    page = visit()
    tab = log_in(page, "officer@office-a.example", "a sentence of some words").tab
    assert "officer@office-a.example" in tab.inner_text(".account")
    tab.get_by_role("button", name="Log out").click()
    tab.get_by_role("link", name="Log in").first.wait_for()
    assert "officer@office-a.example" not in page.go("/").text()
