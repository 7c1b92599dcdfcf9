"""Every page is looked at in a real browser, as each who may open it and is shown something of its own, at three widths."""

from __future__ import annotations

import re
import time
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from browser import WIDTHS, Page, Visit, each_width, log_in, looked_at, walk_by_keyboard, walked_at_each_width
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse
from people import Acting

from buyfair.web import urls
from buyfair.web.core import access
from buyfair.web.core.access import Route, every_route
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import EVERYBODY, Role

pytest_plugins = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OFFICE, OTHER = "Office A", "Office B"
EXAMPLES: Any = import_module("examples") if find_spec("examples") else None
"""One example of each thing that an address opens, told by the subjects; those of the matrix of who may open what."""
NOWHERE: dict[str, str] = EXAMPLES.nowhere() if EXAMPLES else {}
ROUTES = [r for r in every_route() if "GET" in r.methods and (EXAMPLES or "<" not in r.path)]
PATIENCE = 120
UNLIKE = re.compile(
    r'value="[A-Za-z0-9]{64}"|[\w.+-]+@[\w.-]+\.example|\d{4}-\d\d-\d\d.\d\d:\d\d[\d:.+-]*|data:image[^"]*'
    r"|\b[A-Z]+-\d{4}-\d{5}\b|\b[0-9a-f]{16,64}\b"
)
"""What differs from person to person though the page is the same: tokens, names of accounts, moments, numbers of cases
that were made anew, hashes of them."""


def those_who_see(route: Route) -> list[Role]:
    """Who is shown the page: every role that may open it; of one for everybody, nobody in particular and an officer."""
    if route.may == EVERYBODY:
        return [Role.CONTRACTING_OFFICER] if getattr(route, "account", False) else [Role.PUBLIC, Role.CONTRACTING_OFFICER]
    return sorted(route.may - {Role.PUBLIC}, key=list(Role).index)


def address_of(route: Route, role: Role) -> str:
    """Where to look at it: with a thing that belongs to the office of who looks and was there before, made anew."""
    if "<" not in route.path:
        return f"/{route.path}"
    if route.find is None:
        told = EXAMPLES.keys()
        assert route.name in told, f"/{route.path} has no example: add KEYS['{route.name}'] to tests/web/examples_<subject>.py"
        return reverse(route.name, kwargs=EXAMPLES.keys_of(route.name))
    told = EXAMPLES.things()
    assert route.thing in told, f"/{route.path} has no example: add THINGS['{route.thing}'] to tests/web/examples_<subject>.py"
    owner, _ = Organization.objects.get_or_create(name=OFFICE, defaults={"kind": "agency"})
    party, _ = Organization.objects.get_or_create(name=OTHER, defaults={"kind": "agency"})
    person = User.objects.filter(memberships__organization=owner, memberships__role=role.value).first()
    return reverse(route.name, kwargs=told[route.thing](owner, party, person).keys)


def is_page(answer: HttpResponse) -> bool:
    """Whether the answer is a page, and not a file or the way to another page."""
    return not 300 <= answer.status_code < 400 and answer.headers.get("Content-Type", "").startswith("text/html")


def settled(client: Client, address: str) -> HttpResponse:
    """The answer when it is there: a page that says it is still being computed, and when to look again, is asked again."""
    for _ in range(PATIENCE):
        answer = client.get(address)
        if "Refresh" not in answer.headers:
            return answer
        time.sleep(1)
    raise AssertionError(f"{address} was still being computed after {PATIENCE} seconds")


def each_view(route: Route, acting: Acting) -> list[tuple[Role, str, int]]:
    """The first role that is shown the page, then each that is shown another one: role, address, status.

    Whom it is hidden from is shown the page of what is not there, which is looked at once for all.
    """
    found: list[tuple[Role, str, int]] = []
    seen: set[str] = set()
    opened = route.name in NOWHERE
    roles = those_who_see(route)
    browsers = {role: acting(role, OFFICE) for role in roles}  # who is there is the same for all of them
    for role in roles:
        address = address_of(route, role)
        answer = settled(browsers[role], address)
        assert answer.status_code < 500, f"{address} answers {answer.status_code} to the {role.label}"
        if answer.status_code == 200 and not is_page(answer):
            return []  # a file: there is nothing to look at, whoever asks
        if answer.status_code == 404:
            continue
        opened = True
        if is_page(answer) and (shown := seen_by(answer.content.decode(), route).replace(address, "")) not in seen:
            seen.add(shown)
            found.append((role, address, answer.status_code))
    assert opened, f"/{route.path} is found by nobody: its example names what is not there, and nobody looks at the page"
    return found


def seen_by(page: str, route: Route) -> str:
    """What a page shows to one person; the frame, which differs by role alike on every page, counts on the first page only."""
    whole = route.name == "home" or "<main" not in page
    return UNLIKE.sub("", page if whole else page[page.index("<main") : page.index("</main>")])


@pytest.mark.slow
@pytest.mark.parametrize("route", ROUTES, ids=[r.name for r in ROUTES])
def test_a_page_holds_for_each_who_may_open_it(route: Route, visit: Visit, acting: Acting, held: Path) -> None:
    """The first is shown it at three widths, by keyboard, and without script; each other view at one width in turn. What one
    view breaks is told together with what the others do."""
    wrong: list[str] = []
    for n, (role, address, status) in enumerate(each_view(route, acting)):
        page = visit(role, OFFICE, width=WIDTHS[n % 3], lends=True)
        try:
            if n:
                looked_at(page, address, f"{route.name}_{role}", status=status)
            else:
                first_view(page, address, route.name, status)
        except AssertionError as problem:
            wrong.append(f"{role.label}: {problem}")
    assert not wrong, "\n".join(wrong)


def first_view(page: Page, address: str, name: str, status: int) -> None:
    """A page says the same without script, and holds at three widths and by keyboard."""
    page.go(address, status=status)
    scripted, sent = page.tab.evaluate(PARTS)
    assert scripted == sent, f"{address} says something else without script"
    each_width(page, address, name)
    walked_at_each_width(page, address, status)


PARTS = """async () => {
  const parts = page => [page.querySelector('h1').textContent.trim(), page.querySelectorAll('a[href]').length,
                         page.querySelectorAll('input, select, textarea, button').length];
  const sent = await (await fetch(location.href)).text();
  return [document, new DOMParser().parseFromString(sent, 'text/html')].map(parts);
}"""
"""Heading, links and fields of a page as it stands, and as it is sent: read anew where no script runs."""


def test_no_page_is_left_out_of_the_walk() -> None:
    """Every address that the system answers comes from a route, and each that may be opened is walked."""
    walked = {route.name for route in ROUTES}
    for pattern in get_resolver().url_patterns:
        route = getattr(pattern.callback, "route", None)
        assert route is not None, f"/{pattern.pattern} comes from no ROUTES of a subject, so that nobody looks at it"
        assert route.name in walked or "GET" not in route.methods, f"/{route.path} is not walked"
    assert {f"handler{status}" for status in REFUSED} == {name for name in vars(urls) if name.startswith("handler")}


REFUSED = {400: BadRequest(), 403: PermissionDenied("contracting officer"), 404: Http404(), 500: RuntimeError("a defect")}
"""What a page may raise, by the status with which it is answered."""


@pytest.mark.parametrize("status", REFUSED)
def test_a_page_that_does_not_open_holds_too(status: int, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    """At three widths and by keyboard, with a way on from it."""

    def refuses(_: object) -> None:
        raise REFUSED[status]

    monkeypatch.setattr(access, "actor_of", refuses)
    holds(visit(Role.CONTRACTING_OFFICER, lends=True), "/help/", status)


def test_an_address_that_takes_another_method_holds_too(visit: Visit) -> None:
    """Somebody opens the target of a form from the address line."""
    holds(visit(Role.CONTRACTING_OFFICER, lends=True), "/account/logout/", 405)


def holds(page: Page, address: str, status: int) -> None:
    """Everything that each page is held to, on one that says why it does not open."""
    each_width(page.go(address, status=status), address, f"refused_{status}")
    walked_at_each_width(page, address, status)
    assert page.tab.locator("main a[href]").count(), f"the page of {status} leads nowhere"


def test_a_log_in_that_was_refused_holds_too(visit: Visit) -> None:
    """At three widths; the sentence that refuses it stands on the page."""
    page = log_in(visit(), "nobody", "not-the-password")
    page.tab.locator("main [role=alert], main .usa-alert").first.wait_for()
    page.loaded.clear()  # what came before the form was sent is gone and has been weighed
    each_width(page, "/account/login/, refused", "login_refused")


def test_the_focus_is_seen_in_the_colors_that_a_person_chose(visit: Visit) -> None:
    """Forced colors take shadows and backgrounds away: the ring is an outline, and each picture keeps its table."""
    page = visit(Role.PORTFOLIO_LEAD, forced_colors="active").go("/help/")
    walk_by_keyboard(page)
    assert page.tab.evaluate("matchMedia('(forced-colors: active)').matches")


def test_a_target_that_is_too_small_and_a_covered_focus_are_found(visit: Visit) -> None:
    """The checks themselves can fail: targets below 24 px, a bar that covers the focus."""
    page = visit().go("/help/")
    page.tab.evaluate("""() => {
      const main = document.querySelector('main');
      main.insertAdjacentHTML('beforeend', '<p id="small"><button>a</button><button>b</button></p>');
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('#small button { all: unset; display: inline-block; width: 9px; height: 9px; overflow: hidden }'
        + '#over { position: fixed; inset: 0; background: white }');
      document.adoptedStyleSheets = [sheet];
    }""")
    assert any(found.startswith("target-size") for found in page.violations())
    page.tab.evaluate("document.body.insertAdjacentHTML('beforeend', '<div id=over></div>')")
    with pytest.raises(AssertionError, match="covers the focus"):
        walk_by_keyboard(page)
