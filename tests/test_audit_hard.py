"""Files that nobody should send: both answer in time, with all their keys, or say what is wrong."""

from __future__ import annotations

import json
import random
import re
import time
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from buyfair.cli import main
from buyfair.compliance_plan import as_document as plan_document
from buyfair.compliance_plan import review
from buyfair.contract import as_document, audit
from buyfair.intake.documents import read_document
from buyfair.intake.documents.plain import read_plain
from buyfair.spot import clauses, header, sentences
from buyfair.terms.document import Document, WrittenLine
from buyfair.terms.errors import InputRefusedError
from case_tables import CASES

TODAY = date(2026, 11, 29)
CONTRACTS = sorted(
    path for folder in ("contracts", "contracts_unseen", "contracts_third") for path in (CASES / folder).glob("*.txt")
)
PLANS = sorted((CASES / "plans_read").glob("*.txt"))
ONE = CASES / "contracts_third" / "tugboats-aqaba.txt"
WHATS = {
    "missing",
    "outdated",
    "alternate missing",
    "flow-down missing",
    "certificate missing",
    "certificate lapsed",
    "posting missing",
    "plan missing",
}
PLAN_WHATS = {"missing", "not specific", "not dated", "copied", "too narrow", "against the law"}


def document(text: str, name: str = "made.txt") -> Document:
    lines, pages, notes = read_plain(name, text.encode("utf-8"))
    return Document(name, "0" * 64, tuple(lines), pages, tuple(notes))


def audited(text: str) -> dict[str, Any]:
    found = as_document(audit(document(text), None, TODAY))
    assert {"contract", "facts", "clauses", "gaps", "cannot_tell"} <= set(found)
    assert all({"number", "title", "date", "alternate", "line"} <= set(c) for c in found["clauses"])
    assert all({"id", "what", "fix"} <= set(g) and g["what"] in WHATS for g in found["gaps"])
    assert all({"id", "missing"} <= set(c) for c in found["cannot_tell"])
    assert json.loads(json.dumps(found)) == found
    return found


def reviewed(text: str) -> dict[str, Any]:
    found = plan_document(review(document(text), None, TODAY))
    assert {"plan", "parts", "gaps"} <= set(found)
    assert len(found["parts"]) == 5
    assert all({"part", "present", "specific", "dated", "fits_facts"} <= set(p) for p in found["parts"])
    assert all({"id", "part", "what", "quote", "fix"} <= set(g) and g["what"] in PLAN_WHATS for g in found["gaps"])
    assert json.loads(json.dumps(found)) == found
    return found


def took(work: Callable[[], object]) -> float:
    """How long a piece of work keeps the machine busy, whatever else it does. Unit: seconds."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


ENDLESS = {
    "one word": "a",
    "words": "Word Word ",
    "stops that end nothing": "No. A. Co. ",
    "short lines": "x\n",
    "parted words": "certi-\nficate\n",
    "numbers of clauses": "52.222-50 ",
    "clauses added": "52.222-50 is added, ",
    "bars": "- ",
    "boxes": "[ ] ",
    "days": "3 May and 5 May 2022 ",
    "subcontracts": "A subcontract with Orion Works LLC for $1,200,000.00 was let to Binder Mills Ltd for $700,000.00. ",
    "parentheses": "(",
    "marks of changes": "[-",
    "numberings": "(1) ",
    "provisions": "provisions ",
    "right to left": "مرحبا بالعالم ",
    "faces": "😀",
    "cells": "x | y | ",
    "tabs": "x\t",
}


@pytest.mark.slow
@pytest.mark.parametrize("piece", ENDLESS.values(), ids=ENDLESS)
def test_what_never_ends_is_read_in_time_that_grows_with_its_length(piece: str) -> None:
    text = (piece * 12_000)[:12_000]
    audited("The file.\n")  # what is known is loaded once
    assert took(lambda: audited(text)) < 3


NASTY = {
    "numberings": lambda: clauses.BEFORE.match("(1) " * 700 + "x"),
    "numbers": lambda: clauses.BEFORE.match("1. " * 900 + "x"),
    "blanks in a header": lambda: header.BESIDE.split("x" + " " * 200_000 + "y"),
    "blanks in a row": lambda: audited("| a" + " " * 100_000 + "52.222-50 | b |\n| c | d |\n"),
    "a clause the clause": lambda: audited("Alternate I of the clause " + "the clause " * 200 + "x 52.222-50 applies."),
}


@pytest.mark.parametrize("work", NASTY.values(), ids=NASTY)
def test_no_pattern_takes_the_longer_the_more_ways_there_are(work: Callable[[], object]) -> None:
    assert took(work) < 3


def test_a_sentence_without_end_is_parted_and_no_word_of_it_is_lost() -> None:
    words = [f"word{n}" for n in range(3_000)]
    said = sentences.sentences(document(" ".join(words)))
    assert all(len(s.text) <= sentences.LONGEST for s in said)
    assert " ".join(s.text for s in said).split() == words
    listed = " ".join(f"52.2{n % 40:02d}-{n} Title of a Clause (NOV 2021)" for n in range(1, 400))
    assert len(audited(f"Clauses: {listed}")["clauses"]) + len(audited(f"Clauses: {listed}")["spoken_of"]) == 399


WEIRD = (
    "ſept 2021",
    "Tier: ²",
    "Tier: " + "9" * 5000,
    "Value: $,,",
    "Value: $" + "9" * 60,
    "Solicitation date: 2022-13-45",
    "Line 999: supply; value $1e999",
    "Line 1: supply; value $1" + "0" * 4400,
    "İstanbul İİİ Tab 1",
    "99/99/1999",
    "\x00\x01",
    "\u202e",
    "Award date: 1900-01-01",
    "Read as of: 2099-12-31",
    "Solicitation date: ٢٠٢٢-٠٥-٠٢",
    "Alternate IVX (FEB 1900)",
    "|||",
    "[ ] [x] 52.222-50",
)


def spoiled(text: str, chance: random.Random) -> str:
    """The lines of a file lost, doubled, shuffled, joined, or with something odd between them."""
    lines = text.split("\n")
    for _ in range(chance.choice((1, 2, 5, 20))):
        at = chance.randrange(len(lines)) if len(lines) > 1 else 0
        part = lines[at : at + 12]
        chance.shuffle(part)
        lines[at : at + 12] = chance.choice(
            (part, [], lines[at : at + 12] * 2, [chance.choice(WEIRD), *lines[at : at + 12]], [" ".join(lines[at : at + 12])])
        )
        lines = lines or [""]
    return chance.choice(("\n", "\r\n", "\r")).join(lines)


@pytest.mark.parametrize("seed", range(12))
def test_a_spoiled_file_still_has_its_answer(seed: int) -> None:
    chance = random.Random(seed)
    audited(spoiled(chance.choice(CONTRACTS).read_text("utf-8"), chance))
    try:
        reviewed(spoiled(chance.choice(PLANS).read_text("utf-8"), chance))
    except InputRefusedError as refusal:
        assert "holds no text" in str(refusal)


@pytest.mark.parametrize("line", WEIRD, ids=lambda line: ascii(line)[:24])
def test_one_odd_line_in_the_header_stops_nothing(line: str) -> None:
    audited(f"Agency: dod\nValue: $1.00\n{line}\nContract: W91B4L22C0001\n\nThe certificate of {line[:40]} was received.\n")


@pytest.mark.parametrize(
    "facts",
    [
        "file = 3",
        "contractor = 5",
        'contract = ["a"]',
        "solicitation = 7.5",
        "contractor = true",
        "read_as_of = 2022-01-01T00:00:00",
        "[file]\ncontractor = 3",
        '[file]\nread_as_of = "x"',
        "lines = 3",
        "lines = [3]",
        'tier = "x"',
        "office = {a = 1}",
    ],
)
def test_a_fact_of_the_wrong_kind_is_refused_in_one_sentence(facts: str, tmp_path: Path) -> None:
    (tmp_path / "facts.toml").write_text(facts, "utf-8")
    told = CliRunner().invoke(main, ["audit", str(ONE), "--json", "--facts", str(tmp_path / "facts.toml")])
    assert (told.exit_code, told.stdout) == (1, "")
    assert isinstance(told.exception, SystemExit)
    assert "expected" in told.stderr


@pytest.mark.parametrize("command", ["audit", "review-plan"])
def test_a_name_behind_which_no_file_stands_is_refused(command: str, tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name in ("loop", "x" * 300 + ".txt", "absent.txt"):
        told = CliRunner().invoke(main, [command, str(tmp_path / name)])
        assert (told.exit_code, told.stdout) == (1, "")
        assert isinstance(told.exception, SystemExit)


NEUTRAL = (
    "The third invoice of the quarter was paid on 2023-04-12.",
    "Rain fell on eleven of the thirty days of the month.",
    "The night shift has eleven people and the day shift fourteen.",
    "A safety talk about ladders is held each Monday.",
    "Two ladders were missing a foot and were taken out of use.",
    "The safety plan is posted in the canteen.",
    "Holiday hours were posted at the gate.",
    "A notice about parking was posted on the board.",
    "No complaint about the food was received.",
)


@pytest.mark.slow
@pytest.mark.parametrize(
    "slug", ["words-of-belvedere", "lantern-posts-tarn", "rail-dispatch-bremerhaven", "classroom-desks-amman"]
)
def test_a_paragraph_about_other_things_changes_no_gap(slug: str) -> None:
    path = next(p for p in CONTRACTS if p.stem == slug)
    file = next(f for f in tomllib.loads((path.parent / "answers.toml").read_text("utf-8"))["file"] if f["slug"] == slug)
    whole = read_document(path)

    def gaps(document: Document) -> list[tuple[str, str]]:
        return [(g["id"], g["what"]) for g in as_document(audit(document, None, file["read_as_of"]))["gaps"]]

    for said in NEUTRAL:
        n = len(whole.lines)
        longer = replace(whole, lines=(*whole.lines, WrittenLine("", n + 1), WrittenLine(said, n + 2)))
        assert gaps(longer) == gaps(whole), said


def test_the_order_of_files_and_a_second_look_change_nothing(tmp_path: Path) -> None:
    for name, path in (("a.txt", CONTRACTS[0]), ("b.txt", ONE)):
        (tmp_path / name).write_bytes(path.read_bytes())

    def told(*names: str) -> list[dict[str, Any]]:
        found = CliRunner().invoke(main, ["audit", *(str(tmp_path / n) for n in names), "--json", "--day", "2026-11-29"])
        assert found.exit_code == 0
        return list(json.loads(found.stdout))

    assert told("a.txt", "b.txt") == told("b.txt", "a.txt")[::-1] == told("a.txt", "b.txt")


def test_marks_of_changes_are_read_as_before() -> None:
    text = document("Keep [-gone-] and {+come+}, [ - ] and [-open and [-x-y-] {++} {+a").text
    assert re.sub(r"\s+", " ", text) == "Keep and come, [ - ] and {++} {+a"
