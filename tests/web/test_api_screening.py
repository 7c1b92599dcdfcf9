"""Names are screened for a program as the command screens a table of them, and only for those who buy or oversee."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from people import Acting

from buyfair.cli import main
from buyfair.screening import compare
from buyfair.web.api import turns
from buyfair.web.core.roles import Role

pytestmark = [pytest.mark.django_db]
DAY = "2026-11-29"
NAMES: list[dict[str, Any]] = [
    {"name": "Hetian Taida Apparel Co., Ltd", "country": "China", "address": "Hotan, Xinjiang"},
    {"name": "Hetian Taida Apparel", "country": "Nowhereland"},
    {"name": ""},
    {"name": "Two\nlines"},
    {"name": "Quiet \"Mill\", Inc.", "country": "USA", "identifiers": {"uei": "ABCDEFGHJKL1", "any": "123456789"}},
    {"name": "Ünïcode 公司 عربى"},
    {"name": "x" * 1_500},
    {"name": "Hetian Taida Apparel", "country": "Nowhereland"},
]


def asked(client: Any, body: Any, status: int = 200, where: str = f"/api/screening?day={DAY}") -> Any:
    """The answer to these names."""
    got = client.post(where, body if isinstance(body, str) else json.dumps(body), "application/json")
    assert got.status_code == status, got.content[:600]
    return got.json()


def test_the_leads_and_counts_are_those_of_the_command(
    acting: Acting, home_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Set aside, without a name, unread countries and editions included; each lead says what it means and does not."""
    monkeypatch.setenv("BUYFAIR_HOME", str(home_folder))
    path = tmp_path / "names.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "country", "address", "uei", "any"])
        for row in NAMES:
            told = row.get("identifiers", {})
            writer.writerow([row["name"], row.get("country", ""), row.get("address", ""), told.get("uei", ""),
                             told.get("any", "")])  # fmt: skip
    words = ["screen", str(path), "--name", "name", "--country", "country", "--address", "address", "--id", "uei=uei",
             "--id", "any", "--day", DAY, "--json"]  # fmt: skip
    command = json.loads(CliRunner().invoke(main, words, catch_exceptions=False).stdout)
    told = asked(acting(Role.CONTRACTING_OFFICER), {"names": NAMES})
    assert told.pop("lead_means").startswith("A lead is two strings") and "is not safe" in told.pop("not_safe")
    assert told.pop("decisions_of") == ["Office A"]
    assert told["leads"] and told["counts"]["set_aside"] == 2 and told["counts"]["without_name"] == 1
    assert all(lead["means_not"] for lead in told["leads"])
    for key in ("files", "notes"):
        command.pop(key)
    for row in (*command["leads"], *command["set_aside"]):
        row.pop("file")
    assert told == command


def test_who_neither_buys_nor_oversees_screens_nothing_and_who_is_many_comes_again(acting: Acting, home_folder: Path) -> None:
    """Refused without an account and to suppliers; a second one at once is asked to come again."""
    body = {"names": [{"name": "Anybody"}]}
    asked(acting(Role.PUBLIC), body, 401)
    asked(acting(Role.SUPPLIER_MEMBER), body, 403)
    with turns.turn():
        assert "again" in asked(acting(Role.INSPECTOR_GENERAL), body, 503)["detail"]


@pytest.mark.parametrize(
    ("body", "status"),
    [({"names": []}, 422), ({"names": [{"name": "a"}] * 1_001}, 422), ({"names": "a"}, 422), ({}, 422), ("[", 400),
     ({"names": [{"name": "a", "identifiers": {"ssn": "1"}}]}, 422), ({"names": [{"nam": "a"}]}, 422),
     ({"names": [{"name": "\0"}]}, 200), ({"names": [{"name": "a,\"b\";|\t"}]}, 200), ({"names": [{"name": None}]}, 422)],
)  # fmt: skip
def test_what_is_no_table_is_answered_with_a_sentence(acting: Acting, home_folder: Path, body: Any, status: int) -> None:
    """Never with a broken page."""
    asked(acting(Role.PORTFOLIO_LEAD), body, status)


def test_another_list_is_asked_by_name_and_one_that_is_none_is_said(acting: Acting, home_folder: Path) -> None:
    """As the command says it."""
    officer = acting(Role.CONTRACTING_OFFICER)
    body = {"names": [{"name": "Quiet Mill"}]}
    told = asked(officer, body, where=f"/api/screening?day={DAY}&lists=uflpa_entity_list")
    assert [row["list"] for row in told["lists"]] == ["uflpa_entity_list"]
    assert "no list" in asked(officer, body, 422, "/api/screening?lists=my_list")["detail"]
    for strange in ("%00", "..%2F..%2F..%2Fetc", "%ff", "a" * 900):
        asked(officer, body, 422, f"/api/screening?lists={strange}")


def test_pairs_are_compared_as_the_command_compares_them(acting: Acting, home_folder: Path) -> None:
    """Names, or sites where both sides have an address."""
    officer, where = acting(Role.CONTRACTING_OFFICER), "/api/screening-pairs"
    left, right = "Hetian Taida Apparel Co., Ltd", "Hetian Taida Apparel"
    told = asked(officer, {"pairs": [{"left": {"name": left}, "right": {"name": right}}]}, where=where)["pairs"][0]
    found = compare(left, right)
    assert (told["score"], told["why"]) == (f"{found.score:.3f}", found.why)
    site = {"name": left, "address": "12 Mill Road, Dhaka", "country": "Bangladesh"}
    assert float(asked(officer, {"pairs": [{"left": site, "right": site}]}, where=where)["pairs"][0]["score"]) > 0.9
    asked(officer, {"pairs": [{"left": site, "right": {"name": right}}]}, 422, where)
