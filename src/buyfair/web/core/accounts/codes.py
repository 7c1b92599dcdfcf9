"""The six digits of an authenticator application (RFC 6238), and the recovery codes that stand in for a lost one."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from urllib.parse import quote, urlencode

import qrcode  # type: ignore[import-untyped]
import qrcode.image.svg  # type: ignore[import-untyped]
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

STEP = 30
"""Seconds for which a code is shown."""
SLACK = 1
"""How many steps a clock may be off, either way."""
RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_key() -> str:
    """A key of 160 bits, as applications take it."""
    return base64.b32encode(secrets.token_bytes(20)).decode("ascii")


def code_at(key: str, step: int) -> str:
    """The six digits that belong to one half minute."""
    digest = hmac.digest(base64.b32decode(key), step.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def step_of(key: str, typed: str, seconds: float, last_used: int) -> int | None:
    """The half minute that a typed code belongs to; None where it is wrong, too old, or was used before."""
    moment = int(seconds) // STEP
    good = None
    for step in range(moment - SLACK, moment + SLACK + 1):
        if hmac.compare_digest(code_at(key, step).encode(), typed.encode()) and step > last_used:
            good = step
    return good


def plain(typed: str) -> str:
    """A code as it is compared: spaces and hyphens are for the eye, and capitals do not matter."""
    return "".join(c for c in typed.casefold() if c.isalnum())[:40]


def recovery_codes() -> list[str]:
    """Ten codes of ten letters and digits: about 50 bits each, none that is misread."""
    return ["".join(secrets.choice(_LETTERS) for _ in range(10)) for _ in range(RECOVERY_CODES)]


def recovery_mark(user_key: int, code: str) -> str:
    """What is kept of a recovery code."""
    return salted_hmac("buyfair.recovery", f"{user_key}:{plain(code)}", algorithm="sha256").hexdigest()


def _box() -> MultiFernet:
    """What encrypts with the key of the installation, and still opens what an older key closed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    made = (hashlib.sha256(b"buyfair.second-step:" + k.encode()).digest() for k in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(k)) for k in made])


def closed(key: str) -> str:
    """The key as it is kept."""
    return _box().encrypt(key.encode("ascii")).decode("ascii")


def opened(kept: str) -> str | None:
    """The key as it was; None where the installation's own key has been replaced."""
    try:
        return _box().decrypt(kept.encode("ascii")).decode("ascii")
    except InvalidToken:
        return None


def picture(address: str) -> str:
    """A square picture of an address for a camera, as one SVG element."""
    drawn = qrcode.make(address, image_factory=qrcode.image.svg.SvgPathImage, border=4)
    return str(drawn.to_string(encoding="unicode"))


def in_fours(key: str) -> str:
    """A key as somebody types it."""
    return " ".join(key[i : i + 4] for i in range(0, len(key), 4))


def enrolment(key: str, account: str) -> str:
    """The address that an authenticator application reads from the picture."""
    label = quote(f"Buyfair:{account}", safe="")
    return f"otpauth://totp/{label}?{urlencode({'secret': key, 'issuer': 'Buyfair', 'digits': 6, 'period': STEP})}"
