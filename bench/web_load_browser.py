"""A browser as small as the load needs it: cookies, pages, their links and forms; nothing of it knows a subject."""

from __future__ import annotations

import gzip
import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit


@dataclass
class Form:
    """A form as the page has it: where it sends, and what stands in it."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)

    def filled(self, told: Mapping[str, str]) -> bytes:
        """What is sent: the page's own values, those told in their place."""
        kept = [(name, value) for name, value in self.fields if name not in told]
        return urlencode([*kept, *told.items()]).encode()

    def has(self, name: str) -> bool:
        """Whether it asks this."""
        return name in self.choices or any(n == name for n, _ in self.fields)


class Page(HTMLParser):
    """What was answered: its status, how long it took, its links and its forms."""

    def __init__(self, address: str, status: int, seconds: float, body: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address, self.status, self.seconds, self.body = address, status, seconds, body
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._text: str | None = None
        self._select: str | None = None
        self.feed(body)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Links, forms and what stands in them."""
        has = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in has:
            self.links.append(urljoin(self.address, has["href"]).partition("#")[0])
        elif tag == "form":
            self.forms.append(Form(urljoin(self.address, has.get("action") or self.address), has.get("method", "get")))
        elif self.forms:
            self._field(tag, has)

    def _field(self, tag: str, has: Mapping[str, str]) -> None:
        form, name = self.forms[-1], has.get("name", "")
        if tag == "input" and name:
            kind = has.get("type", "text")
            if kind in ("radio", "checkbox"):
                form.choices.setdefault(name, []).append(has.get("value", "on"))
            if kind not in ("radio", "checkbox", "submit", "file") or (
                kind in ("radio", "checkbox") and "checked" in has
            ):
                form.fields.append((name, has.get("value", "")))
        elif tag == "textarea" and name:
            form.fields.append((name, ""))
        elif tag == "select" and name:
            self._select = name
        elif tag == "option" and self._select:
            first = self._select not in form.choices
            form.choices.setdefault(self._select, []).append(has.get("value", ""))
            if first or "selected" in has:
                form.fields = [f for f in form.fields if f[0] != self._select] + [(self._select, has.get("value", ""))]

    def handle_endtag(self, tag: str) -> None:
        """A choice ends."""
        if tag == "select":
            self._select = None

    def form(self, ending: str, *asks: str) -> Form | None:
        """The first form that is sent to an address with this in it and asks these."""
        posts = (f for f in self.forms if f.method.lower() == "post" and ending in f.action)
        return next((f for f in posts if all(f.has(name) for name in asks)), None)


class Browser:
    """One person's: it keeps cookies and one connection, and says how long each answer took to its last byte."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port, self.cookies = host, port, dict[str, str]()
        self._open: http.client.HTTPConnection | None = None

    def get(self, address: str) -> Page:
        """A page, redirects followed; the seconds are those of all of it."""
        return self._sent("GET", address, b"")

    def post(self, form: Form, told: Mapping[str, str]) -> Page:
        """What comes at once of a form that is sent: a redirect is given as it is, to be followed by who wants to."""
        return self._once("POST", form.action, form.filled(told))[0]

    def _sent(self, method: str, address: str, body: bytes) -> Page:
        seconds = 0.0
        for _ in range(6):
            page, onward = self._once(method, address, body)
            seconds += page.seconds
            page.seconds = seconds
            if not onward:
                return page
            method, address, body = "GET", onward, b""
        return page

    def _once(self, method: str, address: str, body: bytes) -> tuple[Page, str]:
        parts = urlsplit(address)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "Accept-Encoding": "gzip"}
        if method == "POST":
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"http://{self.host}:{self.port}",
            }
        begun = time.monotonic()
        answer, content = self._asked(method, path, body, headers)
        seconds = time.monotonic() - begun
        for told in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = told.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.headers.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        onward = urljoin(address, answer.headers["Location"]) if answer.status in (301, 302, 303) else ""
        return Page(address, answer.status, seconds, content.decode("utf-8", "replace")), onward

    def _asked(
        self, method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """A connection that was idle for long may have been closed meanwhile: as browsers do, a page is asked for anew."""
        for again in (method == "GET" and self._open is not None, False):
            try:
                if self._open is None:
                    self._open = http.client.HTTPConnection(self.host, self.port, timeout=60)
                self._open.request(method, path, body or None, headers)
                answer = self._open.getresponse()
                return answer, answer.read()
            except (OSError, http.client.HTTPException):
                self._open = None
                if not again:
                    raise
        raise AssertionError
