"""Journey 3 in a real browser: an officer plans a purchase by the page's own words, and by the keyboard alone."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from browser import Comes, Keys, Visit
from playwright.sync_api import expect

from buyfair.web.acquisitions.models import Acquisition
from buyfair.web.acquisitions.moves import year_after
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


def test_an_officer_plans_a_purchase_solicits_it_and_records_the_award(by_keyboard: Comes, tmp_path: Path) -> None:
    """From the log-in to what falls due after the award, without a mouse."""
    keys = by_keyboard(Role.CONTRACTING_OFFICER)
    tab, main = keys.tab, keys.tab.locator("main")
    keys.follow("Acquisitions", tab.locator(".ways"))
    keys.follow("Plan a purchase")
    keys.types(tab.get_by_label("What is bought?"), "shirts and trousers")
    keys.types(tab.get_by_label(re.compile("About how much")), "$1,200,000")
    keys.types(tab.get_by_label(re.compile("When does the solicitation")), today().isoformat())
    keys.ticks(tab.get_by_label("Department of Defense"))
    keys.send("Begin")
    expect(main).to_contain_text("Which of these comes nearest?")  # words that may mean several things are put to the person
    keys.ticks(tab.get_by_role("radio", name=re.compile("^garments \\(")))
    keys.send("Begin")
    expect(main).to_contain_text("Find out next")
    rounds = 0
    while answers(keys):
        rounds += 1
    assert rounds <= 2, "what the purchase is, and what decides its package"
    expect(main).to_contain_text(re.compile("What decides the package is told|You can go on"))
    keys.goes(tab.locator("main a[href$='/briefing/']"))
    taken_along(keys, "briefing")
    solicits(keys)
    case = Acquisition.objects.get()
    assert (case.state, len(case.package_hash)) == ("solicited", 64)
    keys.goes(main.locator(f"a[href='{case.get_absolute_url()}']"))
    crosses_to_the_text_of_its_contract(keys, case, tmp_path / "contract.txt")
    awarded(keys)


def warned(tab: Any) -> bool:
    """Whether the browser would ask before it leaves the page."""
    asks = "() => !window.dispatchEvent(new Event('beforeunload', {cancelable: true}))"
    return bool(tab.evaluate(asks))


def solicits(keys: Keys) -> None:
    """Goes on with the facts as they are, leaves an item out with its reason, keeps the package."""
    tab, main = keys.tab, keys.tab.locator("main")
    keys.follow("Package", exact=True)
    reason = tab.get_by_label(re.compile("Why you go on"))
    if reason.count() and not reason.input_value():
        keys.types(reason, "Offers are not in yet.")
    keys.send("Go on to the package")
    expect(main).to_contain_text("Ready to solicit")
    keys.unfold("Item by item, each with its authority")
    keys.unfold(re.compile(r"^\s*Within your discretion"))
    form = keys.unfold("Leave it out, or say why you take it")
    keys.ticks(form.get_by_label("Leave it out"))
    keys.types(form.get_by_label("Reason"), WHY_OUT)
    assert warned(tab), "who leaves now is asked first: what was typed is not kept yet"
    keys.goes(form.get_by_role("button"))
    expect(main).to_contain_text("Left out by the contracting officer")
    expect(main).to_contain_text(WHY_OUT)
    assert not warned(tab)
    if "Note first" in keys.page.text():
        keys.follow("to how many it goes")
        keys.types(tab.get_by_label(re.compile("How many firms or persons")), "6")
        keys.send("Note it")
        keys.follow("Package", exact=True)
    taken_along(keys, "package")
    keys.send("Keep the package and mark as solicited")
    expect(main).to_contain_text(f"Solicited on {today().isoformat()}")


def crosses_to_the_text_of_its_contract(keys: Keys, case: Acquisition, file: Path) -> None:
    """From the purchase to the check of its contract text, with the facts of the one and against its package; and back."""
    clause = "52.222-50  Combating Trafficking in Persons (NOV 2021)"
    file.write_text(f"Contract ZZEXMP-26-C-0900 (fictional)\nSection I\n{clause}\n", "utf-8")
    tab, main = keys.tab, keys.tab.locator("main")
    keys.follow("Check the contract text against this package")
    expect(main).to_contain_text(case.reference)
    assert not tab.get_by_label("Which text of the FAR").count(), "what the purchase tells is not asked again"
    keys.brings(tab.get_by_label("Contract text", exact=True), file)
    keys.send("Upload and check")
    expect(main).to_contain_text("Against the package of its purchase")
    expect(main).to_contain_text("In the package, not in the text")
    keys.page.picture("acquisition_text")
    keys.follow(re.compile(re.escape(case.reference)))
    expect(main).to_contain_text("1 text of its contract was checked.")


def taken_along(keys: Keys, name: str) -> None:
    """As DOCX and as PDF."""
    for form, begins in (("docx", b"PK"), ("pdf", b"%PDF-")):
        assert keys.takes(keys.tab.locator(f"main a[href$='/{name}.{form}']")).read_bytes().startswith(begins)


def awarded(keys: Keys) -> None:
    """Records the award; a day that cannot be is refused, nothing typed is lost, and what falls due stands with its days."""
    tab, main = keys.tab, keys.tab.locator("main")
    past, soon = ((today() + timedelta(days=days)).isoformat() for days in (-1, 20))
    keys.unfold("Record the award: open the form")
    year = tab.locator("#award-certificate_day").input_value()
    assert year == year_after(today()).isoformat(), "the day that follows from the facts stands there"
    told = {"award_id": "ZZEXMP-26-C-0001", "supplier": "Gannet Shirts LLC (fictional)", "day": today().isoformat(),
            "posting_day": past}  # fmt: skip
    for name, value in told.items():
        keys.types(tab.locator(f"#award-{name}"), value)
    keys.send("Record the award", exact=True)
    expect(main).to_contain_text(f"{past} lies before the award of {today().isoformat()}")
    assert {name: tab.locator(f"#award-{name}").input_value() for name in told} == told
    keys.types(tab.locator("#award-posting_day"), soon)
    keys.send("Record the award", exact=True)
    expect(main).to_contain_text(soon)
    expect(main).to_contain_text(year)
    assert Acquisition.objects.get().state == "awarded"


def answers(keys: Keys) -> bool:
    """Answers what is known of what decides the package; False where it is told."""
    tab = keys.tab
    if "Find out next" not in keys.page.text():
        return False
    paths = tab.evaluate("[...document.querySelectorAll('section > form [name=asked]')].map(e => e.value)")
    for path in paths:
        if (value := KNOWN.get(re.split(r"[.\]]+", path)[-1])) is not None:
            keys.ticks(tab.locator(f'section > form [name="said:{path}"][value="{value}"]'))
    keys.goes(tab.locator("section > form").get_by_role("button", name="Take these answers"))
    return True


def test_a_purchase_begins_without_script(visit: Visit) -> None:
    """The words are put back to the person, the choice is taken, and the first questions are answered."""
    page = visit(Role.CONTRACTING_OFFICER, script=False).go("/acquisitions/new/")
    tab, main = page.tab, page.tab.locator("main")
    tab.get_by_label("What is bought?").fill("shirts and trousers")
    tab.get_by_role("button", name="Begin").click()
    expect(main).to_contain_text("Which of these comes nearest?")
    tab.get_by_text(re.compile("^garments \\(")).click()
    tab.get_by_role("button", name="Begin").click()
    expect(main).to_contain_text("Find out next")
    form = tab.locator("section > form")
    question = form.locator(".usa-radio__input[name^='said:']").first.get_attribute("name")
    form.locator(f"[name='{question}'] + label").first.click()
    form.get_by_role("button", name="Take these answers").click()
    expect(main).to_contain_text("1 answer; ")
    assert not tab.locator(f"[name='{question}']").count(), "what was answered is not asked again"
