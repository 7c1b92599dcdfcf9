"""Indicators, amounts and the code of conduct are told to a program as the command and the pages tell them."""

from __future__ import annotations

import json
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from described_api import fits
from django.test import Client

from buyfair import catalogue
from buyfair.cards import amounts as cards
from buyfair.cli import main
from buyfair.terms.money import as_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder")]
SAMPLE = Path(__file__).parents[2] / "src/buyfair/samples/purchase_sample.toml"
DAY = date(2026, 2, 20)


def asked(address: str, status: int = 200, body: str | None = None) -> Any:
    """The answer without an account."""
    client = Client()
    got = client.get(address) if body is None else client.post(address, body, "application/json")
    assert got.status_code == status, got.content
    return got.json()


def command(*words: str) -> Any:
    """What the command prints."""
    return json.loads(CliRunner().invoke(main, [*words, "--json"], catch_exceptions=False).stdout)


def test_indicators_are_those_of_the_command() -> None:
    """All, and one however it is cased; another is no finding but not found."""
    told = fits(asked("/api/indicators"), "/api/indicators")
    assert told["indicators"] == command("indicators")
    assert "never a finding" in told["no_finding"]
    assert asked("/api/indicators/Listed-Good-Matched") == command("indicators", "listed_good_matched")
    assert "nearest" in asked("/api/indicators/nothing", 404)["detail"]


def test_amounts_are_told_by_day_and_unknown_where_no_value_is_held() -> None:
    """Every value with its sentence; a day before the first is unknown, not nothing."""
    for row, amount in zip(asked(f"/api/amounts?day={DAY}")["amounts"], catalogue.amounts().values(), strict=True):
        found = amount.on(DAY)
        assert row["says"] == cards.value_on(amount, DAY)
        assert (row["on_day"] is None) == (found is None) == (row["told"] == "unknown")
        if found is not None and amount.in_dollars:
            assert row["on_day"]["value"] == as_text(found.value) and "." in row["on_day"]["value"]
    early = asked("/api/amounts/mpt?day=1901-01-01")
    assert (early["told"], early["on_day"]) == ("unknown", None) and early["says"].startswith("not held")
    assert len(early["versions"]) == len(catalogue.amounts()["MPT"].versions)
    asked("/api/amounts/GOLD", 404)
    asked("/api/amounts?day=20260220", 422)


def test_the_code_of_conduct_is_that_of_the_command() -> None:
    """Whole, by clause, and for the made-up purchase."""
    assert fits(asked("/api/conduct"), "/api/conduct") == command("conduct")
    assert fits(asked("/api/conduct/debt-bondage"), "/api/conduct/{clause_id}") == command("conduct", "debt_bondage")
    asked("/api/conduct/kindness", 404)
    facts = tomllib.loads(SAMPLE.read_text("utf-8"))
    body = json.dumps(facts, default=str)
    told = fits(asked(f"/api/conduct-for?day={DAY}", body=body), "/api/conduct-for", "post")
    assert told == command("conduct", "--for", str(SAMPLE), "--day", str(DAY))
    assert asked("/api/conduct-for", 422, '{"agency": "dodo"}')["detail"].endswith(".")


def test_a_day_tells_whether_what_is_no_law_was_there() -> None:
    """Added where a day is asked, and only there; what is not known is unknown."""
    first = date.fromisoformat(asked("/api/conduct")["code"]["day"])
    before = fits(asked(f"/api/conduct?day={first - timedelta(days=1)}"), "/api/conduct")["on_day"]
    assert before["answer"] == "no" and before["says"].endswith(f"first published {first}; nothing older is held.")
    clause = fits(asked(f"/api/conduct/child_labor?day={first}"), "/api/conduct/{clause_id}")
    assert clause["on_day"]["answer"] == "yes" and "on_day" not in asked("/api/conduct/child_labor")
    told = fits(asked("/api/indicators?day=2020-01-01"), "/api/indicators")["indicators"]
    answers = {one["code"]: one["on_day"]["answer"] for one in told}
    assert answers["region_behind_the_country"] == "no" and answers["decision_ahead"] == "unknown"
    one = fits(asked("/api/indicators/listed_input?day=2021-03-01"), "/api/indicators/{code}")["on_day"]
    assert one["answer"] == "yes" and "edition 2020, published 2020-09-30" in one["says"]
    asked("/api/indicators?day=soon", 422)


def test_every_wording_of_a_rule_is_told_with_the_sentence_it_was_read_in() -> None:
    """All versions of every rule; a day before the first text is unknown, unless the text says that the law began then."""
    for rule in catalogue.rules():
        told = asked(f"/api/rules/{rule.row}/texts?day={DAY}")
        assert [(t["first"], t["cites"], t["quote"]) for t in told["texts"]] == [
            (t.first.isoformat(), t.cites, t.quote) for t in rule.texts]  # fmt: skip
        assert told["in_force"] in ("yes", "no", "unknown") and told["why"]
    assert asked("/api/rules/TIP-04/texts?day=1901-01-01")["in_force"] in ("no", "unknown")
    asked("/api/rules/NO-99/texts", 404)
