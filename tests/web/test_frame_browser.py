"""What holds the pages can be failed: a page with a defect is refused, each defect by its own sentence."""

from __future__ import annotations

import pytest
from browser import Page, Visit, looked_at, walk_by_keyboard

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


def showing(page: Page, body: str) -> Page:
    """A tab that is given this body for /made-up/."""
    page.tab.route("**/made-up/", lambda asked: asked.fulfill(body=WHOLE.format(body), headers=POLICY))
    return page


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_defect_is_refused_by_its_sentence(defect: str, visit: Visit) -> None:
    """Held to everything, as every page is."""
    body, sentence = DEFECTS[defect]
    page = showing(visit(width=360), body)
    with pytest.raises(AssertionError, match=sentence):
        looked_at(page, "/made-up/", "made-up")
    page.errors.clear()


def test_a_page_without_a_defect_is_taken(visit: Visit) -> None:
    """The same frame of a page, nothing wrong in it."""
    looked_at(showing(visit(width=360), "<p>Nothing is wrong here.</p>"), "/made-up/", "made-up")


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
        ('<link rel="stylesheet" href="/made-up.css"><a class="away" href="/">First</a>', "the focus is out of view"),
    ],
    ids=["no ring", "another order", "a trap", "out of view"],
)
def test_a_page_that_the_keyboard_cannot_walk_is_refused(body: str, sentence: str, visit: Visit) -> None:
    """No ring, another order, a trap, a focus out of view."""
    page = showing(visit(), body)
    css = ".bare { outline: 0 !important; } .away { position: absolute; left: -3000px; outline: 2px solid; }"
    js = "addEventListener('keydown', e => document.activeElement.id === 'caught' && e.preventDefault())"
    page.tab.route("**/made-up.css", lambda asked: asked.fulfill(body=css, headers={"Content-Type": "text/css"}))
    page.tab.route("**/made-up.js", lambda asked: asked.fulfill(body=js, headers={"Content-Type": "text/javascript"}))
    page.go("/made-up/")
    with pytest.raises(AssertionError, match=sentence):
        walk_by_keyboard(page)
