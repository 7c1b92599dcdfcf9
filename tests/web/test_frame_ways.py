"""The way through the site: who is shown which door, what the first page tells of what is held, what the frame warns of."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from people import Acting
from portfolios import taken  # noqa: F401

from buyfair import browse
from buyfair.browse_filters import parse
from buyfair.cards import words
from buyfair.snapshots import Snapshot
from buyfair.web.core.context import is_made_up
from buyfair.web.core.first_page import DOORS, NINE, held_now
from buyfair.web.core.navigation import KNOWLEDGE, WORK
from buyfair.web.core.roles import Role

EVERY_DOOR = sorted({e.address for e in (*WORK, *KNOWLEDGE)} | {e.address for _, _, entries in DOORS for e in entries}
                    | {a for _, _, addresses in NINE for a in addresses})  # fmt: skip


def opens(client: Client, address: str) -> bool:
    """Whether somebody is let in there, and not sent to log in, refused, or told that nothing is there."""
    answer = client.get(address)
    return answer.status_code < 400 and "/account/login/" not in answer.headers.get("Location", "")


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_a_door_is_shown_to_exactly_those_whom_it_lets_in(role: Role, acting: Acting, held: Path) -> None:
    """Each address that the frame or the first page may lead to is asked for, as this role."""
    client = acting(role)
    shown = client.get("/").content.decode()
    for address in EVERY_DOOR:
        assert (f'href="{address}"' in shown) == opens(client, address), address


@pytest.mark.django_db
def test_every_link_of_the_pages_without_a_thing_leads_somewhere() -> None:
    """Of the first page, the help and the refusals; nothing leads outside."""
    client = Client()
    for address in ("/", "/help/", "/help/keyboard/", "/accessibility/", "/sources/", "/nothing/"):
        text = client.get(address).content.decode()
        links = {part.split('"')[0].split("#")[0] for part in text.split('href="')[1:]}
        for link in links - {""}:
            assert link.startswith("/"), link
            if not link.startswith("/static/"):
                assert client.get(link).status_code < 400, f"{address} leads to {link}"


def test_what_is_held_is_said_with_the_figures_of_the_command(sample_folder: Path) -> None:
    """The sentence of the report, its bounds, and every class with its dollars; the widths fill the bar."""
    folder = next(p for p in (sample_folder, sample_folder / "assessed") if (p / "summary.json").is_file())
    summary = json.loads((folder / "summary.json").read_text("utf-8"))
    held = held_now(folder)
    assert held is not None
    assert held["says"] == words.headline(summary)
    assert held["bounds"] == words.bounds(summary["exposure"])
    shown = {s["kind"]: s["dollars"] for s in held["segments"]}
    assert shown["matched"] == words.short_dollars(summary["exposure"]["matched"])
    assert shown["unknown"] == words.short_dollars(summary["exposure"]["unknown"])
    assert sum(float(s["width"]) for s in held["segments"]) == pytest.approx(100, abs=0.2)


@pytest.mark.django_db
def test_the_first_page_shows_them_with_the_sentence_about_the_supplier(sample_folder: Path, rf: RequestFactory) -> None:
    """And where nothing is held, says what to do."""
    folder = next(p for p in (sample_folder, sample_folder / "assessed") if (p / "summary.json").is_file())
    held = held_now(folder)
    assert held is not None
    text = render_to_string("core/home.html", {"held": held, "may_hold": True}, rf.get("/"))
    assert held["says"] in text
    assert "A match is about the good and the place, not about any supplier." in text
    assert all(s["dollars"] in text and s["label"] in text for s in held["segments"])
    empty = render_to_string("core/home.html", {"held": None, "may_hold": True}, rf.get("/"))
    assert "No portfolio is held yet" in empty
    assert "usaspending.gov" in empty


@pytest.mark.django_db
def test_each_figure_of_the_first_page_opens_the_awards_whose_dollars_it_is(acting: Acting, taken: Snapshot) -> None:  # noqa: F811
    """Their dollars sum to it; a figure of nought opens nothing; who is shown no portfolio is led nowhere."""
    lead, told = acting(Role.PORTFOLIO_LEAD), taken.summary()["exposure"]
    page = lead.get("/").content.decode()
    held = held_now(taken.folder)
    assert held is not None
    led = [s for s in held["segments"] if s["rows"]]
    assert {s["kind"] for s in led} == {s["kind"] for s in held["segments"] if words.money(told[s["kind"]])}
    for s in led:
        assert f'<a href="{s["rows"]}">{s["dollars"]}<' in page
        filters, refused = parse(parse_qsl(s["rows"].partition("?")[2]))
        counted = browse.Figures(taken, filters)
        assert not refused and counted["exposure"][s["kind"]] == counted["dollars"]["accepted"] == told[s["kind"]]
    assert lead.get(led[0]["rows"]).status_code == 200
    assert "/portfolio/awards/?" not in acting(Role.SUPPLIER_MEMBER, "Firm", "supplier").get("/").content.decode()
    plain = render_to_string("core/home.html", {"held": held, "may_hold": True, "may_list": False})
    assert "/portfolio/awards/?" not in plain and all(s["dollars"] in plain for s in led)


def test_a_portfolio_that_cannot_be_read_is_not_shown_as_none_exposed(tmp_path: Path) -> None:
    """No summary, or one cut short: nothing is said rather than nought."""
    assert held_now(tmp_path) is None
    (tmp_path / "summary.json").write_text('{"day": ', "utf-8")
    assert not is_made_up(tmp_path)


@pytest.mark.django_db
def test_made_up_figures_are_said_to_be_made_up_on_every_page(acting: Acting, held: Path) -> None:
    """To everybody, since the lab tells figures to everybody."""
    for client in (acting(Role.PORTFOLIO_LEAD), Client()):
        assert words.SAMPLE_BANNER in client.get("/help/").content.decode()


@pytest.mark.django_db
def test_without_a_portfolio_nothing_is_said_to_be_made_up(acting: Acting, home_folder: Path) -> None:
    """The frame of an empty house."""
    assert words.SAMPLE_BANNER not in acting(Role.PORTFOLIO_LEAD).get("/help/").content.decode()


@pytest.mark.django_db
def test_every_page_says_what_it_is_not_and_names_the_six_harms(acting: Acting) -> None:
    """Not a site of the government; the harms in the words of the mission; what is never done."""
    for client in (Client(), acting(Role.CONTRACTING_OFFICER), acting(Role.MONITOR)):
        text = client.get("/accessibility/").content.decode()
        assert "This is not a site of the US government" in text
        for harm in ("excessive working hours", "harsh conditions", "health and safety risks", "child labor",
                     "debt bondage", "forced labor"):  # fmt: skip
            assert harm in text
        assert "It never calls an alert a finding" in text


@pytest.mark.django_db
def test_a_demonstration_says_so_on_every_page(settings: object) -> None:
    """Only where the installation is one."""
    assert "Demonstration." not in Client().get("/").content.decode()
    settings.DEMO = True  # type: ignore[attr-defined]
    for address in ("/", "/help/", "/nothing/"):
        assert "Demonstration." in Client().get(address).content.decode()


@pytest.mark.django_db
def test_the_first_page_leads_a_stranger_by_the_log_in_to_what_needs_an_account(acting: Acting, held: Path) -> None:
    """To the very page that was named; who is logged in finds no way to what is for others."""
    client, way = Client(), "/account/login/?next=%2Facquisitions%2Fnew%2F"
    page = client.get("/").content.decode()
    assert f'<a href="{way}">plan a purchase</a>' in page
    assert 'name="next" value="/acquisitions/new/"' in client.get(way).content.decode()
    monitor = acting(Role.MONITOR, "M", "monitor").get("/").content.decode()
    assert "For other roles: " in monitor and "/account/login/" not in monitor
