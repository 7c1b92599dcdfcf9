"""What one person of the load does: signs in, thinks, reads pages of every subject, filters as nobody did, writes."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from web_load_browser import Browser, Form, Page

PAGE, FILTER, WRITE = "page", "new filter", "write"
SHARES = {PAGE: 85, FILTER: 10, WRITE: 5}
ANSWERED = (200, 202)
"""A page, or one that says that what was asked is being worked out."""
PORTFOLIO = ("", "first/", "calendar/", "ask/", "map/", "goods/", "flows/", "reach/", "awards/", "suppliers/", "vehicles/",
             "agencies/", "indicators/", "not-told/", "sources/")  # fmt: skip
PLACES = {"/portfolio/": 30, "/awards/": 18, "/leads/": 10, "/risks/": 8, "/acquisitions/": 8, "/audits/": 5, "/plans/": 3,
          "/certificates/": 3, "/my-work/": 5, "/rules/": 4, "/lists/": 2, "/indicators/": 2, "/lab/": 2, "/": 3,
          "/search/": 3}  # fmt: skip
"""Where people read, with how often of a hundred."""


@dataclass(frozen=True)
class Asked:
    """One request: its class, the place it went to, seconds, status, and what was wrong about it."""

    of: str
    place: str
    seconds: float
    status: int
    wrong: str = ""
    at: float = 0.0


@dataclass
class Told:
    """What all of them did, gathered."""

    asked: list[Asked] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True)
class Setting:
    """What the people share: the server, pages of filters that nobody has asked yet, ids of awards, how long they think."""

    host: str
    port: int
    filters: Iterator[str]
    awards: Sequence[str]
    think: float
    until: threading.Event
    writes: int = SHARES[WRITE]


class Person(threading.Thread):
    """One signed-in person."""

    def __init__(self, account: dict[str, str], setting: Setting, told: Told, seed: int) -> None:
        super().__init__(name=account["name"], daemon=True)
        self.account, self.setting, self.told = account, setting, told
        self.chance = random.Random(f"{seed}-{account['name']}")
        self.browser = Browser(setting.host, setting.port)
        self.known: dict[str, list[str]] = {}
        self.query, self.number = "", 0
        self.mark = f"load-{seed}-{account['name'][5:8]}"

    def sign_in(self, code: Callable[[str, int], str]) -> None:
        """Password, then the code that a telephone would show."""
        form = self.browser.get("/account/login/").form("")
        assert form is not None, "no form to sign in with"
        self.browser.post(form, {"name": self.account["name"], "password": self.account["password"]})
        second = self.browser.get("/account/code/").form("", "code")
        assert second is not None, "no second step"
        self.browser.post(second, {"code": code(self.account["key"], int(time.time()) // 30)})
        home = self.browser.get("/")
        assert "/account/logout/" in home.body, f"{self.name} was not let in"
        own = {f"/{link.split('/')[1]}/" for link in home.links if link.startswith("/")}
        self.places = {p: n for p, n in PLACES.items() if p in own or p in ("/", "/search/", "/awards/")}

    def run(self) -> None:
        """Until the time is over: thinks, then does one thing."""
        shares = {**SHARES, PAGE: SHARES[PAGE] + SHARES[WRITE] - self.setting.writes, WRITE: self.setting.writes}
        while not self.setting.until.wait(self.chance.expovariate(1 / self.setting.think)):
            kind = self.chance.choices(list(shares), list(shares.values()))[0]
            try:
                {PAGE: self.read, FILTER: self.narrow, WRITE: self.write}[kind]()
            except Exception as problem:  # whatever it is, it is an error of the run and is told
                self.note(kind, "?", 0.0, 0, f"{type(problem).__name__}: {problem}")

    def note(self, of: str, place: str, seconds: float, status: int, wrong: str = "") -> None:
        """Keeps one request."""
        with self.told.lock:
            self.told.asked.append(Asked(of, place, seconds, status, wrong, time.monotonic()))

    def page(self, address: str, of: str = PAGE) -> Page:
        """Reads one page; its place is the first part of its address."""
        page = self.browser.get(address)
        wrong = "" if page.status in ANSWERED else f"{page.status} {address}"
        if "/account/login" in page.address:
            wrong = f"asked to log in at {address}"
        self.note(of, "/" + address.split("?")[0].strip("/").split("/")[0], page.seconds, page.status, wrong)
        return page

    def read(self) -> None:
        """A page of some subject: the list, or one of what the list led to."""
        place = self.chance.choices(list(self.places), list(self.places.values()))[0]
        if place == "/portfolio/":
            self.page(f"/portfolio/{self.chance.choice(PORTFOLIO)}{self.query}")
        elif place == "/awards/":
            self.page(f"/awards/{self.chance.choice(self.setting.awards)}/")
        elif place == "/search/":
            self.page(f"/search/?q={self.chance.choice(self.setting.awards)[9:17]}")
        else:
            self.one_of(place)

    def one_of(self, place: str) -> Page:
        """The list where it was not seen yet, and now and then; else one of its own pages."""
        if not self.known.get(place) or self.chance.random() < 0.35:
            page = self.page(place)
            apart = ("/new/", "/missing/", "/systematic", "bring-in", "?")
            self.known[place] = [link for link in dict.fromkeys(page.links) if place != "/" and link.startswith(place)
                                 and link != place and link.endswith("/") and not any(a in link for a in apart)]  # fmt: skip
            return page
        return self.page(self.chance.choice(self.known[place]))

    def narrow(self) -> None:
        """A combination of filters that nobody has asked before; the pages read next have it too."""
        self.query = next(self.setting.filters)
        self.page(
            f"/portfolio/{self.chance.choice(('', '', 'goods/', 'map/', 'suppliers/', 'awards/'))}{self.query}", FILTER
        )
        if self.chance.random() < 0.3:
            self.query = ""

    # What people write

    def write(self) -> None:
        """A comment, a saved view, a decision about a lead, a planned purchase with its facts, a risk."""
        ways = (
            [self.save_view]
            if self.account["role"] == "inspector_general"
            else [self.comment, self.save_view, self.decide]
        )
        if self.account["role"] == "contracting_officer":
            ways += [self.plan]
        self.number += 1
        self.chance.choice(ways)()

    def _case(self, place: str) -> Page | None:
        for _ in range(3):
            page = self.one_of(place)
            if page.address.rstrip("/") != place.rstrip("/"):
                return page
        return None

    def sent(self, page: Page | None, form: Form | None, told: dict[str, str], what: str) -> bool:
        """Sends a form; accepted where the answer leads on, and then it must be found at the end."""
        if page is None or form is None:
            return False
        mark = f"{self.mark}-{self.number}"
        answer = self.browser.post(form, {name: value.format(mark=mark) for name, value in told.items()})
        accepted, refused = answer.status in (302, 303), answer.status in (403, 409, 422)
        wrong = "" if accepted or refused else f"{answer.status} to {what} at {form.action}"
        self.note(WRITE, what, answer.seconds, answer.status, wrong)
        with self.told.lock:
            if accepted:
                self.told.accepted.append(mark)
            elif refused:
                self.told.refused.append(f"{answer.status} to {what} at {form.action}")
        return accepted

    def comment(self) -> None:
        """A comment on some case."""
        page = self._case(self.chance.choice(("/leads/", "/risks/")))
        self.sent(page, page and page.form("/comment/", "text"), {"text": "Made up: {mark}"}, "comment")

    def save_view(self) -> None:
        """The page of the portfolio that was read, under a name."""
        page = self.page(f"/portfolio/{self.query}")
        self.sent(page, page.form("/portfolio/views/"), {"name": "{mark}"}, "saved view")

    def decide(self) -> None:
        """A move of a lead: what its page offers."""
        page = self._case("/leads/")
        offered = [f for f in (page.forms if page else ()) if "/moves/" in f.action and f.method.lower() == "post"]
        form = self.chance.choice(offered) if offered else None
        self.sent(
            page, form, {"reason": "Made up: {mark}", "settles": "A number of a register: {mark}"}, "move of a lead"
        )

    def plan(self) -> None:
        """A planned purchase is opened, or the facts of one are told."""
        page = self.page("/acquisitions/new/")
        told = {
            "what": "{mark}",
            "meant": "none",
            "value": str(self.chance.randrange(20_000, 9_000_000)),
            "agency": "civilian",
        }
        self.sent(page, page.form("", "what"), told, "planned purchase")
