"""A small real provider of log-ins (OpenID Connect) on loopback: what an agency's log-in does, and what a false one tries."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CLIENT, SECRET = "buyfair", "a secret of two"

ANN = {"sub": "s-1", "email": "ann@office.example", "email_verified": True}


def unpadded(raw: bytes) -> str:
    """Base 64 as tokens use it."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass
class Provider:
    """One provider; a test turns its screws.

    `claims` replaces what the token says (None takes it out), `person` is who is logged in there, `key` signs.
    """

    issuer: str = ""
    person: dict[str, Any] = field(
        default_factory=lambda: {"sub": "s-1", "email": "ann@office.example", "email_verified": True}
    )
    claims: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] | None = None
    calls_itself: str = ""
    algorithm: str = "RS256"
    broken: bool = False
    key: rsa.RSAPrivateKey = field(
        default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048)
    )
    signs_with: rsa.RSAPrivateKey | None = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def discovery(self) -> dict[str, Any]:
        """What it says of itself."""
        return {
            "issuer": self.calls_itself or self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def jwks(self) -> dict[str, Any]:
        """Its public key."""
        numbers = self.key.public_key().public_numbers()
        n, e = (unpadded(x.to_bytes((x.bit_length() + 7) // 8, "big")) for x in (numbers.n, numbers.e))
        return {"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "one", "n": n, "e": e}]}

    def authorize(self, asked: dict[str, str]) -> str:
        """The person agrees at once; where the browser is sent back to."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state'], 'iss': self.issuer})}"

    def token(self, sent: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """The code for a token: once, to who knows the secret and began it."""
        asked = self.codes.pop(sent.get("code", ""), None)
        pair = base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '%20')}".encode()).decode()
        challenge = unpadded(hashlib.sha256(sent.get("code_verifier", "").encode()).digest())
        if asked is None or authorization != f"Basic {pair}" or challenge != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        if sent["redirect_uri"] != asked["redirect_uri"] or sent["grant_type"] != "authorization_code":
            return 400, {"error": "invalid_request"}
        return 200, {"access_token": "opens-userinfo", "token_type": "Bearer", "id_token": self.signed(asked)}

    def signed(self, asked: dict[str, str]) -> str:
        """The token."""
        now = int(time.time())
        told = {"iss": self.issuer, "aud": asked["client_id"], "iat": now, "exp": now + 300, "nonce": asked["nonce"],
                **self.person, **self.claims}  # fmt: skip
        claims = {k: v for k, v in told.items() if v is not None}
        if self.algorithm == "none":
            return jwt.encode(claims, None, algorithm="none", headers={"kid": "one"})  # type: ignore[arg-type]
        if self.algorithm == "HS256":
            return self.signed_with_what_anybody_reads(claims)
        return jwt.encode(claims, self.signs_with or self.key, algorithm="RS256", headers={"kid": "one"})

    def signed_with_what_anybody_reads(self, claims: dict[str, Any]) -> str:
        """The public key, taken for a secret of two: an old trick against who believes the token's own algorithm."""
        public = self.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        parts = ({"alg": "HS256", "typ": "JWT", "kid": "one"}, claims)
        head = ".".join(unpadded(json.dumps(part).encode()) for part in parts)
        return f"{head}.{unpadded(hmac.digest(public, head.encode(), 'sha256'))}"


class _Asked(BaseHTTPRequestHandler):
    """One request to the provider."""

    server: Any

    def _tell(self, status: int, told: Any) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:  # noqa: N802
        of: Provider = self.server.provider
        parts = urlsplit(self.path)
        of.asked.append(parts.path)
        if of.broken:
            return self._tell(500, "no")
        if parts.path == "/authorize":
            self.send_response(302)
            self.send_header("Location", of.authorize({k: v[0] for k, v in parse_qs(parts.query).items()}))
            self.send_header("Content-Length", "0")
            return self.end_headers()
        if parts.path == "/userinfo" and self.headers["Authorization"] != "Bearer opens-userinfo":
            return self._tell(401, {})
        told = {
            "/.well-known/openid-configuration": of.discovery(),
            "/jwks": of.jwks(),
            "/userinfo": of.userinfo or of.person,
        }
        return self._tell(200, told[parts.path])

    def do_POST(self) -> None:  # noqa: N802
        of: Provider = self.server.provider
        sent = {k: v[0] for k, v in parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()).items()}
        self._tell(*of.token(sent, self.headers.get("Authorization", "")))

    def log_message(self, *_: Any) -> None:
        """Silent."""


@contextmanager
def serving() -> Iterator[Provider]:
    """A provider that answers on loopback until the test is over."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Asked)
    provider = Provider(issuer=f"http://127.0.0.1:{server.server_address[1]}")
    server.provider = provider  # type: ignore[attr-defined]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
