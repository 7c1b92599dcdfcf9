"""Journey 4 in a real browser: two strings side by side, a decision with its reason, a second reader, the next lead."""

from __future__ import annotations

from datetime import date

import pytest
from browser import Comes
from examples_leads import sighting
from playwright.sync_api import expect

from buyfair.web.core.models import Organization
from buyfair.web.core.roles import Role
from buyfair.web.leads.models import Lead
from buyfair.web.leads.taking import bring

pytest_plugins = ["browser"]
pytestmark = [
    pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home_folder")
]  # fmt: skip
OFFICER, LEAD = Role.CONTRACTING_OFFICER, Role.PORTFOLIO_LEAD


@pytest.fixture
def waiting() -> list[Lead]:
    """Two leads that wait, the likelier of the same score first."""
    office, _ = Organization.objects.get_or_create(name="Office A", defaults={"kind": "agency"})
    bring(office, "one", date(2026, 11, 1), [sighting(), sighting("OTTER MILL TRADING")], {})
    return list(Lead.objects.order_by("-score", "pk"))


@pytest.mark.journey
def test_a_lead_is_decided_by_two_people_with_the_keyboard(by_keyboard: Comes, waiting: list[Lead]) -> None:
    """The officer compares and proposes without a mouse; so does the portfolio lead who confirms; the next lead is at hand."""
    keys = by_keyboard(OFFICER)
    tab, heading = keys.tab, keys.tab.locator("h1")
    keys.follow("Leads", tab.locator(".ways"))
    expect(tab.locator("main")).to_contain_text("2 leads wait for you: 2 open.")
    keys.goes(tab.locator("tbody a"))
    expect(tab.locator("main")).to_contain_text("Do these two strings mean one party?")
    assert "What it does not mean" in keys.page.text()
    keys.presses(tab.locator("details:has(form[action$='/moves/propose/']) summary"))
    keys.types(tab.locator("#propose-reason"), "Both are mills of that name in China; the supplier names it as its maker.")
    keys.goes(tab.locator("form[action$='/moves/propose/'] [type=submit]"))
    expect(heading).to_contain_text("Proposed: same party")
    assert "This waits for somebody else." in keys.page.text()
    keys.follow("Next lead that waits: ")
    expect(tab.locator("main")).to_contain_text("Do these two strings mean one party?")

    second = by_keyboard(LEAD)
    second.follow("Leads", second.tab.locator(".ways"))
    second.goes(second.tab.locator("main a[href*='whose=second']"))
    second.goes(second.tab.locator("tbody a"))
    expect(second.tab.locator("main")).to_contain_text("the supplier names it as its maker")
    second.unfold("Confirm: same party: open the form")
    second.types(second.tab.locator("#confirm-reason"), "I read both, and the supplier's letter.")
    second.send("Confirm: same party")
    expect(second.tab.locator("h1")).to_contain_text("Same party")
    assert "It is no finding about what the firm did, it changes no figure of exposure" in second.page.text()
    assert Lead.objects.get(pk=waiting[0].pk).state == "same_party"
