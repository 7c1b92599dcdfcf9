"""Where a request came from, as the records of log-ins keep it."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

# The first that fits: each names those below it too, for pages that knew no other.
BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
           ("Linux", "Linux"))  # fmt: skip


def address_of(request: HttpRequest) -> str:
    """The network address of the browser; behind as many proxies as BUYFAIR_PROXIES tells, what the outermost of them saw.

    What stands further left in the header was written by the browser and proves nothing.
    """
    proxies = settings.PROXIES
    told = [a.strip() for a in request.headers.get("X-Forwarded-For", "").split(",") if a.strip()]
    seen = told[-proxies] if proxies and len(told) >= proxies else request.META.get("REMOTE_ADDR", "")
    return _counted_as(seen)


def _counted_as(seen: str) -> str:
    """One household has 2^64 addresses of the newer kind: they count as one."""
    try:
        address = ipaddress.ip_address(seen)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def browser_of(request: HttpRequest) -> str:
    """The browser in words that its person knows, else what it calls itself; anything may stand there."""
    told = "".join(c for c in request.headers.get("User-Agent", "") if c.isprintable())
    name = next((n for mark, n in BROWSERS if mark in told), "")
    system = next((n for mark, n in SYSTEMS if mark in told), "")
    return f"{name} on {system}" if name and system else told[:200]


def outside_address(request: HttpRequest, path: str) -> str:
    """A link for a letter: by the installation's told address, else by the one that the browser used."""
    if settings.CSRF_TRUSTED_ORIGINS:
        return str(settings.CSRF_TRUSTED_ORIGINS[0]).rstrip("/") + path
    return str(request.build_absolute_uri(path))
