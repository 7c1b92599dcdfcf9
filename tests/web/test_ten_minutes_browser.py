"""Journey 3 by somebody who reads everything that stands open: it stays within ten minutes, reckoned word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import Page, Visit
from playwright.sync_api import expect

from buyfair.web.acquisitions.models import Acquisition
from buyfair.web.core.clock import today
from buyfair.web.core.roles import Role

pytest_plugins = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home_folder")]

READ, TYPED = 250 / 60, 40 / 60
"""Words a second: read with care, and typed by somebody who looks for the keys."""
CLICK, CHOICE = 5, 8
"""Seconds to find and press a button or link; to make up one's mind about a question, once it is read."""
TEN_MINUTES = 600
OPEN = """last => { const said = [];
  const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const box = node.parentElement, text = node.textContent.trim();
    if (last.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING && !last.contains(node)) break;
    if (text && box.checkVisibility() && !box.closest('.usa-sr-only, option')) said.push(text);
  }
  return said; }"""
"""Every text that stands open on the page from its top to what leads on, as whoever sees it may read it."""


class Reader:
    """Reads each page from its top to what leads on, types, chooses and presses; adds up the seconds that this takes."""

    def __init__(self, page: Page) -> None:
        self.page, self.tab = page, page.tab
        self.read: set[str] = set()
        self.steps: list[tuple[str, float]] = []

    def looks(self, where: str, last: Any) -> None:
        """Reads the page down to what leads on; what stood on a page before in the same words is not read again."""
        new = list(dict.fromkeys(said for said in last.evaluate(OPEN) if said not in self.read))
        self.read |= set(new)
        self.steps.append((f"read {where}", sum(len(said.split()) for said in new) / READ))

    def presses(self, target: Any) -> None:
        """A click, and its page."""
        target.click()
        self.steps.append(("click", CLICK))

    def types(self, name: str | re.Pattern[str], text: str) -> None:
        """A field."""
        self.tab.get_by_label(name).first.fill(text)
        self.steps.append(("type", CLICK + len(text.split()) / TYPED))

    def chooses(self, box: Any) -> None:
        """A circle, by its label, after a thought."""
        self.tab.locator(f"label[for='{box.get_attribute('id')}']").click()
        self.steps.append(("choose", CHOICE))

    @property
    def seconds(self) -> float:
        """So far."""
        return sum(seconds for _, seconds in self.steps)

    def told(self) -> Iterator[str]:
        """The reckoning, page by page."""
        yield from (f"{seconds:5.0f} s  {step}" for step, seconds in self.steps if step.startswith("read"))
        yield f"{self.seconds:5.0f} s  in all, {len(self.steps)} steps"


ORDER = """DEPARTMENT OF EXAMPLES, FIELD OFFICE
PURCHASE ORDER NO. ZZ0X00-27-P-0047 (fictional)
Contractor: Example Uniform Supply LLC, Anytown
Item 0001: Work shirt, cotton, long sleeve, 400 each at $45.00 = $18,000.00
Country of origin: Bangladesh or Vietnam
Commercial product (FAR part 12). Simplified acquisition.

CONTRACT CLAUSES
The following clauses are incorporated by reference:

52.212-4  Contract Terms and Conditions - Commercial Products and Commercial Services (NOV 2023)
52.222-50 Combating Trafficking in Persons (OCT 2020)
52.222-19 Child Labor - Cooperation with Authorities and Remedies (JAN 2020)
52.222-3  Convict Labor (JUN 2003)
52.212-5  Contract Terms and Conditions Required to Implement Statutes or Executive Orders - Commercial Products (JAN 2025)
52.247-34 F.o.b. Destination (NOV 1991)

Contracting Officer: ____________________   Date: ________
"""
ANSWERS = {"method": "far12", "lines[1].commercial": "yes", "lines[1].cots": "no", "lines[1].acquired_outside_us": "yes",
           "regime": "rfo", "local_directives": "no", "lines[1].performed_outside_us": "no"}  # fmt: skip


def test_four_hundred_shirts_are_planned_solicited_and_their_order_checked_within_ten_minutes(
    visit: Visit, tmp_path: Path
) -> None:
    reader = Reader(visit(Role.CONTRACTING_OFFICER))
    tab, main = reader.tab, reader.tab.locator("main")
    plans(reader)
    on = main.get_by_role("button", name="Go on to the package")
    while names := tab.locator("#next-questions ~ form input[name=asked]").evaluate_all("all => all.map(one => one.value)"):
        for name in names:
            assert name in ANSWERS, f"a question that this reader did not expect: {name}"
            reader.chooses(tab.locator(f"[name='said:{name}'][value='{ANSWERS[name]}']").first)
        reader.presses(tab.get_by_role("button", name="Take these answers").first)
    reader.looks("the purchase, its questions answered", on)
    reader.presses(on)
    expect(main).to_contain_text("Fill in what goes out")
    last = main.get_by_role("button", name="Keep the package and mark as solicited")
    reader.looks("the package", last)
    reader.types("Number of the solicitation", "140X00-27-Q-0009")
    reader.types(re.compile("Date of your agency"), "FEB 2026")
    reader.types("Vendors answer by", today().isoformat())
    reader.presses(main.get_by_role("button", name="Keep all that is typed on this page").first)
    papers = [takes(reader, target) for target in (
        main.locator("a[href$='/solicitation.docx']"), main.get_by_role("button", name=re.compile("^Word ?: questions")),
    )]  # fmt: skip
    assert all(papers)
    reader.presses(last)
    expect(main).to_contain_text("Solicited on")
    assert Acquisition.objects.get().state == "solicited"
    solicited = reader.seconds
    sheet = checks(reader, tmp_path / "order.txt")
    assert "52.222-50" in sheet.read_text("utf-8")
    print("\n".join([*reader.told(), f"{solicited:5.0f} s  of it until it was solicited"]))
    assert reader.seconds < TEN_MINUTES


def plans(reader: Reader) -> None:
    """From the first page to the questions."""
    tab, main = reader.tab, reader.tab.locator("main")
    reader.page.go("/")
    door, begin = main.get_by_role("link", name="Plan a purchase"), tab.get_by_role("button", name="Begin")
    reader.looks("the first page", door)
    reader.presses(door)
    reader.looks("the form that begins", begin)
    reader.types("What is bought?", "400 cotton work shirts")
    reader.chooses(tab.locator("#item-supply"))
    reader.types(re.compile("Where is it made"), "Bangladesh; Vietnam")
    reader.types(re.compile("About how much"), "18,000")
    reader.types(re.compile("When does the solicitation"), today().isoformat())
    reader.chooses(tab.locator("#agency-civilian"))
    reader.presses(begin)
    reader.looks("what the words may mean", begin)
    reader.chooses(tab.get_by_role("radio", name=re.compile("^garments cotton")))
    reader.presses(begin)
    reader.looks("the questions", tab.get_by_role("button", name="Take these answers").first)


def checks(reader: Reader, order: Path) -> Path:
    """From the solicited purchase to the sheet that mends its order."""
    main = reader.tab.locator("main")
    link = main.get_by_role("link", name="Check the contract text against this package")
    reader.looks("the package, solicited", link)
    reader.presses(link)
    send = main.get_by_role("button", name="Upload and check")
    reader.looks("the form of the check", send)
    order.write_text(ORDER, "utf-8")
    reader.tab.get_by_label("Contract text", exact=True).set_input_files(order)
    reader.presses(send)
    paper = main.get_by_role("button", name=re.compile("^Plain text ?: The correction"))
    reader.looks("what to change", paper)
    return takes(reader, paper)


def takes(reader: Reader, target: Any) -> Path:
    """Takes a paper along; it is opened and not read here."""
    with reader.tab.expect_download() as coming:
        reader.presses(target)
    path: Path = coming.value.path()
    return path
