"""Journey 1 in a real browser: what my agency bought, how much of it is exposed, and what to look at first and why."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from browser import Comes
from people import Acting
from playwright.sync_api import expect
from portfolios import taken  # noqa: F401
from test_portfolio_files import rows_of

from buyfair import browse
from buyfair.browse_filters import Filters, parse
from buyfair.cards import words
from buyfair.snapshots import Snapshot
from buyfair.web.core.roles import Role

pytest_plugins = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
AGENCY = "Department of Defense"


@pytest.mark.journey
def test_a_portfolio_lead_walks_the_journey(by_keyboard: Comes, acting: Acting, taken: Snapshot) -> None:  # noqa: F811
    """Of what my agency bought this much is exposed, between this and that; in these goods; these awards first, and why."""
    told = browse.figures(taken, Filters(agency=(AGENCY,)))
    keys = by_keyboard(Role.PORTFOLIO_LEAD)
    tab, main = keys.tab, keys.tab.locator("main")
    keys.follow("Portfolio", tab.locator(".ways"))
    keys.unfold("Filter by agency, sector")
    keys.chooses(tab.locator("#by-agency"), AGENCY)
    keys.send("Show these")
    assert tab.url.endswith("/portfolio/?agency=Department%20of%20Defense")
    assert tab.locator(".pf-answer").inner_text() == words.headline(told)
    assert words.bounds(told["exposure"]) in main.inner_text()

    keys.follow("Goods", tab.locator(".pf-side"), exact=True)
    assert "agency=Department" in tab.url, "the filter goes from page to page"
    good = told["goods"][0]
    assert words.good_label(good["good"]) in tab.locator("#goods-table").inner_text()
    for page, heading in (("Map", "Where it was made"), ("Flows", "From country through good to agency"),
                          ("Calendar", "When something can be decided")):  # fmt: skip
        keys.follow(page, tab.locator(".pf-side"), exact=True)
        expect(tab.locator("h1")).to_have_text(heading)
        assert "agency=Department" in tab.url
    keys.follow("Look at first", tab.locator(".pf-side"))
    first = tab.locator("ol.awards > li")
    expect(first).to_have_count(20)
    expect(main).to_contain_text(words.NOT_ABOUT_SUPPLIER)
    assert first.first.locator(".reasons li").count() > 0
    assert "Rank" in first.first.inner_text()

    keys.follow("Goods", tab.locator(".pf-side"), exact=True)
    keys.goes(tab.locator("#goods-table tbody td a"))
    expect(tab.locator("#awards-table tbody tr").first).to_be_visible()
    assert f"good={good['good']}" in tab.url, "a figure opens the rows that it counts"
    keys.unfold("Take the rows along")
    file = keys.takes(tab.locator(".pf-exports a[href*='/awards.csv']"))
    asked, _ = parse(parse_qsl(urlsplit(tab.url).query))
    ids, _ = rows_of("csv", file.read_bytes())
    assert len(ids) == browse.figures(taken, asked)["awards"] > 0, "the file holds every row that the figure counts"

    keys.unfold("Save this view")
    keys.types(tab.locator("#save-name"), "What my agency bought")
    keys.send("Save this view")
    keys.follow("What my agency bought")
    assert "agency=Department" in tab.url

    tab.goto(tab.url.split("/portfolio/")[0] + "/portfolio/?agency=Department%20of%20Defense&sector=none&class=no_listing")
    assert "Which filter to loosen" in main.inner_text()


def test_a_supplier_is_refused_every_step(acting: Acting, taken: Snapshot) -> None:  # noqa: F811
    """The wrong role sees no page, no file and no saved view."""
    firm = acting(Role.SUPPLIER_MEMBER, "Firm", "supplier")
    for address in ("", "goods/", "first/", "awards/", "files/awards.csv", "views/", "snapshots/"):
        assert firm.get(f"/portfolio/{address}").status_code == 403
    assert firm.post("/portfolio/views/", {"name": "x", "address": "/portfolio/"}).status_code == 403
