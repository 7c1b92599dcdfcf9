"""A reform is answered to a program as the command answers it, on the portfolio that the site shows."""

from __future__ import annotations

import json
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from described_api import fits
from django.test import Client

from buyfair import catalogue
from buyfair.cli import main
from buyfair.knowledge.reforms import text_of
from buyfair.web.api.resources import reforms
from buyfair.web.lab.waiting import Busy, Refused, Waiting

pytest_plugins = ["lab_pages"]
pytestmark = [pytest.mark.django_db]
READY = [reform.name for reform in catalogue.reforms()]
OWN = '''title = "A lower amount"
instrument = "far_case"
source = "our own"
words = "Strike the amount."
[[amount]]
name = "TIP_PLAN"
value = 250000
from = 2025-01-01
'''


def asked(address: str, body: Any = None, status: int = 200) -> Any:
    """The answer, once it is more than that it is being computed."""
    for _ in range(100):
        client = Client()
        got = client.get(address) if body is None else client.post(address, json.dumps(body), "application/json")
        if got.status_code != 202 or status == 202:
            assert got.status_code == status, got.content[:500]
            return got.json()
        assert got["Retry-After"] == "3"
        time.sleep(0.2)
    raise AssertionError("it is computed for ever")


def answered(address: str, body: Any = None) -> Any:
    """The answer without the two sentences that stand beside it here, as the page of the lab has them."""
    told = asked(address, body)
    fits(told, "/api/reforms/{name}/answer")
    assert "not about this supplier" in told.pop("not_about_supplier")
    assert "a finding about a supplier" in told.pop("no_finding")
    return told


def command(folder: Path, *words: str) -> Any:
    """What the command prints."""
    done = CliRunner().invoke(main, ["reform", *words, "--in", str(folder), "--json"], catch_exceptions=False)
    return json.loads(done.stdout)


def test_the_ready_reforms_are_told_with_their_source(home_folder: Path) -> None:
    """To everybody, each with the text to begin one's own with."""
    told = asked("/api/reforms")["reforms"]
    assert [r["name"] for r in told] == READY and all(r["source"] and r["changes"] for r in told)
    one = asked(f"/api/reforms/{READY[0]}")
    assert one["text"] == text_of(READY[0])
    asked("/api/reforms/none-such", status=404)
    assert "award files" in asked(f"/api/reforms/{READY[0]}/answer", status=409)["detail"]


@pytest.mark.slow
def test_the_answer_is_that_of_the_command(lab: Path, tmp_path: Path) -> None:
    """Of a ready one, of a ready one beside another, and of one's own as TOML and as JSON."""
    assert answered(f"/api/reforms/{READY[0]}/answer") == command(lab, READY[0])
    beside = answered(f"/api/reforms/{READY[0]}/answer?against={READY[1]}")
    assert beside == command(lab, READY[0], "--against", READY[1])
    path = tmp_path / "own.toml"
    path.write_text(OWN, "utf-8")
    assert answered("/api/reform-answers", {"text": OWN}) == command(lab, str(path))
    told = json.loads(json.dumps(tomllib.loads(OWN), default=str))
    as_json = answered("/api/reform-answers", {"reform": told})
    for key in ("manifest", "reform"):
        as_json.pop(key)
    whole = answered("/api/reform-answers", {"text": OWN})
    assert as_json == {key: value for key, value in whole.items() if key in as_json}


@pytest.mark.parametrize(
    "body",
    [{}, {"text": OWN, "reform": {"title": "a"}}, {"text": "no toml"}, {"text": "\0"}, {"reform": {"title": None}},
     {"reform": {"title": 7}}, {"reform": {"a b": {"c": [[[1]]]}}}, {"text": "a" * 48_001}, {"own": 1},
     {"reform": {"title": "long", "words": "a" * 48_001}},
     {"reform": {"amount": [{"name": "TIP_PLAN", "value": -1}]}}],
)  # fmt: skip
def test_what_is_no_reform_is_answered_with_a_sentence(home_folder: Path, body: Any) -> None:
    """Before anything is computed."""
    assert asked("/api/reform-answers", body, 422)["detail"].endswith(".")


def test_a_number_smaller_than_any_cannot_fill_the_memory(home_folder: Path) -> None:
    """Written out it would have a thousand million digits."""
    body = '{"reform": {"title": 1e-999999999}}'
    assert Client().post("/api/reform-answers", body, "application/json").status_code == 422


def test_who_must_wait_is_told_how_long(held: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Being computed, a full line, and what could not be made."""
    address = f"/api/reforms/{READY[0]}/answer"
    for found, status in ((Waiting(), 202), (Busy(), 503), (Refused(422, "No."), 422), (Refused(503, "Late."), 503)):
        monkeypatch.setattr(reforms.LINE, "found", lambda *_, told=found: told)
        got = Client().get(address)
        assert got.status_code == status and got.json()["detail"].endswith(".")
        assert (status == 422) is ("Retry-After" not in got)
        if status == 202:
            fits(got.json(), "/api/reforms/{name}/answer", status=202)
