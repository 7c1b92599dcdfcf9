"""Other names of listed parties: each row can be traced, joined to its list, and is the name of nobody else."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from buyfair.knowledge import lists
from buyfair.terms import bundled

HAN = re.compile(r"[\u3400-\u9fff]")
SCRIPT = re.compile(r"[\u3400-\u9fff\uac00-\ud7af]")
TABLES = {
    "uflpa_entity_list": ("lists/uflpa_entity_list_2026_07_09_148.csv", "name"),
    "cbp_wro": ("lists/cbp_wro_findings_2026_06_23_67.csv", "entity"),
}


def known(table: str) -> list[dict[str, str]]:
    return bundled.rows(lists.__name__, f"{table}/known_names.csv")


@pytest.mark.parametrize("table", TABLES)
def test_every_row_says_what_the_name_is_and_how_it_is_known(table: str) -> None:
    for row in known(table):
        assert row["what"] in ("own script", "former name", "trade name", "other romanization"), row
        assert row["how"] in ("read", "recalled") and row["name"] and row["listed_name"], row
        assert (row["source"] == "recalled") is (row["how"] == "recalled"), row
        assert bool(SCRIPT.search(row["name"])) or row["what"] != "own script", row
    card = bundled.card(lists.__name__, f"{table}/known_names.toml")
    assert all(card[k] for k in ("title", "publisher", "read", "made_how", "limits"))


@pytest.mark.parametrize("table", TABLES)
def test_no_name_stands_twice_for_a_party(table: str) -> None:
    seen = [(row["listed_name"], row["name"]) for row in known(table)]
    assert len(seen) == len(set(seen))


def test_a_name_means_one_party_of_a_list() -> None:
    owners: dict[str, set[str]] = {}
    for row in known("uflpa_entity_list"):  # two spellings of one party begin with the same letters
        owners.setdefault(row["name"], set()).add(re.sub(r"\W", "", row["listed_name"].lower())[:20])
    assert {name: held for name, held in owners.items() if len(held) > 1} == {}


@pytest.mark.real
@pytest.mark.parametrize("table", TABLES)
def test_every_listed_name_stands_in_the_real_list(table: str, real_data: Path) -> None:
    file, column = TABLES[table]
    with (real_data / file).open(encoding="utf-8", newline="") as lines:
        listed = [row[column] for row in csv.DictReader(lines)]
    for row in known(table):
        assert any(row["listed_name"] in cell for cell in listed), row


def test_at_least_ninety_listed_parties_have_their_chinese_name() -> None:
    named = {row["listed_name"] for row in known("uflpa_entity_list") if HAN.search(row["name"])}
    assert len(named) >= 90
