"""Journey 3 in a real browser: an officer plans a purchase by the page's own words, and by the keyboard alone."""

from __future__ import annotations

import re

import pytest
from browser import Page, Visit, three_widths, walk_by_keyboard

from buyfair.web.acquisitions.models import Acquisition
from buyfair.web.core.clock import today
from buyfair.web.core.roles import Role

pytest_plugins = ["browser"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("home_folder"),
]

KNOWN = {"item": "supply", "commercial": "no", "method": "open", "competitive_negotiation": "yes", "cots": "no",
         "uses_at": "us", "acquired_outside_us": "yes", "xinjiang_labor": "no", "local_directives": "no"}  # fmt: skip
WHY_OUT = "We evaluate the lowest price alone."


@pytest.mark.parametrize("script", [True, False])
def test_an_officer_plans_a_purchase_and_solicits_it(visit: Visit, script: bool) -> None:
    page = visit(Role.CONTRACTING_OFFICER, script=script)
    tab = page.tab
    page.go("/acquisitions/")
    tab.get_by_role("link", name="Plan a purchase").first.click()
    tab.get_by_label("What is bought?").fill("shirts and trousers")
    tab.get_by_label(re.compile("About how much")).fill("$1,200,000")
    tab.get_by_label(re.compile("When does the solicitation")).fill(today().isoformat())
    tab.get_by_label("Department of Defense").focus()
    tab.keyboard.press("Space")
    tab.get_by_role("button", name="Begin").click()
    assert "Which of these comes nearest?" in page.text(), "words that may mean several things are put to the person"
    tab.get_by_role("radio", name=re.compile("^garments \\(")).focus()
    tab.keyboard.press("Space")
    tab.get_by_role("button", name="Begin").click()
    assert "Find out next" in page.text()
    for _ in range(12):
        if not answers(page):
            break
    assert "Everything else is answered" in page.text()
    tab.get_by_role("link", name="Package", exact=True).click()
    tab.get_by_text("Say that the facts are complete: open the form").click()
    if "cannot be told yet:" in page.text():
        tab.get_by_label(re.compile("Why you go on")).fill("Offers are not in yet.")
    tab.get_by_role("button", name="Say that the facts are complete").click()
    assert "Facts complete" in page.text()
    tab.get_by_role("link", name="Package", exact=True).click()
    tab.locator("summary", has_text="Leave it out, or say why you take it").first.click()
    form = tab.locator("form[action$='/package/choose/']").first
    form.get_by_label("Leave it out").focus()
    tab.keyboard.press("Space")
    form.get_by_label("Reason").fill(WHY_OUT)
    form.get_by_role("button").click()
    assert "Left out by the contracting officer" in page.text() and WHY_OUT in page.text()
    if "Note first" in page.text():
        tab.get_by_role("link", name="to how many it goes").click()
        tab.get_by_label(re.compile("How many firms or persons")).fill("6")
        tab.get_by_role("button", name="Note it").click()
        tab.get_by_role("link", name="Package", exact=True).click()
    tab.get_by_role("button", name="Keep the package and mark as solicited").click()
    assert f"Solicited on {today().isoformat()}" in page.text()
    case = Acquisition.objects.get()
    assert (case.state, len(case.package_hash)) == ("solicited", 64)
    if script:
        crosses_to_the_text_of_its_contract(page, case)


def crosses_to_the_text_of_its_contract(page: Page, case: Acquisition) -> None:
    """From the purchase to the check of its contract text, with the facts of the one and against its package; and back."""
    tab = page.tab
    page.go(case.get_absolute_url())
    tab.get_by_role("link", name="Check the text of the contract").click()
    assert case.reference in page.text() and 'agency = "dod"' in tab.get_by_label("Facts", exact=True).input_value()
    text = b"Contract ZZEXMP-26-C-0900 (fictional)\nSection I\n52.222-50  Combating Trafficking in Persons (NOV 2021)\n"
    tab.get_by_label("Contract texts").set_input_files({"name": "contract.txt", "mimeType": "text/plain", "buffer": text})
    tab.get_by_role("button", name="Upload and check").click()
    assert "Against the package of its purchase" in page.text() and "In the package, not in the text" in page.text()
    page.picture("acquisition_text")
    tab.get_by_role("link", name=re.compile(re.escape(case.reference))).first.click()
    assert "1 text of its contract was checked." in page.text()


def answers(page: Page) -> bool:
    """Answers the questions of the page by the keyboard; False where only what was put off is left."""
    tab = page.tab
    if "Everything else is answered" in page.text():
        return False
    names = tab.evaluate("[...new Set([...document.querySelectorAll('[name^=\"said:\"]')].map(e => e.name))]")
    for name in names:
        value = KNOWN.get(re.split(r"[:.\]]+", name)[-1], "unknown")
        tab.locator(f'[name="{name}"][value="{value}"]').first.focus()
        tab.keyboard.press("Space")
    tab.get_by_role("button", name="Take these answers").click()
    return True


def test_every_page_of_a_purchase_holds_at_three_widths_and_by_keyboard(visit: Visit) -> None:
    from examples_acquisitions import GARMENTS

    from buyfair.web.acquisitions.start import opened
    from buyfair.web.core.actor import Actor
    from buyfair.web.core.models import Organization

    first = visit(Role.CONTRACTING_OFFICER)
    office = Organization.objects.get(name="Office A")
    by = Actor(None, frozenset({(Role.CONTRACTING_OFFICER, office.pk)}))
    case = opened(by, office, "Garments", {"tier": 0}, [*GARMENTS, ("lines[1].origin", ["BGD", "?"])])
    where = case.get_absolute_url()
    own = {name: f"{where}{name}/" for name in ("facts", "briefing", "package")}
    for name, address in {"list": "/acquisitions/", "new": "/acquisitions/new/", "bench": where, **own}.items():
        three_widths(visit, Role.CONTRACTING_OFFICER, address, f"acquisition_{name}")
    for address in ("/acquisitions/new/", where):
        walk_by_keyboard(first.go(address))
