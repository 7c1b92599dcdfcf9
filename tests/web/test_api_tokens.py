"""A token ends where the trust in its maker ends, and what was ended never counts again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from certificate_stories import due, filing
from django.test import Client
from people import Acting
from test_portfolio_files import rows_of

from buyfair.web.api import tokens
from buyfair.web.api.models import ApiToken
from buyfair.web.core.accounts import people
from buyfair.web.core.actor import Actor
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import Role
from buyfair.web.core.sheets.formats import FORMATS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder")]
OFFICER, LEAD = Role.CONTRACTING_OFFICER, Role.PORTFOLIO_LEAD


@pytest.fixture
def officer() -> User:
    """Plays two roles for one office and one for another."""
    user: User = User.objects.create_user("officer@t.example", email="officer@t.example", password="a long enough one")
    for name, role in (("Office T", OFFICER), ("Office T", LEAD), ("Office U", OFFICER)):
        office, _ = Organization.objects.get_or_create(name=name, defaults={"kind": "agency"})
        user.memberships.create(organization=office, role=role.value)
    return user


def made(user: User, *roles: Role, office: str = "Office T") -> str:
    """The secret of a new token."""
    return tokens.made(user, Organization.objects.get(name=office), "nightly", roles)[1]


def answered(secret: str) -> int:
    """How a program with this token is answered."""
    return int(Client().get("/api/cases", headers={"Authorization": f"Bearer {secret}"}).status_code)


def close_and_open(user: User) -> None:
    """An account is closed and opened again."""
    people.close(user, by=None)
    people.open_again(user, by=None)


def new_password(user: User) -> None:
    """The person changes the password on the page."""
    client = Client()
    client.force_login(user)
    new = {"old_password": "a long enough one", "new_password": "another long one", "again": "another long one"}
    assert client.post("/account/password/", new).status_code == 302


@pytest.mark.parametrize("ends", [close_and_open, lambda user: people.reset_second_step(user, by=None), new_password])
def test_what_ends_the_sessions_ends_the_tokens(officer: User, ends: Callable[[User], None]) -> None:
    """All of them, in every office, and for good; a new one counts."""
    secrets = [made(officer, OFFICER), made(officer, OFFICER, office="Office U")]
    assert [answered(s) for s in secrets] == [200, 200]
    ends(officer)
    assert [answered(s) for s in secrets] == [401, 401]
    assert ApiToken.objects.filter(revoked_at=None).count() == 0
    officer.refresh_from_db()
    assert answered(made(officer, OFFICER)) == 200


def test_a_role_that_is_given_again_brings_no_token_back(officer: User) -> None:
    """The token that played it there is over; that of the other role and that of the other office go on."""
    one, other, elsewhere = made(officer, OFFICER, LEAD), made(officer, LEAD), made(officer, OFFICER, office="Office U")
    office = Organization.objects.get(name="Office T")
    people.take(officer.memberships.get(organization=office, role=OFFICER.value), by=None)
    people.give(officer, office, OFFICER, by=None)
    assert [answered(s) for s in (one, other, elsewhere)] == [401, 200, 200]


def test_the_people_of_an_organization_see_its_tokens_and_end_them(officer: User, acting: Acting, mailoutbox: Any,
                                                                   django_capture_on_commit_callbacks: Any) -> None:
    """Who is told what: the person by letter and in the record, colleagues on the page; others see and end nothing."""
    with django_capture_on_commit_callbacks(execute=True):
        secret = made(officer, OFFICER)
    assert answered(secret) == 200
    row = ApiToken.objects.get()
    colleague, other = acting(Role.REPRESENTATIVE, "Office T"), acting(OFFICER, "Office U")
    page = colleague.get("/account/tokens/").content.decode()
    assert f"nightly (number {row.pk})" in page and "contracting officer" in page and "1 token counts now" in page
    assert 'href="?as=parquet"' in page
    for form in FORMATS:
        held, said = rows_of(form, b"".join(colleague.get(f"/account/tokens/?as={form}").streaming_content))
        assert [str(one) for one in held] == [str(row.pk)] and "tokens" in said and secret not in said
    assert rows_of("csv", b"".join(other.get("/account/tokens/?as=csv").streaming_content))[0] == []
    assert secret not in page and "nightly" not in other.get("/account/tokens/").content.decode()
    assert other.post(f"/account/tokens/{row.pk}/end/").status_code == 404 and answered(secret) == 200
    with django_capture_on_commit_callbacks(execute=True):
        assert colleague.post(f"/account/tokens/{row.pk}/end/").status_code == 302
        colleague.post(f"/account/tokens/{row.pk}/end/")
    assert answered(secret) == 401
    assert "No token counts now" in colleague.get("/account/tokens/").content.decode()
    told = [(c.what, c.how, c.by.username if c.by else None, c.why) for c in officer.changes.all()]
    assert told == [("token ended", "page", "representative@office-t.example", "nightly, for Office T"),
                    ("token made", "command", None, "nightly, for Office T")]  # fmt: skip
    assert [letter.to for letter in mailoutbox] == [["officer@t.example"]] * 2
    assert "nightly" in mailoutbox[0].body and secret not in mailoutbox[0].body


def test_no_program_signs(acting: Acting, home_folder: Any) -> None:
    """Who may sign for a supplier does so as a person; the token reads the case, and does what a member may."""
    acting(OFFICER)
    person = acting(Role.SUPPLIER_CERTIFIER, "Firm", "supplier")
    office, firm = Organization.objects.get(name="Office A"), Organization.objects.get(name="Firm")
    certifier = User.objects.get(memberships__organization=firm)
    by = Actor(None, frozenset({(OFFICER, office.pk)}))
    case = due(by, office, firm)
    case.move("file", by, filing())
    _, secret = tokens.made(certifier, firm, "signs", [Role.SUPPLIER_CERTIFIER])
    program = Client(headers={"authorization": f"Bearer {secret}"})
    read = program.get(f"/api/cases/{case.reference}")
    withdraw = next(move for move in read.json()["moves"] if move["name"] == "withdraw")
    assert (withdraw["open_to_you"], "in person" in withdraw["why_not"]) == (False, True)
    where, mark = f"/api/cases/{case.reference}/moves/withdraw", {"If-Match": read["ETag"]}
    refused = program.post(where, {"reason": "A slip."}, "application/json", headers=mark)
    assert (refused.status_code, refused.json()["type"]) == (403, "/api/docs#problem-in-person")
    assert person.post(where, {"reason": "A slip."}, "application/json", headers=mark).status_code == 200
