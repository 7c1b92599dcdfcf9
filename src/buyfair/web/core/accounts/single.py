"""An agency's own log-in (OpenID Connect): who comes in is an account that was invited before; none is made by itself."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.error import URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

import jwt
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.urls import reverse

from buyfair.web.core.accounts.origin import outside_address
from buyfair.web.core.accounts.people import changed
from buyfair.web.core.clock import now
from buyfair.web.core.models import Identity, User

WAIT, LARGEST = 8, 1_000_000
STARTED_FOR = timedelta(minutes=10)
ALGORITHMS = ["RS256"]
SEVERAL_FACTORS = {"mfa", "otp", "hwk", "sc", "pop", "fpt", "face"}
"""Values of `amr` (RFC 8176) by which a provider says that more than a password was asked."""


class SingleError(Exception):
    """Why the log-in did not come about, as one sentence for the person."""


@dataclass(frozen=True)
class Provider:
    """What the environment tells of the agency's log-in."""

    issuer: str
    client: str
    secret: str
    name: str


@dataclass(frozen=True)
class Said:
    """Whom the agency's log-in vouches for; `several` where it says that it asked for more than a password."""

    subject: str
    email: str
    several: bool


class _NoRedirect(HTTPRedirectHandler):
    """What a provider tells is where it says it is."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def offered() -> Provider | None:
    """The agency's log-in, where the installation has one."""
    told = settings.OIDC
    return Provider(told["issuer"].rstrip("/"), told["client"], told["secret"], told["name"]) if told else None


def _opener() -> OpenerDirector:
    return build_opener(_NoRedirect)


def _asked(address: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> dict[str, Any]:
    """A JSON object of the provider."""
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in {"127.0.0.1", "localhost", "::1"}:
        raise SingleError("The log-in of your agency is not set up with https: tell your administrator.")
    try:
        request = Request(address, data=body, headers={"Accept": "application/json", **(headers or {})})
        with _opener().open(request, timeout=WAIT) as answer:
            told = json.loads(answer.read(LARGEST))
    except (URLError, OSError, ValueError) as e:
        raise SingleError(
            "The log-in of your agency does not answer as it should. Try again in some minutes, or log in by password."
        ) from e
    if not isinstance(told, dict):
        raise SingleError("The log-in of your agency gave an answer that is no answer: tell your administrator.")
    return told


def discovered(of: Provider) -> dict[str, Any]:
    """The provider's own description; it must name itself as the environment does."""
    told = _asked(f"{of.issuer}/.well-known/openid-configuration")
    if str(told.get("issuer", "")).rstrip("/") != of.issuer:
        raise SingleError(
            "The log-in of your agency calls itself by another name than is set up here: tell your administrator."
        )
    if missing := {"authorization_endpoint", "token_endpoint", "jwks_uri"} - told.keys():
        raise SingleError(f"The log-in of your agency does not tell its {min(missing)}: tell your administrator.")
    return told


def back_address(request: HttpRequest) -> str:
    """Where the provider sends the person back to."""
    return outside_address(request, reverse("account_single_back"))


def begin(request: HttpRequest, of: Provider, onward: str) -> str:
    """The address to go to; what must come back unchanged is kept in the session."""
    told = discovered(of)
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    request.session["single"] = {"state": state, "nonce": nonce, "verifier": verifier, "next": onward,
                                 "at": now().isoformat()}  # fmt: skip
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code", "client_id": of.client, "redirect_uri": back_address(request),
        "scope": "openid email profile", "state": state, "nonce": nonce, "code_challenge": challenge,
        "code_challenge_method": "S256",
    }  # fmt: skip
    where = str(told["authorization_endpoint"])
    return f"{where}{'&' if '?' in where else '?'}{urlencode(asked)}"


def finish(request: HttpRequest, of: Provider) -> tuple[Said, str]:
    """Whom the provider vouches for, and where the person wanted to go; used once, whatever comes of it."""
    kept = request.session.pop("single", None)
    state = request.GET.get("state", "")
    if not kept or not hmac.compare_digest(kept["state"].encode(), state.encode()):
        raise SingleError("This log-in was not begun in this browser, or was used already: begin again.")
    if now() - datetime.fromisoformat(kept["at"]) > STARTED_FOR:
        raise SingleError("This log-in took longer than ten minutes: begin again.")
    if request.GET.get("iss", of.issuer).rstrip("/") != of.issuer:
        raise SingleError(
            "Another log-in answered than was asked: begin again, and tell your administrator if it stays so."
        )
    if "error" in request.GET or not request.GET.get("code"):
        raise SingleError("The log-in of your agency was broken off: begin again, or log in by password.")
    told = discovered(of)
    answer = _token(request, of, told, kept["verifier"])
    claims = _claims(of, told, str(answer.get("id_token", "")), kept["nonce"])
    return _said(told, claims, answer), kept["next"]


def _token(request: HttpRequest, of: Provider, told: dict[str, Any], verifier: str) -> dict[str, Any]:
    """Exchanges the code."""
    sent = {"grant_type": "authorization_code", "code": request.GET["code"], "redirect_uri": back_address(request),
            "code_verifier": verifier, "client_id": of.client}  # fmt: skip
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if "client_secret_basic" in told.get("token_endpoint_auth_methods_supported", ["client_secret_basic"]):
        pair = f"{quote(of.client, safe='')}:{quote(of.secret, safe='')}".encode()
        headers["Authorization"] = "Basic " + base64.b64encode(pair).decode()
    else:
        sent["client_secret"] = of.secret
    return _asked(told["token_endpoint"], urlencode(sent).encode(), headers)


def _claims(of: Provider, told: dict[str, Any], token: str, nonce: str) -> dict[str, Any]:
    """What the token says, after its signature, issuer, audience, times and nonce are found right."""
    try:
        claims: dict[str, Any] = jwt.decode(
            token, _key(told, token), algorithms=ALGORITHMS, audience=of.client, issuer=told["issuer"], leeway=30,
            options={"require": ["exp", "iat", "aud", "iss", "sub"]},
        )  # fmt: skip
    except jwt.ExpiredSignatureError as e:
        raise SingleError(
            "What your agency's log-in sent has expired: begin again, and look whether the clocks are right."
        ) from e
    except (jwt.PyJWTError, ValueError, TypeError) as e:
        raise SingleError(
            "What your agency's log-in sent is not signed as it should be, so nobody was let in: tell your administrator."
        ) from e
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise SingleError("What your agency's log-in sent belongs to another attempt: begin again.")
    if claims.get("azp", of.client) != of.client:
        raise SingleError("What your agency's log-in sent was meant for another application: tell your administrator.")
    return claims


def _key(told: dict[str, Any], token: str) -> Any:
    """The public key that the token names; the only one where it names none."""
    keys = jwt.PyJWKSet.from_dict(_asked(told["jwks_uri"])).keys
    name = jwt.get_unverified_header(token).get("kid")
    fit = [k for k in keys if k.key_type == "RSA" and (k.key_id == name or (name is None and len(keys) == 1))]
    if not fit:
        raise jwt.InvalidTokenError("no such key")
    return fit[0].key


def _said(told: dict[str, Any], claims: dict[str, Any], answer: dict[str, Any]) -> Said:
    """The subject and its verified e-mail address, asked of the provider again where the token does not tell it."""
    more = claims
    if "email" not in claims and told.get("userinfo_endpoint"):
        more = _asked(told["userinfo_endpoint"], headers={"Authorization": f"Bearer {answer.get('access_token', '')}"})
        if more.get("sub") != claims["sub"]:
            raise SingleError("Your agency's log-in told of two people at once: begin again.")
    email = str(more.get("email", "")) if more.get("email_verified") is True else ""
    amr = claims.get("amr")
    several = isinstance(amr, list) and any(isinstance(a, str) and a in SEVERAL_FACTORS for a in amr)
    return Said(str(claims["sub"])[:255], email.strip(), several)


def account_of(of: Provider, said: Said) -> User:
    """The account that was invited: by the identity linked before, else by the verified address, which links it."""
    linked = Identity.objects.select_related("user").filter(issuer=of.issuer, subject=said.subject).first()
    if linked:
        if not linked.user.is_active:
            raise SingleError("This account is closed: ask your administrator.")
        return linked.user
    if not said.email:
        raise SingleError(
            "Your agency's log-in does not say that your e-mail address is verified, so it cannot be told who you are here."
        )
    person = User.objects.filter(email__iexact=said.email, is_active=True).first()
    if person is None:
        raise SingleError(
            f"Nobody was invited here by {said.email}: ask your administrator for an invitation to that address."
        )
    return _linked(of, said, person)


def _linked(of: Provider, said: Said, person: User) -> User:
    try:
        with transaction.atomic():
            Identity.objects.create(user=person, issuer=of.issuer, subject=said.subject, at=now())
            changed(person, "single sign-on linked", by=person, how="single sign-on")
    except IntegrityError as e:
        raise SingleError(
            "Another person of your agency's log-in is tied to this account already: ask your administrator to reset it."
        ) from e
    person.invitations.filter(over=None).update(over=now())
    return person
