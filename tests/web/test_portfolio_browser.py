"""Journey 1 in a real browser: what my agency bought, how much of it is exposed, and what to look at first and why."""

from __future__ import annotations

import pytest
from browser import Visit
from people import Acting
from portfolios import taken  # noqa: F401

from buyfair import browse
from buyfair.browse_filters import Filters
from buyfair.cards import words
from buyfair.snapshots import Snapshot
from buyfair.web.core.roles import Role

pytest_plugins = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
AGENCY = "Department of Defense"


@pytest.mark.journey
def test_a_portfolio_lead_walks_the_journey(visit: Visit, acting: Acting, taken: Snapshot) -> None:  # noqa: F811
    """Of what my agency bought this much is exposed, between this and that; in these goods; these awards first, and why."""
    told = browse.figures(taken, Filters(agency=(AGENCY,)))
    tab = visit(Role.PORTFOLIO_LEAD, "Office A").go("/portfolio/").tab
    tab.get_by_text("Filter by agency, sector").click()
    tab.locator("#by-agency").select_option(AGENCY)
    tab.get_by_role("button", name="Show these").click()
    assert tab.url.endswith("/portfolio/?agency=Department%20of%20Defense")
    assert tab.locator(".pf-answer").inner_text() == words.headline(told)
    assert words.bounds(told["exposure"]) in tab.locator("main").inner_text()

    tab.get_by_role("link", name="Goods", exact=True).first.click()
    assert "agency=Department" in tab.url, "the filter goes from page to page"
    good = told["goods"][0]
    assert words.good_label(good["good"]) in tab.locator("#goods-table").inner_text()

    tab.get_by_role("link", name="Look at first").first.click()
    tab.wait_for_load_state()
    first = tab.locator("ol.awards > li")
    assert first.count() == 20
    assert words.NOT_ABOUT_SUPPLIER in tab.locator("main").inner_text()
    assert first.first.locator(".reasons li").count() > 0
    assert "Rank" in first.first.inner_text()

    tab.get_by_role("link", name="Awards", exact=True).last.click()
    tab.wait_for_load_state()
    assert tab.locator("#awards-table tbody tr").count() == 50
    tab.get_by_text("Save this view").first.click()
    tab.locator("#save-name").fill("What my agency bought")
    tab.get_by_role("button", name="Save this view").click()
    tab.get_by_role("link", name="What my agency bought").first.click()
    assert "agency=Department" in tab.url

    tab.goto(tab.url.split("/portfolio/")[0] + "/portfolio/?agency=Department%20of%20Defense&sector=none&class=no_listing")
    assert "Which filter to loosen" in tab.locator("main").inner_text()


def test_a_supplier_is_refused_every_step(acting: Acting, taken: Snapshot) -> None:  # noqa: F811
    """The wrong role sees no page, no file and no saved view."""
    firm = acting(Role.SUPPLIER_MEMBER, "Firm", "supplier")
    for address in ("", "goods/", "first/", "awards/", "files/awards.csv", "views/", "snapshots/"):
        assert firm.get(f"/portfolio/{address}").status_code == 403
    assert firm.post("/portfolio/views/", {"name": "x", "address": "/portfolio/"}).status_code == 403
