"""What may be sent is described key by key, from the tables that read it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from described_api import sends
from jsonschema_rs import ValidationError

from buyfair import catalogue
from buyfair.judge.facts import LINE
from buyfair.knowledge.reforms import text_of
from buyfair.purchase import vocabulary
from buyfair.web.api.shapes_facts import facts_shape

SAMPLE = Path(__file__).parents[2] / "src/buyfair/samples/purchase_sample.toml"


def as_json(text: str) -> Any:
    """A file of the command as a program sends it."""
    return json.loads(json.dumps(tomllib.loads(text), default=str))


def test_every_fact_is_described_with_its_question() -> None:
    """By its key, of a purchase, of its tables and of a line; a key that is none is no body."""
    shape = facts_shape()["properties"]
    for fact in vocabulary().facts:
        of = shape["lines"]["items"]["properties"] if fact.of == LINE else shape
        for key in fact.key.split(".")[:-1]:
            of = of[key]["properties"]
        assert of[fact.key.rpartition(".")[2]]["description"].startswith(fact.ask)
    told = sends(as_json(SAMPLE.read_text("utf-8")), "/api/duties")
    sends(told, "/api/conduct-for")
    sends({"texts": [{"text": "x"}], "facts": told}, "/api/audit")
    for wrong in ({"agncy": "dod"}, {"agency": "dodo"}, {"lines": [{"kind": "supply"}]}, {"tier": -1}, {"sol_date": 1}):
        with pytest.raises(ValidationError):
            sends(wrong, "/api/duties")


@pytest.mark.parametrize("name", [reform.name for reform in catalogue.reforms()])
def test_every_ready_reform_could_be_sent_as_one_of_ones_own(name: str) -> None:
    """The description knows each key that a reform file uses."""
    sends({"reform": as_json(text_of(name))}, "/api/reform-answers")
