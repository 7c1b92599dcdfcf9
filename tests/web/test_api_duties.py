"""What binds a purchase is told to a program as the command tells it, fact for fact and sentence for sentence."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from described_api import fits
from django.test import Client

from buyfair.cli import main

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder")]
SAMPLE = Path(__file__).parents[2] / "src/buyfair/samples/purchase_sample.toml"
DAY = "2026-09-01"
MANY = [
    SAMPLE.read_text("utf-8"),
    "",
    'agency = "dod"\nsol_date = 2026-04-01\n',
    '[[lines]]\nkind = "supply"\nvalue = 701000.10\nperformed_outside = true\n',
    'agency = "dodo"\n',
    "no_such_fact = 1\n",
    "sol_date = 1026-04-01\n",
    "[[lines]]\nvalue = 1e25\n",
    "[[lines]]\nvalue = 0.001\n",
]


def asked(told: Any, query: str = "", client: Client | None = None) -> Any:
    """The answer to these facts."""
    return (client or Client()).post(f"/api/duties?day={DAY}{query}", told, "application/json")


def as_json(text: str) -> str:
    """A facts file as JSON, each number with the digits that stand in the file."""
    told = tomllib.loads(text, parse_float=lambda digits: f"<{digits}>")
    plain = json.dumps(told, default=str)
    return plain.replace('"<', "").replace('>"', "")


@pytest.mark.parametrize("facts", MANY, ids=range(len(MANY)))
@pytest.mark.parametrize("every", [False, True])
def test_the_answer_is_that_of_the_command(facts: str, every: bool, tmp_path: Path) -> None:
    """As JSON values the same; a refusal is the same sentence."""
    path = tmp_path / "facts.toml"
    path.write_text(facts, "utf-8")
    done = CliRunner().invoke(main, ["duties", str(path), "--day", DAY, "--json", *(["--all"] if every else [])])
    got = asked(as_json(facts), "&all=true" if every else "")
    if done.exit_code == 0:
        assert got.status_code == 200, got.content
        assert fits(got.json(), "/api/duties", "post") == json.loads(done.stdout)
    else:
        assert got.status_code == 422
        assert got.json()["detail"] == done.stderr.removeprefix("buyfair: ").strip()


@pytest.mark.parametrize(
    ("body", "status"),
    [("[]", 422), ("null", 422), ("7", 422), ("{", 400), ('{"agency": null}', 422), ('{"lines": [{"value": 1e999}]}', 400),
     ('{"lines": [{"value": NaN}]}', 400), ('{"lines": [{"value": 1e99999999999999999999}]}', 400),
     ('{"a":' * 30 + "1" + "}" * 30, 422), ("[" * 9_000 + "]" * 9_000, 400), ('{"agency": "\\ud800"}', 400),
     ('{"agency": "\\u0000"}', 422), ('{"lines": [{"value": ' + "9" * 4_000 + "}]}", 422),
     ('{"lines": [{"value": ' + "9" * 9_000 + "}]}", 400), ('{"lines": {"value": 1}}', 422)],
)  # fmt: skip
def test_what_is_no_purchase_is_answered_with_one_sentence(body: str, status: int) -> None:
    """Never with a broken page, and never with an answer."""
    got = asked(body)
    assert got.status_code == status, got.content
    assert got["Content-Type"] == "application/problem+json"
    assert got.json()["detail"].endswith(".") and "\n" not in got.json()["detail"]


def test_a_day_that_is_none_and_a_browser_without_the_mark_of_our_form_are_refused() -> None:
    """The day is checked; a session cookie without the mark of our form may be somebody else's page."""
    assert asked("{}", "&all=perhaps").status_code == 422
    assert Client().post("/api/duties?day=tomorrow", "{}", "application/json").status_code == 422
    strange = Client(enforce_csrf_checks=True)
    strange.cookies["sessionid"] = "somebody"
    assert asked("{}", "", strange).status_code == 403
    assert asked("{}", "", Client(enforce_csrf_checks=True)).status_code == 200
