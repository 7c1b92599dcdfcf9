"""Coming in: password and code, the first time with a telephone to set up, locked after failures, out when it is over."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client, RequestFactory
from django.utils import timezone
from people import Acting

from buyfair.web import settings as installed
from buyfair.web.core.accounts import codes, people, second
from buyfair.web.core.accounts.log import LIMITS
from buyfair.web.core.accounts.origin import browser_of
from buyfair.web.core.models import AccountChange, Invitation, LogIn, OpenSession, Organization, User
from buyfair.web.core.roles import Role

pytestmark = pytest.mark.django_db
PASSWORD = "a long sentence of one's own"
LOGIN = "/account/login/"


@pytest.fixture(autouse=True)
def quick(settings: Any) -> None:
    """Hashing for security is slow on purpose; one test below looks at the real hasher."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.DEMO = False


@pytest.fixture
def person() -> User:
    """A contracting officer who has joined and set up nothing else."""
    office = Organization.objects.create(name="Office A", kind="agency")
    user = User.objects.create_user("ann@office.example", "ann@office.example", PASSWORD)
    user.memberships.create(organization=office, role=Role.CONTRACTING_OFFICER.value)
    return user


class Hour:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.shift = timedelta()

    def later(self, **of: int) -> None:
        """Turns it on."""
        self.shift += timedelta(**of)


@pytest.fixture
def hour(monkeypatch: pytest.MonkeyPatch) -> Hour:
    """The pages' clock, to be turned by hand."""
    turned, real = Hour(), timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + turned.shift)
    return turned


def key_of(user: User) -> str:
    """The key that the person's telephone holds."""
    kept = codes.opened(user.second_step.key)
    assert kept is not None
    return kept


def shown(key: str) -> str:
    """What the telephone shows now."""
    return codes.code_at(key, int(timezone.now().timestamp()) // codes.STEP)


def with_telephone(user: User) -> str:
    """Sets up a second step long ago; its key."""
    key = codes.new_key()
    user.second_step = user.__class__.second_step.related.related_model.objects.create(
        user=user, key=codes.closed(key), at=timezone.now()
    )
    return key


def password_step(client: Client, name: str = "ann@office.example", password: str = PASSWORD, **more: str) -> Any:
    """Sends the first step."""
    return client.post(LOGIN, {"name": name, "password": password, **more})


def text(answer: Any) -> str:
    """What a page says, in one line."""
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_first_log_in_sets_up_the_second_step_and_shows_recovery_codes_once(person: User) -> None:
    """Password, picture, code, ten codes; and the account is open."""
    client = Client()
    assert password_step(client)["Location"] == "/account/second-step/"
    page = text(client.get("/account/second-step/"))
    key = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert key and "<svg" in page and "style=" not in page.split("<main")[1]
    answer = client.post("/account/second-step/", {"code": shown(key[1].replace(" ", ""))})
    assert len(re.findall(r"<code>[a-z0-9]{5}-[a-z0-9]{5}</code>", text(answer))) == 10
    assert answer["Cache-Control"] == "no-store"
    assert "Ann" in text(client.get("/account/")) or "ann@office.example" in text(client.get("/account/"))
    assert person.recovery_codes.count() == 10


def test_after_the_password_alone_nothing_is_open(person: User) -> None:
    """A page with an account asks to log in, though the first step was right."""
    client = Client()
    with_telephone(person)
    assert password_step(client)["Location"] == "/account/code/"
    assert client.get("/account/")["Location"].startswith(LOGIN)
    assert client.get("/account/second-step/")["Location"] == "/account/code/"


def test_a_code_lets_in_once(person: User) -> None:
    """The code of this half minute; read over a shoulder and typed again it is refused."""
    key, first, again = with_telephone(person), Client(), Client()
    password_step(first, next="/account/people/")
    code = shown(key)
    assert first.post("/account/code/", {"code": code})["Location"] == "/account/people/"
    password_step(again)
    answer = again.post("/account/code/", {"code": code})
    assert answer.status_code == 403 and "used already" in text(answer)


def test_a_recovery_code_stands_in_once(person: User) -> None:
    """As it was written down, in capitals and with its hyphen."""
    with_telephone(person)
    fresh = second.new_recovery_codes(person)
    for status in (302, 403):
        client = Client()
        password_step(client)
        assert client.post("/account/code/", {"code": second.pretty(fresh[0]).upper()}).status_code == status


def test_the_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B: the last six of the eight digits."""
    key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for seconds, code in ((59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")):
        assert codes.code_at(key, seconds // 30) == code


def test_five_failures_lock_with_a_sentence_and_an_end(person: User, hour: Hour) -> None:
    """Not even the right password is taken, and after the end it is."""
    with_telephone(person)
    client = Client()
    for _ in range(LIMITS[0].failures):
        answer = password_step(client, password="wrong")
    assert "Try again in 15 minutes" in text(answer)
    locked = password_step(client)
    assert locked.status_code == 429 and "not even a right one" in text(locked)
    assert 'value="ann@office.example"' in text(locked)
    hour.later(minutes=16)
    assert password_step(client)["Location"] == "/account/code/"


def test_somebody_elsewhere_does_not_lock_the_person_out_with_five_failures(person: User) -> None:
    """The lock is of the account from one address; many addresses together close it too."""
    with_telephone(person)
    for n in range(LIMITS[1].failures):
        if n == LIMITS[0].failures:
            assert password_step(Client())["Location"] == "/account/code/"
        Client(REMOTE_ADDR=f"192.0.2.{n // 4}").post(LOGIN, {"name": "ann@office.example", "password": "wrong"})
    assert password_step(Client()).status_code == 429


def test_codes_are_guessed_as_little_as_passwords(person: User) -> None:
    """Five wrong codes close the door too."""
    with_telephone(person)
    client = Client()
    password_step(client)
    answers = [client.post("/account/code/", {"code": f"{n:06d}"}) for n in range(LIMITS[0].failures + 1)]
    assert answers[-1].status_code == 429


def test_an_address_that_tries_many_accounts_is_locked_and_fills_no_disk(person: User) -> None:
    """Thousands of names from one address leave a bounded number of rows."""
    client = Client()
    for n in range(LIMITS[2].failures + 40):
        answer = password_step(client, name=f"n{n}@nowhere.example", password="x")
    assert answer.status_code == 429 and "your address" in text(answer)
    assert LogIn.objects.count() <= LIMITS[2].failures + LIMITS[0].failures + 1


def test_what_is_typed_as_a_name_is_not_kept(person: User) -> None:
    """People type their password into the wrong field."""
    password_step(Client(), name=PASSWORD, password="x")
    assert PASSWORD not in str(list(LogIn.objects.values()))


def test_who_does_not_exist_is_answered_like_who_does(person: User) -> None:
    """The page never tells whether there is such an account."""
    names = ("ann@office.example", "bob@office.example")
    pages = [text(password_step(Client(), name=n, password="wrong")) for n in names]
    a, b = (re.sub(r'(ann|bob)@|csrfmiddlewaretoken" value="[^"]+"', "", p) for p in pages)
    assert a == b


@pytest.mark.parametrize("target", [
    "https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)",
    "http:evil.example", "///evil.example", "\\\\evil.example", "/account/logout/", "account/", "/\n/evil.example",
])  # fmt: skip
def test_nobody_is_sent_away_from_this_site(person: User, target: str) -> None:
    """An open redirect lends our name to somebody else's page."""
    with_telephone(person)
    client = Client()
    password_step(client, next=target)
    assert client.session["pending"]["next"] == "/"


def test_a_page_asked_for_before_logging_in_is_opened_after_it(person: User) -> None:
    """With its whole query."""
    key, client = with_telephone(person), Client()
    where = client.get("/account/people/?page=1&x=%26y")["Location"]
    page = text(client.get(where))
    told = re.search(r'name="next" value="([^"]+)"', page)
    assert told
    password_step(client, next=told[1].replace("&amp;", "&"))
    assert client.post("/account/code/", {"code": shown(key)})["Location"] == "/account/people/?page=1&x=%26y"


def test_in_a_demonstration_the_password_alone_opens_and_the_page_says_so(person: User, settings: Any) -> None:
    """And such a session ends when the demonstration does."""
    settings.DEMO = True
    client = Client()
    page = text(client.get(LOGIN))
    assert "demonstration" in page and "code from your telephone" not in page and "name of the account" in page
    assert password_step(client)["Location"] == "/"
    assert client.get("/account/").status_code == 200
    settings.DEMO = False
    assert client.get("/account/")["Location"].startswith(LOGIN)
    assert "then with a code from your telephone" in text(client.get(LOGIN))


def test_a_session_ends_when_it_is_not_used(acting: Acting, hour: Hour, settings: Any) -> None:
    """Half an hour by default; who works on stays in."""
    client = acting(Role.CONTRACTING_OFFICER)
    for _ in range(3):
        hour.later(minutes=20)
        assert client.get("/account/").status_code == 200
    hour.later(minutes=31)
    assert client.get("/account/").status_code == 302


def test_a_session_ends_in_the_end(acting: Acting, hour: Hour) -> None:
    """Twelve hours by default, however busy."""
    client = acting(Role.CONTRACTING_OFFICER)
    statuses = []
    for _ in range(37):
        hour.later(minutes=20)
        statuses.append(client.get("/account/").status_code)
    assert statuses == [200] * 35 + [302] * 2


def test_one_session_too_many_ends_the_oldest(person: User, settings: Any) -> None:
    """Five at once by default."""
    browsers = [Client() for _ in range(settings.SESSIONS_AT_ONCE + 1)]
    for browser in browsers:
        browser.force_login(person)
    assert [b.get("/account/").status_code for b in browsers] == [302] + [200] * settings.SESSIONS_AT_ONCE
    assert OpenSession.objects.filter(user=person).count() == settings.SESSIONS_AT_ONCE


def test_the_person_ends_a_session_elsewhere_and_nobody_ends_another_persons(person: User, acting: Acting) -> None:
    """By the button of the own page."""
    here, there = Client(), Client()
    there.force_login(person)
    other = OpenSession.objects.get(user=person)
    here.force_login(person)
    stranger = acting(Role.ADMINISTRATOR, "Operator", "operator")
    assert stranger.post(f"/account/sessions/{other.pk}/end/").status_code == 404
    assert there.get("/account/").status_code == 200
    here.post(f"/account/sessions/{other.pk}/end/")
    assert there.get("/account/").status_code == 302


def test_a_new_password_ends_every_other_session(person: User) -> None:
    """This one goes on."""
    here, there = Client(), Client()
    for browser in (here, there):
        browser.force_login(person)
    new = "another long sentence, this one"
    told = {"old_password": PASSWORD, "new_password": new, "again": new}
    assert here.post("/account/password/", told)["Location"] == "/account/"
    assert here.get("/account/").status_code == 200 and there.get("/account/").status_code == 302
    assert OpenSession.objects.filter(user=person).count() == 1


def test_a_weak_or_mistyped_password_is_refused_beside_its_field(person: User) -> None:
    """Each with what is expected."""
    client = Client()
    client.force_login(person)
    for new, again, said in (("short", "short", "at least 12"), ("ann@office.example", "ann@office.example", "similar"),
                             ("123412341234", "123412341234", "numeric"), (PASSWORD + "!", PASSWORD, "differs")):  # fmt: skip
        page = text(client.post("/account/password/", {"old_password": PASSWORD, "new_password": new, "again": again}))
        assert said in page and "usa-error-message" in page


def test_a_forgotten_password_is_renewed_by_letter_once_within_an_hour(person: User, hour: Hour) -> None:
    """The link works once; the answer on the page is the same for an address without an account."""
    client = Client()
    asked = [text(client.post("/account/password/forgotten/", {"name": n})) for n in ("ann@office.example", "bob@x.example")]
    assert asked[0].replace("ann@office", "bob@x") == asked[1]
    assert len(mail.outbox) == 1
    found = re.search(r"http://testserver(/account/password/new/\S+)", mail.outbox[0].body)
    assert found
    new = {"new_password": "another long sentence", "again": "another long sentence"}
    assert client.post(found[1], new)["Location"] == LOGIN
    assert client.post(found[1], new).status_code == 410
    assert password_step(Client(), password="another long sentence")["Location"] == "/account/second-step/"


def test_no_mailbox_is_flooded(person: User) -> None:
    """Three letters an hour."""
    for _ in range(6):
        Client().post("/account/password/forgotten/", {"name": "ann@office.example"})
    assert len(mail.outbox) == 3


@pytest.mark.parametrize("path", [
    "/account/password/new/x/y/", "/account/password/new/MQ/y-z/", "/account/password/new/_/%00/",
    "/account/joining/nothing/", "/account/password/new/OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5/a/",
])  # fmt: skip
def test_a_link_that_opens_nothing_says_how_to_get_a_new_one(path: str) -> None:
    """With the right status, and never a defect."""
    answer = Client().get(path)
    assert answer.status_code == 410 and "opens nothing any more" in text(answer)


def test_the_first_administrator_comes_from_the_commands(capsys: pytest.CaptureFixture[str], hour: Hour) -> None:
    """An organization, a person, a link, a password, a telephone: then a second person is invited by the page."""
    call_command("add_organization", "Operations", kind="operator")
    call_command("add_person", "root@ops.example", name="Ro Oot", organization="Operations", role=["administrator"])
    link = re.search(r"(/account/joining/\S+)", capsys.readouterr().out)
    assert link
    client = Client()
    assert "administrator of Operations" in text(client.get(link[1]))
    told = {"name": "Ro Oot", "new_password": PASSWORD, "again": PASSWORD}
    assert client.post(link[1], told)["Location"] == "/account/second-step/"
    assert Client().post(link[1], told).status_code == 410
    client.get("/account/second-step/")
    client.post("/account/second-step/", {"code": shown(client.session["new_key"])})
    office = Organization.objects.create(name="Office B", kind="agency")
    invited = {"email": "New@B.example", "organization": office.pk, "role": "portfolio_lead"}
    page = text(client.post("/account/people/invite/", invited, follow=True))
    assert "invitation was sent to new@b.example" in page.lower() and len(mail.outbox) == 1
    assert "Ro Oot invites you" in mail.outbox[0].body
    hour.later(days=8)
    late = re.search(r"(/account/joining/\S+)", mail.outbox[0].body)
    assert late and client.get(late[1]).status_code == 410
    assert [c.what for c in AccountChange.objects.order_by("pk")] == [
        "role given", "invited", "joined", "second step set up", "role given", "invited",
    ]  # fmt: skip


def test_the_commands_say_what_is_wrong() -> None:
    """One sentence each, and nothing is added."""
    with pytest.raises(CommandError, match="no organization is called 'Nowhere'; there are: none yet"):
        call_command("add_person", "a@b.example", organization="Nowhere", role=["administrator"])
    call_command("add_organization", "Firm", kind="supplier")
    with pytest.raises(CommandError, match="already exists"):
        call_command("add_organization", "Firm", kind="supplier")
    with pytest.raises(CommandError, match="administrator is no role of a supplier"):
        call_command("add_person", "a@b.example", organization="Firm", role=["administrator"])
    with pytest.raises(CommandError, match="valid email"):
        call_command("add_person", "nobody", organization="Firm", role=["supplier_member"])
    assert not User.objects.exists() and not Invitation.objects.exists()


def test_passwords_are_kept_with_argon2() -> None:
    """What the settings of the installation say."""
    assert installed.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_the_key_of_the_telephone_is_not_readable_in_a_copy_of_the_database(person: User) -> None:
    """Nor are recovery codes, invitations and what a letter holds."""
    key = with_telephone(person)
    assert key not in person.second_step.key and key_of(person) == key
    fresh = second.new_recovery_codes(person)
    assert not set(fresh) & set(person.recovery_codes.values_list("mark", flat=True))
    assert not Invitation.objects.filter(mark=people.invite(person, None)).exists()


def test_a_person_sees_who_came_in_as_them(person: User) -> None:
    """Failures too, with where from."""
    with_telephone(person)
    Client(REMOTE_ADDR="198.51.100.7").post(LOGIN, {"name": "ANN@office.example", "password": "wrong"})
    client = Client()
    client.force_login(person)
    page = text(client.get("/account/"))
    assert "198.51.100.7" in page and "refused: wrong" in page


def test_behind_a_proxy_only_what_the_proxy_wrote_is_believed(person: User, settings: Any) -> None:
    """A browser that writes the header itself changes nothing."""
    told = {"name": "ann@office.example", "password": "wrong"}
    Client(REMOTE_ADDR="10.0.0.1").post(LOGIN, told, headers={"X-Forwarded-For": "203.0.113.9"})
    settings.PROXIES = 1
    Client(REMOTE_ADDR="10.0.0.1").post(LOGIN, told, headers={"X-Forwarded-For": "1.1.1.1, 203.0.113.9"})
    assert set(LogIn.objects.values_list("address", flat=True)) == {"10.0.0.1", "203.0.113.9"}


@pytest.mark.parametrize(("told", "words"), [
    ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0", "Edge on Windows"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on iPhone"),
    ("curl/8.5.0", "curl/8.5.0"), ("odd \x7f\u202e words", "odd  words"),
])  # fmt: skip
def test_a_browser_is_named_as_its_person_knows_it(told: str, words: str) -> None:
    """And one that nobody knows as it calls itself, without signs that turn the page around."""
    assert browser_of(RequestFactory().get("/", headers={"User-Agent": told})) == words


def told_by(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """The settings as an installation with this environment gets them."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    spec = spec_from_file_location("settings_of_an_installation", str(Path(installed.__file__ or "")))
    assert spec and spec.loader
    found = module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def test_cookies_are_for_this_site_and_with_https_for_https_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the browser is told to come by https only; without it, none of both."""
    plain = told_by({"BUYFAIR_ORIGINS": "http://127.0.0.1:8000"}, monkeypatch)
    assert (plain.SESSION_COOKIE_SECURE, plain.CSRF_COOKIE_SECURE, plain.SECURE_HSTS_SECONDS) == (False, False, 0)
    told = told_by({"BUYFAIR_ORIGINS": "https://buyfair.agency.example", "BUYFAIR_PROXIES": "1"}, monkeypatch)
    assert told.SESSION_COOKIE_SECURE and told.CSRF_COOKIE_SECURE and told.SECURE_HSTS_SECONDS >= 31_536_000
    assert told.SECURE_PROXY_SSL_HEADER == ("HTTP_X_FORWARDED_PROTO", "https")
    for found in (plain, told):
        assert found.SESSION_COOKIE_HTTPONLY and found.CSRF_COOKIE_HTTPONLY
        assert found.SESSION_COOKIE_SAMESITE == found.CSRF_COOKIE_SAMESITE == "Lax"


def test_what_differs_between_installations_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of it is there unless it is told."""
    assert told_by({}, monkeypatch).OIDC is None
    told = told_by({"BUYFAIR_OIDC_ISSUER": "https://login.example", "BUYFAIR_OIDC_CLIENT": "c", "BUYFAIR_OIDC_SECRET": "s",
                    "BUYFAIR_IDLE_MINUTES": "10", "BUYFAIR_SESSION_HOURS": "8",
                    "BUYFAIR_DEMO": "yes"}, monkeypatch)  # fmt: skip
    assert told.OIDC == {"issuer": "https://login.example", "client": "c", "secret": "s", "name": "your agency"}
    assert (timedelta(minutes=10), timedelta(hours=8), False) == (told.SESSION_IDLE, told.SESSION_LONGEST, told.DEMO)


def test_a_pending_first_step_ends(person: User, hour: Hour) -> None:
    """After ten minutes, and at once when the password is changed or the account closed meanwhile."""
    key = with_telephone(person)
    waits = Client()
    password_step(waits)
    hour.later(minutes=11)
    assert waits.post("/account/code/", {"code": shown(key)})["Location"] == LOGIN
    password_step(waits)
    people.close(person, by=None)
    assert waits.post("/account/code/", {"code": shown(key)})["Location"] == LOGIN
    assert isinstance(hour.shift, timedelta) and isinstance(timezone.now(), datetime)
