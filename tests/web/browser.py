"""A real browser before a running system: people log in, pages are looked at in three widths, the keyboard walks.

A module of tests says `pytest_plugins = ["browser"]` and takes the fixture `visit`:

    page = visit(Role.PORTFOLIO_LEAD).go("/portfolio/")          # logged in by a session
    page = visit(Role.PORTFOLIO_LEAD, script=False).go("/")      # without script
    three_widths(visit, Role.PUBLIC, "/rules/", "rules")         # everything that a page must hold, with pictures
    walk_by_keyboard(page)                                       # Tab reaches everything, is seen, is not caught
    keys = Keys(page)                                            # a journey on the keyboard alone
    keys.follow("Goods")
    keys.types(page.tab.get_by_label("Title"), "Shirts")
    keys.send("Save")

Pictures are taken where BUYFAIR_SCREENS is set, for whoever looks at them. BUYFAIR_EVERY_WIDTH=1 asks every rule of the
checker at all three widths of every page, those with work on them too (every_width.py); without it every rule is asked at
the smallest width, and at the others what turns on the width.

Every page that was opened through `visit` is held at the end of its test to what holds everywhere: no error in the
console, nothing asked of anybody outside. Each refusal here says its own sentence (PYTEST_DONT_REWRITE).
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import get_user
from every_width import EVERY_WIDTH, WIDTHS, swept
from people import Acting

from buyfair.web.core.roles import Role
from looks import ONCE_PER_LOOK

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "build" / "axe" / "axe.min.js"
SCREENS = ROOT / "build" / "screens"
PICTURED = bool(os.environ.get("BUYFAIR_SCREENS"))
NARROWEST = 320
"""What a page enlarged to 400 percent has left of 1280: nothing may stand out there either (WCAG 1.4.10)."""
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }'
    + 'p { margin-bottom: 2em !important }');
  document.adoptedStyleSheets = [sheet];
}"""
"""The spacing of text that a person may choose (WCAG 1.4.12)."""
ROWS = 30
"""Rows of one table or list that are looked at again where the whole was looked at before."""
HEAVIEST = 150_000
"""Bytes of a first visit as they travel, before data: html, css, script and pictures compressed, typefaces as they are."""
DATA = re.compile(rb"<(tbody|textarea|dl)\b.*?</\1>", re.DOTALL)
"""What a page tells of the work on it: the rows of its tables, the facts of a thing, a text to copy."""
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "section508", "best-practice")
PATIENCE = 90_000
"""Milliseconds for which a page, or a sentence on it, is waited for: a machine that is busy with others is no defect."""
WITH_WIDTH = ("target-size", "scrollable-region-focusable")
"""The rules whose answer turns on how wide the page is; the others are told by its words, its marks and its colors."""
ONLY_WIDE = ("header", "thead", "nav")
"""What a small screen folds, clips or lays out anew: looked at again with every rule where it is spread out."""
LAUNCH = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync")
ALREADY_PACKED = ("font/", "image/png", "image/jpeg", "application/zip", "application/pdf")
TOLD = """window.against = [];
  addEventListener('securitypolicyviolation', e => window.against.push(e.violatedDirective + ' ' + e.blockedURI))"""


@dataclass
class Page:
    """One tab: what it shows, and what was seen while it was opened."""

    tab: Any
    site: str
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    loaded: dict[str, Any] = field(default_factory=dict)
    ears: dict[str, Callable[[Any], None]] = field(default_factory=dict)

    def go(self, address: str, *, status: int = 200) -> Page:
        """Opens an address of the site and holds it to its status."""
        self.loaded.clear()
        answer = self.tab.goto(self.site + address)
        assert answer.status == status, f"{address} answered {answer.status}, expected {status}"
        return self

    def weight(self) -> int:
        """Bytes of everything that the page needed, as they travel."""
        return sum(travelling(answer) for answer in list(self.loaded.values()))  # asking for a body lets another answer come in

    def text(self) -> str:
        """What a person reads on it."""
        return str(self.tab.inner_text("body"))

    def violations(self, *rules: str, within: tuple[str, ...] = ()) -> list[str]:
        """What the accessibility checker finds, each as its rule and the first place; of these rules, within these parts."""
        return list(self.checked(*rules, within=within)["found"])

    def checked(self, *rules: str, within: tuple[str, ...] = (), more: tuple[str, ...] = (),
                each: bool = False) -> dict[str, Any]:  # fmt: skip
        """The same as `found`, what only a person can tell as `unsure`, and as `rules` how many were asked; `more` names marks
        of rules beside RULES, `each` has elements that look alike (looks.py) asked one by one."""
        if not self.tab.evaluate("'axe' in window"):
            self.tab.evaluate(AXE.read_text("utf-8"))
            self.tab.evaluate(ONCE_PER_LOOK)
        asked = [list(rules or (*RULES, *more)), "rule" if rules else "tag", list(within), each]
        told: dict[str, Any] = self.tab.evaluate(CHECKED, asked)
        return told

    def too_wide(self) -> str:
        """The sentence that names what stands out of the page sideways; nothing where nothing does."""
        wide = self.tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide <= 0:
            return ""
        return f"{wide} px too wide: {self.tab.evaluate(STICKS_OUT)}"

    def against_policy(self) -> list[str]:
        """What the content security policy refused on this page."""
        return list(self.tab.evaluate("window.against || []"))

    def complaints(self) -> list[str]:
        """What the console said, and whom outside the page asked."""
        return [*self.errors, *(f"asked outside: {address}" for address in self.outside)]

    def picture(self, name: str) -> None:
        """Writes the whole page as build/screens/NAME.png, where somebody is going to look at it."""
        if not PICTURED:
            return
        SCREENS.mkdir(parents=True, exist_ok=True)
        self.tab.screenshot(path=str(SCREENS / f"{name}.png"), full_page=True)


CHECKED = """async ([rules, type, within, each]) => {
  const parts = within.filter(part => document.querySelector(part));
  if (within.length && !parts.length) return {found: [], unsure: [], rules: 0};
  looks(each);
  const told = await axe.run(parts.length ? {include: parts.map(part => [part])} : document,
                             {runOnly: {type, values: rules}, resultTypes: ['violations']});
  const kinds = ['violations', 'passes', 'incomplete', 'inapplicable'];
  const places = v => v.nodes.map(n => n.target + ' ' + n.html.slice(0, 120)).slice(0, 3).join(' | ');
  return {found: told.violations.map(v => v.id + ': ' + places(v)), unsure: told.incomplete.map(v => v.id),
          rules: new Set(kinds.flatMap(kind => told[kind].map(v => v.id))).size};
}"""

STICKS_OUT = """[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1
  && !e.parentElement.closest('.scroll')).slice(0, 3).map(e => e.outerHTML.slice(0, 100)).join(' | ')"""


WEIGHED: dict[str, int] = {}
"""Files of the site by their path: they are the same on every page, and weighed once."""


def travelling(answer: Any) -> int:
    """The bytes of one answer on their way: compressed unless its kind is so already."""
    path = urlsplit(answer.url).path
    if path in WEIGHED:
        return WEIGHED[path]
    kind = answer.headers.get("content-type", "")
    body = DATA.sub(b"", answer.body()) if kind.startswith("text/html") else answer.body()
    bytes_ = len(body) if kind.startswith(ALREADY_PACKED) or "woff" in path else len(gzip.compress(body, 6))
    if path.startswith("/static/"):
        WEIGHED[path] = bytes_
    return bytes_


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """The browser of one module of tests; ended with it, so that the next may start its own."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    path = shutil.which("chromium") or shutil.which("google-chrome")
    assert path, "no Chromium: run make test, which installs it"
    assert AXE.is_file(), "no accessibility checker: run sh tests/browser.sh, which fetches it"
    with sync_playwright() as play, clicked_through():
        opened = play.chromium.launch(executable_path=path, args=list(LAUNCH))
        # The browser's loop runs in this thread; the tests ask the database from it between two clicks.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        yield opened
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        opened.close()


@contextmanager
def clicked_through() -> Iterator[None]:
    """A click is over when the page it leads to has been read: the browser itself gives back the tab when the first byte has
    come, and whoever looks then sees an empty page. Where a click leads nowhere, nothing is waited for."""
    from playwright.sync_api import Locator

    click = Locator.click

    def whole(link: Any, **how: Any) -> None:
        click(link, **how)
        link.page.wait_for_load_state("domcontentloaded")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Locator, "click", whole)
        yield


Visit = Callable[..., Page]
"""Given a role, and where wished an organization, its kind, a width, whether scripts run, whether the tab is lent: a tab of
that person."""


@pytest.fixture(scope="module")
def lent(chromium: Any) -> list[Any]:
    """The tabs that nobody has now, of those that are handed on from test to test."""
    return []


@pytest.fixture
def visit(chromium: Any, lent: list[Any], live_server: Any, acting: Acting) -> Iterator[Visit]:
    """Opens tabs before the running system; at the end each is held to what holds everywhere.

    A tab that is `lent` was had by others and is handed on: for a test that opens pages and looks at them, and has the tab
    itself do nothing else. A new tab costs the machine ten times as much as a page in one that is there.
    """
    opened: list[Page] = []
    to_hand_on: list[Page] = []

    def visits(role: Role = Role.PUBLIC, organization: str = "Office A", kind: str = "agency", *, width: int = 1280,
               script: bool = True, lends: bool = False, **more: Any) -> Page:  # fmt: skip
        tab = lent.pop() if lends and lent else new_tab(chromium, script, more)
        tab.set_viewport_size({"width": width, "height": 900})
        carried = acting(role, organization, kind).cookies
        tab.context.add_cookies([{"name": n, "value": c.value, "url": live_server.url} for n, c in carried.items()])
        page = Page(tab, live_server.url)
        watched(page)
        (to_hand_on if lends else opened).append(page)
        return page

    yield visits
    for page in opened:
        page.tab.context.close()
    for page in to_hand_on:
        emptied(page)
        lent.append(page.tab)
    opened += to_hand_on
    told = [complaint for page in opened for complaint in page.complaints()]
    assert not told, told


def new_tab(chromium: Any, script: bool, more: dict[str, Any]) -> Any:
    """A tab of somebody who never was here."""
    tabs = chromium.new_context(java_script_enabled=script, reduced_motion="reduce", **more)
    tabs.add_init_script(TOLD)
    tabs.set_default_timeout(PATIENCE)
    return tabs.new_page()


def emptied(page: Page) -> None:
    """Leaves the page, and takes from the tab all that it knows of whoever had it: who listened, log-in, what it has kept."""
    page.tab.goto(page.site + "/static/core/mark.svg")
    for event, ear in page.ears.items():
        page.tab.remove_listener(event, ear)
    page.tab.unroute_all()
    page.tab.context.clear_cookies()
    at_hand = page.tab.context.new_cdp_session(page.tab)
    at_hand.send("Network.clearBrowserCache")
    at_hand.send("Storage.clearDataForOrigin", {"origin": page.site, "storageTypes": "all"})
    at_hand.detach()


def watched(page: Page) -> None:
    """Notes what the tab complains of, whom it asks and what it is given."""
    host = urlsplit(page.site).netloc

    def heard(message: Any) -> None:
        if message.type in ("error", "warning") and not REPEATS_STATUS.match(message.text):
            page.errors.append(message.text)

    def asked(request: Any) -> None:
        if urlsplit(request.url).netloc not in (host, ""):
            page.outside.append(request.url)

    page.ears = {
        "console": heard,
        "pageerror": lambda error: page.errors.append(str(error)),
        "request": asked,
        "response": lambda answer: page.loaded.update({answer.url: answer}),
    }
    for event, ear in page.ears.items():
        page.tab.on(event, ear)


REPEATS_STATUS = re.compile(r"Failed to load resource: the server responded with a status of [45]")
"""What the console says of a page whose status the test itself expects."""


def looked_at(page: Page, address: str, name: str, *, status: int = 200) -> None:
    """Holds one page at the width of its tab to everything, and takes its picture."""
    page.go(address, status=status)
    pictured(page, name)
    held_to_everything(page, address)


def pictured(page: Page, name: str) -> None:
    """Takes its picture at the width of its tab, and holds what is folded as it came."""
    width = page.tab.viewport_size["width"]
    page.picture(f"{name}_{width}")
    assert not page.too_wide(), f"{name} at {width} px: {page.too_wide()}"


def held_to_everything(page: Page, address: str) -> None:
    """Weight, one first heading, nothing that stands out sideways, no accessibility violation, nothing refused."""
    width = page.tab.viewport_size["width"]
    where = f"{address} at {width} px"
    assert page.weight() <= HEAVIEST, f"{where} weighs {page.weight():,} bytes, allowed are {HEAVIEST:,}"
    assert page.tab.locator("h1").count() == 1, f"{where}: one heading of the first rank, not {page.tab.locator('h1').count()}"
    assert page.tab.locator("footer a[href='/help/']").count() == 1, f"{where}: the way to help is not where it is elsewhere"
    unfolded(page, where)
    if width == WIDTHS[0]:
        enlarged(page, address)
    found = [*against_rules(page, address), *(f"refused by the policy: {refused}" for refused in page.against_policy())]
    assert not found, f"{where}: {found}"


def against_rules(page: Page, address: str) -> list[str]:
    """What any rule of the checker finds at the width of the tab, and at the smallest those that turn on it when the page is
    enlarged; where every width is asked for, what any rule finds at each of them."""
    if EVERY_WIDTH:
        return swept(page, address)
    thinned(page)
    found = page.violations()
    if page.tab.viewport_size["width"] == WIDTHS[0]:
        page.tab.set_viewport_size({"width": NARROWEST, "height": 900})
        found += [f"at {NARROWEST} px {told}" for told in page.violations(*WITH_WIDTH)]
        page.tab.set_viewport_size({"width": WIDTHS[0], "height": 900})
    return found


def unfolded(page: Page, where: str) -> None:
    """Opens all that is folded in the content, and holds it to the width of the page."""
    page.tab.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
    assert not page.too_wide(), f"{where}, everything unfolded: {page.too_wide()}"


def enlarged(page: Page, address: str) -> None:
    """Four times as large, and its text spaced as a person may choose: nothing stands out."""
    page.tab.set_viewport_size({"width": NARROWEST, "height": 900})
    assert not page.too_wide(), f"{address} at {NARROWEST} px: {page.too_wide()}"
    page.tab.evaluate(SPACED)
    assert not page.too_wide(), f"{address} at {NARROWEST} px, its text spaced: {page.too_wide()}"
    page.tab.evaluate("document.adoptedStyleSheets = []")
    page.tab.set_viewport_size({"width": WIDTHS[0], "height": 900})


def held_where_wider(page: Page, address: str) -> None:
    """What a wider screen can change of a page that was held to everything at the smallest: the rules that turn on its width,
    and, where it is widest, every rule in the parts that the small screen folds. Words, marks and colors are the same there."""
    width = page.tab.viewport_size["width"]
    where = f"{address} at {width} px"
    found = page.violations(*WITH_WIDTH) + (page.violations(within=ONLY_WIDE) if width == WIDTHS[-1] else [])
    assert not found, f"{where}: {found}"


def thinned(page: Page) -> None:
    """Leaves of each long table and list its first ROWS: the others are of the same template, and two hundred like rows tell
    the checker nothing new. Whether they fit is asked before, of the whole page."""
    page.tab.evaluate(
        "most => document.querySelectorAll('main :is(tbody, ul, ol, dl)').forEach("
        "list => [...list.children].slice(most).forEach(row => row.remove()))",
        ROWS,
    )


def three_widths(visit: Visit, role: Role, address: str, name: str, *, organization: str = "Office A", kind: str = "agency",
                 status: int = 200) -> None:  # fmt: skip
    """Holds an address to everything at each of WIDTHS."""
    each_width(visit(role, organization, kind, width=WIDTHS[0], lends=True).go(address, status=status), address, name)


def each_width(page: Page, address: str, name: str) -> None:
    """Holds a page that was opened to everything at each of WIDTHS: as it came, and with everything unfolded."""
    for width in reversed(WIDTHS):
        page.tab.set_viewport_size({"width": width, "height": 900})
        pictured(page, name)
    for width in reversed(WIDTHS):
        page.tab.set_viewport_size({"width": width, "height": 900})
        unfolded(page, f"{address} at {width} px")
    held_to_everything(page, address)
    hidden = page.tab.evaluate(UNSEEN)
    assert not hidden, f"{address} at {WIDTHS[0]} px: the focus is out of view or covered on {hidden}"
    for width in () if EVERY_WIDTH else WIDTHS[1:]:
        page.tab.set_viewport_size({"width": width, "height": 900})
        held_where_wider(page, address)


STOPS = """() => {
  const wanted = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]';
  const groups = new Set();
  return window.stops = [...document.querySelectorAll(wanted)].filter(e => {
    if (e.disabled || e.tabIndex < 0 || !e.checkVisibility({visibilityProperty: true})) return false;
    if (e.tagName === 'SUMMARY' && e !== e.parentElement.querySelector(':scope > summary')) return false;
    if (e.type !== 'radio') return true;
    const group = (e.form ? [...document.forms].indexOf(e.form) : '') + '/' + e.name;
    const of = [...document.querySelectorAll('input[type=radio]')].filter(r => r.form === e.form && r.name === e.name);
    if (groups.has(group) || (of.some(r => r.checked) && !e.checked)) return false;
    groups.add(group);
    return true;
  }), window.stops.map(e => e.outerHTML.slice(0, 120));
}"""

WHERE = """() => {
  const e = document.activeElement, box = e.getBoundingClientRect();
  const ring = s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1 || s.boxShadow !== 'none';
  const label = e.labels && e.labels[0];
  const over = (x, y) => {
    const top = document.elementFromPoint(x, y);
    if (!top || e.contains(top) || top.contains(e)) return false;
    for (let o = top; o; o = o.parentElement)
      if (!o.contains(e) && ['fixed', 'sticky'].includes(getComputedStyle(o).position)) return true;
    return false;
  };
  const ends = (from, to, most) => [Math.max(from, 0) + 1, Math.min(to, most) - 1];
  const [xs, ys] = [ends(box.left, box.right, innerWidth), ends(box.top, box.bottom, innerHeight)];
  return {at: window.stops.indexOf(e), html: e.outerHTML.slice(0, 120), body: e === document.body,
          parts: ['date', 'time', 'datetime-local', 'month', 'week'].includes(e.type),
          ring: ring(getComputedStyle(e)) || !!label && ring(getComputedStyle(label, '::before')),
          covered: e !== document.body && xs.every(x => ys.every(y => over(x, y))),
          seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth || !!label};
}"""
UNSEEN = f"""() => {{
  ({STOPS})();
  const where = {WHERE};
  const lost = now => !now.seen || now.covered;
  const unseen = window.stops.filter(e => (e.focus(), document.activeElement === e && lost(where())));
  document.activeElement.blur();
  return unseen.map(e => e.outerHTML.slice(0, 120));
}}"""
"""The stops that are out of view or covered when the focus is on them."""
NOTED = f"""() => {{
  const where = {WHERE};
  window.walked = [];
  window.begun = window.led = false;
  const focus = HTMLElement.prototype.focus;
  HTMLElement.prototype.focus = function (...how) {{ window.led = true; return focus.apply(this, how); }};
  addEventListener('keydown', e => {{ window.led ||= e.key === 'Tab' && e.defaultPrevented; }});
  addEventListener('keydown', e => {{
    if (e.key !== 'Tab') return;
    if (window.begun) window.walked.push(where());
    window.begun = true;
  }}, true);
}}"""
"""Has the page itself note where the focus rests each time before it goes on: one way to the browser per key, not two."""


def walk_by_keyboard(page: Page) -> list[str]:
    """Goes through the page with Tab alone: each thing that can be operated is reached once, in the order of the page,
    with a ring around it, in view and uncovered; at the end the focus leaves the page. Gives back the stops."""
    thinned(page)
    stops: list[str] = page.tab.evaluate(STOPS)
    reached: list[int] = []
    for now in rests(page, len(stops)):
        if now["parts"] and reached and reached[-1] == now["at"]:
            continue  # day, month and year of one field
        assert now["at"] >= 0, f"the focus fell on something unforeseen: {now['html']}"
        assert now["ring"], f"the focus is not seen on {now['html']}"
        assert now["seen"], f"the focus is out of view on {now['html']}"
        assert not now["covered"], f"something that stays in place covers the focus on {now['html']}"
        reached.append(now["at"])
    missed = [stops[n] for n in range(len(stops)) if n not in reached]
    assert not missed, f"Tab does not reach {missed}"
    assert reached == sorted(set(reached)), "the order of Tab is not that of the page"
    return stops


def walked_at_each_width(page: Page, address: str, status: int = 200) -> None:
    """The page opened anew and walked where it is widest; at each of WIDTHS where every width is asked for."""
    for width in WIDTHS if EVERY_WIDTH else WIDTHS[-1:]:
        page.tab.set_viewport_size({"width": width, "height": 900})
        try:
            walk_by_keyboard(page.go(address, status=status))
        except AssertionError as problem:
            raise AssertionError(f"{address} at {width} px: {problem}") from problem


def rests(page: Page, stops: int) -> list[dict[str, Any]]:
    """Where the focus rests from the first Tab until it leaves the page."""
    page.tab.evaluate(NOTED)
    for _ in range(stops):
        page.tab.keyboard.press("Tab")
    for _ in range(3 * stops + 10):
        page.tab.keyboard.press("Tab")
        walked, led, now = page.tab.evaluate(f"[window.walked, window.led, ({WHERE})()]")
        if now["body"] or (round_again(walked, stops) and not led):
            break
    else:
        raise AssertionError("the focus never leaves the page")
    ends = [n for n, now in enumerate(walked) if now["body"]] + ([] if led else round_again(walked, stops))
    return list(walked[: min(ends, default=len(walked))])


def round_again(walked: list[dict[str, Any]], stops: int) -> list[int]:
    """Where the first stop follows the last. A tab that was there before may go round without telling that the focus was
    outside; that is no trap unless the page itself leads the focus, or takes the key."""
    return [n for n in range(max(stops, 1), len(walked)) if walked[n]["at"] == 0 and walked[n - 1]["at"] == stops - 1 > 0]


PASSWORD = "a sentence of some words"


Comes = Callable[..., "Keys"]
"""Given a role, and where wished an organization, its kind, a width: somebody who came in, and has a keyboard."""


@pytest.fixture
def by_keyboard(visit: Visit, acting: Acting, settings: Any) -> Comes:
    """Given a role, and where wished an organization and its kind: a tab of that person, who came in by the form that people
    use, without a mouse. By password alone, as the demonstration does; the second step has tests of its own."""
    settings.DEMO = True

    def comes_in(role: Role, organization: str = "Office A", kind: str = "agency", **more: Any) -> Keys:
        user = get_user(acting(role, organization, kind))
        user.set_password(PASSWORD)
        user.save()
        keys = Keys(visit(**more))
        keys.page.go("/")
        keys.follow("Log in")
        form = keys.tab.locator("main form:has(input[type=password])")
        keys.types(form.locator("input[type=text], input[type=email]"), user.username)
        keys.types(form.locator("input[type=password]"), PASSWORD)
        keys.goes(form.locator("[type=submit]"))
        assert user.username in keys.tab.inner_text(".account"), "the head does not say who has come in"
        return keys

    return comes_in


def log_in(page: Page, name: str, password: str) -> Page:
    """Logs in by the form that people use; a second factor is asked by the page that follows."""
    page.go("/account/login/")
    form = page.tab.locator("main form:has(input[type=password])")
    form.locator("input[type=text], input[type=email]").first.fill(name)
    form.locator("input[type=password]").fill(password)
    form.locator("[type=submit]").first.click()
    return page


AT = "window.stops.indexOf(document.activeElement)"
NO_MOUSE = "addEventListener('pointerdown', () => console.error('a mouse was used'), true)"
GROUP = """e => window.stops.findIndex(
  s => s === e || e.type === 'radio' && s.type === 'radio' && s.name === e.name && s.form === e.form)"""
Name = str | re.Pattern[str]


class Keys:
    """Somebody without a mouse: Tab to what is named, see the focus on it, press a key. A mouse that is used all the same is
    a complaint of the page, and fails the test at its end."""

    def __init__(self, page: Page) -> None:
        self.page, self.tab = page, page.tab
        self.tab.add_init_script(NO_MOUSE)
        self.tab.on("filechooser", lambda _: None)  # asked for from now on: a key may else come before the browser knows of it

    def to(self, target: Any) -> Any:
        """Moves the focus there, forward or back; fails where it is not reached, or not seen when it is there."""
        target = target.first
        target.wait_for(state="attached")
        named = target.evaluate("e => e.outerHTML.slice(0, 120)")
        self.tab.evaluate(STOPS)
        wanted = target.evaluate(GROUP)
        assert wanted >= 0, f"no key reaches {named}"
        if target.evaluate("e => document.activeElement === document.body && !!e.closest('main')"):
            self.skips()
        key = "Tab"
        for _ in range(40):
            now = self.tab.evaluate(AT)
            if now == wanted:
                break
            if now >= 0:
                key = "Tab" if now < wanted else "Shift+Tab"
            for _ in range(abs(wanted - now) if now >= 0 else 1):
                self.tab.keyboard.press(key)
        else:
            raise AssertionError(f"Tab does not come to {named}")
        for _ in range(40):  # within a group of radio buttons the arrows go on
            if target.evaluate("e => e === document.activeElement"):
                break
            self.tab.keyboard.press("ArrowDown")
        here = self.tab.evaluate(WHERE)
        assert here["ring"], f"the focus is not seen on {named}"
        assert here["seen"] and not here["covered"], f"the focus is out of view or covered on {named}"
        return target

    def skips(self) -> None:
        """Past the head of the page by its first link, as somebody does who knows the site; where the page opened further
        down, the first stop is there already."""
        self.tab.keyboard.press("Tab")
        if self.tab.evaluate("document.activeElement.getAttribute('href')") == "#main":
            self.tab.keyboard.press("Enter")

    def presses(self, target: Any, key: str = "Enter") -> None:
        """Goes there and presses a key; nothing else is waited for."""
        self.to(target)
        self.tab.keyboard.press(key)

    def goes(self, target: Any, key: str = "Enter") -> None:
        """Goes there, presses a key, and waits for the page that follows."""
        self.to(target)
        with self.tab.expect_navigation():
            self.tab.keyboard.press(key)

    def follow(self, name: Name, within: Any = None, *, exact: bool = False) -> None:
        """Follows the first link of this name."""
        self.goes((within or self.tab).get_by_role("link", name=name, exact=exact))

    def send(self, name: Name, within: Any = None, *, exact: bool = False) -> None:
        """Sends a form by the first button of this name."""
        self.goes((within or self.tab).get_by_role("button", name=name, exact=exact))

    def unfold(self, words: Name, within: Any = None) -> Any:
        """Opens what is folded beneath these words; what was folded."""
        summary = (within or self.tab).locator("summary", has_text=words).first
        folded = summary.locator("xpath=..")
        if folded.get_attribute("open") is None:
            self.presses(summary)
            assert folded.get_attribute("open") is not None, f"Enter does not open {words}"
        return folded

    def types(self, field_: Any, text: str) -> None:
        """Types into a field, in place of what stands there; a day as the field takes it, month first."""
        field_ = self.to(field_)
        if field_.get_attribute("type") == "date":
            for key in ("ArrowLeft", "ArrowLeft"):
                self.tab.keyboard.press(key)
            year, month, day = text.split("-")
            self.tab.keyboard.type(month + day + year)
        else:
            self.tab.keyboard.press("Control+A")
            self.tab.keyboard.insert_text(text) if "\n" in text else self.tab.keyboard.type(text)
        assert field_.input_value() == text, f"typed {text}, and {field_.input_value()} stands there"

    def chooses(self, field_: Any, value: str) -> None:
        """Chooses among the values of a list by the arrows."""
        field_ = self.to(field_)
        down = field_.evaluate("(e, v) => [...e.options].findIndex(o => o.value === v) - e.selectedIndex", value)
        for _ in range(abs(down)):
            self.tab.keyboard.press("ArrowDown" if down > 0 else "ArrowUp")
        assert field_.input_value() == value, f"{value} cannot be chosen"

    def ticks(self, box: Any) -> None:
        """Chooses a box or one of a group, where it is not chosen yet."""
        box = self.to(box)
        if not box.is_checked():
            self.tab.keyboard.press("Space")
        assert box.is_checked(), "Space does not choose it"

    def brings(self, field_: Any, *paths: object) -> None:
        """Opens the window in which files are chosen, and chooses these."""
        self.to(field_)
        with self.tab.expect_file_chooser() as window:
            self.tab.keyboard.press("Enter")
        window.value.set_files([str(path) for path in paths])

    def takes(self, target: Any) -> Path:
        """Takes a file along; where it lies."""
        self.to(target)
        with self.tab.expect_download() as taken:
            self.tab.keyboard.press("Enter")
        return Path(taken.value.path())
