"""Journey 1, the register, in a real browser: an award to look at first gets a response, an office is told, the page prints."""

from __future__ import annotations

from datetime import timedelta

import pytest
from browser import Visit, looked_at, three_widths, walk_by_keyboard
from django.core import mail
from people import Acting
from portfolios import taken  # noqa: F401

from buyfair.cards.words import NOT_ABOUT_SUPPLIER
from buyfair.snapshots import Snapshot
from buyfair.web.core.clock import today
from buyfair.web.core.roles import Role
from buyfair.web.risks.models import Risk

pytest_plugins = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.journey
def test_a_portfolio_lead_answers_for_a_ranked_award(visit: Visit, acting: Acting, taken: Snapshot) -> None:  # noqa: F811
    """From the empty register to a receipt on file and a page that prints; somebody else's office sees nothing of it."""
    tab = visit(Role.PORTFOLIO_LEAD).go("/risks/").tab
    assert "The register is empty" in tab.locator(".answer").first.inner_text()
    tab.locator("#first-table tbody tr").first.get_by_role("link", name="Open a risk").click()
    tab.locator("#why").fill("It is ranked first.")
    tab.get_by_role("button", name="Open this risk").click()
    risk = Risk.objects.get()

    tab.get_by_role("link", name="Give a response").click()
    tab.get_by_label("Ask for the origin").locator("xpath=following-sibling::label").click()
    tab.get_by_role("button", name="Give a response").click()
    assert "What exactly is done is missing" in tab.locator("#refused").inner_text()
    assert tab.locator("#response-ask_origin").is_checked(), "nothing chosen is lost"
    tab.locator("#how").fill("Ask for the papers of one lot.")
    tab.locator("#due").fill((today() + timedelta(days=30)).isoformat())
    tab.get_by_role("button", name="Give a response").click()
    assert "Nobody is known to have been told yet" in tab.locator(".answer").first.inner_text()

    tab.get_by_role("link", name="Write a message").click()
    assert NOT_ABOUT_SUPPLIER in tab.locator("#text").input_value()
    tab.get_by_role("link", name="an office of the government").click()
    tab.locator("#to_name").fill("Office B")
    tab.locator("#address").fill("office.b@agency.example")
    tab.get_by_role("button", name="Look at it as it goes out").click()
    assert "nothing is sent yet" in tab.locator(".answer").first.inner_text() and not mail.outbox
    tab.get_by_role("button", name="Send it").click()
    assert "Message 1 was sent" in tab.locator("main").inner_text()
    assert [sent.to for sent in mail.outbox] == [["office.b@agency.example"]]

    tab.get_by_text("File a receipt: open the form").click()
    tab.locator("#receive-received_on").fill(today().isoformat())
    tab.locator("#receive-received_how").fill("Confirmed by telephone.")
    tab.get_by_role("button", name="File a receipt").click()
    assert "Told, with a receipt" in tab.locator(".answer").first.inner_text()

    tab.goto(tab.url.split("/risks/")[0] + "/risks/")
    assert "1 of the first 20 ranked awards has a response" in tab.locator(".answer").first.inner_text()
    tab.get_by_role("link", name="Systematic approach, on paper").click()
    assert "received " + today().isoformat() in tab.locator("main").inner_text()
    other = visit(Role.CONTRACTING_OFFICER, "Office Z")
    other.go(risk.get_absolute_url(), status=404)
    visit(Role.SUPPLIER_MEMBER, "Firm", "supplier").go("/risks/", status=403)


def test_the_pages_hold_at_every_width_and_by_keyboard(visit: Visit, acting: Acting, taken: Snapshot) -> None:  # noqa: F811
    lead = acting(Role.PORTFOLIO_LEAD)
    first = taken.summary()["first"][0]["award_id"]
    lead.post("/risks/new/", {"award": first, "named": "The first"})
    risk = Risk.objects.get()
    told = {"version": "1", "response": "verify_on_site", "how": "Look.", "answerable": "portfolio_lead@office-a.example",
            "due": today().isoformat()}  # fmt: skip
    lead.post(f"{risk.get_absolute_url()}respond/", told)
    three_widths(visit, Role.PORTFOLIO_LEAD, "/risks/", "risks")
    three_widths(visit, Role.PORTFOLIO_LEAD, risk.get_absolute_url(), "risk")
    own = risk.get_absolute_url()
    pages = {"respond": f"{own}respond/", "message": f"{own}message/", "paper": "/risks/systematic/"}
    for name, address in pages.items():
        looked_at(visit(Role.PORTFOLIO_LEAD, width=360), address, f"risk_{name}")
    page = visit(Role.PORTFOLIO_LEAD, script=True).go(pages["message"])
    walk_by_keyboard(page)
