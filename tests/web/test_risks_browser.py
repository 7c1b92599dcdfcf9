"""Journey 1, the register, in a real browser: an award to look at first gets a response, an office is told, the page prints."""

from __future__ import annotations

from datetime import timedelta

import pypdfium2
import pytest
from browser import Comes, Visit
from django.core import mail
from people import Acting
from playwright.sync_api import expect
from portfolios import taken  # noqa: F401
from test_risks_told import register  # noqa: F401

from buyfair.cards import risk_register
from buyfair.cards.words import NOT_ABOUT_SUPPLIER
from buyfair.snapshots import Snapshot
from buyfair.web.core.clock import today
from buyfair.web.core.models import User
from buyfair.web.core.roles import Role
from buyfair.web.risks.models import Risk

pytest_plugins = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.journey
def test_a_portfolio_lead_answers_for_a_ranked_award(
    by_keyboard: Comes, visit: Visit, acting: Acting, taken: Snapshot  # noqa: F811
) -> None:
    """On the keyboard alone, from the empty register to a receipt on file and a page that prints; somebody else's office
    sees nothing of it."""
    keys = by_keyboard(Role.PORTFOLIO_LEAD)
    tab, main, answer = keys.tab, keys.tab.locator("main"), keys.tab.locator(".answer").first
    keys.follow("Risk register", tab.locator(".ways"))
    expect(answer).to_contain_text("The register is empty")
    keys.follow("Open a risk", tab.locator("#first-table tbody tr").first)
    keys.types(tab.locator("#why"), "It is ranked first.")
    keys.send("Open this risk")
    risk = Risk.objects.get()

    keys.follow("Give a response")
    keys.ticks(tab.locator("#response-ask_origin"))
    keys.send("Give a response")
    expect(tab.locator("#refused")).to_contain_text("What exactly is done is missing")
    assert tab.locator("#response-ask_origin").is_checked(), "nothing chosen is lost"
    keys.types(tab.locator("#how"), "Ask for the papers of one lot.")
    keys.types(tab.locator("#due"), (today() + timedelta(days=30)).isoformat())
    keys.send("Give a response")
    expect(answer).to_contain_text("Nobody is known to have been told yet")

    keys.follow("Write a message")
    assert NOT_ABOUT_SUPPLIER in tab.locator("#text").input_value()
    keys.follow("an office of the government")
    keys.types(tab.locator("#to_name"), "Office B")
    keys.types(tab.locator("#address"), "office.b@agency.example")
    keys.send("Look at it as it goes out")
    expect(answer).to_contain_text("nothing is sent yet")
    assert not mail.outbox
    keys.send("Send it")
    expect(main).to_contain_text("Message 1 was sent")
    assert [sent.to for sent in mail.outbox] == [["office.b@agency.example"]]

    keys.unfold("File a receipt: open the form")
    keys.types(tab.locator("#receive-received_on"), today().isoformat())
    keys.types(tab.locator("#receive-received_how"), "Confirmed by telephone.")
    keys.send("File a receipt")
    expect(answer).to_contain_text("Told, with a receipt")

    keys.follow("Risk register", tab.locator(".ways"))
    expect(answer).to_contain_text("1 of the first 20 ranked awards has a response")
    keys.follow("Systematic approach, on paper")
    expect(main).to_contain_text("received " + today().isoformat())
    other = visit(Role.CONTRACTING_OFFICER, "Office Z")
    other.go(risk.get_absolute_url(), status=404)
    visit(Role.SUPPLIER_MEMBER, "Firm", "supplier").go("/risks/", status=403)


def test_the_systematic_approach_prints_with_its_statement_on_the_first_page(
    visit: Visit, register: dict[str, User]  # noqa: F811
) -> None:
    """Without navigation, buttons or help; the summary fills the first sheet, the risks of the demonstration are its annex."""
    office = Risk.objects.first().organization
    tab = visit(Role.PORTFOLIO_LEAD, office.name, office.kind).go("/risks/systematic/").tab
    statement = tab.locator(".answer").first.inner_text()
    assert "7 risks stand in the register" in statement and tab.locator(".ways").first.is_visible()
    tab.emulate_media(media="print")
    for away in (".ways", ".account", ".foot nav", ".actions", ".screen-only", ".help"):
        assert tab.locator(away).count() and not tab.locator(away).first.is_visible(), away
    assert tab.locator("h1").is_visible() and tab.locator(".risks-paper table").first.is_visible()
    assert tab.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    paper = pypdfium2.PdfDocument(tab.pdf(format="Letter"))
    first = "".join(paper[0].get_textpage().get_text_range().split())
    assert "".join(statement.split()) in first and "M-20-01" in first
    assert "".join(risk_register.LIMITS[-1].split()) in first and "Annex:theregister" not in first
    assert len(paper) <= 3
