"""Every page that opens by its bare address is looked at in a real browser, as each who may open it, at three widths."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser import WIDTHS, Page, Visit, looked_at, three_widths, walk_by_keyboard
from people import Acting

from buyfair.web.core.access import Route, every_route
from buyfair.web.core.roles import EVERYBODY, Role

pytest_plugins = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BARE = [r for r in every_route() if "<" not in r.path and "GET" in r.methods]
"""The addresses that name no thing; those of a thing are walked by the tests of their subject."""


def those_who_see_it(route: Route) -> list[Role]:
    """Who is shown the page: every role that may open it; of a page for everybody, nobody in particular and an officer."""
    if route.may == EVERYBODY:
        return [Role.PUBLIC, Role.CONTRACTING_OFFICER]
    return sorted(route.may, key=list(Role).index)


def is_page(acting: Acting, route: Route, role: Role) -> bool:
    """Whether the address answers with a page, and not with a file or with a way to another page."""
    answer = acting(role).get(f"/{route.path}")
    return answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")


@pytest.mark.slow
@pytest.mark.parametrize("route", BARE, ids=[r.name for r in BARE])
def test_a_page_holds_for_each_who_may_open_it(route: Route, visit: Visit, acting: Acting, held: Path) -> None:
    """The first of them sees it at three widths, each other one at one of them in turn; the keyboard reaches all of it."""
    first, *others = those_who_see_it(route)
    if not is_page(acting, route, first):
        assert acting(first).get(f"/{route.path}").status_code < 400
        return
    address = f"/{route.path}"
    three_widths(visit, first, address, route.name)
    for n, role in enumerate(others):
        looked_at(visit(role, width=WIDTHS[n % len(WIDTHS)]), address, f"{route.name}_{role}")
    walk_by_keyboard(visit(first).go(address))


@pytest.mark.parametrize("route", BARE, ids=[r.name for r in BARE])
def test_a_page_says_its_words_without_script(route: Route, visit: Visit, acting: Acting, held: Path) -> None:
    """The same heading and the same number of links and fields as with script."""
    role = those_who_see_it(route)[0]
    if not is_page(acting, route, role):
        return
    told = [parts(visit(role, script=script), f"/{route.path}") for script in (True, False)]
    assert told[0] == told[1]


def parts(page: Page, address: str) -> tuple[str, int, int]:
    """Heading, links and fields of a page."""
    tab = page.go(address).tab
    return tab.inner_text("h1"), tab.locator("a[href]").count(), tab.locator("input, select, textarea, button").count()
