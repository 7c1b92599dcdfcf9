"""The guard in the cases that no table shows: several roles, a role lost in mid-session, a closed account, a flood."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from people import Acting

from buyfair.web.core import refusals
from buyfair.web.core.access import Route, guarded, route
from buyfair.web.core.accounts import people
from buyfair.web.core.actor import Actor
from buyfair.web.core.models import AccountChange, Membership, Organization, Refusal, User
from buyfair.web.core.roles import BUYERS, Role

pytestmark = pytest.mark.django_db
PEOPLE, REFUSALS = "/account/people/", "/account/refusals/"


def somebody(name: str, *parts: tuple[Role, Organization]) -> User:
    """An account with these roles."""
    user = User.objects.create_user(f"{name}@x.example", f"{name}@x.example")
    for role, office in parts:
        Membership.objects.create(user=user, organization=office, role=role.value)
    return user


def browser(user: User) -> Client:
    """Logged in."""
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def offices() -> tuple[Organization, Organization]:
    """An agency and a firm."""
    return tuple(Organization.objects.create(name=n, kind=n.lower()) for n in ("Agency", "Supplier"))  # type: ignore[return-value]


class Paper:
    """A thing that belongs to an organization."""

    def __init__(self, organization_id: int) -> None:
        self.organization_id = organization_id


def answer(of: Route, user: User, method: str = "GET") -> str:
    """What the guard answers: `open` or the name of what it raised."""
    request = RequestFactory().generic(method, "/x/")
    request.user = user
    try:
        return guarded(of)(request).content.decode()  # type: ignore[attr-defined, no-any-return]
    except Exception as e:
        return type(e).__name__


def opened(request: HttpRequest, thing: Any) -> HttpResponse:
    """A view."""
    return HttpResponse("open")


def careless(paper: Paper) -> Any:
    """A finder that forgets to ask whose it is."""
    return lambda actor, **keys: paper


def careful(paper: Paper) -> Any:
    """A finder that shows what belongs to any organization acted for."""
    return lambda actor, **keys: paper if paper.organization_id in actor.organizations else None


def test_an_account_without_a_role_sees_its_own_page_and_nothing_of_anybody(offices: Any) -> None:
    """And is told which roles open a page."""
    client = browser(somebody("new"))
    assert client.get("/account/").status_code == 200
    refused = client.get(PEOPLE)
    assert refused.status_code == 403 and "contracting officer" in refused.content.decode()


def test_a_role_that_is_taken_is_gone_with_the_next_page(offices: Any) -> None:
    """The session goes on, without it."""
    user = somebody("ann", (Role.CONTRACTING_OFFICER, offices[0]))
    client = browser(user)
    assert client.get(PEOPLE).status_code == 200
    people.take(user.memberships.get(), by=None)
    assert client.get(PEOPLE).status_code == 403
    assert client.get("/account/").status_code == 200


def test_a_closed_account_is_out_at_once(offices: Any) -> None:
    """Everywhere it was logged in."""
    user = somebody("ann", (Role.CONTRACTING_OFFICER, offices[0]))
    clients = [browser(user), browser(user)]
    people.close(user, by=None)
    assert [c.get("/account/").status_code for c in clients] == [302, 302]


def test_a_buyer_who_is_a_supplier_elsewhere_does_not_see_the_suppliers_papers_as_a_buyer(offices: Any) -> None:
    """Only the roles that open a page count for what it shows."""
    agency, firm = offices
    both = somebody("both", (Role.CONTRACTING_OFFICER, agency), (Role.SUPPLIER_MEMBER, firm))
    for_buyers = lambda paper, find: route("x/", "x", opened, BUYERS, thing="paper", find=find(paper))  # noqa: E731
    assert answer(for_buyers(Paper(agency.pk), careful), both) == "open"
    assert answer(for_buyers(Paper(firm.pk), careful), both) == "Http404"


def test_who_may_look_but_not_send_is_refused_the_form(offices: Any) -> None:
    """Each method has its roles."""
    user = somebody("ann", (Role.REPRESENTATIVE, offices[0]))
    of = route("x/", "x", lambda request: HttpResponse("open"), BUYERS, send={Role.CONTRACTING_OFFICER})
    assert (answer(of, user), answer(of, user, "POST")) == ("open", "PermissionDenied")
    assert Refusal.objects.get().why == "role may not send"


def test_a_careless_finder_is_caught_by_the_second_lock(offices: Any) -> None:
    """Where the table tells who sees others' things, nobody else does, whatever the finder says."""
    agency, firm = offices
    officer = somebody("ann", (Role.CONTRACTING_OFFICER, agency))
    general = somebody("ig", (Role.INSPECTOR_GENERAL, agency))
    of = route("x/", "x", opened, BUYERS | {Role.INSPECTOR_GENERAL}, thing="paper", find=careless(Paper(firm.pk)),
               across={Role.INSPECTOR_GENERAL})  # fmt: skip
    assert (answer(of, officer), answer(of, general)) == ("Http404", "open")
    personal = route("x/", "x", opened, BUYERS, thing="paper", find=careless(Paper(agency.pk)), personal=True)
    assert answer(personal, officer) == "Http404"


def test_the_inspector_general_sees_across_only_where_the_table_says(offices: Any) -> None:
    """The finder is told, by the guard alone."""
    told: list[Actor] = []
    general = somebody("ig", (Role.INSPECTOR_GENERAL, offices[0]))
    find = lambda actor, **keys: told.append(actor)  # noqa: E731
    for across in (None, {Role.INSPECTOR_GENERAL}):
        answer(route("x/", "x", opened, frozenset({Role.INSPECTOR_GENERAL}), thing="paper", find=find, across=across), general)
    assert [actor.across for actor in told] == [False, True]


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "BREW", "ä"])
def test_a_method_that_no_page_takes_is_answered_405(method: str, acting: Acting) -> None:
    """Also one that nobody has heard of; which is kept without its name."""
    client = acting(Role.CONTRACTING_OFFICER)
    assert client.generic(method, "/account/").status_code == 405
    assert client.generic(method, "/").status_code == 405
    assert set(Refusal.objects.values_list("method", flat=True)) <= {*refusals.METHODS, "other"}


def test_a_refusal_says_who_what_when_and_why(acting: Acting) -> None:
    """And an administrator reads it."""
    acting(Role.CONTRACTING_OFFICER).get(REFUSALS)
    row = Refusal.objects.get()
    assert (row.user.username, row.route, row.method, row.why) == (
        "contracting_officer@office-a.example", "account_refusals", "GET", "role may not",
    )  # fmt: skip
    assert timezone.now() - row.at < timedelta(minutes=1)
    page = acting(Role.ADMINISTRATOR, "Operator", "operator").get(REFUSALS).content.decode()
    assert "account_refusals" in page and "role may not" in page


def test_a_flood_of_refusals_fills_no_disk(acting: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same refusal counts up; more kinds than are kept in an hour are counted together."""
    client = acting(Role.CONTRACTING_OFFICER)
    for _ in range(30):
        client.get(REFUSALS)
    assert [r.times for r in Refusal.objects.all()] == [30]
    monkeypatch.setattr(refusals, "ROWS_AN_HOUR", 3)
    paths = (REFUSALS, "/account/log-ins/", "/account/people/invite/", "/account/", "/account/people/999/")
    for method in ("GET", "POST", "PUT", "DELETE"):
        for path in paths:
            client.generic(method, path)
    more = Refusal.objects.filter(route="and more")
    assert Refusal.objects.count() - more.count() == 3 and more.count() <= len(refusals.Why)
    assert sum(row.times for row in Refusal.objects.all()) == 30 + 20 - 1  # the own page opens to who asks for it


def test_a_form_that_arrives_after_the_session_ended_shows_what_was_typed(acting: Acting) -> None:
    """Nothing typed is lost; what is secret is not shown."""
    user = somebody("late")
    client = browser(user)
    client.post("/account/logout/")
    told = {"why": "A long reason <b>", "new_password": "very secret words", "csrfmiddlewaretoken": "x"}
    page = client.post(f"{PEOPLE}{user.pk}/", told)
    assert page.status_code == 403
    text = page.content.decode()
    assert "A long reason &lt;b&gt;" in text and "very secret words" not in text and "Log in" in text


def test_nobody_gives_a_role_to_themselves_and_an_administrator_plays_no_other(offices: Any, acting: Acting) -> None:
    """Who runs the system cannot make a reader of cases of the same account."""
    operator = Organization.objects.create(name="Operator", kind="operator")
    client = acting(Role.ADMINISTRATOR, "Operator")
    me = User.objects.get(memberships__role="administrator")
    give = {"act": "give", "organization": offices[0].pk, "role": "contracting_officer", "why": "I want to look"}
    own = client.post(f"{PEOPLE}{me.pk}/", give)
    assert own.status_code == 400 and "Nobody gives a role to themselves" in own.content.decode()
    assert "I want to look" in own.content.decode()
    other = somebody("other", (Role.ADMINISTRATOR, operator))
    assert "plays no other role" in client.post(f"{PEOPLE}{other.pk}/", give).content.decode()
    assert not Membership.objects.filter(role="contracting_officer").exists()


def test_an_administrator_gives_takes_closes_and_each_is_a_record(offices: Any, acting: Acting) -> None:
    """With who, when and why; the last administrator stays."""
    client = acting(Role.ADMINISTRATOR, "Operator", "operator")
    me, ann = User.objects.get(), somebody("ann")
    page = f"{PEOPLE}{ann.pk}/"
    client.post(page, {"act": "give", "organization": offices[0].pk, "role": "portfolio_lead", "why": "joins the office"})
    part = ann.memberships.get()
    client.post(page, {"act": "take", "part": part.pk, "why": "leaves it"})
    client.post(page, {"act": "close", "why": "gone"})
    client.post(page, {"act": "open", "why": "back"})
    kept = [(c.what, c.role, c.by, c.why) for c in AccountChange.objects.filter(person=ann).order_by("pk")]
    assert kept == [("role given", "portfolio_lead", me, "joins the office"), ("role taken", "portfolio_lead", me, "leaves it"),
                    ("closed", "", me, "gone"), ("opened again", "", me, "back")]  # fmt: skip
    own = f"{PEOPLE}{me.pk}/"
    last = client.post(own, {"act": "take", "part": me.memberships.get().pk})
    assert last.status_code == 400 and "last administrator" in last.content.decode()
    assert client.post(own, {"act": "close"}).status_code == 400
    assert client.post(own, {"act": "reset"}).status_code == 400


@pytest.mark.parametrize("told", [
    {}, {"act": "sing"}, {"act": "take"}, {"act": "take", "part": "²"}, {"act": "take", "part": "9" * 40}, {"act": "give"},
    {"act": "give", "organization": "x", "role": "administrator"}, {"act": "give", "organization": "1", "role": "king"},
    {"act": "invite", "why": "\x00"},
])  # fmt: skip
def test_odd_forms_are_answered_with_a_sentence(told: dict[str, str], acting: Acting) -> None:
    """And change nothing."""
    client = acting(Role.ADMINISTRATOR, "Operator", "operator")
    ann = User.objects.create_user("joined@x.example", password="x")
    page = client.post(f"{PEOPLE}{ann.pk}/", told)
    assert page.status_code == 400 and 'class="usa-alert' in page.content.decode()
    assert not AccountChange.objects.exists()


@pytest.mark.parametrize("path", ["?page=0", "?page=-1", "?page=x", "?page=99999999999999999999", "?page=%00", "?page=é"])
def test_odd_pages_of_a_list_are_answered(path: str, acting: Acting) -> None:
    """With the nearest page."""
    client = acting(Role.ADMINISTRATOR, "Operator", "operator")
    for of in (PEOPLE, REFUSALS, "/account/log-ins/"):
        assert client.get(of + path).status_code == 200


def test_nobody_is_nobody_to_a_person_of_another_organization(offices: Any, acting: Acting) -> None:
    """A person elsewhere is not found, whoever asks but the administrator."""
    there = somebody("there", (Role.SUPPLIER_MEMBER, offices[1]))
    assert acting(Role.CONTRACTING_OFFICER).get(f"{PEOPLE}{there.pk}/").status_code == 404
    assert there.username not in acting(Role.CONTRACTING_OFFICER).get(PEOPLE).content.decode()
    assert acting(Role.ADMINISTRATOR, "Operator", "operator").get(f"{PEOPLE}{there.pk}/").status_code == 200
    assert acting(Role.CONTRACTING_OFFICER).get(f"{PEOPLE}{10**30}/").status_code == 404
