"""Journey 4 in a real browser: two strings side by side, a decision with its reason, a second reader, the next lead."""

from __future__ import annotations

from datetime import date

import pytest
from browser import WIDTHS, Visit, looked_at, walk_by_keyboard
from examples_leads import sighting
from people import Acting

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
def test_a_lead_is_decided_by_two_people_with_the_keyboard(visit: Visit, acting: Acting, waiting: list[Lead]) -> None:
    """The officer compares and proposes without a mouse; the portfolio lead confirms; the next lead is at hand."""
    page = visit(OFFICER).go("/leads/")
    assert "2 leads wait for you: 2 open." in page.text()
    walk_by_keyboard(page)
    tab = page.tab
    tab.locator("tbody a").first.focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/leads/LEAD-*/")
    assert "Do these two strings mean one party?" in page.text()
    assert "What it does not mean" in page.text()
    tab.locator("details:has(form[action$='/moves/propose/']) summary").focus()
    tab.keyboard.press("Enter")
    tab.locator("#propose-reason").focus()
    tab.keyboard.type("Both are mills of that name in China; the supplier names it as its maker.")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("h1:has-text('Proposed: same party')")
    assert "This waits for somebody else." in page.text()
    tab.get_by_role("link", name="Next lead that waits: ").click()
    assert "Do these two strings mean one party?" in page.text()

    second = visit(LEAD).go("/leads/?whose=second")
    second.tab.locator("tbody a").first.click()
    assert "the supplier names it as its maker" in second.text()
    second.tab.get_by_text("Confirm: same party: open the form").click()
    second.tab.locator("#confirm-reason").fill("I read both, and the supplier's letter.")
    second.tab.get_by_role("button", name="Confirm: same party").click()
    second.tab.wait_for_selector("h1:has-text('Same party')")
    assert "It is no finding about what the firm did, it changes no figure of exposure" in second.text()
    assert Lead.objects.get(pk=waiting[0].pk).state == "same_party"
    for width in WIDTHS:  # an open lead is looked at with all other pages
        looked_at(visit(LEAD, width=width), waiting[0].get_absolute_url(), "lead_same_party")
