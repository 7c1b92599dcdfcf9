"""The portfolio: what the pages say is what the command wrote, for those who may see it."""

from __future__ import annotations

import json
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client
from people import Acting

from buyfair.cards.styles import pictures
from buyfair.web.core.roles import BUYERS, OVERSIGHT, Role
from buyfair.web.portfolio.management.commands.style_pictures import FILE
from buyfair.web.portfolio.pages import PAGES

pytestmark = pytest.mark.django_db
MAY = BUYERS | OVERSIGHT
ADDRESSES = [f"/portfolio/{page.slug}/" if page.slug else "/portfolio/" for page in PAGES]


class Read(HTMLParser):
    """The page as it stands: how often a tag is there, exact figures by table, and attributes that no page may hold."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.figures: dict[str, list[str]] = {}
        self.forbidden: list[str] = []
        self._table = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.forbidden += [name for name in given if name == "style" or name.startswith("on")]
        if tag == "table":
            self._table = given.get("id") or ""
        if tag == "data":
            self.figures.setdefault(self._table, []).append(given.get("value") or "")


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_answers_first_and_holds_nothing_inline(address: str, acting: Acting, held: Path) -> None:
    """One heading, the answer with its amounts, no inline style or script."""
    answer = acting(Role.PORTFOLIO_LEAD).get(address)
    assert answer.status_code == 200
    page = Read(answer.content.decode())
    assert page.tags.count("h1") == 1
    assert page.tags.count("style") == 0 and page.forbidden == []
    assert "cannot be told." in answer.content.decode()


def test_the_figures_of_the_tables_are_those_of_the_summary(acting: Acting, held: Path) -> None:
    """Sector by sector and country by country, to the cent."""
    told = json.loads((held / "summary.json").read_text("utf-8"))
    lead = acting(Role.PORTFOLIO_LEAD)
    for page, rows in (("", "sectors"), ("map/", "countries"), ("goods/", "goods"), ("agencies/", "agencies")):
        shown = Read(lead.get(f"/portfolio/{page}").content.decode()).figures[f"{rows}-table"]
        amounts = {Decimal(figure) for figure in shown}
        for row in told[rows]:
            assert {Decimal(row[amount]) for amount in ("matched", "possible", "unknown", "dollars")} <= amounts, row


@pytest.mark.parametrize("role", sorted(Role))
def test_buyers_and_oversight_may_see_it_and_nobody_else(role: Role, acting: Acting, held: Path) -> None:
    """A supplier, a reporter, a monitor: refused; without an account: the way to log in."""
    kind = "supplier" if "supplier" in role or role == Role.SUBCONTRACTOR else "agency"
    status = acting(role, kind=kind).get("/portfolio/").status_code
    assert status == (200 if role in MAY else 302 if role == Role.PUBLIC else 403)


def test_without_an_account_nothing_of_it_opens() -> None:
    """Every page sends to the log-in."""
    for address in ADDRESSES:
        assert Client().get(address).headers["Location"].startswith("/account/login/")


def test_before_any_snapshot_the_page_says_what_to_do(acting: Acting, home_folder: Path) -> None:
    """No portfolio yet: the two commands."""
    text = acting(Role.PORTFOLIO_LEAD).get("/portfolio/").content.decode()
    assert "take_portfolio" in text and "buyfair assess" in text


@pytest.mark.parametrize("query", ["?a=1", "?sector=food&sector=minerals", "?good=%00%E2%80%AE", "?agency=" + "x" * 5000])
def test_an_odd_address_is_answered_with_a_sentence(query: str, acting: Acting, held: Path) -> None:
    """Nothing is shown under filters that were not understood."""
    answer = acting(Role.PORTFOLIO_LEAD).get("/portfolio/" + query)
    assert answer.status_code == 400
    assert "cannot be read" in answer.content.decode()


def test_the_style_of_the_pictures_is_that_of_the_report() -> None:
    """One source: whoever changes the style of the report runs manage.py style_pictures."""
    assert FILE.read_text("utf-8") == pictures()
