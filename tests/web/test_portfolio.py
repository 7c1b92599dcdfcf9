"""The portfolio: what the pages say is what the command wrote, for those who may see it."""

from __future__ import annotations

import json
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from people import Acting
from portfolios import taken  # noqa: F401

from buyfair.browse import figures
from buyfair.browse_filters import parse
from buyfair.cards.styles import pictures
from buyfair.snapshots import Snapshot
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


@pytest.mark.parametrize("address", [a for a in ADDRESSES if not a.endswith("/snapshots/")])
def test_every_page_answers_first_and_holds_nothing_inline(address: str, acting: Acting, taken: Snapshot) -> None:  # noqa: F811
    """One heading, the answer with its amounts, no inline style or script."""
    answer = acting(Role.PORTFOLIO_LEAD).get(address)
    assert answer.status_code == 200
    page = Read(answer.content.decode())
    assert page.tags.count("h1") == 1
    assert page.tags.count("style") == 0 and page.forbidden == []
    assert "cannot be told." in answer.content.decode()


def test_the_figures_of_the_tables_are_those_of_the_summary(acting: Acting, taken: Snapshot) -> None:  # noqa: F811
    """Sector by sector and country by country, to the cent."""
    told = json.loads((taken.folder / "summary.json").read_text("utf-8"))
    lead = acting(Role.PORTFOLIO_LEAD)
    for page, rows in (("", "sectors"), ("map/", "countries"), ("goods/", "goods"), ("agencies/", "agencies")):
        shown = Read(lead.get(f"/portfolio/{page}").content.decode()).figures[f"{rows}-table"]
        amounts = {Decimal(figure) for figure in shown}
        for row in told[rows]:
            assert {Decimal(row[amount]) for amount in ("matched", "possible", "unknown", "dollars")} <= amounts, row


@pytest.mark.parametrize("role", sorted(Role))
def test_buyers_and_oversight_may_see_it_and_nobody_else(role: Role, acting: Acting, taken: Snapshot) -> None:  # noqa: F811
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


@pytest.mark.parametrize("query", ["?a=1", "?sector=fod", "?good=%00%E2%80%AE", "?agency=" + "x" * 5000])
def test_an_odd_address_is_answered_with_a_sentence(query: str, acting: Acting, taken: Snapshot) -> None:  # noqa: F811
    """Nothing is shown under filters that were not understood."""
    answer = acting(Role.PORTFOLIO_LEAD).get("/portfolio/" + query)
    assert answer.status_code == 400
    assert "cannot be read" in answer.content.decode()


def test_the_style_of_the_pictures_is_that_of_the_report() -> None:
    """One source: whoever changes the style of the report runs manage.py style_pictures."""
    assert FILE.read_text("utf-8") == pictures()


def asked_of_the_database(client: Client, address: str) -> int:
    """How many questions a page puts to the database of casework."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_a_page_asks_the_database_as_often_whatever_it_shows(acting: Acting, taken: Snapshot) -> None:  # noqa: F811
    """Few questions, and as many for every filter; the first page asks once more, for what is done about its awards.

    The list of saved views asks no more for many views.
    """
    lead = acting(Role.PORTFOLIO_LEAD)
    lead.get("/portfolio/")
    for once_more, pages in ((1, ("", "?sector=food")), (0, ("goods/", "goods/?sector=food", "awards/?sort=dollars"))):
        counts = {asked_of_the_database(lead, f"/portfolio/{page}") for page in pages}
        assert len(counts) == 1 and counts.pop() <= 7 + once_more
    few = asked_of_the_database(lead, "/portfolio/views/")
    for n in range(12):
        lead.post("/portfolio/views/", {"name": f"View {n}", "address": "/portfolio/", "shared": "yes"})
    lead.get("/portfolio/views/")
    assert asked_of_the_database(lead, "/portfolio/views/") == few


def test_filters_restrict_one_another(acting: Acting, taken: Snapshot) -> None:  # noqa: F811
    """Each filter more leaves no more than before; what is set stands as a label with the way to take it away."""
    lead = acting(Role.PORTFOLIO_LEAD)
    fewer = []
    for query in ("", "?sector=food", "?sector=food&class=possible", "?sector=food&class=possible&country=not-recorded"):
        fewer.append(figures(taken, parse(parse_qsl(query.lstrip("?")))[0])["awards"])
        text = lead.get("/portfolio/" + query).content.decode()
        assert f"in {fewer[-1]:,} awards" in text
        assert text.count(">remove<") == query.count("=")
    assert fewer == sorted(fewer, reverse=True) and fewer[-1] > 0


def test_a_page_with_nothing_says_which_filter_to_loosen(acting: Acting, taken: Snapshot) -> None:  # noqa: F811
    """With how many awards each would leave."""
    text = acting(Role.PORTFOLIO_LEAD).get("/portfolio/goods/?sector=food&class=no_listing").content.decode()
    assert "Which filter to loosen" in text and "Without Class: Nothing found</a>: 138 awards" in text
