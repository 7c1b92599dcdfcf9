"""The whole matrix, walked: each role, each address, each method, one's own things and others'. What differs is told."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from examples import Example, keys, keys_of, things

from buyfair.web import matrix
from buyfair.web.core import access
from buyfair.web.core.access import Route, every_route
from buyfair.web.core.models import Membership, Organization, Refusal, User
from buyfair.web.core.roles import Role
from buyfair.web.matrix import VISITORS, Answer, Standing, Stands, Visitor, cells, expected

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("home_folder")]
logging.getLogger("django.request").setLevel(logging.ERROR)
ROOT = Path(__file__).resolve().parents[2]
REFUSED = {Answer.REFUSED, Answer.LOG_IN, Answer.HIDDEN, Answer.NO_METHOD}


class World:
    """Three offices, one colleague in the first, and who else acts for them."""

    def __init__(self) -> None:
        self.offices = {name: Organization.objects.create(name=name, kind="agency") for name in ("owner", "party", "outsider")}
        self.made: dict[str, Example] = {}
        self.colleague = User.objects.create_user("colleague@owner.example")
        self.colleague.memberships.create(organization=self.offices["owner"], role=Role.REPRESENTATIVE.value)
        self.clients = {(visitor, where): self._made(visitor, where) for visitor in VISITORS for where in self.offices}

    def example(self, route: Route) -> Example:
        """What the address names, where it is the same for everybody; what a request changed of it is taken back."""
        if route.name not in self.made:
            self.made[route.name] = example(route, self, None, None)
        return self.made[route.name]

    def acts(self, visitor: Visitor, where: str) -> tuple[Client, User | None]:
        """The browser of a visitor who acts for that office."""
        return self.clients[visitor, where]

    def _made(self, visitor: Visitor, where: str) -> tuple[Client, User | None]:
        client = Client()
        if not visitor.account:
            return client, None
        user = User.objects.create_user(f"{visitor.role or 'none'}@{where}.example")
        if visitor.role:
            Membership.objects.create(user=user, organization=self.offices[where], role=visitor.role.value)
        client.force_login(user)
        return client, user


@pytest.fixture(scope="module")
def visited(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Everybody is there once for all addresses; what a test changes of it is taken back with the test."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@pytest.fixture
def world(db: None, visited: World) -> World:
    """The same, with nothing made yet of what the addresses open."""
    visited.made.clear()
    return visited


PLACES = {Stands.OWNER: "owner", Stands.SELF: "owner", Stands.PARTY: "party", Stands.OUTSIDER: "outsider", None: "owner"}


def needed(route: Route) -> list[str]:
    """The keys of an address."""
    return re.findall(r"<(?:\w+:)?(\w+)>", route.path)


def example(route: Route, world: World, me: User | None, stands: Stands | None) -> Example:
    """What the address names; fails with a sentence where no subject told one."""
    if not needed(route):
        return Example({})
    if route.find is None:
        assert route.name in keys(), (
            f"/{route.path} names {', '.join(needed(route))} and nobody told an example: "
            f"add KEYS['{route.name}'] to tests/web/examples_<subject>.py"
        )
        return Example(keys_of(route.name))
    assert route.thing in things(), (
        f"/{route.path} opens a thing ({route.thing}) and nobody told how to make one: "
        f"add THINGS['{route.thing}'] to tests/web/examples_<subject>.py"
    )
    person = me if stands is Stands.SELF and me else world.colleague
    made = things()[route.thing](world.offices["owner"], world.offices["party"], person)
    assert not made.kind or route.flow, f"/{route.path} opens a case: say flow=True in its route"
    missing = set(needed(route)) - made.keys.keys()
    assert not missing, f"the example of {route.thing} does not tell {', '.join(missing)}, which /{route.path} names"
    return made


def answered(response: Any) -> Answer:
    """What a response is, by its face: not by what the guard says of itself."""
    names = {t.name for t in response.templates or ()}
    if response.status_code == 302 and response["Location"].startswith("/account/login/?next="):
        return Answer.LOG_IN
    if response.status_code == 401 and response["Content-Type"] == "application/problem+json":
        return Answer.LOG_IN
    if response.status_code == 403 and response["Content-Type"] == "application/problem+json":
        return Answer.REFUSED
    if response.status_code == 403 and "core/account/logged_out.html" in names:
        return Answer.LOG_IN
    if response.status_code == 403 and "core/forbidden.html" in names:
        return Answer.REFUSED
    if response.status_code == 405:
        return Answer.NO_METHOD
    return Answer.HIDDEN if response.status_code == 404 else Answer.OPENS


def rows_of(user: User | None, route: Route) -> int:
    """How many refusals of this account at this address are on record."""
    kept = Refusal.objects.filter(who=str(user.pk) if user else "", route=route.name)
    return int(kept.aggregate(n=Sum("times"))["n"] or 0)


def differs(route: Route, world: World, visitor: Visitor, method: str, stands: Stands | None) -> str:
    """What is wrong with one cell, as a sentence; nothing where all is right. What it changed is taken back."""
    client, user = world.acts(visitor, PLACES[stands])
    session = client.cookies["sessionid"].value if user else ""
    shared = None if route.personal else world.example(route)
    with transaction.atomic():
        of = shared or example(route, world, user, stands)
        want = expected(route, visitor, method, stands, Standing(of.kind, of.state))
        address = reverse(route.name, kwargs={k: of.keys[k] for k in needed(route)})
        before = rows_of(user, route)
        response = client.generic(method, address, content_type="application/x-www-form-urlencoded")
        got, kept = answered(response), rows_of(user, route) - before
        transaction.set_rollback(True)
    if user:
        client.cookies["sessionid"] = session  # as it was before it logged out
    if got is Answer.HIDDEN and want is Answer.OPENS and route.find is None and needed(route):
        got = Answer.OPENS  # the view itself does not know such an award or rule
    if got is Answer.REFUSED and want is Answer.OPENS and route.flow and method == "POST":
        got = Answer.OPENS  # who sees a case may not make every move of it: the matrix of moves is walked with the flows
    cell = f"{visitor.label}, {method} /{route.path}" + (f", {stands.value}" if stands else "")
    if response.status_code >= 500:
        return f"{cell}: broke with {response.status_code}"
    if got is not want:
        return f"{cell}: {got.value} ({response.status_code}), and the table says {want.value}"
    if kept != (1 if want in REFUSED else 0):
        return f"{cell}: {want.value}, and {kept} refusals were kept of it"
    return ""


def wrong(route: Route, world: World) -> list[str]:
    """Every cell of a route that is not as the tables say."""
    return [told for cell in cells(route) if worth_a_request(route, *cell) if (told := differs(route, world, *cell))]


def worth_a_request(route: Route, visitor: Visitor, method: str, stands: Stands | None) -> bool:
    """A method that an address does not take is tried by nobody and by who may most; the guard asks for it first.

    HEAD of a page that opens is drawn as GET is: who may most asks for it too; where it is refused, everybody does.
    A role that is refused is so before any thing is looked for: each is tried on SQLite, on another database nobody's.
    """
    if not visitor.account or visitor == widest(route):
        return True
    if connection.vendor != "sqlite" and expected(route, visitor, method, None) is Answer.REFUSED:
        return False
    opens = method == "HEAD" and expected(route, visitor, "GET", None if route.flow else stands) is Answer.OPENS
    return method in route.methods and not opens


def widest(route: Route) -> Visitor:
    """An account that opens this address."""
    return next(v for v in VISITORS if v.account and expected(route, v, sorted(route.methods)[0], None) is Answer.OPENS)


def by_role_alone(route: Route) -> Any:
    """An address that opens no thing of anybody: who is refused there is so whichever database stands beneath."""
    return pytest.param(route, marks=() if route.find else pytest.mark.alike, id=str(route.name))


@pytest.mark.parametrize("route", [by_role_alone(route) for route in every_route()])
def test_every_cell_of_an_address_is_as_the_table_says(route: Route, world: World) -> None:
    """Each role and nobody; each method; one's own, a party's, another's; and each refusal leaves a row."""
    assert wrong(route, world) == []


@pytest.mark.alike
def test_a_guard_that_lets_everybody_in_is_noticed(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    """The walk can fail."""
    monkeypatch.setattr(access, "_refused", lambda *_: None)
    route = next(r for r in every_route() if r.name == "account_refusals")
    assert any("contracting officer" in told for told in wrong(route, world))


def test_a_thing_shown_to_the_wrong_organization_is_noticed(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    """Also where the role is right."""
    from buyfair.web.core.accounts import people_pages

    monkeypatch.setattr(access, "_reaches", lambda *_: True)
    monkeypatch.setattr(people_pages, "seen_by", lambda actor: User.objects.all())
    route = next(r for r in every_route() if r.name == "account_person")
    told = differs(route, world, Visitor(True, Role.CONTRACTING_OFFICER), "GET", Stands.OUTSIDER)
    assert "another's: opens" in told


def test_a_refusal_that_leaves_no_row_is_noticed(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    """And so is one that is kept twice."""
    monkeypatch.setattr(access, "record", lambda *_: None)
    route = next(r for r in every_route() if r.name == "account_logins")
    assert any("0 refusals were kept" in told for told in wrong(route, world))


def test_an_address_without_an_example_is_told_with_what_to_write(world: World) -> None:
    """For who adds a subject."""
    route = access.route("x/<int:key>/", "account", lambda request: None, thing="surprise", find=lambda actor, key: None)
    with pytest.raises(AssertionError, match=r"add THINGS\['surprise'\] to tests/web/examples_"):
        wrong(route, world)


def patterns(of: URLResolver) -> Iterator[URLPattern]:
    """Every address that the site answers."""
    for found in of.url_patterns:
        if isinstance(found, URLResolver):
            yield from patterns(found)
        else:
            yield found


def test_no_address_stands_outside_the_table_and_none_is_reached_without_the_guard() -> None:
    """What the resolver knows is what the table knows, and each is the guarded view."""
    found = list(patterns(get_resolver()))
    table = {route.name: route for route in every_route()}
    assert sorted(str(p.name) for p in found) == sorted(table)
    for pattern in found:
        assert pattern.callback.route == table[str(pattern.name)], f"{pattern.name} is answered without the guard"
        assert str(pattern.pattern) == table[str(pattern.name)].path


def test_no_two_addresses_share_a_name() -> None:
    """A name that is used twice leads to one of them only."""
    names = [route.name for route in every_route()]
    assert sorted(set(names)) == sorted(names)


def test_what_opens_a_thing_tells_what_it_is() -> None:
    """A finder without a name, or a name without a finder, is half a row."""
    assert [r.name for r in every_route() if (r.find is None) != (r.thing is None)] == []


def test_who_may_send_may_also_open() -> None:
    """A role that could send a form it cannot see is a slip of the table."""
    assert [r.name for r in every_route() if "GET" in r.methods and r.send is not None and not r.send <= r.may] == []


def test_the_administrator_opens_nothing_that_holds_work() -> None:
    """Runs the system and reads no case: of things, only people, sessions, tokens of programs, award files (public records,
    brought for all who see the portfolio), and what anybody may open."""
    opens = [r for r in every_route() if Role.ADMINISTRATOR in r.may and Role.PUBLIC not in r.may]
    reads = {r.thing for r in opens if r.thing and not r.flow and not r.personal}
    assert reads <= {"person", "token", "batch of award files"}
    assert [f.kind for f in matrix.flows() for w in f.sees if w.role is Role.ADMINISTRATOR] == []


def _form(route: Route) -> bool:
    """What takes a form of a page; the API takes JSON, and its own tests try it from another site."""
    return "POST" in route.methods and not route.path.startswith("api/")


@pytest.mark.parametrize("route", [r for r in every_route() if _form(r)], ids=lambda route: str(route.name))
def test_no_form_is_taken_from_another_site(route: Route, world: World) -> None:
    """Without the token of our own page nothing is sent, whoever is logged in; and the refusal is kept."""
    visitor = next(v for v in VISITORS if expected(route, v, "POST", None) is Answer.OPENS)
    user = world.acts(visitor, "owner")[1]
    of = example(route, world, user, Stands.SELF if route.personal else Stands.OWNER)
    client = Client(enforce_csrf_checks=True)
    if user:
        client.force_login(user)
    response = client.post(reverse(route.name, kwargs={k: of.keys[k] for k in needed(route)}), {"note": "typed words"})
    assert response.status_code == 403
    page = response.content.decode()
    assert "This form could not be taken" in page and "typed words" in page
    assert Refusal.objects.filter(route=route.name, why="not sent from our page").count() == 1


def test_the_written_matrix_is_fresh() -> None:
    """What people read is what is enforced."""
    kept = (ROOT / "docs" / "method" / "authorization.md").read_text("utf-8")
    assert kept == matrix.written(), "write it anew: manage.py authorization --out docs/method/authorization.md"
