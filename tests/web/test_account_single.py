"""Coming in by an agency's own log-in, walked against a real provider; and every way in which a false one is refused."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from oidc_provider import CLIENT, SECRET, Provider, serving

from buyfair.web.core.accounts import people
from buyfair.web.core.models import AccountChange, Identity, LogIn, Organization, User
from buyfair.web.core.roles import Role

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    """The agency's log-in, set up as the environment would."""
    with serving() as of:
        settings.OIDC = {"issuer": of.issuer, "client": CLIENT, "secret": SECRET, "name": "Agency Login"}
        settings.DEMO = False
        yield of


@pytest.fixture
def ann() -> User:
    """Invited, and not joined by password."""
    office = Organization.objects.create(name="Office A", kind="agency")
    people.new_person("ann@office.example", "Ann Other", office, [Role.CONTRACTING_OFFICER], None)
    return User.objects.get()


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def through(address: str) -> str:
    """The browser at the provider: where it is sent back to."""
    try:
        build_opener(_Stay).open(address, timeout=5)
    except HTTPError as e:
        assert e.code == 302
        return str(e.headers["Location"])
    raise AssertionError("the provider did not send the browser back")


def back(client: Client, location: str) -> Any:
    """The browser comes back to us."""
    parts = urlsplit(location)
    assert parts.path == "/account/sso/back/"
    return client.get(f"{parts.path}?{parts.query}")


def walk(client: Client, onward: str = "/account/people/") -> Any:
    """There and back."""
    return back(client, through(client.get(f"/account/sso/?next={onward}")["Location"]))


def said(client: Client, answer: Any) -> str:
    """The sentence of the page that a refused log-in ends on."""
    assert answer["Location"] == LOGIN
    page = client.get(LOGIN).content.decode()
    assert "usa-alert--error" in page
    return page


def several(provider: Provider) -> None:
    """The provider asked for a card and a number, and says so."""
    provider.claims["amr"] = ["sc", "pin"]


def test_an_invited_person_comes_in_and_is_known_again_by_more_than_the_address(provider: Provider, ann: User) -> None:
    """Linked once by the verified address; from then on by who the provider says it is."""
    several(provider)
    client = Client()
    assert "Log in with Agency Login" in client.get(LOGIN).content.decode()
    assert walk(client)["Location"] == "/account/people/"
    assert client.get("/account/people/").status_code == 200
    assert Identity.objects.get().user == ann
    provider.person["email"] = "ann.married@office.example"
    again = Client()
    assert walk(again)["Location"] == "/account/people/"
    assert AccountChange.objects.filter(what="single sign-on linked").count() == 1
    assert LogIn.objects.filter(result="in", how="single sign-on").count() == 2


def test_where_the_provider_asked_for_a_password_alone_our_second_step_follows(provider: Provider, ann: User) -> None:
    """No role comes in by one factor."""
    client = Client()
    assert walk(client)["Location"] == "/account/second-step/"
    assert client.get("/account/")["Location"].startswith(LOGIN)


def test_what_is_asked_of_the_provider_is_bound_to_this_browser(provider: Provider, ann: User) -> None:
    """State, nonce and the hash of a verifier, each new; the scope is no wider than needed."""
    asked = [parse_qs(urlsplit(Client().get("/account/sso/")["Location"]).query) for _ in range(2)]
    for key in ("state", "nonce", "code_challenge"):
        assert asked[0][key] != asked[1][key] and len(asked[0][key][0]) >= 43
    assert asked[0]["code_challenge_method"] == ["S256"] and asked[0]["scope"] == ["openid email profile"]


def test_a_person_nobody_invited_is_refused_by_a_sentence_and_no_account_is_made(provider: Provider, ann: User) -> None:
    """And the log keeps the attempt."""
    several(provider)
    provider.person["email"] = "stranger@elsewhere.example"
    client = Client()
    assert "Nobody was invited here by stranger@elsewhere.example" in said(client, walk(client))
    assert User.objects.count() == 1
    assert LogIn.objects.get().result == "refused: no such account"


Turn = Callable[[Provider], Any]
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
UNVERIFIED = "does not say that your e-mail address is verified"
FALSE: list[tuple[str, Turn, str]] = [
    (
        "another issuer in the token",
        lambda p: p.claims.update(iss="https://evil.example"),
        "not signed as it should be",
    ),
    ("another name in the discovery", lambda p: setattr(p, "calls_itself", "https://evil.example"), "by another name"),
    ("another nonce", lambda p: p.claims.update(nonce="another"), "belongs to another attempt"),
    ("no nonce", lambda p: p.claims.update(nonce=None), "belongs to another attempt"),
    ("expired", lambda p: p.claims.update(exp=int(time.time()) - 120, iat=int(time.time()) - 600), "has expired"),
    ("never expires", lambda p: p.claims.update(exp=None), "not signed as it should be"),
    ("for another application", lambda p: p.claims.update(aud="another"), "not signed as it should be"),
    (
        "for two, asked by another",
        lambda p: p.claims.update(aud=["buyfair", "x"], azp="x"),
        "meant for another application",
    ),
    ("nobody", lambda p: p.claims.update(sub=None), "not signed as it should be"),
    ("another key", lambda p: setattr(p, "signs_with", OTHER_KEY), "not signed as it should be"),
    ("no signature", lambda p: setattr(p, "algorithm", "none"), "not signed as it should be"),
    ("the public key as a secret", lambda p: setattr(p, "algorithm", "HS256"), "not signed as it should be"),
    (
        "address not verified",
        lambda p: p.person.update(email_verified=False),
        UNVERIFIED,
    ),
    (
        "verified as a word",
        lambda p: p.person.update(email_verified="true"),
        UNVERIFIED,
    ),
    ("no address", lambda p: p.person.pop("email"), UNVERIFIED),
]


@pytest.mark.parametrize(("turn", "sentence"), [f[1:] for f in FALSE], ids=[f[0] for f in FALSE])
def test_what_is_false_lets_nobody_in(provider: Provider, ann: User, turn: Turn, sentence: str) -> None:
    """Each with its sentence; the account stays unlinked."""
    several(provider)
    client = Client()
    there = client.get("/account/sso/")["Location"]
    turn(provider)
    assert sentence in said(client, back(client, through(there)))
    assert client.get("/account/").status_code == 302 and not Identity.objects.exists()


def test_an_answer_that_was_not_asked_for_in_this_browser_is_refused(provider: Provider, ann: User) -> None:
    """Another's answer, one used twice, another state, another provider's, one that says it was broken off."""
    several(provider)
    location = through(Client().get("/account/sso/")["Location"])
    stranger = Client()
    assert "not begun in this browser" in said(stranger, back(stranger, location))
    own = Client()
    location = through(own.get("/account/sso/")["Location"])
    assert back(own, location).status_code == 302
    own.post("/account/logout/")
    assert "not begun in this browser" in said(own, back(own, location))
    changes = (("state=", "state=x"), "not begun in this browser"), (("iss=http", "iss=https"), "Another log-in answered")
    broken = (("code=", "error=access_denied&no="), "broken off"), (("code=", "code=x"), "does not answer")
    for change, sentence in (*changes, *broken):
        client = Client()
        location = through(client.get("/account/sso/")["Location"])
        assert sentence in said(client, back(client, location.replace(*change)))
    assert "not begun in this browser" in said(client, client.get("/account/sso/back/?state=%E2%82%AC&code=%00"))


def test_two_people_of_the_provider_never_share_an_account(provider: Provider, ann: User) -> None:
    """An address that was given to somebody else at the agency does not inherit the account."""
    several(provider)
    walk(Client())
    provider.person["sub"] = "s-2"
    client = Client()
    assert "tied to this account already" in said(client, walk(client))


def test_a_closed_account_is_closed_here_too(provider: Provider, ann: User) -> None:
    """Before and after it was linked."""
    several(provider)
    people.close(ann, by=None)
    client = Client()
    assert "Nobody was invited" in said(client, walk(client))
    people.open_again(ann, by=None)
    walk(Client())
    people.close(ann, by=None)
    assert "account is closed" in said(client, walk(client))


def test_the_address_is_asked_for_where_the_token_does_not_tell_it(provider: Provider, ann: User) -> None:
    """And must be told of the same person."""
    several(provider)
    provider.userinfo = dict(provider.person)
    provider.claims.update(email=None, email_verified=None)
    assert walk(Client())["Location"] == "/account/people/"
    provider.userinfo["sub"] = "s-9"
    client = Client()
    assert "two people at once" in said(client, walk(client))


def test_a_provider_that_is_down_or_not_there_is_said(provider: Provider, settings: Any) -> None:
    """The password still opens the door."""
    provider.broken = True
    client = Client()
    assert "does not answer as it should" in said(client, client.get("/account/sso/"))
    settings.OIDC = settings.OIDC | {"issuer": "http://login.agency.example"}
    assert "not set up with https" in said(client, client.get("/account/sso/"))
    settings.OIDC = None
    for path in ("/account/sso/", "/account/sso/back/?code=1&state=2"):
        assert "has no log-in of an agency" in said(client, client.get(path))


def test_nobody_is_sent_elsewhere_after_the_agencys_log_in(provider: Provider, ann: User) -> None:
    """The page asked for must be ours."""
    several(provider)
    assert walk(Client(), "//evil.example/")["Location"] == "/"
