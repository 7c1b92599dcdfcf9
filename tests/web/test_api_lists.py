"""The lists are told to a program as their pages tell them: edition, age, and each row once, in the same order."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from buyfair.cards.list_days import then
from buyfair.cards.listings import listing_rows, party_rows
from buyfair.cards.lists import every
from buyfair.web.api.resources import lists
from buyfair.web.cards.shelf import held

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder")]
DAY = date(2026, 2, 20)


def asked(address: str, status: int = 200) -> Any:
    """The answer without an account."""
    got = Client().get(address)
    assert got.status_code == status, got.content
    return got.json()


def test_every_list_is_told_with_its_edition_and_what_no_listing_means() -> None:
    """The same words as the page; nothing is called safe."""
    told = asked(f"/api/lists?day={DAY}")
    assert [row["id"] for row in told["lists"]] == [card.id for card in every()]
    assert "not safe" in told["not_safe"]
    for card, row in zip(every(), told["lists"], strict=True):
        stood = then(card, DAY, held)
        assert (row["edition"], row["age"], row["named"]) == (stood.edition, stood.age(DAY), stood.named)
    one = asked(f"/api/lists/DOL-TVPRA?day={DAY}")
    assert one["editions"] and one["rows"] == "/api/lists/dol_tvpra/rows" and one["address"].startswith("http")


@pytest.mark.parametrize("name", ["dol_tvpra", "world_bank_debarred", "cbp_wro"])
def test_what_a_list_names_is_paged_without_gap_in_the_order_of_its_page(name: str) -> None:
    """Each row once, and as many as the page counts."""
    card = next(c for c in every() if c.id == name)
    of_goods = lists._list(card, lists.OnDay())["of"] == "goods"
    _, rows = listing_rows(name, DAY) if of_goods else party_rows(held(name), DAY)
    seen, at = [], f"/api/lists/{name}/rows?day={DAY}&limit=500"
    while at:
        page = asked(at)
        seen += page["rows"]
        at = page["next"]
    assert ("no row is no answer" in page["rows_are"]) is not of_goods
    assert page["edition_on_day"] is None or page["edition_on_day"] <= page["edition"]
    assert page["count"] == len(seen) == len(rows)
    if of_goods:
        assert [(r["good"], r["country_name"], r["named_on_day"]) for r in seen] == [(r[0], r[1], r[4]) for r in rows]
        assert all(len(r["country"]) == 3 for r in seen)
    else:
        assert [(r["says"], r["since"], r["named_on_day"]) for r in seen] == [r[2:5] for r in rows]


def test_a_search_keeps_what_holds_every_word_and_a_cursor_stays_with_its_question(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another question, or an edition brought in the meantime, begins anew."""
    first = asked(f"/api/lists/dol_tvpra/rows?day={DAY}&q=cotton&limit=2")
    assert first["count"] > 2 and all("cotton" in r["good"].lower() for r in first["rows"])
    assert first["next"] and "not about" in first["not_about_supplier"].lower()
    cursor = first["next"].partition("cursor=")[2]
    asked(f"/api/lists/dol_tvpra/rows?day={DAY}&q=gold&cursor={cursor}", 400)
    asked(f"/api/lists/dol_tvpra/rows?cursor={'x' * 3_000}", 400)
    monkeypatch.setattr(lists, "known", lambda: "another edition")
    assert "edition" in asked(first["next"], 409)["detail"]


def test_another_day_puts_no_list_in_order_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rows of a list of parties are kept once, whatever day is asked about."""
    lists._parties.cache_clear()
    days = {asked(f"/api/lists/uflpa_entity_list/rows?day={day}-01-01")["rows"][0]["named_on_day"] for day in (2000, 2026)}
    assert days == {"no", "yes"} and lists._parties.cache_info().misses == 1


@pytest.mark.parametrize(
    ("address", "status"),
    [("no_list", 404), ("dol_tvpra/rows?limit=0", 422), ("dol_tvpra/rows?limit=501", 422), ("dol_tvpra?day=0", 422),
     ("dol_tvpra?day=0001-01-01", 200), ("dol_tvpra/rows?day=9999-12-31", 200), ("dol_tvpra/rows?q=%00%ff", 200),
     ("dol_tvpra/rows?q=" + "a" * 101, 422), ("%00", 404)],
)  # fmt: skip
def test_strange_questions_are_answered_with_a_sentence(address: str, status: int) -> None:
    """Never with a broken page."""
    asked(f"/api/lists/{address}", status)
