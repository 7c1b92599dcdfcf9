"""Every number opens: the rows behind the address of a figure add up to that very figure."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

import pytest
from people import Acting
from portfolios import taken  # noqa: F401

from buyfair.browse_filters import parse
from buyfair.browse_opening import chosen, opened
from buyfair.snapshots import Snapshot
from buyfair.web.core.roles import Role

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
PAGES = ("", "map/", "goods/", "flows/", "reach/", "suppliers/", "vehicles/", "agencies/", "indicators/", "not-told/",
         "calendar/")  # fmt: skip
UNDER = (
    "", "?sector=food", "?country=not-recorded&class=possible", "?agency=Department+of+Defense&harm=child_labor",
    "?class=possible_through_input&class=matched", "?supplier=heron", "?year=2024&year=2025", "?sector=none&class=unknown",
)  # fmt: skip
SAMPLED = 40
"""Addresses that are opened under each filter, spread over all of them."""


class Figures(HTMLParser):
    """The figures of a page that lead somewhere: exact value, address, and the column where it stands."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._value: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "data":
            self._value = given["value"]
        elif tag == "a" and self._value is not None:
            self.found.append((self._value, given["href"] or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "data":
            self._value = None


def behind(snapshot: Snapshot, address: str) -> tuple[int, int, Decimal]:
    """How many awards an address opens, of how many lines, and their net dollars: asked of the snapshot itself."""
    filters, refused = parse(parse_qsl(urlsplit(address).query))
    assert refused == [], address
    with chosen(opened(snapshot), filters) as about:
        row = about.engine.answer(
            "SELECT count(*) AS n, coalesce(sum(lines), 0) AS lines, coalesce(sum(dollars), 0) AS dollars FROM awards_asked"
        )[0]
    return int(row["n"]), int(row["lines"]), Decimal(row["dollars"])


def pages(acting: Acting, query: str) -> Iterator[tuple[str, str, str]]:
    """Every linked figure of every page under a filter: page, value, address."""
    lead = acting(Role.PORTFOLIO_LEAD)
    for page in PAGES:
        answer = lead.get(f"/portfolio/{page}{query}")
        assert answer.status_code == 200
        for value, address in Figures(answer.content.decode()).found:
            yield page, value, address


def test_every_page_has_figures_that_open(acting: Acting, taken: Snapshot) -> None:  # noqa: F811
    """Where nothing is linked, nothing can be wrong about a link: no page may pass that way."""
    linked = {page for page, _, _ in pages(acting, "")}
    assert linked == set(PAGES)


@pytest.mark.parametrize("query", UNDER)
def test_what_a_figure_opens_adds_up_to_it(query: str, acting: Acting, taken: Snapshot) -> None:  # noqa: F811
    """Dollars to the cent where the figure is dollars, awards or lines where it counts."""
    seen: dict[str, set[str]] = {}
    for _, value, address in pages(acting, query):
        assert address.startswith("/portfolio/awards/"), address
        seen.setdefault(address, set()).add(value)
    every = sorted(seen)
    for address in every[:: max(1, len(every) // SAMPLED)]:
        awards, lines, dollars = behind(taken, address)
        for value in seen[address]:
            assert Decimal(value) in ((dollars,) if "." in value else (awards, lines)), (value, address)
