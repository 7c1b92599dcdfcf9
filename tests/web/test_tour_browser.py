"""The pictures of docs/tour.md: the five journeys through a filled demonstration, on one fixed day, into build/tour.

`python bench/tour_pages.py` makes small files of them and lays them into docs/tour.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from browser import ROOT, Page, Visit
from django.test import Client
from people import Acting

from buyfair.web import demo
from buyfair.web.core.models import User
from buyfair.web.core.roles import Role
from buyfair.web.subjects import told_by_each

pytest_plugins = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

TAKEN = ROOT / "build" / "tour"
TOUR = (ROOT / "docs" / "tour.md").read_text("utf-8")
DAY = datetime(2026, 12, 1, 15, 0, tzinfo=UTC)
PATIENCE = 120
OFFICER, LEAD, NOBODY = Role.CONTRACTING_OFFICER, Role.PORTFOLIO_LEAD, Role.PUBLIC


@dataclass(frozen=True)
class Picture:
    """One picture: who looks, where, by which links; the part of the page, its width and the height of the picture."""

    name: str
    who: Role
    address: str
    links: tuple[str, ...] = ()
    part: str = "main"
    width: int = 1280
    height: int = 820


DOSSIER = "main a[href^='/awards/']"
PICTURES = (
    Picture("portfolio", LEAD, "/portfolio/", part="", height=900),
    Picture("portfolio_map", LEAD, "/portfolio/map/", part="main .world", height=700),
    Picture("risks", LEAD, "/risks/", part="#queue"),
    Picture("risk", LEAD, "/risks/", ("Good: Electronics",)),
    Picture("systematic", LEAD, "/risks/systematic/"),
    Picture("dossier", OFFICER, "/portfolio/first/", (DOSSIER,)),
    Picture("dossier_phone", OFFICER, "/portfolio/first/", (DOSSIER,), width=360),
    Picture("purchase_new", OFFICER, "/acquisitions/new/"),
    Picture("purchase", OFFICER, "/acquisitions/", ("rice for a school kitchen",)),
    Picture("purchase_briefing", OFFICER, "/acquisitions/", ("uniforms sewn in Bangladesh", "riefing")),
    Picture("purchase_package", OFFICER, "/acquisitions/", ("dining services in Djibouti", "^Package$")),
    Picture("contract_text", OFFICER, "/audits/", ("ZZ0FIC-25-C-0102",)),
    Picture("leads", OFFICER, "/leads/"),
    Picture("lead", OFFICER, "/leads/", ("EXAMPLE MEADOW POINT TEXTILES LLC",)),
    Picture("rules", NOBODY, "/rules/?day=2026-02-20"),
    Picture("lab", NOBODY, "/lab/plan_from_250000/"),
)


@pytest.fixture
def acting(db: None) -> Acting:
    """Whoever plays a role is the account of the demonstration that has it: what waits for them waits on the picture."""
    account = {role: name for _, _, name, roles in reversed(demo.PEOPLE) for role in roles}

    def acts(role: Role, organization: str = "", kind: str = "") -> Client:
        client = Client()
        if role != Role.PUBLIC:
            client.force_login(User.objects.get(username=account[role]))
        return client

    return acts


@pytest.fixture
def demonstration(
    held: Path, home_folder: Path, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Everything that `serve --demo` shows, made on DAY; each look at the clock is a little later than the one before."""
    looks = iter(range(10**9))
    monkeypatch.setattr("django.utils.timezone.now", lambda: DAY + timedelta(milliseconds=next(looks)))
    sample = "awards_sample.csv.gz"
    (home_folder / sample).write_bytes((files("buyfair.samples") / sample).read_bytes())
    demo.accounts("tour-of-the-demonstration")
    for module in told_by_each("demo"):
        module.fill()
    yield


def test_the_tour_is_pictured_as_the_pages_stand_today(demonstration: None, visit: Visit) -> None:
    """Each picture is found by the words of the pages, as a person would; the links of the tour still lead there."""
    TAKEN.mkdir(parents=True, exist_ok=True)
    tabs: dict[tuple[Role, int], Page] = {}
    for wanted in PICTURES:
        who = wanted.who, wanted.width
        page = tabs.get(who) or tabs.setdefault(who, visit(wanted.who, width=wanted.width))
        opened(page, wanted.address)
        for words in wanted.links:
            followed(page.tab, words)
        assert page.tab.locator("h1").count() == 1, f"{wanted.name}: {page.tab.title()}"
        taken(page.tab, wanted)


def opened(page: Page, address: str) -> None:
    """Opens an address; one that is still being computed is asked again until it is there."""
    for _ in range(PATIENCE):
        if page.tab.request.get(page.site + address).status != 202:
            break
        page.tab.wait_for_timeout(500)
    page.go(address)


def followed(tab: Any, words: str) -> None:
    """Goes where a link of the page leads, found by its words, or by the kind of page behind it."""
    links = tab.locator("main").get_by_role("link", name=re.compile(words))
    (tab.locator(words) if words == DOSSIER else links).first.click(timeout=5000)


def taken(tab: Any, wanted: Picture) -> None:
    """Cuts the picture out of the page: from its part, or from its top."""
    top = tab.locator(wanted.part).first.bounding_box()["y"] - 8 if wanted.part else 0
    whole = tab.evaluate("document.documentElement.scrollHeight")
    clip = {"x": 0, "y": max(0, top), "width": wanted.width, "height": min(wanted.height, whole - max(0, top))}
    tab.screenshot(path=str(TAKEN / f"{wanted.name}.png"), full_page=True, clip=clip)


def test_the_tour_shows_each_picture_with_words_for_who_cannot_see_it() -> None:
    """Every picture of the pages stands in the tour once, small, and says in words what it shows."""
    shown = re.findall(r"!\[([^\]]*)\]\(tour/(\w+)\.png\)", TOUR)
    names = [name for _, name in shown]
    assert {p.name for p in PICTURES} <= set(names) and len(names) == len(set(names))
    assert all(len(words) >= 30 for words, _ in shown), shown
    sizes = {f.stem: f.stat().st_size for f in (ROOT / "docs" / "tour").glob("*.png")}
    assert set(sizes) == set(names), "a picture that the tour does not show, or the other way round"
    assert max(sizes.values()) <= 60_000 and sum(sizes.values()) <= 1_500_000, sizes
